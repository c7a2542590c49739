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
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Running;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A handle on one deployment. Safe for use by many threads.
 *
 * <p>When a command's method returns, the command is in the mailbox of the journal. If the order itself is not in the
 * journal yet, the command follows soon after {@link #accepted} has completed. Commands keep their order. The
 * command's future completes with the answer of the deployment. A deployment that has ended refuses a command at
 * once. If the journal does not take a command, its future fails.
 */
public final class Deployment {

    /**
     * How a deployment answered a command.
     *
     * @param accepted whether the deployment carries out the command
     * @param text what it does, or why it refused
     */
    public record CommandAnswer(boolean accepted, String text) {}

    private static final CommandAnswer ENDED = new CommandAnswer(false, "the deployment has ended");

    private final DeploymentId id;
    private final ServiceRef service;
    private final DeploymentEngine engine;
    private final CompletableFuture<Deployment> accepted = new CompletableFuture<>();
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();

    /** Most deployments are never given a command, and need no table for them. */
    private Map<String, CompletableFuture<CommandAnswer>> answers = Map.of();

    private Map<String, Command> early = Map.of();
    private boolean isAccepted;
    private Optional<Throwable> failure = Optional.empty();

    /** Until the state has it. */
    private volatile Optional<DeploymentSpec> ordered;

    private volatile DeploymentState state = DeploymentState.initial();
    private volatile Optional<ServiceDescription> seen = Optional.empty();
    private volatile Optional<String> obstacle = Optional.empty();
    private volatile Map<Effect, String> delays = Map.of();

    /** @param ordered what was ordered here; empty for a deployment that was found in the journal */
    Deployment(DeploymentId id, ServiceRef service, Optional<DeploymentSpec> ordered, DeploymentEngine engine) {
        this.id = id;
        this.service = service;
        this.ordered = ordered;
        this.engine = engine;
    }

    /** {@return the id of the deployment} */
    public DeploymentId id() {
        return id;
    }

    /** {@return the service that is deployed} */
    public ServiceRef service() {
        return service;
    }

    /** {@return the current status, as ECS names it} */
    public DeploymentStatus status() {
        return state.status();
    }

    /** Whether it was refused before anything was changed. */
    boolean isRefused() {
        return state.status().isTerminal()
                && state.running().map(Running::refused).orElse(false);
    }

    /**
     * {@return everything that is known now, with the fields of ECS's {@code ServiceDeployment}, and what the
     * deployment waits for}
     */
    public DeploymentDescription view() {
        return Descriptions.of(id, service, state, seen, obstacle, delays);
    }

    /**
     * {@return what the deployment waits for, since when and until when, what happens then, and which commands it accepts now} Computed
     * by the workflow itself from the state that {@link #view} describes.
     */
    public Explanation explain() {
        return Descriptions.explanation(id, service, state, seen, obstacle, delays);
    }

    /**
     * Completes with this handle once the order is in the journal. From then on no crash loses it, whichever engine
     * starts it.
     *
     * <p>Fails with {@link DeploymentEngine.RejectedException} if the order is not taken. Fails with {@link
     * DeploymentEngine.ClosedException} if the engine is closed before the journal has answered. In that case the
     * order may be in the journal; to find out, order again under the same id.
     *
     * <p>Callbacks on it run on the engine's executor for callbacks ({@link EngineBuilder#callbacks}).
     *
     * @return a new future
     */
    public CompletableFuture<Deployment> accepted() {
        return accepted.copy();
    }

    /**
     * Completes when the deployment has ended, whatever the result: check the status in the description. Fails with
     * {@link DeploymentEngine.ClosedException} if the engine is closed before, and with {@link
     * DeploymentEngine.RejectedException} if the order was not taken.
     *
     * <p>Callbacks on it run on the engine's executor for callbacks ({@link EngineBuilder#callbacks}) and may block.
     *
     * @return a new future
     */
    public CompletableFuture<DeploymentDescription> completion() {
        return over.thenApply(ended -> view());
    }

    /**
     * Reads all events so far from the journal. Blocks while the journal is read.
     *
     * @return the events in order; empty if the journal does not have the order yet
     * @throws io.github.bluegreen4j.spi.PortException if the journal cannot be read
     */
    public List<DeploymentEvent> history() {
        return engine.history(id);
    }

    /**
     * Answers a pause with CONTINUE.
     *
     * @param hookId the id of the pause, from {@link #view}
     * @return completes with the deployment's answer
     */
    public CompletableFuture<CommandAnswer> proceed(String hookId) {
        return proceed(hookId, TimeoutAction.CONTINUE);
    }

    /**
     * Answers a pause.
     *
     * @param hookId the id of the pause, from {@link #view}
     * @param action whether to continue or to roll back
     * @return completes with the deployment's answer
     */
    public CompletableFuture<CommandAnswer> proceed(String hookId, TimeoutAction action) {
        return command(new Command.Proceed(hookId, action));
    }

    /**
     * Restores production and retires green. Accepted in every state before CLEAN_UP.
     *
     * @param reason why; may be empty; at most 4,096 characters
     * @return completes with the deployment's answer
     */
    public CompletableFuture<CommandAnswer> rollBack(String reason) {
        return command(new Command.RollBack(reason));
    }

    /**
     * Freezes the deployment as it stands and releases what it holds. Refused while production is being restored.
     *
     * @param reason why; may be empty; at most 4,096 characters
     * @return completes with the deployment's answer
     */
    public CompletableFuture<CommandAnswer> abort(String reason) {
        return command(new Command.Abort(reason));
    }

    /**
     * Ends the current bake early. Skips no gate and no hook.
     *
     * @return completes with the deployment's answer
     */
    public CompletableFuture<CommandAnswer> skipBake() {
        return command(new Command.SkipBake());
    }

    /**
     * Takes production back to the blue that this deployment kept, after it has ended; see {@link
     * io.github.bluegreen4j.model.DeploymentSpec.Builder#keepBlue(java.time.Duration)}. The order that keeps blue does so in one swing,
     * with the rules of a rollback: {@link DeploymentEngine#keeping} returns its handle. Blocks while the journal is read, if this engine
     * does not know that order yet.
     *
     * @param reason why; may be empty; at most 4,096 characters
     * @return completes with the answer of that order; not accepted if no blue is kept
     * @throws io.github.bluegreen4j.spi.PortException if the journal cannot be read
     */
    public CompletableFuture<CommandAnswer> undo(String reason) {
        return undo(new Command.RollBack(reason));
    }

    private CompletableFuture<CommandAnswer> undo(Command command) {
        return engine.keeping(id)
                .filter(order -> !order.status().isTerminal())
                .map(order -> order.send(command))
                .orElseGet(() -> CompletableFuture.completedFuture(new CommandAnswer(false, engine.undoRefusal(id))));
    }

    /**
     * Sends any command, also one that has an origin.
     *
     * @param command the command
     * @return completes with the deployment's answer
     */
    public CompletableFuture<CommandAnswer> send(Command command) {
        return command(Given.value("command", command));
    }

    /**
     * Gives commands in somebody's name. Journal, history and events record who gave a command, and when.
     *
     * @param actor who gives them: a person, a job or a process; nobody verifies it
     * @return the commands of this handle in that name
     * @throws io.github.bluegreen4j.model.InvalidSpecException if it is blank, longer than 512 characters, or not one
     *     line
     */
    public Operator by(String actor) {
        return new Operator(Given.name("actor", actor));
    }

    /** Gives commands in somebody's name, dated by this engine's clock. Safe for use by many threads. */
    public final class Operator {
        private final String actor;

        private Operator(String actor) {
            this.actor = actor;
        }

        private CompletableFuture<CommandAnswer> say(Command command) {
            return command(command.from(new Command.Origin(actor, engine.now())));
        }

        /**
         * Answers a pause with CONTINUE, as {@link Deployment#proceed(String)} does.
         *
         * @param hookId the id of the pause, from {@link #view}
         * @return completes with the deployment's answer
         */
        public CompletableFuture<CommandAnswer> proceed(String hookId) {
            return proceed(hookId, TimeoutAction.CONTINUE);
        }

        /**
         * Answers a pause, as {@link Deployment#proceed(String, TimeoutAction)} does.
         *
         * @param hookId the id of the pause, from {@link #view}
         * @param action whether to continue or to roll back
         * @return completes with the deployment's answer
         */
        public CompletableFuture<CommandAnswer> proceed(String hookId, TimeoutAction action) {
            return say(new Command.Proceed(hookId, action));
        }

        /**
         * Takes back this actor's approval of a pause that still waits for others.
         *
         * @param hookId the id of the pause, from {@link #view}
         * @return completes with the deployment's answer
         */
        public CompletableFuture<CommandAnswer> withdraw(String hookId) {
            return say(new Command.Withdraw(hookId));
        }

        /**
         * Rolls back, as {@link Deployment#rollBack} does.
         *
         * @param reason why; may be empty; at most 4,096 characters
         * @return completes with the deployment's answer
         */
        public CompletableFuture<CommandAnswer> rollBack(String reason) {
            return say(new Command.RollBack(reason));
        }

        /**
         * Takes production back after the deployment, as {@link Deployment#undo} does.
         *
         * @param reason why; may be empty; at most 4,096 characters
         * @return completes with the answer of the order that keeps blue
         */
        public CompletableFuture<CommandAnswer> undo(String reason) {
            return Deployment.this.undo(new Command.RollBack(reason).from(new Command.Origin(actor, engine.now())));
        }

        /**
         * Freezes the deployment, as {@link Deployment#abort} does.
         *
         * @param reason why; may be empty; at most 4,096 characters
         * @return completes with the deployment's answer
         */
        public CompletableFuture<CommandAnswer> abort(String reason) {
            return say(new Command.Abort(reason));
        }

        /**
         * Ends the current bake, as {@link Deployment#skipBake} does.
         *
         * @return completes with the deployment's answer
         */
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
            answers = answers.isEmpty() ? new LinkedHashMap<>() : answers;
            answers.put(commandId, answer);
            if (!isAccepted || !early.isEmpty()) {
                early = early.isEmpty() ? new LinkedHashMap<>() : early;
                early.put(commandId, command);
                return answer;
            }
        }
        try {
            submitted(commandId, engine.submit(id, commandId, command));
        } catch (RuntimeException failed) {
            take(commandId).ifPresent(open -> open.completeExceptionally(failed));
        }
        return answer;
    }

    private synchronized Optional<CompletableFuture<CommandAnswer>> take(String commandId) {
        return answers.isEmpty() ? Optional.empty() : Optional.ofNullable(answers.remove(commandId));
    }

    private void submitted(String commandId, boolean taken) {
        if (!taken) {
            take(commandId).ifPresent(answer -> engine.callBack(() -> answer.complete(ENDED)));
        }
    }

    /**
     * The journal has the order. Commands that were given before are now submitted one after the other, in their
     * order.
     */
    void isInJournal() {
        synchronized (this) {
            if (isAccepted) {
                return;
            }
            isAccepted = true;
        }
        engine.callBack(() -> accepted.complete(this));
        submitEarly();
    }

    private void submitEarly() {
        Optional<Map.Entry<String, Command>> first;
        synchronized (this) {
            first = early.entrySet().stream().findFirst();
        }
        first.ifPresent(next -> {
            String commandId = next.getKey();
            engine.submitLater(id, commandId, next.getValue(), taken -> {
                submitted(commandId, taken);
                synchronized (this) {
                    if (!early.isEmpty()) {
                        early.remove(commandId);
                    }
                }
                submitEarly();
            });
        });
    }

    void answered(ProgressEvent.CommandAnswered event) {
        take(event.commandId())
                .ifPresent(answer ->
                        engine.callBack(() -> answer.complete(new CommandAnswer(event.accepted(), event.answer()))));
    }

    void changed(DeploymentState newState) {
        List<CompletableFuture<CommandAnswer>> open = List.of();
        synchronized (this) {
            state = newState;
            if (newState.running().isPresent()) {
                ordered = Optional.empty();
            }
            if (newState.status().isTerminal()) {
                open = List.copyOf(answers.values());
                answers = Map.of();
            }
        }
        if (newState.status().isTerminal()) {
            engine.callBack(() -> over.complete(true));
        }
        open.forEach(answer -> engine.callBack(() -> answer.complete(ENDED)));
    }

    /** The specification that was ordered, if this engine knows it. */
    Optional<DeploymentSpec> spec() {
        Optional<DeploymentSpec> before = ordered; // read first: it goes when the state has it
        return state.running().map(run -> run.identity().spec()).or(() -> before);
    }

    /** What delays the start, other than another deployment of the service. */
    Optional<String> obstacle() {
        return obstacle;
    }

    void blocked(Optional<String> newObstacle) {
        obstacle = newObstacle;
    }

    /** Why effects of it do not make their next call yet. Empty if nothing delays them, or if another engine acts for it. */
    Map<Effect, String> delays() {
        return delays;
    }

    void delayed(Map<Effect, String> newDelays) {
        delays = newDelays;
    }

    /**
     * The service as the deployment's watch last read it; empty if it cannot be read, or if this engine does not
     * watch it.
     */
    Optional<ServiceDescription> seen() {
        return seen;
    }

    void observed(Optional<ServiceDescription> described) {
        seen = described;
    }

    /** This engine learns nothing more about the deployment: every open future fails. */
    void failed(Throwable problem) {
        List<CompletableFuture<CommandAnswer>> open;
        boolean isInJournal;
        boolean hasEnded;
        synchronized (this) {
            failure = Optional.of(problem);
            isInJournal = isAccepted;
            hasEnded = status().isTerminal();
            open = List.copyOf(answers.values());
            answers = Map.of();
            early = Map.of();
        }
        engine.callBack(() -> {
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
