package io.github.bluegreen4j.model;

import java.nio.charset.StandardCharsets;
import java.util.UUID;

/**
 * Identifies one execution of a hook within its deployment. All polls of an execution have the same identity, and so
 * the same {@link #executionId}.
 *
 * @param direction whether the deployment goes forward or rolls back
 * @param stage the stage that runs the hook
 * @param step the production step, from 1; 0 in stages that are not repeated for each step
 * @param hook the hook's name; one line of 1 to 512 characters, not blank, without control characters
 */
public record HookExecution(Direction direction, LifecycleStage stage, int step, String hook) {

    /**
     * Checks that nothing is missing.
     *
     * @param direction whether the deployment goes forward or rolls back
     * @param stage the stage that runs the hook
     * @param step the production step, from 1
     * @param hook the hook's name
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public HookExecution {
        Given.value("hookExecution.direction", direction);
        Given.value("hookExecution.stage", stage);
        Given.name("hookExecution.hook", hook);
    }

    /**
     * {@return a name-based UUID: one execution has the same id in every process}
     *
     * @param deployment the deployment that runs the hook
     */
    public String executionId(DeploymentId deployment) {
        String name = deployment + "/" + direction + "/" + stage + "/" + step + "/" + hook;
        return UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)).toString();
    }

    @Override
    public String toString() {
        return hook + " at " + stage + (step > 0 ? " step " + step : "")
                + (direction == Direction.ROLLBACK ? " (rollback)" : "");
    }

    /** The direction in which a deployment moves. */
    public enum Direction {
        /** The deployment moves production to green. */
        FORWARD,
        /** The deployment restores blue. */
        ROLLBACK
    }
}
