package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.PortCall.Purpose;
import io.github.bluegreen4j.spi.Journal;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Asks the journal about many things at once: what is wanted while a few calls are in flight goes into one call together, in the order in
 * which it was wanted. A call that fails may have been too large, so the next one asks half as much. What is asked in a call that the
 * journal refuses is asked again, each by itself: the refusal is about one of them. Each answer is a step of the loop, so that a defect
 * in one does not affect the others. Confined to the loop.
 *
 * @param <Q> what is asked
 * @param <R> what is answered to it
 */
final class Together<Q, R> {
    private static final int MOST_CALLS = 2;

    /** More might not be answered within the maximum of one call. */
    private static final int MOST_IN_ONE = 100;

    private final Loop loop;
    private final CallRunner.Operation operation;
    private final String verb;
    private final Function<Q, Object> subject;
    private final Function<Q, Purpose> purpose;
    private final BiFunction<Journal, List<Q>, List<R>> body;
    private final Set<Wanted<Q, R>> wanted = new LinkedHashSet<>();
    private int inFlight;
    private int most = MOST_IN_ONE;
    private boolean closed;

    /**
     * @param verb says in the text of a call what it does
     * @param subject what is asked about; no call asks about one subject twice
     * @param purpose for whom a question is asked by itself
     * @param body returns one answer to each question, in their order
     */
    Together(
            Loop loop,
            CallRunner.Operation operation,
            String verb,
            Function<Q, Object> subject,
            Function<Q, Purpose> purpose,
            BiFunction<Journal, List<Q>, List<R>> body) {
        this.loop = loop;
        this.operation = operation;
        this.verb = verb;
        this.subject = subject;
        this.purpose = purpose;
        this.body = body;
    }

    /** One question; two that are equal are two questions. */
    private static final class Wanted<Q, R> {
        private final Q question;
        private final Consumer<R> told;
        private final Consumer<Throwable> failed;
        private boolean isAlone;

        Wanted(Q question, Consumer<R> told, Consumer<Throwable> failed) {
            this.question = question;
            this.told = told;
            this.failed = failed;
        }
    }

    /**
     * Asks something.
     *
     * @param told receives the answer
     * @param failed receives why the call that asked it was not answered
     */
    void ask(Q question, Consumer<R> told, Consumer<Throwable> failed) {
        wanted.add(new Wanted<>(question, told, failed));
        send();
    }

    /** Asks nothing more. */
    void close() {
        closed = true;
    }

    private void send() {
        while (inFlight < MOST_CALLS && !wanted.isEmpty() && !closed) {
            Map<Object, Wanted<Q, R>> together = new LinkedHashMap<>();
            for (Iterator<Wanted<Q, R>> each = wanted.iterator(); each.hasNext() && together.size() < most; ) {
                Wanted<Q, R> next = each.next();
                boolean fits = together.isEmpty() || !next.isAlone;
                if (fits && together.putIfAbsent(subject.apply(next.question), next) == null) {
                    each.remove();
                    if (next.isAlone) {
                        break;
                    }
                }
            }
            send(List.copyOf(together.values()));
        }
    }

    private void send(List<Wanted<Q, R>> together) {
        inFlight++;
        List<Q> questions = together.stream().map(one -> one.question).toList();
        loop.journal(
                operation,
                questions.size() == 1 ? purpose.apply(questions.get(0)) : Purpose.ENGINE,
                () -> verb + ' ' + questions.stream().map(subject).toList(),
                journal -> answered(questions, body.apply(journal, questions)),
                answers -> {
                    most = Math.min(MOST_IN_ONE, most * 2);
                    for (int i = 0; i < together.size(); i++) {
                        Wanted<Q, R> one = together.get(i);
                        R answer = answers.get(i);
                        loop.post(() -> one.told.accept(answer));
                    }
                    loop.post(this::ended);
                },
                thrown -> {
                    most = Math.max(1, together.size() / 2);
                    boolean isOfOne = together.size() > 1 && PortCalls.isRefused(thrown);
                    together.forEach(one -> loop.post(() -> failed(one, isOfOne, thrown)));
                    loop.post(this::ended);
                });
    }

    private void failed(Wanted<Q, R> one, boolean isOfOne, Throwable thrown) {
        if (isOfOne) {
            one.isAlone = true;
            wanted.add(one);
        } else {
            one.failed.accept(thrown);
        }
    }

    private List<R> answered(List<Q> questions, List<R> answers) {
        if (answers.size() != questions.size()) {
            throw new IllegalStateException("the call to " + verb + " returned " + answers.size() + " answers for "
                    + questions.size() + " questions");
        }
        return answers;
    }

    /** What the answers made others want meanwhile goes into one call, too. */
    private void ended() {
        inFlight--;
        send();
    }
}
