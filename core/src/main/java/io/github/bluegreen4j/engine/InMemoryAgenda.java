package io.github.bluegreen4j.engine;

import java.time.Instant;
import java.util.Comparator;
import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which deployments of an {@link InMemoryJournal} have to be looked at, and when: sorted, so that asking costs nothing while
 * ten thousand of them wait. A deployment is removed before it changes and added again afterwards.
 */
final class InMemoryAgenda {
    private static final Comparator<InMemorySequence> BY_NUMBER = Comparator.comparingInt(InMemorySequence::number);

    private final NavigableSet<Waiting> waiting = new TreeSet<>();
    private final NavigableSet<InMemorySequence> withMail = new TreeSet<>(BY_NUMBER);

    private record Waiting(Instant wakeUp, InMemorySequence sequence) implements Comparable<Waiting> {
        @Override
        public int compareTo(Waiting other) {
            int order = wakeUp.compareTo(other.wakeUp);
            return order == 0 ? Integer.compare(sequence.number(), other.sequence.number()) : order;
        }
    }

    void add(InMemorySequence sequence) {
        sequence.wakeUp().ifPresent(at -> {
            waiting.add(new Waiting(at, sequence));
            if (sequence.hasMail()) {
                withMail.add(sequence);
            }
        });
    }

    void remove(InMemorySequence sequence) {
        sequence.wakeUp().ifPresent(at -> waiting.remove(new Waiting(at, sequence)));
        if (!withMail.isEmpty()) {
            withMail.remove(sequence);
        }
    }

    /** Those whose time has come, and those with mail, the oldest first. */
    NavigableSet<InMemorySequence> due(Instant now) {
        NavigableSet<InMemorySequence> due = new TreeSet<>(BY_NUMBER);
        for (Waiting one : waiting) {
            if (one.wakeUp().isAfter(now)) {
                break;
            }
            due.add(one.sequence());
        }
        for (InMemorySequence one : withMail) {
            if (one.wakeUp().filter(at -> at.isAfter(now)).isPresent()) {
                due.add(one);
            }
        }
        return due;
    }
}
