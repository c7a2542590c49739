package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What has happened, kept. The journal is the truth of intent: nothing is done to the world that was not appended first.
 * Safe for use by many threads and, where it says so, by many processes.
 *
 * <p>A deployment's entries form one sequence, extended only at the version its writer expects and under the fence of the
 * writer's claim on the service. A stale writer appends nothing.
 */
public interface Journal {

    /**
     * One extension of one deployment's sequence.
     *
     * @param deployment whose
     * @param service its service
     * @param expectedVersion how many events it has; 0 for a new deployment
     * @param fence the fence of the writer's claim on the service
     * @param entryId names this extension, so that its writer recognises it after an unknown outcome
     * @param events what has happened, one or more
     * @param wakeUp when its writer means to act next, by the writer's clock; empty when the deployment has ended. No journal compares it
     *     with a clock. A deployment that has ended is not extended any more: only {@link #open} opens it again
     * @param consumed the ids of the commands that these events answer: they leave the mailbox in the same step
     * @param listeners the names of the listeners that are notified of this deployment. When the extension ends the deployment, each
     *     of them counts as {@linkplain #undelivered not notified} until {@link #delivered} says that it has heard of the last event
     */
    record Extension(
            DeploymentId deployment,
            ServiceRef service,
            long expectedVersion,
            long fence,
            String entryId,
            List<DeploymentEvent> events,
            Optional<Instant> wakeUp,
            List<String> consumed,
            Set<String> listeners) {
        /** Checks that all is there. */
        public Extension {
            Given.value("extension.deployment", deployment);
            Given.value("extension.service", service);
            Given.name("extension.entryId", entryId);
            events = Given.list("extension.events", events);
            Given.value("extension.wakeUp", wakeUp);
            consumed = Given.list("extension.consumed", consumed);
            listeners = Given.set("extension.listeners", listeners);
        }

        /** An extension of an engine without named listeners. */
        public Extension(
                DeploymentId deployment,
                ServiceRef service,
                long expectedVersion,
                long fence,
                String entryId,
                List<DeploymentEvent> events,
                Optional<Instant> wakeUp,
                List<String> consumed) {
            this(deployment, service, expectedVersion, fence, entryId, events, wakeUp, consumed, Set.of());
        }
    }

    /**
     * An order: the first entry of a deployment, or the first one after it had ended.
     *
     * @param expectedVersion how many events the deployment has: 0 for a new one
     * @param entryId names this entry, so that its writer recognises it after an unknown outcome
     * @param event that the deployment was created
     * @param wakeUp when its writer means it to begin, by the writer's clock
     */
    record Opening(
            DeploymentId deployment,
            ServiceRef service,
            long expectedVersion,
            String entryId,
            DeploymentEvent event,
            Instant wakeUp) {
        /** Checks that all is there. */
        public Opening {
            Given.value("opening.deployment", deployment);
            Given.value("opening.service", service);
            Given.name("opening.entryId", entryId);
            Given.value("opening.event", event);
            Given.value("opening.wakeUp", wakeUp);
        }
    }

    /** What became of one extension, or of an order. */
    record Appended(Status status, long version, long fence) {
        /** Checks that there is a status. */
        public Appended {
            Given.value("appended.status", status);
        }

        /** The kinds of outcome. */
        public enum Status {
            /** It is kept; {@code version} is the new one. */
            APPENDED,
            /** Another writer was faster, has a newer fence, or has ended it; {@code version} and {@code fence} are the winner's. */
            LOST,
            /** Nobody knows: read before anything else. */
            UNKNOWN
        }
    }

    /**
     * Appends extensions of different deployments: each is atomic, and independent of the others.
     *
     * @return one outcome for each, in the same order
     * @throws PortException when nothing is known of any of them, as if all were {@code UNKNOWN}
     */
    List<Appended> append(List<Extension> extensions);

    /**
     * Writes an order. It needs no claim on the service and no lease, so any process can write it; the engine that owns the
     * service begins it. Commands left in the mailbox of a deployment that had ended are removed in the same step.
     *
     * @return {@code APPENDED}; {@code LOST} when the deployment has not ended, or has another version than expected;
     *     {@code UNKNOWN} when it must be read first
     * @throws PortException when nothing is known of it, as if it were {@code UNKNOWN}
     */
    Appended open(Opening opening);

    /**
     * A deployment's whole sequence.
     *
     * @param head where it stands
     * @param events all events, in their order
     * @param entryIds the ids of all extensions
     * @param mail commands that were not answered yet, in their order
     * @param delivered how many events each named listener was notified of, as {@link #delivered} said last; who is missing
     *     was notified of none
     */
    record History(
            Head head,
            List<DeploymentEvent> events,
            List<String> entryIds,
            List<Mail> mail,
            Map<String, Long> delivered) {
        /** Checks that all is there. */
        public History {
            Given.value("history.head", head);
            events = Given.list("history.events", events);
            entryIds = Given.list("history.entryIds", entryIds);
            mail = Given.list("history.mail", mail);
            delivered = Given.map("history.delivered", delivered);
        }
    }

    /**
     * Where a deployment stands.
     *
     * @param fence the service's current fence: that of the last claim on it, whoever wrote last
     * @param wakeUp when whoever wrote last means to act next, by the writer's clock; empty when it has ended
     * @param hasMail whether there is a command in its mailbox
     */
    record Head(
            DeploymentId deployment,
            ServiceRef service,
            long version,
            long fence,
            Optional<Instant> wakeUp,
            boolean hasMail) {
        /** Checks that all is there. */
        public Head {
            Given.value("head.deployment", deployment);
            Given.value("head.service", service);
            Given.value("head.wakeUp", wakeUp);
        }
    }

    /**
     * A command in the mailbox.
     *
     * @param commandId 1 to 512 characters, in one line
     * @param command the command; {@link Command.Unreadable} in place of one that can't be decoded
     */
    record Mail(String commandId, Command command) {
        /** Checks the id, and that there is a command. */
        public Mail {
            Given.name("commandId", commandId);
            Given.value("command", command);
        }
    }

    /**
     * Reads a deployment; empty when there is none.
     *
     * @throws PortException {@code REFUSED} when what is kept can't be decoded
     */
    Optional<History> read(DeploymentId deployment);

    /** All deployments that have not ended, and those that have, of one service or of all; newest last. */
    List<Head> list(Optional<ServiceRef> service);

    /**
     * Deployments that have not ended and that an engine may act for: all but those of services that another engine has, whose lease
     * holds; in the order of {@link #list}. No clock is compared with an instant that an engine wrote: whatever a dead engine waited for, its
     * successor waits for the rest.
     *
     * @param engine who asks, as in {@link #claim}
     */
    List<Head> due(String engine);

    /**
     * Puts a command in a deployment's mailbox: durable, idempotent by its id, and open to every process, whoever owns the
     * deployment.
     *
     * @return whether there is such a deployment, and it has not ended
     */
    boolean submit(DeploymentId deployment, String commandId, Command command);

    /**
     * Stores how far a listener was notified, so that the next engine continues there. Needs no claim and no lease. A version lower than
     * the stored one, or a deployment that does not exist, changes nothing.
     *
     * @param listener the listener's name
     * @param version how many of the deployment's events it was notified of
     */
    void delivered(DeploymentId deployment, String listener, long version);

    /**
     * Deployments that ended so long ago, and of whose last event a listener was not notified: see {@link Extension}. The time is measured
     * by the journal's clock; a journal without one counts from when this object has shown the end first.
     *
     * @param listener the listener's name
     * @param since zero or more
     */
    List<Head> undelivered(String listener, Duration since);

    /**
     * Renews an engine's one lease. It holds from the beginning of this call for that long, by the journal's clock.
     *
     * @throws PortException when it is not known to be renewed
     */
    void renew(String engine, Duration length);

    /**
     * Claims a service for an engine whose lease holds: when nobody has it, when this engine has it already, or when the
     * lease of the engine that has it has expired.
     *
     * @return the fence: higher than any before unless this engine had the service already; empty when another engine has
     *     the service
     */
    Optional<Long> claim(ServiceRef service, String engine);

    /**
     * Tells the journal how long a caller waits for each of its calls. An engine does so once, when it is built; of several engines that
     * share a journal the longest limit counts. A journal that is reached over a network ends a call that takes longer by itself, and
     * frees what it holds there: a lock or a connection of a call that was abandoned must not block the next one. By default nothing
     * happens.
     *
     * @param longest more than zero
     */
    default void limitCalls(Duration longest) {}

    /** Gives a claim back. The fence is remembered. A claim that is not held is no problem. */
    void release(ServiceRef service, String engine);
}
