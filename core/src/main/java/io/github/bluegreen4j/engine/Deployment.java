package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.DeploymentState;
import io.github.bluegreen4j.workflow.Running;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;

/**
 * A user's handle on one deployment. Safe for use by many threads.
 *
 * <p>A command goes through the journal's mailbox, durably, before the method returns; its future says how the deployment
 * answered it. A command to a deployment that has ended is answered with a refusal at once.
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

        boolean submit(DeploymentId id, String commandId, Command command);
    }

    private final DeploymentId id;
    private final ServiceRef service;
    private final Access access;
    private final CompletableFuture<Boolean> over = new CompletableFuture<>();
    private final Map<String, CompletableFuture<CommandAnswer>> answers = new ConcurrentHashMap<>();
    private volatile DeploymentState state = DeploymentState.initial();
    private volatile Optional<ServiceDescription> seen = Optional.empty();

    Deployment(DeploymentId id, ServiceRef service, Access access) {
        this.id = id;
        this.service = service;
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
        return Descriptions.of(id, service, state, seen);
    }

    /**
     * Completes when the deployment has ended, however it ended: look at the description's status. Completes exceptionally
     * with {@link DeploymentEngine.ClosedException} when the engine is closed before, and with {@link DeploymentEngine.RejectedException} when
     * another deployment of the service is not over and this one's concurrency policy is REJECT.
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

    private CompletableFuture<CommandAnswer> command(Command command) {
        String commandId = UUID.randomUUID().toString();
        CompletableFuture<CommandAnswer> answer = new CompletableFuture<>();
        answers.put(commandId, answer);
        boolean taken = !status().isTerminal() && access.submit(id, commandId, command);
        if (!taken) {
            answers.remove(commandId);
            answer.complete(new CommandAnswer(false, "the deployment has ended, or does not exist"));
        }
        return answer;
    }

    void answered(ProgressEvent.CommandAnswered event) {
        CompletableFuture<CommandAnswer> answer = answers.remove(event.commandId());
        if (answer != null) {
            answer.complete(new CommandAnswer(event.accepted(), event.answer()));
        }
    }

    void changed(DeploymentState newState) {
        state = newState;
        if (newState.status().isTerminal()) {
            over.complete(true);
            answers.values().forEach(answer -> answer.complete(new CommandAnswer(false, "the deployment has ended")));
            answers.clear();
        }
    }

    /** The service as the deployment's watch last showed it; empty when it can't be read, or nobody looks here. */
    Optional<ServiceDescription> seen() {
        return seen;
    }

    void saw(Optional<ServiceDescription> described) {
        seen = described;
    }

    void failed(Throwable problem) {
        over.completeExceptionally(problem);
        answers.values().forEach(answer -> answer.completeExceptionally(problem));
        answers.clear();
    }

    @Override
    public String toString() {
        return "deployment " + id + " of " + service + ": " + status();
    }
}
