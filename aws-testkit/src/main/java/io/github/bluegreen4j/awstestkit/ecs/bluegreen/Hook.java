package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * A lifecycle hook of a deployment configuration.
 *
 * @param type what it does
 * @param targetArn the function; empty for a pause
 * @param roleArn the role that invokes the function; empty for a pause
 * @param stages the stages at which it runs
 * @param details the configured {@code hookDetails}; empty if there are none
 * @param timeout how long it may take
 * @param continuesOnTimeout whether the deployment continues after a time-out; otherwise it rolls back
 */
record Hook(
        Type type,
        String targetArn,
        String roleArn,
        Set<Stage> stages,
        Optional<ObjectNode> details,
        Duration timeout,
        boolean continuesOnTimeout) {

    /** What a hook does. The names are those of {@code targetType}. */
    enum Type {
        AWS_LAMBDA,
        PAUSE
    }

    boolean runsAt(Stage stage) {
        return stages.contains(stage);
    }
}
