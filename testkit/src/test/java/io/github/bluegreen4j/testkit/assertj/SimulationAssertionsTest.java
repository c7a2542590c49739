package io.github.bluegreen4j.testkit.assertj;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.STOPPED;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.model.LifecycleStage.CLEAN_UP;
import static io.github.bluegreen4j.model.LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.POST_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.RECONCILE_SERVICE;
import static io.github.bluegreen4j.model.LifecycleStage.SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.testkit.assertj.SimulationAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.simulation.Checkout;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** Each assertion holds of what it should, and fails of what it should not: with what was, what was wanted, and the story. */
class SimulationAssertionsTest {
    private static final Scenario SAYS_NO =
            Checkout.scenario().hook("smoke-test", asked -> HookResult.failed("the cart is 100 % empty"));

    private final Simulation good = Checkout.scenario().simulate();
    private final Simulation bad = SAYS_NO.simulate();

    private static void fails(ThrowingCallable assertion, String who, String was, String wanted) {
        assertThatThrownBy(assertion)
                .isInstanceOf(AssertionError.class)
                .hasMessageStartingWith(who + "\n  was:    " + was)
                .hasMessageContaining("\n  wanted: " + wanted)
                .hasMessageContaining("\n\nthe story:\n  0:00:00.000 ");
    }

    private static void fails(ThrowingCallable assertion, String was, String wanted) {
        fails(assertion, "deployment d-1", was, wanted);
    }

    @Test
    void theEndIsAsserted() {
        DeploymentRecord record = bad.run();
        assertThat(record).endedIn(SUCCESSFUL, ROLLBACK_SUCCESSFUL).endedWithReason("100 % empty");
        fails(
                () -> assertThat(record).endedIn(SUCCESSFUL, STOPPED),
                "ROLLBACK_SUCCESSFUL, rolled back because of HOOK_FAILED: smoke-test",
                "ended in SUCCESSFUL or STOPPED\n");
        fails(
                () -> assertThat(record).endedWithReason("the moon"),
                "ROLLBACK_SUCCESSFUL",
                "ended with a reason that contains: the moon\n");
    }

    @Test
    void whatHasNotEndedMeetsNoAssertionOfItsEnd() {
        good.deploy();
        good.time().advance(Duration.ofMinutes(2));
        DeploymentRecord record = good.record();
        String was = "IN_PROGRESS, in PRODUCTION_TRAFFIC_SHIFT\n";
        fails(() -> assertThat(record).endedIn(SUCCESSFUL), was, "ended in SUCCESSFUL\n");
        fails(() -> assertThat(record).endedWithReason(""), was, "to have ended\n");
        fails(() -> assertThat(record).within(Duration.ofDays(1)), was, "to have ended\n");
        fails(() -> assertThat(record).leftNothingBehind(), was, "to have ended\n");
    }

    @Test
    void theCauseOfARollbackIsAsserted() {
        DeploymentRecord record = bad.run();
        assertThat(record).rolledBackBecauseOf(RollbackCause.HOOK_FAILED);
        fails(
                () -> assertThat(record).rolledBackBecauseOf(RollbackCause.ALARM),
                "ROLLBACK_SUCCESSFUL, rolled back because of HOOK_FAILED",
                "rolled back because of ALARM\n");
        fails(
                () -> assertThat(good.run()).rolledBackBecauseOf(RollbackCause.ALARM),
                "SUCCESSFUL: green serves production\n",
                "rolled back because of ALARM\n");
    }

    @Test
    void theStagesAreAsserted() {
        DeploymentRecord record = good.run();
        assertThat(record)
                .visited(CLEAN_UP, SCALE_UP)
                .neverVisited(RECONCILE_SERVICE)
                .visitedExactly(
                        PRE_SCALE_UP,
                        SCALE_UP,
                        POST_SCALE_UP,
                        TEST_TRAFFIC_SHIFT,
                        POST_TEST_TRAFFIC_SHIFT,
                        PRE_PRODUCTION_TRAFFIC_SHIFT,
                        PRODUCTION_TRAFFIC_SHIFT,
                        PRE_PRODUCTION_TRAFFIC_SHIFT,
                        PRODUCTION_TRAFFIC_SHIFT,
                        POST_PRODUCTION_TRAFFIC_SHIFT,
                        BAKE_TIME,
                        CLEAN_UP);
        String was = "visited PRE_SCALE_UP, SCALE_UP, POST_SCALE_UP, ";
        fails(
                () -> assertThat(record).visited(SCALE_UP, RECONCILE_SERVICE),
                was,
                "visited SCALE_UP, RECONCILE_SERVICE");
        fails(() -> assertThat(record).visitedExactly(PRE_SCALE_UP), was, "visited exactly PRE_SCALE_UP\n");
        fails(
                () -> assertThat(record).neverVisited(RECONCILE_SERVICE, CLEAN_UP),
                was,
                "never visited RECONCILE_SERVICE");
        bad.faults().on(Operation.DESCRIBE).always().happens(Fault.FAILS);
        fails(() -> assertThat(bad.run()).visited(SCALE_UP), "visited nothing\n", "visited SCALE_UP\n");
    }

    @Test
    void howLongItTookIsAsserted() {
        DeploymentRecord record = good.run();
        assertThat(record).within(record.took());
        fails(
                () -> assertThat(record).within(record.took().minusNanos(1)),
                "ended after " + record.took() + "\n",
                "ended within " + record.took().minusNanos(1) + " of its acceptance\n");
    }

    @Test
    void whatIsLeftOverIsAsserted() {
        assertThat(good.run()).leftNothingBehind();
        bad.faults().on(Operation.RETIRE).always().happens(Fault.THROTTLED);
        fails(
                () -> assertThat(bad.run()).leftNothingBehind(),
                "ROLLBACK_SUCCESSFUL, rolled back because of HOOK_FAILED: smoke-test",
                "nothing left over\n");
        assertThatThrownBy(() -> assertThat(bad.record()).leftNothingBehind())
                .hasMessageContaining("; left over: revision checkout:42#");
    }

    @Test
    void whatProductionServedIsAsserted() {
        good.run();
        assertThat(good).neverPointedProductionAtNothing().lostNoRequest();

        Simulation dark = Checkout.scenario().simulate();
        dark.when(
                ProgressEvent.BakeStarted.class,
                then -> dark.revisionIn(Checkout.SPEC.targetGroups().first())
                        .ifPresent(blue -> dark.world().kill(Checkout.SPEC.service(), blue, 2)));
        dark.run();
        String who = "production route production";
        fails(() -> assertThat(dark).lostNoRequest(), who, "", "no request lost\n");
        fails(
                () -> assertThat(dark).neverPointedProductionAtNothing(),
                who,
                "",
                "never sent requests where nobody is healthy\n");
        assertThatThrownBy(() -> assertThat(dark).lostNoRequest())
                .hasMessageContaining(" lost, dark for PT")
                .hasMessageContaining("0 answered with an error");
    }

    @Test
    void aRequestThatIsAnsweredWithAnErrorIsNotLost() {
        Simulation erring =
                Checkout.scenario().tasks(TaskBehaviour.instant().erring()).simulate();
        erring.run();
        assertThat(erring.traffic(Checkout.PRODUCTION).failed()).isPositive();
        assertThat(erring).lostNoRequest().neverPointedProductionAtNothing();
    }

    @Test
    void withoutRequestsNothingIsKnown() {
        Simulation quiet = Checkout.scenario().load(0).simulate();
        quiet.run();
        String who = "production route production";
        fails(() -> assertThat(quiet).lostNoRequest(), who, "no request came\n", "no request lost, of some that came");
        fails(
                () -> assertThat(quiet).neverPointedProductionAtNothing(),
                who,
                "no request came\n",
                "never sent requests where nobody is healthy, of some that came");
    }

    @Test
    void aRouteThatIsGoneServesNothing() {
        good.run();
        good.world().removeRoute(Checkout.PRODUCTION);
        fails(() -> assertThat(good).lostNoRequest(), "production route production", "removed\n", "no request lost\n");
    }
}
