package io.github.bluegreen4j.examples.local.task;

import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** Decides for each request whether the task is broken by now: told so, or after the requests or the time it was set. */
final class TaskBreakage {

    private final Behaviour behaviour;
    private final LongSupplier nanoTime;
    private OptionalLong firstRequest = OptionalLong.empty();
    private long requests;
    private boolean told;

    TaskBreakage(Behaviour behaviour, LongSupplier nanoTime) {
        this.behaviour = behaviour;
        this.nanoTime = nanoTime;
    }

    synchronized void breakNow() {
        told = true;
    }

    /** Counts a request and says whether it is to be refused. */
    synchronized boolean refusesNext() {
        long now = nanoTime.getAsLong();
        if (firstRequest.isEmpty()) {
            firstRequest = OptionalLong.of(now);
        }
        requests++;
        long age = now - firstRequest.getAsLong();
        return told
                || requests > behaviour.breaksAfterRequests()
                || requests % behaviour.failsEvery() == 0
                || behaviour
                        .breaksAfter()
                        .filter(after -> age >= after.toNanos())
                        .isPresent();
    }
}
