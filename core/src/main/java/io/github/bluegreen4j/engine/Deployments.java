package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/**
 * Lists, describes, follows and steers deployments from a process that has their journal and no engine: a command line, a chat bot, a
 * web page. A command goes into the deployment's mailbox, and the engine that works on the deployment answers it.
 *
 * <pre>{@code
 * Deployments deployments = Deployments.in(journal);
 * Deployments.Sent sent = deployments.rollBack(id, "the cart is empty");
 * Optional<Deployment.CommandAnswer> answer = sent.answer(); // empty until the engine has answered
 * }</pre>
 *
 * To say who gives a command, use {@code Deployments.in(journal).by("alice")}.
 *
 * <p>Every method blocks for as long as the journal takes and throws a {@link PortException} when the journal does not answer or a
 * deployment can't be decoded. Safe for use by many threads.
 */
public final class Deployments {
    private final Journal journal;
    private final Optional<String> actor;

    private Deployments(Journal journal, Optional<String> actor) {
        this.journal = journal;
        this.actor = actor;
    }

    /** The deployments of a journal. */
    public static Deployments in(Journal journal) {
        if (journal == null) {
            throw new IllegalArgumentException("journal: null is not allowed; allowed: a journal");
        }
        return new Deployments(journal, Optional.empty());
    }

    /**
     * The same deployments; commands are given in somebody's name, dated by this process's clock. The journal, the history and the events
     * say who gave a command, and when. A command that has an origin keeps it.
     *
     * @param newActor who gives the commands: a person, a job or a process; nobody verifies it. One line of 1 to 512 characters, not blank
     * @throws io.github.bluegreen4j.model.InvalidSpecException when it is none
     */
    public Deployments by(String newActor) {
        return new Deployments(journal, Optional.of(Given.name("actor", newActor)));
    }

    /** All deployments of a service, also those that have ended; the newest last. */
    public List<DeploymentId> list(ServiceRef service) {
        return journal.list(Optional.of(service)).stream()
                .map(Journal.Head::deployment)
                .toList();
    }

    /** All deployments of all services that have not ended; the newest last. */
    public List<DeploymentId> unfinished() {
        return journal.list(Optional.empty()).stream()
                .filter(head -> head.wakeUp().isPresent())
                .map(Journal.Head::deployment)
                .toList();
    }

    /** Describes a deployment; empty when there is none. Task counts are missing: only the engine that works on it sees them. */
    public Optional<DeploymentDescription> describe(DeploymentId id) {
        return DeploymentEngine.describe(journal, id);
    }

    /** Everything that has happened to a deployment; empty when there is none. */
    public List<DeploymentEvent> history(DeploymentId id) {
        return journal.read(id).map(Journal.History::events).orElse(List.of());
    }

    /** Follows a deployment from its first event. */
    public Following watch(DeploymentId id) {
        return new Following(id);
    }

    /** Answers the pause that has this hook id with CONTINUE. */
    public Sent proceed(DeploymentId id, String hookId) {
        return proceed(id, hookId, TimeoutAction.CONTINUE);
    }

    /** Answers a pause. The hook's id is found in the deployment's description. */
    public Sent proceed(DeploymentId id, String hookId, TimeoutAction action) {
        return send(id, new Command.Proceed(hookId, action));
    }

    /** Restores production and retires green. Accepted in every state before CLEAN_UP. */
    public Sent rollBack(DeploymentId id, String reason) {
        return send(id, new Command.RollBack(reason));
    }

    /** Freezes the deployment as it stands and releases what it holds. Refused while production is being restored. */
    public Sent abort(DeploymentId id, String reason) {
        return send(id, new Command.Abort(reason));
    }

    /** Ends the bake that is under way. No gate and no hook is skipped. */
    public Sent skipBake(DeploymentId id) {
        return send(id, new Command.SkipBake());
    }

    /**
     * Sends a command.
     *
     * @return it is in the mailbox, or refused because the deployment has ended or does not exist
     */
    public Sent send(DeploymentId id, Command command) {
        String commandId = UUID.randomUUID().toString();
        return new Sent(id, commandId, journal.submit(id, commandId, signed(Given.value("command", command))));
    }

    private Command signed(Command command) {
        return command.origin().isPresent()
                ? command
                : actor.map(name -> command.from(
                                new Command.Origin(name, TimeSource.system().wall())))
                        .orElse(command);
    }

    /** A command that was sent. */
    public final class Sent {
        private final DeploymentId deployment;
        private final String commandId;
        private final boolean taken;

        private Sent(DeploymentId deployment, String commandId, boolean taken) {
            this.deployment = deployment;
            this.commandId = commandId;
            this.taken = taken;
        }

        /** Identifies the command in the deployment's history. */
        public String commandId() {
            return commandId;
        }

        /** Whether it is in the mailbox; otherwise the deployment had ended, or does not exist. */
        public boolean taken() {
            return taken;
        }

        /** How the deployment answered, as the journal has it now; empty while it has not. */
        public Optional<Deployment.CommandAnswer> answer() {
            if (!taken) {
                return Optional.of(new Deployment.CommandAnswer(false, "the deployment has ended, or does not exist"));
            }
            Optional<Journal.History> history = journal.read(deployment);
            Optional<Deployment.CommandAnswer> answer = history.stream()
                    .flatMap(read -> Commands.answers(read.events()).stream())
                    .filter(event -> event.commandId().equals(commandId))
                    .map(event -> new Deployment.CommandAnswer(event.accepted(), event.answer()))
                    .findFirst();
            boolean over = history.map(read -> read.head().wakeUp().isEmpty()).orElse(true);
            return over && answer.isEmpty()
                    ? Optional.of(new Deployment.CommandAnswer(false, "the deployment ended before it was answered"))
                    : answer;
        }
    }

    /** Follows one deployment: asks the journal whenever it is polled. To be used by one thread. */
    public final class Following {
        private final DeploymentId deployment;
        private int read;
        private boolean ended;

        private Following(DeploymentId deployment) {
            this.deployment = deployment;
        }

        /** The events since the last poll. Each poll reads the journal once. */
        public List<DeploymentEvent> poll() {
            Optional<Journal.History> history = journal.read(deployment);
            List<DeploymentEvent> events = history.map(Journal.History::events).orElse(List.of());
            List<DeploymentEvent> fresh = List.copyOf(events.subList(Math.min(read, events.size()), events.size()));
            read = events.size();
            ended = history.map(found -> found.head().wakeUp().isEmpty()).orElse(false);
            return fresh;
        }

        /** Whether the deployment had ended at the last poll. */
        public boolean hasEnded() {
            return ended;
        }
    }
}
