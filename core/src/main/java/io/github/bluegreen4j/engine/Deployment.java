package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.DeploymentState;
import io.github.bluegreen4j.workflow.Running;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/**
 * A user's handle on one deployment. Safe for use by many threads.
 *
 * <p>A command is in the journal's mailbox when its method returns, or, when the order itself is not in the journal yet, soon after
 * {@link #accepted} has completed; commands keep their order. Its future says how the deployment answered it. A command to a deployment that has ended is answered
 * with a refusal at once. When the journal does not take a command, its future completes exceptionally.
 */
public final class Deployment {

    /**
     * How a deployment answered a command.
     *
     * @param accepted whether it does what it was told
     * @param text what it does, or why not
     */
    public record CommandAnswer(boolean accepted, String text) {}

    /** What a handle needs of its engine. */
    interface Access {
        List<DeploymentEvent> history(DeploymentId id);

        /** The engine's clock. */
        Instant now();

        /** Submits a command in the caller's thread; says whether the deployment has not ended. */
        boolean submit(DeploymentId id, String commandId, Command command);

        /** Submits a command later, in the engine's own time, until the journal has answered. */
        void submitLater(DeploymentId id, String commandId, Command command, Consumer<Boolean> taken);

        /** Completes a future, not on the engine's loop. */
        void callBack(Runnable completion);
    }

    private static final CommandAnswer ENDED = new CommandAnswer(false, "the deployment has ended");

    private final DeploymentId id;
    private final ServiceRef service;
    private final Access access;
    private final CompletableFuture<Deployment> accepted = new CompletableFuture<>();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private final Map<String, CompletableFuture<CommandAnswer>> answers = new LinkedHashMap<>();
    private final Map<String, Command> early = new LinkedHashMap<>();
    private boolean isAccepted;
    private Optional<Throwable> failure = Optional.empty();
    private final Optional<DeploymentSpec> ordered;
    private volatile DeploymentState state = DeploymentState.initial();
    private volatile Optional<ServiceDescription> seen = Optional.empty();
    private volatile Optional<String> obstacle = Optional.empty();
    private volatile Map<Effect, String> delays = Map.of();

    /** @param ordered what was ordered here; empty for a deployment that was found in the journal */
    Deployment(DeploymentId id, ServiceRef service, Optional<DeploymentSpec> ordered, Access access) {
        this.id = id;
        this.service = service;
        this.ordered = ordered;
        this.access = access;
    }

    public DeploymentId id() {
        return id;
    }

    public ServiceRef service() {
        return service;
    }

    /** The status in ECS's words. */
    public DeploymentStatus status() {
        return state.status();
    }

    /** Whether it was refused before anything was touched. */
    boolean isRefused() {
        return state.status().isTerminal()
                && state.running().map(Running::refused).orElse(false);
    }

    /** Everything there is to know now, in the fields of ECS's {@code ServiceDeployment}, and what it waits for. */
    public DeploymentDescription view() {
        return Descriptions.of(id, service, state, seen, obstacle, delays);
    }

    /**
     * Completes with this handle once the journal has the order: from then on no crash loses it, whichever engine begins it. Completes
     * exceptionally with {@link DeploymentEngine.RejectedException} when the order is not taken, and with
     * {@link DeploymentEngine.ClosedException} when the engine is closed before the journal has answered; the order may be in the
     * journal then, and an order under the same id tells.
     *
     * <p>What is registered on it runs on the engine's executor for callbacks ({@link EngineBuilder#callbacks}).
     */
    public CompletableFuture<Deployment> accepted() {
        return accepted.copy();
    }

    /**
     * Completes when the deployment has ended, however it ended: look at the description's status. Completes exceptionally
     * with {@link DeploymentEngine.ClosedException} when the engine is closed before, and with {@link DeploymentEngine.RejectedException}
     * when the order was not taken.
     *
     * <p>What is registered on it runs on the engine's executor for callbacks ({@link EngineBuilder#callbacks}) and may block.
     */
    public CompletableFuture<DeploymentDescription> completion() {
        return over.thenApply(ended -> view());
    }

    /** Everything that has happened so far, read from the journal. Blocks for as long as the journal takes. */
    public List<DeploymentEvent> history() {
        return access.history(id);
    }

    /** Answers a pause with CONTINUE. */
    public CompletableFuture<CommandAnswer> proceed(String hookId) {
        return proceed(hookId, TimeoutAction.CONTINUE);
    }

    /** Answers a pause. The hook's id is found in {@link #view}. */
    public CompletableFuture<CommandAnswer> proceed(String hookId, TimeoutAction action) {
        return command(new Command.Proceed(hookId, action));
    }

    /** Restores production and retires green. Accepted in every state before CLEAN_UP. */
    public CompletableFuture<CommandAnswer> rollBack(String reason) {
        return command(new Command.RollBack(reason));
    }

    /** Freezes the deployment as it stands and releases what it holds. Refused while production is being restored. */
    public CompletableFuture<CommandAnswer> abort(String reason) {
        return command(new Command.Abort(reason));
    }

    /** Ends the bake that is under way. No gate and no hook is skipped. */
    public CompletableFuture<CommandAnswer> skipBake() {
        return command(new Command.SkipBake());
    }

    /** Gives any command, also one with an origin of its own. */
    public CompletableFuture<CommandAnswer> send(Command command) {
        return command(Given.value("command", command));
    }

    /**
     * The same commands, given by somebody who is named: the journal, the history and the events say who gave a command, and when.
     *
     * @param actor who gives them: a person, a job or a process; nobody verifies it
     * @throws io.github.bluegreen4j.model.InvalidSpecException when it is blank, longer than 512 characters, or not one line
     */
    public Operator by(String actor) {
        return new Operator(Given.name("actor", actor));
    }

    /** Gives commands in somebody's name. They are dated by this engine's clock. Safe for use by many threads. */
    public final class Operator {
        private final String actor;

        private Operator(String actor) {
            this.actor = actor;
        }

        private CompletableFuture<CommandAnswer> say(Command command) {
            return command(command.from(new Command.Origin(actor, access.now())));
        }

        /** As {@link Deployment#proceed(String)}. */
        public CompletableFuture<CommandAnswer> proceed(String hookId) {
            return proceed(hookId, TimeoutAction.CONTINUE);
        }

        /** As {@link Deployment#proceed(String, TimeoutAction)}. */
        public CompletableFuture<CommandAnswer> proceed(String hookId, TimeoutAction action) {
            return say(new Command.Proceed(hookId, action));
        }

        /** As {@link Deployment#rollBack}. */
        public CompletableFuture<CommandAnswer> rollBack(String reason) {
            return say(new Command.RollBack(reason));
        }

        /** As {@link Deployment#abort}. */
        public CompletableFuture<CommandAnswer> abort(String reason) {
            return say(new Command.Abort(reason));
        }

        /** As {@link Deployment#skipBake}. */
        public CompletableFuture<CommandAnswer> skipBake() {
            return say(new Command.SkipBake());
        }
    }

    private CompletableFuture<CommandAnswer> command(Command command) {
        String commandId = UUID.randomUUID().toString();
        CompletableFuture<CommandAnswer> answer = new CompletableFuture<>();
        synchronized (this) {
            if (status().isTerminal()) {
                answer.complete(ENDED);
                return answer;
            }
            if (failure.isPresent()) {
                answer.completeExceptionally(failure.get());
                return answer;
            }
            answers.put(commandId, answer);
            if (!isAccepted || !early.isEmpty()) {
                early.put(commandId, command);
                return answer;
            }
        }
        try {
            submitted(commandId, access.submit(id, commandId, command));
        } catch (RuntimeException failed) {
            take(commandId).ifPresent(open -> open.completeExceptionally(failed));
        }
        return answer;
    }

    private synchronized Optional<CompletableFuture<CommandAnswer>> take(String commandId) {
        return Optional.ofNullable(answers.remove(commandId));
    }

    private void submitted(String commandId, boolean taken) {
        if (!taken) {
            take(commandId).ifPresent(answer -> access.callBack(() -> answer.complete(ENDED)));
        }
    }

    /** The journal has the order. Commands that were given before go into the mailbox one after the other, in their order. */
    void isInJournal() {
        synchronized (this) {
            if (isAccepted) {
                return;
            }
            isAccepted = true;
        }
        access.callBack(() -> accepted.complete(this));
        submitEarly();
    }

    private void submitEarly() {
        Optional<Map.Entry<String, Command>> first;
        synchronized (this) {
            first = early.entrySet().stream().findFirst();
        }
        first.ifPresent(next -> {
            String commandId = next.getKey();
            access.submitLater(id, commandId, next.getValue(), taken -> {
                submitted(commandId, taken);
                synchronized (this) {
                    early.remove(commandId);
                }
                submitEarly();
            });
        });
    }

    void answered(ProgressEvent.CommandAnswered event) {
        take(event.commandId())
                .ifPresent(answer ->
                        access.callBack(() -> answer.complete(new CommandAnswer(event.accepted(), event.answer()))));
    }

    void changed(DeploymentState newState) {
        List<CompletableFuture<CommandAnswer>> open = List.of();
        synchronized (this) {
            state = newState;
            if (newState.status().isTerminal()) {
                open = List.copyOf(answers.values());
                answers.clear();
            }
        }
        if (newState.status().isTerminal()) {
            access.callBack(() -> over.complete(true));
        }
        open.forEach(answer -> access.callBack(() -> answer.complete(ENDED)));
    }

    /** What was ordered, as far as it is known here. */
    Optional<DeploymentSpec> spec() {
        return state.running().map(run -> run.facts().spec()).or(() -> ordered);
    }

    /** What keeps it from its turn, beside another deployment of the service. */
    Optional<String> obstacle() {
        return obstacle;
    }

    void blocked(Optional<String> newObstacle) {
        obstacle = newObstacle;
    }

    /** Why work of it does not make its next call yet; without what nothing delays, and what another engine does. */
    Map<Effect, String> delays() {
        return delays;
    }

    void delayed(Map<Effect, String> newDelays) {
        delays = newDelays;
    }

    /** The service as the deployment's watch last showed it; empty when it can't be read, or nobody looks here. */
    Optional<ServiceDescription> seen() {
        return seen;
    }

    void saw(Optional<ServiceDescription> described) {
        seen = described;
    }

    /** Nothing more is heard of it here: every future that is still open ends. */
    void failed(Throwable problem) {
        List<CompletableFuture<CommandAnswer>> open;
        boolean isInJournal;
        boolean hasEnded;
        synchronized (this) {
            failure = Optional.of(problem);
            isInJournal = isAccepted;
            hasEnded = status().isTerminal();
            open = List.copyOf(answers.values());
            answers.clear();
            early.clear();
        }
        access.callBack(() -> {
            // What has completed already may wait for its thread still.
            if (!isInJournal) {
                accepted.completeExceptionally(problem);
            }
            if (!hasEnded) {
                over.completeExceptionally(problem);
            }
            open.forEach(answer -> answer.completeExceptionally(problem));
        });
    }

    @Override
    public String toString() {
        return "deployment " + id + " of " + service + ": " + status();
    }
}
