package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.engine.registry.Commands;
import io.github.bluegreen4j.engine.registry.Histories;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.workflow.Workflow;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/**
 * Lists, describes, follows and controls deployments from a process that has their journal but no engine: a command
 * line, a chat bot, a web page. A command goes into the mailbox of the deployment, and the engine that works on the
 * deployment answers it.
 *
 * <pre>{@code
 * Deployments deployments = Deployments.in(journal);
 * Deployments.Sent sent = deployments.rollBack(id, "the cart is empty");
 * Optional<Deployment.CommandAnswer> answer = sent.answer(); // empty until the engine has answered
 * }</pre>
 *
 * <p>To record who gives a command, use {@code Deployments.in(journal).by("alice")}.
 *
 * <p>Every method blocks while the journal is read or written. It throws a {@link PortException} if the journal does
 * not answer or a deployment cannot be decoded. Safe for use by many threads.
 */
public final class Deployments {
    private final Journal journal;
    private final Optional<String> actor;

    private Deployments(Journal journal, Optional<String> actor) {
        this.journal = journal;
        this.actor = actor;
    }

    /**
     * {@return the deployments of a journal}
     *
     * @param journal the journal
     */
    public static Deployments in(Journal journal) {
        if (journal == null) {
            throw new IllegalArgumentException("journal: null is not allowed; allowed: a journal");
        }
        return new Deployments(journal, Optional.empty());
    }

    /**
     * {@return the same deployments, with commands in somebody's name} The commands are dated by this process's
     * clock. Journal, history and events record who gave a command, and when. A command that has an origin keeps it.
     *
     * @param newActor who gives the commands: a person, a job or a process; nobody verifies it. One line of 1 to 512
     *     characters, not blank
     * @throws io.github.bluegreen4j.model.InvalidSpecException if it is not allowed
     */
    public Deployments by(String newActor) {
        return new Deployments(journal, Optional.of(Given.name("actor", newActor)));
    }

    /**
     * {@return all deployments of a service, those that have ended included; newest last}
     *
     * @param service the service
     */
    public List<DeploymentId> list(ServiceRef service) {
        return journal.list(Optional.of(service)).stream()
                .map(Journal.Head::deployment)
                .toList();
    }

    /** {@return all deployments of all services that have not ended; newest last} */
    public List<DeploymentId> unfinished() {
        return journal.list(Optional.empty()).stream()
                .filter(head -> head.wakeUp().isPresent())
                .map(Journal.Head::deployment)
                .toList();
    }

    /**
     * {@return the description of a deployment; empty if it does not exist} Task counts are missing: only the engine
     * that works on the deployment has them.
     *
     * @param id the deployment
     */
    public Optional<DeploymentDescription> describe(DeploymentId id) {
        return DeploymentEngine.describe(journal, id);
    }

    /**
     * {@return what a deployment waits for, until when, what happens then, and which commands it accepts now; empty if it does not
     * exist} Only the engine that works on the deployment knows why tasks of green fail and what delays a call.
     *
     * @param id the deployment
     */
    public Optional<Explanation> explain(DeploymentId id) {
        return journal.read(id)
                .map(history -> Descriptions.explanation(
                        id,
                        history.head().service(),
                        Histories.state(Workflow.standard(), history),
                        Optional.empty(),
                        Optional.empty(),
                        Map.of()));
    }

    /**
     * {@return all events of a deployment, in order; empty if it does not exist}
     *
     * @param id the deployment
     */
    public List<DeploymentEvent> history(DeploymentId id) {
        return journal.read(id).map(Journal.History::events).orElse(List.of());
    }

    /**
     * {@return a cursor over the events of a deployment, from the first one}
     *
     * @param id the deployment
     */
    public FollowedDeployment watch(DeploymentId id) {
        return new FollowedDeployment(id);
    }

    /**
     * Answers a pause with CONTINUE.
     *
     * @param id the deployment
     * @param hookId the id of the pause, from the deployment's description
     * @return the command that was sent
     */
    public Sent proceed(DeploymentId id, String hookId) {
        return proceed(id, hookId, TimeoutAction.CONTINUE);
    }

    /**
     * Answers a pause.
     *
     * @param id the deployment
     * @param hookId the id of the pause, from the deployment's description
     * @param action whether to continue or to roll back
     * @return the command that was sent
     */
    public Sent proceed(DeploymentId id, String hookId, TimeoutAction action) {
        return send(id, new Command.Proceed(hookId, action));
    }

    /**
     * Takes back an approval of a pause that still waits for others: that of the actor of this.
     *
     * @param id the deployment
     * @param hookId the id of the pause, from the deployment's description
     * @return the command that was sent
     */
    public Sent withdraw(DeploymentId id, String hookId) {
        return send(id, new Command.Withdraw(hookId));
    }

    /**
     * Restores production and retires green. Accepted in every state before CLEAN_UP.
     *
     * @param id the deployment
     * @param reason why; may be empty; at most 4,096 characters
     * @return the command that was sent
     */
    public Sent rollBack(DeploymentId id, String reason) {
        return send(id, new Command.RollBack(reason));
    }

    /**
     * Takes production back to the blue that a deployment kept, after it has ended; see {@link
     * io.github.bluegreen4j.model.DeploymentSpec.Builder#keepBlue(java.time.Duration)}. The order that keeps blue, {@link
     * DeploymentId#keeping}, does so with the rules of a rollback, as soon as an engine reads the command.
     *
     * @param id the deployment that has ended
     * @param reason why; may be empty; at most 4,096 characters
     * @return the command that was sent to that order; not taken if no blue is kept
     */
    public Sent undo(DeploymentId id, String reason) {
        Sent sent = send(Undo.order(id), new Command.RollBack(reason));
        return sent.taken() ? sent : new Sent(sent.deployment(), sent.commandId(), false, Undo.refusal(journal, id));
    }

    /**
     * Freezes the deployment as it stands and releases what it holds. Refused while production is being restored.
     *
     * @param id the deployment
     * @param reason why; may be empty; at most 4,096 characters
     * @return the command that was sent
     */
    public Sent abort(DeploymentId id, String reason) {
        return send(id, new Command.Abort(reason));
    }

    /**
     * Ends the current bake early. Skips no gate and no hook.
     *
     * @param id the deployment
     * @return the command that was sent
     */
    public Sent skipBake(DeploymentId id) {
        return send(id, new Command.SkipBake());
    }

    /**
     * Sends a command.
     *
     * @param id the deployment
     * @param command the command
     * @return the command that was sent; it is in the mailbox, or refused because the deployment has ended or does
     *     not exist
     */
    public Sent send(DeploymentId id, Command command) {
        String commandId = UUID.randomUUID().toString();
        return new Sent(
                id,
                commandId,
                journal.submit(id, commandId, signed(Given.value("command", command))),
                "the deployment has ended, or does not exist");
    }

    private Command signed(Command command) {
        return command.origin().isPresent()
                ? command
                : actor.map(name -> command.from(
                                new Command.Origin(name, TimeSource.system().wall())))
                        .orElse(command);
    }

    /**
     * Stops the line: every engine on this journal holds every deployment before its next write that gives green more weight, and before
     * blue is retired, until {@link #resumeTheLine}. It holds from the moment at which this returns. Rollbacks are not held, and neither are
     * new orders, launches and hooks. The actor is that of this; see {@link #by}.
     *
     * @param reason why; not blank; at most 4,096 characters
     * @throws io.github.bluegreen4j.model.InvalidSpecException if the reason is not allowed, or this has no actor
     * @throws io.github.bluegreen4j.spi.PortException if the journal did not store it, or if that is unknown: then repeat it
     */
    public void stopTheLine(String reason) {
        journal.changeLine(new Journal.Line(true, reason, origin()));
    }

    /**
     * Lets the deployments of every engine on this journal continue. They do within {@code limits.poll}, 10 s by default.
     *
     * @param reason why; may be empty
     * @throws io.github.bluegreen4j.model.InvalidSpecException if this has no actor; see {@link #by}
     * @throws io.github.bluegreen4j.spi.PortException if the journal did not store it, or if that is unknown: then repeat it
     */
    public void resumeTheLine(String reason) {
        journal.changeLine(new Journal.Line(false, reason, origin()));
    }

    /** {@return whether the line is stopped, by whom and why; empty if nobody has ever stopped it} */
    public Optional<Journal.Line> line() {
        return journal.line();
    }

    private Command.Origin origin() {
        return new Command.Origin(
                actor.orElseThrow(() -> InvalidSpecException.refused(
                        "actor", "(missing)", "the name of who stops or resumes the line: use by(actor)")),
                TimeSource.system().wall());
    }

    /** A command that was sent. */
    public final class Sent {
        private final DeploymentId deployment;
        private final String commandId;
        private final boolean taken;
        private final String refusal;

        private Sent(DeploymentId deployment, String commandId, boolean taken, String refusal) {
            this.deployment = deployment;
            this.commandId = commandId;
            this.taken = taken;
            this.refusal = refusal;
        }

        /** {@return the deployment that the command was sent to} For an undo it is the order that keeps blue. */
        public DeploymentId deployment() {
            return deployment;
        }

        /** {@return the id of the command in the deployment's history} */
        public String commandId() {
            return commandId;
        }

        /** {@return whether the command is in the mailbox; if not, the deployment has ended or does not exist} */
        public boolean taken() {
            return taken;
        }

        /** {@return the deployment's answer, read from the journal now; empty until there is one} */
        public Optional<Deployment.CommandAnswer> answer() {
            if (!taken) {
                return Optional.of(new Deployment.CommandAnswer(false, refusal));
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

    /** A cursor over the events of one deployment. Each poll reads the journal. Not thread-safe. */
    public final class FollowedDeployment {
        private final DeploymentId deployment;
        private int read;
        private boolean ended;

        private FollowedDeployment(DeploymentId deployment) {
            this.deployment = deployment;
        }

        /** {@return the events since the last poll, in order} Reads the journal once. */
        public List<DeploymentEvent> poll() {
            Optional<Journal.History> history = journal.read(deployment);
            List<DeploymentEvent> events = history.map(Journal.History::events).orElse(List.of());
            List<DeploymentEvent> fresh = List.copyOf(events.subList(Math.min(read, events.size()), events.size()));
            read = events.size();
            ended = history.map(found -> found.head().wakeUp().isEmpty()).orElse(false);
            return fresh;
        }

        /** {@return whether the deployment had ended at the last poll} */
        public boolean hasEnded() {
            return ended;
        }
    }
}
