package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static io.github.bluegreen4j.aws.AwsShop.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableDimension;
import software.amazon.awssdk.services.applicationautoscaling.model.ScalableTarget;
import software.amazon.awssdk.services.applicationautoscaling.model.ServiceNamespace;
import software.amazon.awssdk.services.applicationautoscaling.model.SuspendedState;

/** The scalable targets of a pair take turns with its services, whatever becomes of a deployment. */
public class PairScalingTest {
    private static final String REGISTER = "application-autoscaling:RegisterScalableTarget";
    private static final String AT_REST = "0-0 in out scheduled";
    private static final String FREE = "2-20";
    private static final String SUSPENDED = "2-20 in";

    private static DeploymentSpec.Builder spec() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(ARNS.rule("web", 443, 10))
                .testRoute(ARNS.rule("web", 8443, 10))
                .targetGroups(FIRST, SECOND)
                .canary(10, Duration.ofMinutes(2))
                .bakeTime(Duration.ofMinutes(5));
    }

    /** A service with the limits 2 and 20, and a twin at rest. */
    private static Simulation simulate(DeploymentSpec spec) {
        return simulate(spec, aws -> {});
    }

    private static Simulation simulate(DeploymentSpec spec, Consumer<FakeAws> change) {
        return Scenario.of(spec)
                .autoscaled()
                .newWorld(AwsShop::pairIn)
                .world(world -> {
                    FakeAws aws = FakeAws.of(world);
                    aws.autoScaling().target(SHOP, 2, 20);
                    change.accept(aws);
                })
                .ports((world, builder) -> new AwsShop(world).intoPair(world, builder))
                .simulate();
    }

    private static FakeAws aws(Simulation simulation) {
        return FakeAws.of(simulation.world());
    }

    /** The limits of a target, and what is suspended. */
    private static String target(Simulation simulation, ServiceRef service) {
        return target(aws(simulation), service);
    }

    public static String target(FakeAws aws, ServiceRef service) {
        try (ApplicationAutoScalingClient client = FakeClients.of(aws, ApplicationAutoScalingClient.builder())) {
            ScalableTarget target = client.describeScalableTargets(
                            request -> request.serviceNamespace(ServiceNamespace.ECS)
                                    .resourceIds("service/" + service.cluster() + "/" + service.name()))
                    .scalableTargets()
                    .get(0);
            SuspendedState suspended = target.suspendedState();
            return target.minCapacity() + "-" + target.maxCapacity()
                    + (suspended.dynamicScalingInSuspended() ? " in" : "")
                    + (suspended.dynamicScalingOutSuspended() ? " out" : "")
                    + (suspended.scheduledScalingSuspended() ? " scheduled" : "");
        }
    }

    private static void targetsAre(Simulation simulation, String ofService, String ofTwin) {
        assertThat(List.of(target(simulation, SHOP), target(simulation, TWIN)))
                .as(() -> "the targets of the service and its twin\n" + simulation.story())
                .containsExactly(ofService, ofTwin);
    }

    private static DeploymentRecord ends(Simulation simulation, DeploymentStatus status) {
        DeploymentRecord record = simulation.run();
        assertThat(record.status()).as(simulation.story()).isEqualTo(status);
        assertThat(record.leftOvers()).isEmpty();
        return record;
    }

    private static int running(Simulation simulation, ServiceRef service) {
        return simulation.world().describe(SHOP).revisions().stream()
                .filter(revision -> revision.revision().id().startsWith(ARNS.service(service) + "@"))
                .mapToInt(revision -> revision.counts().desired())
                .sum();
    }

    @Test
    void theTwinTakesOverTheLimitsAndTheOtherRests() {
        Simulation simulation = simulate(spec().build());

        ends(simulation, DeploymentStatus.SUCCESSFUL);

        targetsAre(simulation, AT_REST, FREE);
    }

    @Test
    void theNextDeploymentTakesThemBack() {
        Simulation simulation = simulate(spec().build());
        ends(simulation, DeploymentStatus.SUCCESSFUL);

        simulation.deploy(spec().revision("shop:3").build());
        ends(simulation, DeploymentStatus.SUCCESSFUL);

        targetsAre(simulation, FREE, AT_REST);
    }

    @Test
    void beforeGreenCarriesTrafficItHasTheLimitsAndScaleInIsSuspendedOnBoth() {
        Simulation simulation = simulate(spec().build());
        List<String> seen = new ArrayList<>();
        simulation.when(WorkEvent.RouteShifted.class, s -> seen.addAll(List.of(target(s, SHOP), target(s, TWIN))));

        ends(simulation, DeploymentStatus.SUCCESSFUL);

        assertThat(seen).containsExactly(SUSPENDED, SUSPENDED);
    }

    @Test
    void aRollbackPutsEverythingBackAsItWas() {
        Simulation simulation = simulate(spec().build());
        simulation.when(ProgressEvent.BakeStarted.class, s -> s.rollBack("it does not sell"));

        ends(simulation, DeploymentStatus.ROLLBACK_SUCCESSFUL);

        targetsAre(simulation, FREE, AT_REST);
    }

    /** The deployment is frozen: both run tasks, so both may scale within the limits. */
    @Test
    void anAbortLetsBothScaleWithinTheLimits() {
        Simulation simulation = simulate(spec().build());
        simulation.when(WorkEvent.RouteShifted.class, s -> s.abort("something is odd"));

        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.STOPPED);

        targetsAre(simulation, FREE, FREE);
    }

    /** The minimum is sent last, when green was launched; the engine died before. */
    @Test
    void aMinimumThatWasNeverSentIsSentBeforeScaleInIsAllowed() {
        Simulation simulation = simulate(spec().build());
        aws(simulation).faults().on(REGISTER).nth(3).happens(WireFault.CONNECTION_REFUSED);
        List<String> seen = new ArrayList<>();
        simulation.when(WorkEvent.RouteShifted.class, s -> {
            seen.add(target(s, TWIN));
            s.abort("something is odd");
        });

        assertThat(simulation.run().status()).isEqualTo(DeploymentStatus.STOPPED);

        assertThat(seen).containsExactly("0-20 in");
        targetsAre(simulation, FREE, FREE);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void noPolicyWakesTheServiceAtRest(boolean enforcesLimits) {
        Simulation simulation = simulate(spec().build(), aws -> {
            aws.autoScaling().enforcesLimits(enforcesLimits);
            aws.autoScaling().wants(TWIN, 7);
        });
        List<Integer> seen = new ArrayList<>();
        simulation.when(WorkEvent.ScaleInSuspended.class, s -> seen.add(running(s, TWIN)));
        simulation.when(
                ProgressEvent.BakeStarted.class, s -> aws(s).autoScaling().wants(SHOP, 9));

        ends(simulation, DeploymentStatus.SUCCESSFUL);
        target(simulation, SHOP);

        assertThat(seen).as("tasks of the twin before its launch").containsExactly(0);
        assertThat(running(simulation, SHOP)).as("tasks of the service at rest").isZero();
        assertThat(running(simulation, TWIN)).isEqualTo(7);
        targetsAre(simulation, AT_REST, FREE);
    }

    @Test
    void greenScalesOutByItselfOnceItCarriesTraffic() {
        Simulation simulation = simulate(spec().build());
        List<Integer> seen = new ArrayList<>();
        simulation.when(
                ProgressEvent.BakeStarted.class, s -> aws(s).autoScaling().wants(TWIN, 30));
        simulation.when(WorkEvent.PrimaryMade.class, s -> seen.add(running(s, TWIN)));

        ends(simulation, DeploymentStatus.SUCCESSFUL);

        assertThat(seen).as("up to its maximum").containsExactly(20);
    }

    @Test
    void greenFollowsBlueThatScalesOut() {
        Simulation simulation = simulate(spec().build());
        simulation.when(
                WorkEvent.RevisionLaunched.class, s -> aws(s).autoScaling().wants(SHOP, 5));
        List<Integer> seen = new ArrayList<>();
        simulation.when(WorkEvent.RouteShifted.class, s -> seen.add(running(s, TWIN)));

        ends(simulation, DeploymentStatus.SUCCESSFUL);

        assertThat(seen).containsExactly(5);
    }

    @Test
    void neitherScalesInUntilTheEnd() {
        Simulation simulation =
                simulate(spec().build(), aws -> aws.autoScaling().wants(SHOP, 6));
        simulation.when(WorkEvent.RevisionLaunched.class, s -> {
            aws(s).autoScaling().wants(SHOP, 1);
            aws(s).autoScaling().wants(TWIN, 1);
        });
        List<Integer> seen = new ArrayList<>();
        simulation.when(WorkEvent.PrimaryMade.class, s -> seen.addAll(List.of(running(s, SHOP), running(s, TWIN))));

        ends(simulation, DeploymentStatus.SUCCESSFUL);
        target(simulation, TWIN);

        assertThat(seen).containsExactly(6, 6);
        assertThat(running(simulation, TWIN)).as("scaled in to the minimum").isEqualTo(2);
    }

    @Test
    void aSuspensionOfSomebodyElseStaysAndMoves() {
        Simulation simulation = simulate(spec().build(), aws -> suspend(aws, SHOP, true));

        ends(simulation, DeploymentStatus.SUCCESSFUL);

        targetsAre(simulation, AT_REST, "2-20 in out");
    }

    private static void suspend(FakeAws aws, ServiceRef service, boolean out) {
        FakeClients.of(aws, ApplicationAutoScalingClient.builder())
                .registerScalableTarget(request -> request.serviceNamespace(ServiceNamespace.ECS)
                        .resourceId("service/" + service.cluster() + "/" + service.name())
                        .scalableDimension(ScalableDimension.ECS_SERVICE_DESIRED_COUNT)
                        .suspendedState(state -> state.dynamicScalingInSuspended(true)
                                .dynamicScalingOutSuspended(out)
                                .scheduledScalingSuspended(false)));
    }

    @Test
    void limitsThatSomebodyChangesOnBlueInTheMiddleAreGreensToo() {
        Simulation simulation = simulate(spec().build());
        simulation.when(
                ProgressEvent.BakeStarted.class, s -> aws(s).autoScaling().target(SHOP, 3, 30));

        ends(simulation, DeploymentStatus.SUCCESSFUL);

        targetsAre(simulation, AT_REST, "3-30");
    }

    @Test
    void limitsThatSomebodyChangesOnGreenInTheMiddleStay() {
        Simulation simulation = simulate(spec().build());
        simulation.when(ProgressEvent.BakeStarted.class, s -> {
            aws(s).autoScaling().target(SHOP, 3, 30);
            aws(s).autoScaling().target(TWIN, 4, 40);
        });

        ends(simulation, DeploymentStatus.SUCCESSFUL);

        targetsAre(simulation, AT_REST, "4-40");
    }

    @Test
    void limitsThatSomebodyChangesOnBlueStayAfterARollback() {
        Simulation simulation = simulate(spec().build());
        simulation.when(ProgressEvent.BakeStarted.class, s -> {
            aws(s).autoScaling().target(SHOP, 3, 30);
            s.rollBack("it does not sell");
        });

        ends(simulation, DeploymentStatus.ROLLBACK_SUCCESSFUL);

        targetsAre(simulation, "3-30", AT_REST);
    }

    /** Then the retirement has nothing to scale, and where scale-in was suspended before, there is nothing to restore. */
    @Test
    void aGreenThatSomebodyScaledToNothingRests() {
        Simulation simulation = simulate(spec().build(), aws -> suspend(aws, SHOP, false));
        simulation.when(
                ProgressEvent.BakeStarted.class,
                s -> s.happens(
                        "somebody scales green to 0",
                        world -> world.describe(SHOP).revisions().stream()
                                .filter(revision -> revision.targetGroup().equals(SECOND))
                                .forEach(green -> world.rescale(SHOP, green.revision(), 0))));
        simulation.when(ProgressEvent.BakeStarted.class, s -> s.rollBack("it is gone"));

        ends(simulation, DeploymentStatus.ROLLBACK_SUCCESSFUL);

        targetsAre(simulation, SUSPENDED, AT_REST);
    }

    /** Where scale-in was suspended before, there is nothing to restore, so the launch itself must clean up. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aLaunchThatEcsRefusesLeavesTheTwinAtRest(boolean isSuspended) {
        Simulation simulation = simulate(spec().build(), aws -> {
            if (isSuspended) {
                suspend(aws, SHOP, false);
            }
        });
        aws(simulation).denies("ecs:UpdateService");

        ends(simulation, DeploymentStatus.ROLLBACK_SUCCESSFUL);

        targetsAre(simulation, isSuspended ? SUSPENDED : FREE, AT_REST);
    }

    /** The rollback is asked for while the launch is not answered, and it never arrived. */
    @Test
    void aLaunchThatNeverArrivedLeavesTheTwinAtRest() {
        Simulation simulation = simulate(spec().build());
        aws(simulation).faults().on("ecs:UpdateService").always().happens(WireFault.CONNECTION_REFUSED);
        simulation.when(
                WorkEvent.ScaleInSuspended.class,
                s -> s.after(Duration.ofSeconds(30), later -> later.rollBack("late")));

        ends(simulation, DeploymentStatus.ROLLBACK_SUCCESSFUL);

        targetsAre(simulation, FREE, AT_REST);
    }

    @Test
    void anIdleServiceWithLimitsOfItsOwnGetsThoseOfTheOther() {
        Simulation simulation = simulate(spec().build(), aws -> {
            aws.autoScaling().target(TWIN, 0, 9);
            suspend(aws, TWIN, false);
        });

        ends(simulation, DeploymentStatus.SUCCESSFUL);

        targetsAre(simulation, AT_REST, FREE);
    }

    /** The first deployment goes to the group without weight. */
    private static Simulation first(boolean ofTwin, boolean isSuspended) {
        TargetGroupRef serving = ofTwin ? FIRST : SECOND;
        TargetGroupRef idle = ofTwin ? SECOND : FIRST;
        DeploymentSpec spec = spec().targetGroups(serving, idle).build();
        return Scenario.of(spec)
                .autoscaled()
                .newWorld(AwsShop::pairIn)
                .first()
                .world(world -> {
                    FakeAws aws = FakeAws.of(world);
                    aws.autoScaling().target(SHOP, 2, 20);
                    if (isSuspended) {
                        suspend(aws, SHOP, false);
                    }
                    aws.ecs().tag(SHOP, "bluegreen4j:desired-count", "2");
                })
                .ports((world, builder) -> new AwsShop(world).intoPair(world, builder))
                .simulate();
    }

    /** Scale-in was suspended before, so no restoration puts the service at rest. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aFirstDeploymentUsesTheLimitsOfTheService(boolean ofTwin) {
        Simulation simulation = first(ofTwin, true);

        ends(simulation, DeploymentStatus.SUCCESSFUL);

        targetsAre(simulation, ofTwin ? AT_REST : SUSPENDED, ofTwin ? SUSPENDED : AT_REST);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theRollbackOfAFirstDeploymentLosesNoLimits(boolean ofTwin) {
        Simulation simulation = first(ofTwin, false);
        simulation.when(ProgressEvent.BakeStarted.class, s -> s.rollBack("it does not sell"));

        ends(simulation, DeploymentStatus.ROLLBACK_SUCCESSFUL);

        targetsAre(simulation, FREE, AT_REST);
    }

    private static void isRefused(Consumer<FakeAws> trouble, String... named) {
        Simulation simulation = simulate(spec().build(), trouble);

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.reason()).contains(named);
        assertThat(aws(simulation).requests())
                .extracting(AwsRequest::action)
                .noneMatch(action -> action.matches(".*:(Create|Modify|Update|Delete|Register|Put|Tag).*"));
    }

    @Test
    void aPairThatCannotTakeTurnsIsRefusedBeforeAnythingIsTouched() {
        isRefused(
                aws -> aws.autoScaling().deregistered(TWIN),
                "service.scalableTarget: \"service/prod/shop-twin: (missing)\"",
                "bluegreen pair create");
        isRefused(
                aws -> aws.autoScaling().deregistered(SHOP),
                "service/prod/shop: (missing)",
                "deregister that of prod/shop-twin");
        isRefused(aws -> aws.autoScaling().target(SHOP, 0, 0), "maximum 0", "the service that serves");
    }

    @Test
    void aPairWithoutScalableTargetsNeedsNone() {
        Simulation simulation = Scenario.of(spec().build())
                .newWorld(AwsShop::pairIn)
                .ports((world, builder) -> new AwsShop(world).intoPair(world, builder))
                .simulate();

        ends(simulation, DeploymentStatus.SUCCESSFUL);

        assertThat(aws(simulation).requests(REGISTER)).isEmpty();
    }

    /** Each request that changes something fails once, before or after it took effect. */
    @ParameterizedTest
    @EnumSource(
            value = WireFault.class,
            names = {"CONNECTION_REFUSED", "RESET_AFTERWARDS", "THROTTLED"})
    void whateverBecomesOfOneRequestTheTargetsAreInTheirPlaces(WireFault fault) {
        for (String action : List.of(REGISTER, "ecs:UpdateService", "ecs:TagResource")) {
            for (boolean rollsBack : new boolean[] {false, true}) {
                for (int nth = 1; nth <= 6; nth++) {
                    Simulation simulation = simulate(spec().build());
                    if (rollsBack) {
                        simulation.when(ProgressEvent.BakeStarted.class, s -> s.rollBack("it does not sell"));
                    }
                    aws(simulation).faults().on(action).nth(nth).happens(fault);

                    isInPlace(simulation, rollsBack);
                }
            }
        }
    }

    /** The engine dies during each call that changes something. */
    @ParameterizedTest
    @EnumSource(
            value = Operation.class,
            names = {"LAUNCH", "MAKE_PRIMARY", "RETIRE", "SUSPEND_SCALE_IN", "RESTORE_SCALE_IN"})
    void whereverTheEngineDiesTheTargetsAreInTheirPlaces(Operation operation) {
        for (boolean rollsBack : new boolean[] {false, true}) {
            for (int nth = 1; nth <= 3; nth++) {
                Simulation simulation = simulate(spec().build());
                if (rollsBack) {
                    simulation.when(ProgressEvent.BakeStarted.class, s -> s.rollBack("it does not sell"));
                }
                simulation.killDuring(operation, nth, Duration.ofSeconds(40));

                isInPlace(simulation, rollsBack);
            }
        }
    }

    private static void isInPlace(Simulation simulation, boolean rollsBack) {
        ends(simulation, rollsBack ? DeploymentStatus.ROLLBACK_SUCCESSFUL : DeploymentStatus.SUCCESSFUL);
        targetsAre(simulation, rollsBack ? FREE : AT_REST, rollsBack ? AT_REST : FREE);
    }
}
