package io.github.bluegreen4j.testkit.fault;

import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;

/**
 * A journal whose answers to extensions a test chooses: lost, or unknown. Everything else is passed on to another
 * journal. As safe for use by many threads as the other journal is.
 */
public final class UnreliableJournal extends ForwardingJournal {

    /** How the journal answers an extension. */
    public enum Answer {
        /** As the other journal does: {@link Journal.Appended.Status#APPENDED}, unless another writer was faster. */
        APPENDED,
        /** It stores nothing and answers {@link Journal.Appended.Status#LOST}, although nobody was faster. */
        LOST,
        /** It stores the extension but answers {@link Journal.Appended.Status#UNKNOWN}. */
        UNKNOWN_KEPT,
        /** It stores nothing and answers {@link Journal.Appended.Status#UNKNOWN}. */
        UNKNOWN_NOT_KEPT
    }

    private final Deque<Answer> next = new ArrayDeque<>();
    private Answer usual = Answer.APPENDED;

    /**
     * Creates a journal that answers truthfully until a test chooses other answers.
     *
     * @param journal the journal that stores everything
     */
    public UnreliableJournal(Journal journal) {
        super(journal);
    }

    /**
     * Chooses the answers to the next extensions, one for each, after those that were chosen before.
     *
     * @param answers the answers, in order
     */
    public synchronized void answerNext(Answer... answers) {
        next.addAll(Arrays.asList(answers));
    }

    /**
     * Chooses the answer to every extension for which {@link #answerNext} has none. Initially {@code APPENDED}.
     *
     * @param answer the answer
     */
    public synchronized void answerAlways(Answer answer) {
        usual = answer;
    }

    @Override
    public synchronized List<Appended> append(List<Extension> extensions) {
        List<Appended> outcomes = new ArrayList<>();
        for (Extension extension : extensions) {
            outcomes.add(answer(extension, next.isEmpty() ? usual : next.remove()));
        }
        return List.copyOf(outcomes);
    }

    private Appended answer(Extension extension, Answer answer) {
        return switch (answer) {
            case APPENDED -> append(extension);
            case LOST -> stands(extension, Appended.Status.LOST);
            case UNKNOWN_KEPT -> {
                Appended kept = append(extension);
                yield new Appended(Appended.Status.UNKNOWN, kept.version(), kept.fence());
            }
            case UNKNOWN_NOT_KEPT -> stands(extension, Appended.Status.UNKNOWN);
        };
    }

    private Appended append(Extension extension) {
        return super.append(List.of(extension)).get(0);
    }

    /** Where the deployment stands; one that does not exist yet, under the fence of whoever extends it. */
    private Appended stands(Extension extension, Appended.Status status) {
        return read(extension.deployment())
                .map(History::head)
                .map(head -> new Appended(status, head.version(), head.fence()))
                .orElseGet(() -> new Appended(status, 0, extension.fence()));
    }
}
