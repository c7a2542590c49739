package io.github.bluegreen4j.testkit.explorer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.testkit.simulation.BrokenGuards;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each rule of the workflow is needed: without it the explorer finds the outage or the hang, and tells the way to it.
 * The workflow's own invariants are switched off, because they would repair most of it.
 */
@Tag("exploration")
class ExplorerBitesTest {

    /** The search finds that rule broken without the guard, and nothing with it. */
    private static void finds(Rule rule, Guards guards, Bound bound) {
        Bound only = bound.checking(EnumSet.of(rule));
        assertThat(Explorer.explore(only).violation()).isEmpty();
        Exploration found = Explorer.explore(new Workflow(guards, List.of()), only);
        assertThat(found.violation()).hasValueSatisfying(violation -> {
            System.out.println(violation);
            assertThat(violation.rule()).isEqualTo(rule);
            assertThat(violation.path()).hasSizeGreaterThan(3);
            assertThat(violation.path().get(0)).contains("a deployment is ordered");
        });
    }

    private static Bound bound(Power... powers) {
        return Bound.of("bite", Specs.withoutTestRoute()).powers(Set.of(powers));
    }

    private static Bound breaking(BrokenCalls breakage) {
        return bound(Power.BREAK).breaking(Set.of(breakage)).budget(0, 1, 0, 0);
    }

    @Test
    void withoutQuiescencePerResourceALateWriteLandsOnARetiredGreen() {
        finds(Rule.OUTAGE, BrokenGuards.withoutQuiescence(), bound(Power.LATE).budget(1, 0, 0, 0));
    }

    @Test
    void withoutThePointOfNoReturnProductionGoesBackToABlueThatIsBeingRetired() {
        finds(
                Rule.OUTAGE,
                BrokenGuards.withoutPointOfNoReturn(),
                bound(Power.ROLL_BACK).budget(0, 0, 1, 0));
    }

    @Test
    void withoutAConsequenceOfTheDeadlineOfCleanUpABlueThatCannotBeRetiredHangsForEver() {
        finds(
                Rule.HANG,
                BrokenGuards.withoutConsequenceOf(EnumSet.of(Timer.Kind.CLEAN_UP)),
                breaking(BrokenCalls.RETIRE));
    }

    @Test
    void withoutAConsequenceOfTheDeadlinesOfStageAndDeploymentAGreenThatNeverStartsHangsForEver() {
        finds(
                Rule.HANG,
                BrokenGuards.withoutConsequenceOf(EnumSet.of(Timer.Kind.STAGE, Timer.Kind.DEPLOYMENT)),
                breaking(BrokenCalls.START));
    }

    @ParameterizedTest
    @EnumSource(names = {"EVERYTHING", "ROUTE_WRITES"})
    void withoutAConsequenceOfTheDeadlineOfRollbackARouteThatCannotBeRestoredHangsForEver(BrokenCalls breakage) {
        finds(Rule.HANG, BrokenGuards.withoutConsequenceOf(EnumSet.of(Timer.Kind.ROLLBACK)), breaking(breakage));
    }

    @Test
    void withoutAConsequenceOfTheDeadlineOfClosingAnAutoscalerThatCannotBeReleasedHangsForEver() {
        finds(
                Rule.HANG,
                BrokenGuards.withoutConsequenceOf(EnumSet.of(Timer.Kind.CLOSING)),
                breaking(BrokenCalls.SCALE_IN).withAutoScaling());
    }

    @Test
    void withoutTheCleanUpGateBlueIsRetiredWhileGreenIsIll() {
        finds(
                Rule.OUTAGE,
                BrokenGuards.withoutCleanUpGate(),
                bound(Power.GREEN_ILL).budget(0, 1, 0, 0));
    }

    @Test
    void withALatchedCapacityGateProductionGoesToAnIllGreen() {
        finds(
                Rule.OUTAGE,
                BrokenGuards.withLatchedCapacity(),
                bound(Power.GREEN_ILL).budget(0, 1, 0, 0));
    }

    @Test
    void withoutTheFreshnessOfTheCapacityGateProductionGoesToAGreenThatTurnedIllMeanwhile() {
        finds(
                Rule.OUTAGE,
                BrokenGuards.withoutFreshness(),
                bound(Power.SLOW, Power.GREEN_ILL).budget(1, 1, 0, 0));
    }

    @Test
    void withoutPatienceForAWeakBlueARollbackTakesProductionFromTheOnlyHealthySide() {
        finds(
                Rule.OUTAGE,
                BrokenGuards.withoutPatienceForWeakBlue(),
                bound(Power.BLUE_ILL, Power.ROLL_BACK).budget(0, 1, 1, 0));
    }

    private static Bound kept(Power... powers) {
        return Bound.of("bite", Specs.keeping(100, Specs.plain()))
                .from(StartWorld.KEPT)
                .powers(Set.of(powers));
    }

    @Test
    void withoutPatienceForAWeakBlueAnUndoGivesProductionToARevisionThatIsIll() {
        finds(
                Rule.KEPT,
                BrokenGuards.withoutPatienceForWeakBlue(),
                kept(Power.BLUE_ILL, Power.ROLL_BACK).budget(0, 1, 1, 0));
    }

    @Test
    void withoutAConsequenceOfItsTimeWhatIsKeptStaysForEver() {
        Bound only = kept().checking(EnumSet.of(Rule.HANG));
        Guards guards = BrokenGuards.withoutConsequenceOf(EnumSet.of(Timer.Kind.KEEPING, Timer.Kind.DEPLOYMENT));

        assertThat(Explorer.explore(only).violation()).isEmpty();
        assertThat(Explorer.explore(new Workflow(guards, List.of()), only).violation())
                .hasValueSatisfying(violation -> assertThat(violation.rule()).isEqualTo(Rule.HANG));
    }

    @Test
    void withoutAConsequenceOfDeadlinesAGreenThatSomebodyDeletedIsWaitedForForEver() {
        finds(
                Rule.HANG,
                BrokenGuards.withoutConsequenceOf(
                        EnumSet.of(Timer.Kind.STAGE, Timer.Kind.DEPLOYMENT, Timer.Kind.GREEN_GONE)),
                bound(Power.DELETE_GREEN).budget(0, 1, 0, 0));
    }

    @Test
    void whereARouterStatesNoSettleTimeForADataPlaneThatLagsBlueIsRetiredWhileItStillServes() {
        Bound bound = bound().checking(EnumSet.of(Rule.SETTLE));
        assertThat(Explorer.explore(bound.lagging(Duration.ofSeconds(75))).violation())
                .isEmpty();
        assertThat(Explorer.explore(bound.lagging(Duration.ZERO)).violation()).hasValueSatisfying(violation -> {
            System.out.println(violation);
            assertThat(violation.rule()).isEqualTo(Rule.SETTLE);
            assertThat(violation.what()).contains("blue was retired");
        });
    }

    @Test
    void whereANoOfAPolicyIsNotHeardTheSearchNamesTheWrite() {
        finds(
                Rule.POLICY,
                BrokenGuards.withDeafPolicies(),
                Bound.of("policies", Specs.withoutTestRoute())
                        .powers(EnumSet.of(Power.FORBID))
                        .budget(0, 1, 0, 0));
    }

    @Test
    void whereOneApprovalIsEnoughTheSearchNamesIt() {
        finds(
                Rule.INVARIANT,
                BrokenGuards.withOneApprovalForAll(),
                Bound.of("approvals", Specs.approvals())
                        .powers(EnumSet.of(Power.CONTINUE))
                        .budget(0, 0, 2, 0));
    }

    @ParameterizedTest
    @EnumSource(names = {"ABORT", "SUPERSEDE"})
    void whereAStopIsLostTheSearchNamesIt(Power stop) {
        finds(Rule.COMMAND, BrokenGuards.withLostStops(), bound(stop).budget(0, 0, 1, 0));
    }

    @Test
    void aSearchThatStopsAtItsCapProvesNothing() {
        Bound small = Bound.of("small", Specs.withoutTestRoute()).cap(10);
        assertThatThrownBy(() -> Explorer.explore(small))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("needs more than 10 nodes");
    }

    @Test
    void aBrokenRuleIsAFailureThatShowsThePath() {
        Bound bound = bound(Power.ABORT).budget(0, 0, 1, 0).checking(EnumSet.of(Rule.COMMAND));
        Exploration found = Explorer.explore(new Workflow(BrokenGuards.withLostStops(), List.of()), bound);
        assertThatThrownBy(found::orThrow)
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("bound \"bite\"")
                .hasMessageContaining("a stop in PENDING was lost")
                .hasMessageContaining("  1. a deployment is ordered");
    }
}
