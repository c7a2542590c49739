package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.PortCall.Kind;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * How an engine is: its loop, its lease, its journal, and its queues. For health checks and gauges. Immutable and safe to
 * share between threads.
 *
 * <p>It is about the engine, not about its deployments. The numbers are those of the loop's last round, so they may be a
 * moment old; the durations are exact.
 *
 * @param at when it was read, by the engine's clock
 * @param engine the engine's name in leases
 * @param phase whether the engine works
 * @param failure why the loop has failed; empty unless the phase is {@link Phase#FAILED}
 * @param busy for how long the loop has worked without a pause; zero while it waits for something to do. More than a
 *     second means that the machine is overloaded, or that the loop hangs
 * @param lease the engine's lease
 * @param journal what the engine knows of its journal
 * @param openDeployments how many deployments this engine acts for
 * @param waitingOrders how many orders and takeovers wait for their turn to be journaled or claimed
 * @param quarantined the deployments that cannot be read, see {@link DeploymentEngine#quarantined}
 * @param calls the calls of the ports, for each kind that has any; empty if the engine has a call runner that does not
 *     count them
 * @param listeners what waits for each listener, in the order in which they were added to the builder. The last one is the
 *     engine's own log, unless that is off
 */
public record EngineStatus(
        Instant at,
        String engine,
        Phase phase,
        Optional<Throwable> failure,
        Duration busy,
        Lease lease,
        JournalLink journal,
        int openDeployments,
        int waitingOrders,
        Set<DeploymentId> quarantined,
        Map<Kind, CallRunner.Load> calls,
        List<ListenerQueue> listeners) {

    /**
     * Checks that nothing is missing, and copies the collections.
     *
     * @param at when it was read
     * @param engine the engine's name in leases
     * @param phase whether the engine works
     * @param failure why the loop has failed
     * @param busy for how long the loop has worked without a pause
     * @param lease the engine's lease
     * @param journal what the engine knows of its journal
     * @param openDeployments how many deployments this engine acts for
     * @param waitingOrders how many orders and takeovers wait for their turn
     * @param quarantined the deployments that cannot be read
     * @param calls the calls of the ports
     * @param listeners what waits for each listener
     */
    public EngineStatus {
        Given.value("at", at);
        Given.value("engine", engine);
        Given.value("phase", phase);
        Given.value("failure", failure);
        Given.value("busy", busy);
        Given.value("lease", lease);
        Given.value("journal", journal);
        quarantined = Set.copyOf(quarantined);
        calls = calls.isEmpty() ? Map.of() : Map.copyOf(new EnumMap<>(calls));
        listeners = Given.list("listeners", listeners);
    }

    /** Whether an engine works. */
    public enum Phase {
        /** {@link EngineBuilder#buildStopped} built it, and it has not started. It takes orders, and works on nothing. */
        STOPPED,
        /** It works, or is about to start. */
        RUNNING,
        /** Somebody closed it, or is closing it. */
        CLOSED,
        /** Its loop has failed for good. Another engine takes over when its lease expires. */
        FAILED
    }

    /**
     * The engine's lease. Without a valid lease an engine changes nothing.
     *
     * @param length how long a lease holds without renewal
     * @param age how long ago the engine asked for the last renewal that succeeded; empty before the first one and after the
     *     lease was ended. Usually less than a third of the length
     * @param held whether the lease is valid now
     */
    public record Lease(Duration length, Optional<Duration> age, boolean held) {
        /**
         * Checks that nothing is missing.
         *
         * @param length how long a lease holds without renewal
         * @param age how long ago it was renewed
         * @param held whether the lease is valid now
         */
        public Lease {
            Given.value("length", length);
            Given.value("age", age);
        }
    }

    /**
     * What the engine knows of its journal. The engine calls its journal at least every few seconds.
     *
     * @param sinceAnswer how long ago the journal last answered a call; empty before the first answer
     * @param failingFor for how long every call has failed; empty if the last call was answered
     * @param failure why the last call failed; empty if it was answered
     * @param unstored how many decisions are not stored yet. The engine acts on none of them before it is stored
     * @param lag how long ago the oldest of these was decided; zero if there is none
     */
    public record JournalLink(
            Optional<Duration> sinceAnswer,
            Optional<Duration> failingFor,
            Optional<String> failure,
            int unstored,
            Duration lag) {
        /**
         * Checks that nothing is missing.
         *
         * @param sinceAnswer how long ago the journal last answered a call
         * @param failingFor for how long every call has failed
         * @param failure why the last call failed
         * @param unstored how many decisions are not stored yet
         * @param lag how long ago the oldest of these was decided
         */
        public JournalLink {
            Given.value("sinceAnswer", sinceAnswer);
            Given.value("failingFor", failingFor);
            Given.value("failure", failure);
            Given.value("lag", lag);
        }
    }

    /**
     * What waits for a listener.
     *
     * @param listener the name under which it was added, or {@code listener-N} with its position from 0
     * @param deployments how many deployments have events that it has not received yet
     * @param events how many events wait for it in memory. The engine reads further ones from the journal later
     */
    public record ListenerQueue(String listener, int deployments, int events) {
        /**
         * Checks that nothing is missing.
         *
         * @param listener the listener's name
         * @param deployments how many deployments have events that it has not received yet
         * @param events how many events wait for it in memory
         */
        public ListenerQueue {
            Given.value("listener", listener);
        }
    }

    /**
     * Something that impairs the engine.
     *
     * @param part the part of the engine
     * @param text what is wrong, in one sentence
     */
    public record Trouble(Part part, String text) {
        /**
         * Checks that nothing is missing.
         *
         * @param part the part of the engine
         * @param text what is wrong
         */
        public Trouble {
            Given.value("part", part);
            text = Given.visible(Given.value("text", text));
        }

        @Override
        public String toString() {
            return part + ": " + text;
        }
    }

    /** The parts of an engine. */
    public enum Part {
        /** The loop has failed, hangs, or was closed. Nothing goes on here. */
        LOOP,
        /** The lease is not valid. The engine changes nothing, and another engine may take over. */
        LEASE,
        /** The journal does not answer or does not store. The engine changes nothing until it does. */
        JOURNAL,
        /** A deployment cannot be read and blocks its service. All other services go on. */
        QUARANTINE
    }

    /**
     * {@return what impairs the engine, the worst first; empty for a healthy engine} While an engine starts, its lease is not
     * valid for a moment. Troubles with a port or with a deployment are not the engine's: see {@link
     * DeploymentEngine#explain}.
     */
    public List<Trouble> troubles() {
        List<Trouble> troubles = new ArrayList<>();
        switch (phase) {
            case FAILED ->
                troubles.add(new Trouble(
                        Part.LOOP,
                        "the loop has failed: "
                                + failure.map(Throwable::toString).orElse("unknown")));
            case CLOSED -> troubles.add(new Trouble(Part.LOOP, "the engine is closed"));
            case STOPPED -> troubles.add(new Trouble(Part.LOOP, "the engine has not started yet"));
            case RUNNING -> running(troubles);
        }
        new TreeSet<>(quarantined.stream().map(DeploymentId::value).toList())
                .forEach(id -> troubles.add(
                        new Trouble(Part.QUARANTINE, "deployment " + id + " cannot be read and blocks its service")));
        return List.copyOf(troubles);
    }

    private void running(List<Trouble> troubles) {
        if (busy.compareTo(lease.length()) > 0) {
            troubles.add(new Trouble(Part.LOOP, "the loop has worked without a pause for " + busy));
        }
        if (!lease.held()) {
            troubles.add(new Trouble(
                    Part.LEASE,
                    lease.age()
                            .map(age -> "the lease has expired: it was renewed " + age + " ago and holds for "
                                    + lease.length())
                            .orElse("the lease was not granted yet")));
        }
        journal.failingFor()
                .ifPresent(since -> troubles.add(new Trouble(
                        Part.JOURNAL,
                        "the journal has not answered for " + since + ": "
                                + journal.failure().orElse("unknown"))));
        if (journal.lag().compareTo(lease.length()) > 0) {
            troubles.add(new Trouble(
                    Part.JOURNAL,
                    "decisions that are not stored: " + journal.unstored() + ", the oldest since " + journal.lag()));
        }
    }

    /** {@return until when the lease is valid, or was, by the engine's clock; empty before it was granted} */
    public Optional<Instant> leaseUntil() {
        return lease.age().map(age -> at.minus(age).plus(lease.length()));
    }

    /** {@return how many calls wait for a thread} */
    public int waitingCalls() {
        return calls.values().stream().mapToInt(CallRunner.Load::waiting).sum();
    }

    /** {@return how many calls hang: the engine has abandoned them, and their threads are lost until they return} */
    public int hangingCalls() {
        return calls.values().stream().mapToInt(CallRunner.Load::lost).sum();
    }
}
