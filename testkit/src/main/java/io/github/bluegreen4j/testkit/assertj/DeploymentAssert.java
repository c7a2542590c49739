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

/** What is asserted of one deployment. Begin with {@link SimulationAssertions}. */
@SuppressWarnings("exports") // whoever uses it brings AssertJ
public final class DeploymentAssert extends AbstractAssert<DeploymentAssert, DeploymentRecord> {

    DeploymentAssert(DeploymentRecord actual) {
        super(actual, DeploymentAssert.class);
    }

    private DeploymentAssert require(boolean holds, String was, String wanted) {
        if (!holds) {
            failWithMessage("%s", Failures.text("deployment " + actual.id(), was, wanted, actual.story()));
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

    /** It has ended, in one of these statuses. */
    public DeploymentAssert endedIn(DeploymentStatus... statuses) {
        isNotNull();
        return require(
                actual.status().isTerminal() && List.of(statuses).contains(actual.status()),
                standing(),
                "ended in " + oneOf(statuses));
    }

    /** It rolled back, for that cause. */
    public DeploymentAssert rolledBackBecauseOf(RollbackCause cause) {
        isNotNull();
        return require(actual.cause().equals(Optional.of(cause)), standing(), "rolled back because of " + cause);
    }

    /** It has ended, and its reason contains that text. */
    public DeploymentAssert endedWithReason(String part) {
        hasEnded();
        return require(actual.reason().contains(part), standing(), "ended with a reason that contains: " + part);
    }

    /** It entered each of these stages, in whatever order. */
    public DeploymentAssert visited(LifecycleStage... stages) {
        isNotNull();
        List<LifecycleStage> visited = actual.visited();
        return require(visited.containsAll(List.of(stages)), stagesOf(visited), "visited " + all(stages));
    }

    /** It entered these stages in that order, each step of its strategy by itself, and no others. */
    public DeploymentAssert visitedExactly(LifecycleStage... stages) {
        isNotNull();
        List<LifecycleStage> visited = actual.visited();
        return require(visited.equals(List.of(stages)), stagesOf(visited), "visited exactly " + all(stages));
    }

    /** It entered none of these stages. */
    public DeploymentAssert neverVisited(LifecycleStage... stages) {
        isNotNull();
        List<LifecycleStage> visited = actual.visited();
        return require(
                Arrays.stream(stages).noneMatch(visited::contains), stagesOf(visited), "never visited " + all(stages));
    }

    /** It has ended, and took at most so long from its acceptance. */
    public DeploymentAssert within(Duration longest) {
        hasEnded();
        return require(
                actual.took().compareTo(longest) <= 0,
                "ended after " + actual.took(),
                "ended within " + longest + " of its acceptance");
    }

    /** It has ended, and its end names nothing that is left over. */
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
