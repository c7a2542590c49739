package io.github.bluegreen4j.engine.loop;

import java.time.Duration;

/**
 * How an engine works, apart from any deployment.
 *
 * @param name the engine's name in leases; unique among the engines of a journal
 * @param lease how long a lease holds without renewal
 * @param journalCall how long a call of the journal may take
 * @param retry how long to wait before trying again what the journal did not do
 * @param poll how often to poll for deployments that are due and for commands from other processes
 */
public record EngineSettings(String name, Duration lease, Duration journalCall, Duration retry, Duration poll) {

    /** The lease is renewed when a third of it is over: a longer call might never find enough of it left. */
    public Duration longestCall() {
        return Duration.ofNanos(lease.toNanos() / 3 * 2);
    }
}
