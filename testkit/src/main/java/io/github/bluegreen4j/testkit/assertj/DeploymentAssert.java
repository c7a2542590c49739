package io.github.bluegreen4j.testkit.assertj;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on one deployment. Start with {@link SimulationAssertions}. Each throws an {@link AssertionError} with the
 * simulation's story if it does not hold.
 */
@SuppressWarnings("exports") // users depend on AssertJ
public final class DeploymentAssert extends AbstractAssert<DeploymentAssert, DeploymentRecord> {

    DeploymentAssert(DeploymentRecord actual) {
        super(actual, DeploymentAssert.class);
    }

    private DeploymentAssert require(boolean holds, String was, String wanted) {
        if (!holds) {
            failWithMessage("%s", AssertionFailures.text("deployment " + actual.id(), was, wanted, actual.story()));
        }
        return this;
    }

    private String standing() {
        String cause =
                actual.cause().map(why -> ", rolled back because of " + why).orElse("");
        String stage = actual.stage().map(where -> ", in " + where).orElse("");
        return actual.status() + stage + cause + (actual.reason().isEmpty() ? "" : ": " + actual.reason());
    }

    private DeploymentAssert hasEnded() {
        isNotNull();
        return require(actual.status().isTerminal(), standing(), "to have ended");
    }

    /**
     * Asserts that the deployment has ended in one of these statuses.
     *
     * @param statuses the accepted final statuses
     * @return this
     */
    public DeploymentAssert endedIn(DeploymentStatus... statuses) {
        isNotNull();
        return require(
                actual.status().isTerminal() && List.of(statuses).contains(actual.status()),
                standing(),
                "ended in " + oneOf(statuses));
    }

    /**
     * Asserts that the deployment rolled back, or began to, for a cause.
     *
     * @param cause the expected cause
     * @return this
     */
    public DeploymentAssert rolledBackBecauseOf(RollbackCause cause) {
        isNotNull();
        return require(actual.cause().equals(Optional.of(cause)), standing(), "rolled back because of " + cause);
    }

    /**
     * Asserts that the deployment has ended and that its reason contains a text.
     *
     * @param part the expected part of the reason
     * @return this
     */
    public DeploymentAssert endedWithReason(String part) {
        hasEnded();
        return require(actual.reason().contains(part), standing(), "ended with a reason that contains: " + part);
    }

    /**
     * Asserts that the deployment entered all these stages, in any order.
     *
     * @param stages the expected stages
     * @return this
     */
    public DeploymentAssert visited(LifecycleStage... stages) {
        isNotNull();
        List<LifecycleStage> visited = actual.visited();
        return require(visited.containsAll(List.of(stages)), stagesOf(visited), "visited " + all(stages));
    }

    /**
     * Asserts that the deployment entered exactly these stages in this order. A stage that every step of a strategy enters
     * is listed once for each step.
     *
     * @param stages the expected stages
     * @return this
     */
    public DeploymentAssert visitedExactly(LifecycleStage... stages) {
        isNotNull();
        List<LifecycleStage> visited = actual.visited();
        return require(visited.equals(List.of(stages)), stagesOf(visited), "visited exactly " + all(stages));
    }

    /**
     * Asserts that the deployment entered none of these stages.
     *
     * @param stages the stages it must not have entered
     * @return this
     */
    public DeploymentAssert neverVisited(LifecycleStage... stages) {
        isNotNull();
        List<LifecycleStage> visited = actual.visited();
        return require(
                Arrays.stream(stages).noneMatch(visited::contains), stagesOf(visited), "never visited " + all(stages));
    }

    /**
     * Asserts that the deployment has ended in time.
     *
     * @param longest the longest accepted duration from its acceptance to its end
     * @return this
     */
    public DeploymentAssert within(Duration longest) {
        hasEnded();
        return require(
                actual.took().compareTo(longest) <= 0,
                "ended after " + actual.took(),
                "ended within " + longest + " of its acceptance");
    }

    /**
     * Asserts that the deployment has ended and that its result lists no leftover resources.
     *
     * @return this
     */
    public DeploymentAssert leftNothingBehind() {
        hasEnded();
        return require(
                actual.leftOvers().isEmpty(),
                standing() + "; left over: " + String.join(", ", actual.leftOvers()),
                "nothing left over");
    }

    private static String stagesOf(List<LifecycleStage> visited) {
        return visited.isEmpty() ? "visited nothing" : "visited " + all(visited.toArray(new LifecycleStage[0]));
    }

    private static String all(Object[] values) {
        return Arrays.stream(values)
                .map(Object::toString)
                .reduce((one, next) -> one + ", " + next)
                .orElse("nothing");
    }

    private static String oneOf(Object[] values) {
        return Arrays.stream(values)
                .map(Object::toString)
                .reduce((one, next) -> one + " or " + next)
                .orElse("no status");
    }
}
