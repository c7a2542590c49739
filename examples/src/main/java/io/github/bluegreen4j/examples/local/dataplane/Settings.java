package io.github.bluegreen4j.examples.local.dataplane;

import io.github.bluegreen4j.examples.local.process.Arguments;
import java.time.Duration;

/**
 * How the load balancer treats its targets.
 *
 * @param checkInterval time between two health checks of a target
 * @param checkTimeout how long a check may take; generous, since a busy machine is no reason to replace a task, and one
 *     that is dead refuses the connection at once
 * @param healthyAfter checks passed in a row that make a target healthy
 * @param unhealthyAfter checks failed in a row that make it unhealthy
 * @param deregistrationDelay how long a deregistered target may finish what it has
 */
record Settings(
        Duration checkInterval,
        Duration checkTimeout,
        int healthyAfter,
        int unhealthyAfter,
        Duration deregistrationDelay) {

    static Settings from(Arguments arguments) {
        return new Settings(
                arguments.duration("check-interval", Duration.ofMillis(250)),
                arguments.duration("check-timeout", Duration.ofSeconds(2)),
                arguments.integer("healthy-after", 2),
                arguments.integer("unhealthy-after", 2),
                arguments.duration("deregistration-delay", Duration.ofSeconds(10)));
    }
}
