package io.github.bluegreen4j.model;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * The identity of one execution of a hook within its deployment. However often the hook is polled, the execution, and
 * with it {@link #executionId}, stays the same.
 *
 * @param direction whether the deployment goes forward or rolls back
 * @param stage the stage that runs it
 * @param step the production step it belongs to, from 1; 0 in the stages that are no steps
 * @param hook the hook's name; one line of 1 to 512 characters, not blank, without control characters
 */
public record HookExecution(Direction direction, LifecycleStage stage, int step, String hook) {

    /** Checks that all is there. */
    public HookExecution {
        Given.value("hookExecution.direction", direction);
        Given.value("hookExecution.stage", stage);
        Given.name("hookExecution.hook", hook);
    }

    /** A name-based UUID: the same execution of the same deployment has the same id in every process. */
    public String executionId(DeploymentId deployment) {
        String name = deployment + "/" + direction + "/" + stage + "/" + step + "/" + hook;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Override
    public String toString() {
        return hook + " at " + stage + (step > 0 ? " step " + step : "")
                + (direction == Direction.ROLLBACK ? " (rollback)" : "");
    }

    /** Which way a deployment goes. */
    public enum Direction {
        FORWARD,
        ROLLBACK
    }
}
