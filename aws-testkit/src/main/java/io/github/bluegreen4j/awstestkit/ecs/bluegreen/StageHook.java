package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BiFunction;

/** One run of a hook: at one stage, in one direction and step. Guarded by the lock of its fake. */
final class StageHook {
    private final String id;
    private final Hook hook;
    private final Stage stage;
    private final Instant expiresAt;
    private final ObjectNode details;
    private Status status;
    private Instant nextCall;
    private String failure = "";

    /** The status as {@code DeploymentLifecycleHookDetail} has it. */
    enum Status {
        AWAITING_ACTION,
        IN_PROGRESS,
        SUCCEEDED,
        FAILED,
        TIMED_OUT
    }

    StageHook(String id, Hook hook, Stage stage, Instant now) {
        this.id = id;
        this.hook = hook;
        this.stage = stage;
        this.expiresAt = now.plus(hook.timeout());
        this.details = hook.details().map(ObjectNode::deepCopy).orElseGet(JsonNodeFactory.instance::objectNode);
        this.status = isPause() ? Status.AWAITING_ACTION : Status.IN_PROGRESS;
        this.nextCall = now;
    }

    String id() {
        return id;
    }

    Hook hook() {
        return hook;
    }

    Status status() {
        return status;
    }

    Instant expiresAt() {
        return expiresAt;
    }

    boolean isPause() {
        return hook.type() == Hook.Type.PAUSE;
    }

    /** Tells whether it still waits for an action or an answer. */
    boolean isOpen() {
        return status == Status.AWAITING_ACTION || status == Status.IN_PROGRESS;
    }

    /** Tells whether the stage may go on as far as this hook is concerned. */
    boolean isDone() {
        return status == Status.SUCCEEDED || (status == Status.TIMED_OUT && failure.isEmpty());
    }

    /** Returns why the deployment rolls back; empty if this hook is no reason. */
    Optional<String> failure() {
        return failure.isEmpty()
                ? Optional.empty()
                : Optional.of("Service deployment rolled back because " + stage + " " + failure);
    }

    /** Returns when it changes by itself; empty if it is over. */
    Optional<Instant> next() {
        if (!isOpen()) {
            return Optional.empty();
        }
        return Optional.of(isPause() || expiresAt.isBefore(nextCall) ? expiresAt : nextCall);
    }

    /** Someone answered the pause. */
    void succeed() {
        status = Status.SUCCEEDED;
    }

    /** It ends unanswered, since the deployment does not go on. */
    void cancel() {
        if (isOpen()) {
            status = Status.FAILED;
        }
    }

    /**
     * Does what is due: it times out, or the function is called.
     *
     * @param function calls a function with its payload
     * @param payload the payload without what belongs to this hook
     */
    void poll(Instant now, BiFunction<Hook, ObjectNode, FunctionAnswer> function, ObjectNode payload) {
        if (!isOpen()) {
            return;
        }
        if (!now.isBefore(expiresAt)) {
            status = Status.TIMED_OUT;
            String timedOut = isPause() ? "pause hook timed out." : "lifecycle hook(s) failed. Hook timed out.";
            failure = hook.continuesOnTimeout() ? "" : timedOut;
        } else if (!isPause() && !now.isBefore(nextCall)) {
            answered(function.apply(hook, addressed(payload)), now);
        }
    }

    private ObjectNode addressed(ObjectNode payload) {
        String execution =
                UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
        ObjectNode addressed = JsonNodeFactory.instance.objectNode().put("executionId", execution);
        addressed.put("lifecycleStage", stage.name());
        addressed.setAll(payload.deepCopy());
        if (!details.isEmpty()) {
            addressed.set("hookDetails", details.deepCopy());
        }
        return addressed;
    }

    private void answered(FunctionAnswer answer, Instant now) {
        switch (answer.status()) {
            case SUCCEEDED -> status = Status.SUCCEEDED;
            case FAILED -> {
                status = Status.FAILED;
                failure = "lifecycle hook(s) failed. " + answer.failure();
            }
            case IN_PROGRESS -> {
                answer.details().ifPresent(details::setAll);
                nextCall = now.plus(answer.delay());
            }
        }
    }
}
