package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Stores what happened. The engine journals every change before it makes it. Implementations must be safe for use by
 * many threads and, where documented, by many processes.
 *
 * <p>The entries of a deployment form one sequence. A writer can extend it only at the version that it expects and
 * with the fence of its claim on the service. A stale writer cannot append.
 */
public interface Journal {

    /**
     * One extension of the sequence of one deployment.
     *
     * @param deployment the deployment
     * @param service the service of the deployment
     * @param expectedVersion how many events the sequence has now; 0 for a new deployment
     * @param fence the fence of the writer's claim on the service
     * @param entryId identifies this extension, so that its writer recognises it after an unknown outcome
     * @param events what happened; at least one
     * @param wakeUp when the writer intends to act next, by the writer's clock; empty if the deployment has ended. No
     *     journal compares it with a clock. A deployment that has ended cannot be extended: only {@link #open(List)}
     *     reopens it
     * @param consumed the ids of the commands that these events answer; they leave the mailbox in the same step
     * @param listeners the names of the listeners that are notified of this deployment. If the extension ends the
     *     deployment, each of them counts as {@linkplain #undelivered not notified} until {@link #delivered} records
     *     the last event for it
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
        /**
         * Checks that nothing is missing.
         *
         * @param deployment the deployment
         * @param service the service of the deployment
         * @param expectedVersion how many events the sequence has now
         * @param fence the fence of the writer's claim on the service
         * @param entryId identifies this extension, so that its writer recognises it after an unknown outcome
         * @param events what happened
         * @param wakeUp when the writer intends to act next, by the writer's clock
         * @param consumed the ids of the commands that these events answer
         * @param listeners the names of the listeners that are notified of this deployment
         */
        public Extension {
            Given.value("extension.deployment", deployment);
            Given.value("extension.service", service);
            Given.name("extension.entryId", entryId);
            events = Given.list("extension.events", events);
            Given.value("extension.wakeUp", wakeUp);
            consumed = Given.list("extension.consumed", consumed);
            listeners = Given.set("extension.listeners", listeners);
        }

        /**
         * An extension by an engine without named listeners.
         *
         * @param deployment the deployment
         * @param service the service of the deployment
         * @param expectedVersion how many events the sequence has now
         * @param fence the fence of the writer's claim on the service
         * @param entryId identifies this extension, so that its writer recognises it after an unknown outcome
         * @param events what happened
         * @param wakeUp when the writer intends to act next, by the writer's clock
         * @param consumed the ids of the commands that these events answer
         */
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
     * An order to deploy: the first entry of a deployment, or the first one after it had ended.
     *
     * @param deployment the deployment
     * @param service the service of the deployment
     * @param expectedVersion how many events the deployment has now; 0 for a new one
     * @param entryId identifies this entry, so that its writer recognises it after an unknown outcome
     * @param event the event that the deployment was created
     * @param wakeUp when its writer intends it to start, by the writer's clock
     */
    record Opening(
            DeploymentId deployment,
            ServiceRef service,
            long expectedVersion,
            String entryId,
            DeploymentEvent event,
            Instant wakeUp) {
        /**
         * Checks that nothing is missing.
         *
         * @param deployment the deployment
         * @param service the service of the deployment
         * @param expectedVersion how many events the deployment has now
         * @param entryId identifies this entry, so that its writer recognises it after an unknown outcome
         * @param event the event that the deployment was created
         * @param wakeUp when its writer intends it to start, by the writer's clock
         */
        public Opening {
            Given.value("opening.deployment", deployment);
            Given.value("opening.service", service);
            Given.name("opening.entryId", entryId);
            Given.value("opening.event", event);
            Given.value("opening.wakeUp", wakeUp);
        }
    }

    /**
     * The outcome of an extension or of an order.
     *
     * @param status whether it was stored
     * @param version the new version; with {@code LOST} the version of the other writer
     * @param fence the service's current fence; with {@code LOST} that of the other writer
     */
    record Appended(Status status, long version, long fence) {
        /**
         * Checks that there is a status.
         *
         * @param status whether it was stored
         * @param version the new version
         * @param fence the service's current fence
         */
        public Appended {
            Given.value("appended.status", status);
        }

        /** The kinds of outcomes. */
        public enum Status {
            /** It is stored; {@code version} is the new version. */
            APPENDED,
            /**
             * It is not stored: another writer was faster, has a newer fence, or has ended the deployment. {@code
             * version} and {@code fence} are those of the other writer.
             */
            LOST,
            /** The outcome is not known: read the deployment before anything else. */
            UNKNOWN
        }
    }

    /**
     * Appends extensions of different deployments. Each is atomic and independent of the others.
     *
     * @param extensions at most one for each deployment
     * @return one outcome for each, in the same order
     * @throws PortException if nothing is known about any of them, as if all were {@code UNKNOWN}
     */
    List<Appended> append(List<Extension> extensions);

    /**
     * Stores orders. They need no claim on the service and no lease, so any process can write them; the engine that
     * owns the service starts the deployment. Commands left in the mailbox of a deployment that had ended are removed
     * in the same step. Each order is atomic and independent of the others. Of two orders for one service, the earlier
     * one is {@linkplain #list listed} first.
     *
     * <p>The caller keeps the number small enough for the {@linkplain #limitCalls limit} of a call; a hundred is usual.
     *
     * @param openings the orders, at most one for each deployment
     * @return one outcome for each, in the same order: {@code APPENDED}; {@code LOST} if the deployment has not ended or
     *     has another version than expected; {@code UNKNOWN} if it must be read first
     * @throws PortException if nothing is known about any of them, as if all were {@code UNKNOWN}; {@code REFUSED} if
     *     one of them can never be stored, then others may be stored
     */
    List<Appended> open(List<Opening> openings);

    /**
     * Stores an order, as {@link #open(List)} stores several.
     *
     * @param opening the order
     * @return its outcome
     * @throws PortException if nothing is known, as if it were {@code UNKNOWN}
     */
    default Appended open(Opening opening) {
        return open(List.of(opening)).get(0);
    }

    /**
     * The whole sequence of a deployment.
     *
     * @param head the current position of the deployment
     * @param events all events, in order
     * @param entryIds the ids of all extensions
     * @param mail the commands that are not answered yet, in order
     * @param delivered how many events each named listener was notified of, as last recorded by {@link #delivered}; a
     *     listener that is missing here was notified of none
     */
    record History(
            Head head,
            List<DeploymentEvent> events,
            List<String> entryIds,
            List<Mail> mail,
            Map<String, Long> delivered) {
        /**
         * Checks that nothing is missing.
         *
         * @param head the current position of the deployment
         * @param events all events, in order
         * @param entryIds the ids of all extensions
         * @param mail the commands that are not answered yet, in order
         * @param delivered how many events each named listener was notified of, as last recorded by {@link
         *     #delivered}
         */
        public History {
            Given.value("history.head", head);
            events = Given.list("history.events", events);
            entryIds = Given.list("history.entryIds", entryIds);
            mail = Given.list("history.mail", mail);
            delivered = Given.map("history.delivered", delivered);
        }
    }

    /**
     * The current position of a deployment.
     *
     * @param deployment the deployment
     * @param service the service of the deployment
     * @param version how many events the deployment has
     * @param fence the service's current fence: that of the last claim on it, whoever wrote last
     * @param wakeUp when the last writer intends to act next, by the writer's clock; empty if the deployment has
     *     ended
     * @param hasMail whether there is a command in its mailbox
     */
    record Head(
            DeploymentId deployment,
            ServiceRef service,
            long version,
            long fence,
            Optional<Instant> wakeUp,
            boolean hasMail) {
        /**
         * Checks that nothing is missing.
         *
         * @param deployment the deployment
         * @param service the service of the deployment
         * @param version how many events the deployment has
         * @param fence the service's current fence: that of the last claim on it, whoever wrote last
         * @param wakeUp when the last writer intends to act next, by the writer's clock
         * @param hasMail whether there is a command in its mailbox
         */
        public Head {
            Given.value("head.deployment", deployment);
            Given.value("head.service", service);
            Given.value("head.wakeUp", wakeUp);
        }
    }

    /**
     * A command in the mailbox.
     *
     * @param commandId identifies the command; 1 to 512 characters in one line
     * @param command the command; {@link Command.Unreadable} in place of one that cannot be decoded
     */
    record Mail(String commandId, Command command) {
        /**
         * Checks the id, and that there is a command.
         *
         * @param commandId identifies the command
         * @param command the command
         */
        public Mail {
            Given.name("commandId", commandId);
            Given.value("command", command);
        }
    }

    /**
     * Reads a deployment.
     *
     * @param deployment the deployment
     * @return its sequence; empty if it does not exist
     * @throws PortException {@code REFUSED} if the stored data cannot be decoded
     */
    Optional<History> read(DeploymentId deployment);

    /**
     * What was read of one deployment of several.
     *
     * @param deployment the deployment
     * @param history its sequence; empty if it does not exist, or if its stored data cannot be decoded
     * @param refusal why its stored data cannot be decoded; empty if it can, or if the deployment does not exist
     */
    record ReadResult(DeploymentId deployment, Optional<History> history, Optional<Problem> refusal) {
        /**
         * Checks that nothing is missing.
         *
         * @param deployment the deployment
         * @param history its sequence
         * @param refusal why its stored data cannot be decoded
         */
        public ReadResult {
            Given.value("readResult.deployment", deployment);
            Given.value("readResult.history", history);
            Given.value("readResult.refusal", refusal);
        }

        /**
         * {@return the result for a deployment that was read, or that does not exist}
         *
         * @param deployment the deployment
         * @param history its sequence; empty if it does not exist
         */
        public static ReadResult of(DeploymentId deployment, Optional<History> history) {
            return new ReadResult(deployment, history, Optional.empty());
        }

        /**
         * {@return the result for a deployment whose stored data cannot be decoded}
         *
         * @param deployment the deployment
         * @param refusal why; of the kind {@code REFUSED}
         */
        public static ReadResult refused(DeploymentId deployment, Problem refusal) {
            return new ReadResult(
                    deployment, Optional.empty(), Optional.of(Given.value("readResult.refusal", refusal)));
        }
    }

    /**
     * Reads several deployments, as {@link #read} reads one. One that cannot be decoded does not affect the others.
     *
     * <p>By default it reads one after the other. A journal behind a network should read all of them in a few round
     * trips. The caller keeps the number small enough for the {@linkplain #limitCalls limit} of a call; a hundred is
     * usual.
     *
     * @param deployments the deployments
     * @return one result for each, in the same order
     * @throws PortException if nothing is known about any of them
     */
    default List<ReadResult> readAll(List<DeploymentId> deployments) {
        List<ReadResult> results = new ArrayList<>();
        for (DeploymentId deployment : deployments) {
            try {
                results.add(ReadResult.of(deployment, read(deployment)));
            } catch (PortException failed) {
                if (failed.problem().kind() != Problem.Kind.REFUSED) {
                    throw failed;
                }
                results.add(ReadResult.refused(deployment, failed.problem()));
            }
        }
        return List.copyOf(results);
    }

    /**
     * Lists deployments, those that have ended included.
     *
     * @param service only deployments of this service; empty for all services
     * @return their positions, newest last
     */
    List<Head> list(Optional<ServiceRef> service);

    /**
     * Lists the deployments of some services that have not ended.
     *
     * <p>By default it filters {@link #list} for each service, so it costs more with each deployment that has ended. A
     * journal should find those that have not ended by an index, those of all services in a few round trips. The caller
     * keeps the number small enough for the {@linkplain #limitCalls limit} of a call; a hundred is usual.
     *
     * @param services the services
     * @return for each service, in the same order, the positions of its deployments, newest last
     */
    default List<List<Head>> unfinished(List<ServiceRef> services) {
        return services.stream()
                .map(service -> list(Optional.of(service)).stream()
                        .filter(head -> head.wakeUp().isPresent())
                        .toList())
                .toList();
    }

    /**
     * Lists the deployments that have not ended and that an engine may act for: all except those whose service
     * belongs to another engine with a valid lease. The journal compares no clock with an instant that an engine
     * wrote: the successor of a dead engine waits for the rest of whatever that engine waited for.
     *
     * @param engine the calling engine, as in {@link #claim}
     * @return their positions, in the order of {@link #list}
     */
    List<Head> due(String engine);

    /**
     * Reads the mailboxes of some deployments: the commands that no extension has answered.
     *
     * <p>By default it {@linkplain #read reads} each deployment with its whole sequence. A journal should read the commands
     * alone, those of all deployments in one round trip. The caller keeps the number small enough for the {@linkplain
     * #limitCalls limit} of a call; a hundred is usual.
     *
     * @param deployments the deployments
     * @return for each, in the same order, its commands, oldest first; none for a deployment that does not exist
     * @throws PortException {@code REFUSED} if a command of one of them cannot be decoded
     */
    default List<List<Mail>> mail(List<DeploymentId> deployments) {
        return deployments.stream()
                .map(deployment -> read(deployment).map(History::mail).orElse(List.of()))
                .toList();
    }

    /**
     * Puts a command in the mailbox of a deployment. It is durable and idempotent by the command's id. Any process
     * may call it, whoever owns the deployment.
     *
     * @param deployment the deployment
     * @param commandId identifies the command; 1 to 512 characters in one line
     * @param command the command
     * @return whether the deployment exists and has not ended
     */
    boolean submit(DeploymentId deployment, String commandId, Command command);

    /**
     * Stores how far a listener was notified, so that the next engine continues there. Needs no claim and no lease. A
     * version below the stored one, or a deployment that does not exist, changes nothing.
     *
     * @param deployment the deployment
     * @param listener the listener's name
     * @param version how many of the deployment's events it was notified of
     */
    void delivered(DeploymentId deployment, String listener, long version);

    /**
     * Lists deployments that ended some time ago but of whose last event a listener was not notified; see {@link
     * Extension}. The time is measured by the journal's clock. A journal without a clock counts from the first call
     * of this method that found the deployment ended.
     *
     * @param listener the listener's name
     * @param since how long ago they ended at least; zero or more
     * @return their positions
     */
    List<Head> undelivered(String listener, Duration since);

    /**
     * Renews the single lease of an engine. The lease is valid from the start of this call, by the journal's clock.
     *
     * @param engine the engine's id
     * @param length how long the lease is valid
     * @throws PortException if the lease is not known to be renewed
     */
    void renew(String engine, Duration length);

    /**
     * Claims a service for an engine with a valid lease. It succeeds if nobody owns the service, if this engine owns
     * it already, or if the owner's lease has expired.
     *
     * @param service the service
     * @param engine the engine's id
     * @return the fence. It is higher than any before, unless this engine already owned the service. Empty if another
     *     engine owns it
     */
    Optional<Long> claim(ServiceRef service, String engine);

    /**
     * What an engine got of one service of several.
     *
     * @param service the service
     * @param fence the fence, as {@link #claim} returns it; empty if another engine owns the service
     * @param open the deployments of the service that have not ended, the oldest first; empty without a fence
     */
    record ClaimResult(ServiceRef service, Optional<Long> fence, List<ReadResult> open) {
        /**
         * Checks that nothing is missing.
         *
         * @param service the service
         * @param fence the fence
         * @param open the deployments of the service that have not ended
         */
        public ClaimResult {
            Given.value("claimResult.service", service);
            Given.value("claimResult.fence", fence);
            open = Given.list("claimResult.open", open);
        }
    }

    /**
     * Claims several services, as {@link #claim} claims one, and reads the deployments of each claimed service that
     * have not ended. They are read after the claim: no earlier owner can extend what was read.
     *
     * <p>By default it claims, lists and reads one after the other. A journal behind a network should take a few round
     * trips for all of them. The caller keeps the number small enough for the {@linkplain #limitCalls limit} of a call;
     * a hundred is usual.
     *
     * @param services the services, each once
     * @param engine the engine's id
     * @return one result for each, in the same order
     * @throws PortException if nothing is known about any of them. Some may be claimed; to claim them again returns
     *     the same fences
     */
    default List<ClaimResult> claimAndRead(List<ServiceRef> services, String engine) {
        List<ClaimResult> results = new ArrayList<>();
        for (ServiceRef service : services) {
            Optional<Long> fence = claim(service, engine);
            List<DeploymentId> open = fence.isEmpty()
                    ? List.of()
                    : list(Optional.of(service)).stream()
                            .filter(head -> head.wakeUp().isPresent())
                            .map(Head::deployment)
                            .toList();
            results.add(new ClaimResult(service, fence, readAll(open)));
        }
        return List.copyOf(results);
    }

    /**
     * Whether the line is stopped: whether every engine on this journal holds every deployment before its next step. It has no lease and
     * belongs to no deployment.
     *
     * @param stopped whether it is stopped
     * @param reason why it was stopped or resumed; may be empty when it was resumed; at most 4,096 characters
     * @param by who stopped or resumed it, and when by that process's clock
     */
    record Line(boolean stopped, String reason, Command.Origin by) {
        /**
         * Checks the values.
         *
         * @param stopped whether it is stopped
         * @param reason why
         * @param by who stopped or resumed it, and when
         * @throws InvalidSpecException if a value is missing, the reason is too long, or a stop has none
         */
        public Line {
            Given.value("line.by", by);
            reason = Given.foreignText("line.reason", reason);
            if (stopped && reason.isBlank()) {
                throw InvalidSpecException.refused("reason", reason, "why the line is stopped");
            }
            if (reason.length() > Command.MAX_REASON) {
                throw InvalidSpecException.refused(
                        "reason", reason, "a text of at most " + Command.MAX_REASON + " characters");
            }
        }

        /** {@code the line is stopped by alice, 2026-03-01T12:00:00Z: checkout fails}. */
        @Override
        public String toString() {
            return "the line is " + (stopped ? "stopped" : "running, resumed") + " by " + by
                    + (reason.isEmpty() ? "" : ": " + reason);
        }
    }

    /**
     * Stops or resumes the line of this journal, in place of what was said before. The next {@link #line} of any process returns it.
     *
     * @param line whether it is stopped, why, and by whom
     * @throws PortException if it could not be stored, or if that is unknown: then repeat it
     */
    void changeLine(Line line);

    /**
     * {@return whether the line is stopped; empty if nobody has ever stopped it} It is what was stored last, never an older value. An engine
     * reads it before each write that gives green more weight, and before blue is retired.
     *
     * @throws PortException if it could not be read
     */
    Optional<Line> line();

    /**
     * A text that is stored beside the deployments, for example a rollout over many of them. It has no lease and belongs to no deployment.
     * Its version makes each change a compare-and-set, so any process may change it.
     *
     * @param kind what it is, for example {@code rollout}; 1 to 128 characters of {@code a-z} and {@code -}
     * @param name which one of this kind; 1 to 512 characters in one line
     * @param version the version: 1 for a new document, one more for each change
     * @param open whether somebody still acts on it; see {@link #openDocuments}
     * @param text the content; at most {@value #MAX_TEXT_BYTES} bytes in UTF-8, without NUL and unpaired surrogates
     */
    record Document(String kind, String name, long version, boolean open, String text) {
        /** The maximum length of the text, in bytes of UTF-8. DynamoDB stores 400 KB in an item. */
        public static final int MAX_TEXT_BYTES = 262_144;

        /**
         * Checks the values.
         *
         * @param kind what it is
         * @param name which one of this kind
         * @param version the version
         * @param open whether somebody still acts on it
         * @param text the content
         * @throws InvalidSpecException if a value is missing or not allowed
         */
        public Document {
            Given.value("document.kind", kind);
            if (!kind.matches("[a-z-]{1,128}")) {
                throw InvalidSpecException.refused("document.kind", kind, "1 to 128 characters of a-z and -");
            }
            Given.name("document.name", name);
            if (version < 1) {
                throw InvalidSpecException.refused("document.version", Long.toString(version), "1 or more");
            }
            Given.value("document.text", text);
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            if (bytes.length > MAX_TEXT_BYTES) {
                throw InvalidSpecException.refused(
                        "document.text", bytes.length + " bytes", "at most " + MAX_TEXT_BYTES + " bytes in UTF-8");
            }
            // No database stores these. Half of a character becomes a question mark.
            if (text.indexOf('\0') >= 0 || !new String(bytes, StandardCharsets.UTF_8).equals(text)) {
                throw InvalidSpecException.refused(
                        "document.text", text, "any text without NUL and without half of a character");
            }
        }

        /** Omits the text. */
        @Override
        public String toString() {
            return kind + " " + name + ", version " + version + (open ? "" : ", closed");
        }
    }

    /**
     * Stores a document if the stored version is one less than its own; version 1 is stored if there is none. The next read of any process
     * returns it.
     *
     * @param document the document
     * @return whether it is stored; false if another writer was faster: read the document before anything else
     * @throws PortException if it could not be stored, or if that is unknown: then read it
     */
    boolean storeDocument(Document document);

    /**
     * Removes a document if it has a version. Afterwards its name is free: the next document of this name has version 1.
     *
     * @param kind what it is
     * @param name which one of this kind
     * @param version the version that the caller has read
     * @return whether it was removed; false if it has another version or does not exist
     * @throws PortException if it could not be removed, or if that is unknown: then read it
     */
    boolean removeDocument(String kind, String name, long version);

    /**
     * {@return a document; empty if it does not exist} It is what was stored last, never an older version.
     *
     * @param kind what it is
     * @param name which one of this kind
     * @throws PortException if it could not be read
     */
    Optional<Document> document(String kind, String name);

    /**
     * {@return all documents of a kind, in the order of the code points of their names}
     *
     * @param kind what they are
     * @throws PortException if they could not be read
     */
    List<Document> documents(String kind);

    /**
     * {@return the documents of a kind on which somebody still acts, in the order of {@link #documents}} Engines call it every few seconds.
     *
     * @param kind what they are
     * @throws PortException if they could not be read
     */
    default List<Document> openDocuments(String kind) {
        return documents(kind).stream().filter(Document::open).toList();
    }

    /**
     * Tells the journal how long a caller waits for each of its calls. An engine calls this once, when it is built.
     * If several engines share a journal, the longest limit counts. A journal behind a network ends a longer call by
     * itself and frees what the call holds there, so that a lock or a connection of an abandoned call does not block
     * the next one. By default it does nothing.
     *
     * @param longest the limit; more than zero
     */
    default void limitCalls(Duration longest) {}

    /**
     * Releases claims. The journal keeps the fences. A claim that is not held is not an error.
     *
     * <p>The caller keeps the number small enough for the {@linkplain #limitCalls limit} of a call; a hundred is usual.
     *
     * @param services the services, each once
     * @param engine the engine's id
     * @throws PortException if it is not known which of them were released
     */
    void release(List<ServiceRef> services, String engine);

    /**
     * Releases a claim, as {@link #release(List, String)} releases several.
     *
     * @param service the service
     * @param engine the engine's id
     * @throws PortException if it is not known whether it was released
     */
    default void release(ServiceRef service, String engine) {
        release(List.of(service), engine);
    }
}
