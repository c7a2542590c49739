package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static io.github.bluegreen4j.aws.NativeDeploymentTest.PRODUCTION;
import static io.github.bluegreen4j.aws.NativeDeploymentTest.TEST;
import static io.github.bluegreen4j.aws.NativeDeploymentTest.console;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.aws.ecs.EcsNative;
import io.github.bluegreen4j.aws.ecs.NativeGuard;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.DeploymentStrategy;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentStatus;

/** Service deployments that somebody starts in the console, guarded by a standing policy, in virtual time. */
class NativeGuardTest {
    private static final Duration POLL = Duration.ofSeconds(5);

    private final AtomicInteger smokeTests = new AtomicInteger();
    private HookResult verdict = HookResult.succeeded();

    private static DeploymentSpec.Builder policy() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("any:1")
                .productionRoute(PRODUCTION)
                .testRoute(TEST)
                .targetGroups(FIRST, SECOND)
                .canary(10, Duration.ofMinutes(5))
                .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, "smoke-test")
                .bakeTime(Duration.ofMinutes(10));
    }

    private Simulation simulate(UnaryOperator<Scenario> change) {
        return change.apply(AwsWay.ECS_CONTROLLER.scenario(policy().build()).hook("smoke-test", invocation -> {
                    smokeTests.incrementAndGet();
                    return verdict;
                }))
                .simulate();
    }

    private Simulation simulate() {
        return simulate(UnaryOperator.identity());
    }

    private static NativeGuard guard(SimulatedWorld world) {
        return guard(world, policy().build());
    }

    private static NativeGuard guard(SimulatedWorld world, DeploymentSpec policy) {
        return EcsNative.builder(FakeClients.of(FakeAws.of(world), EcsClient.builder()))
                .budget(AwsShop.generous(AwsShop.timeOf(world)))
                .time(AwsShop.timeOf(world))
                .build()
                .guard(policy);
    }

    private static void deploysInTheConsole(SimulatedWorld world, String definition) {
        console(world)
                .updateService(request -> request.cluster("prod")
                        .service("shop")
                        .taskDefinition(definition)
                        .forceNewDeployment(true));
    }

    /** What a process with a guard does: it polls, and orders what it finds. */
    private static void attend(Simulation simulation, NativeGuard guard, Duration length, Consumer<Duration> beside) {
        attend(simulation, guard, "the guard", length, beside);
    }

    private static void attend(
            Simulation simulation, NativeGuard guard, String actor, Duration length, Consumer<Duration> beside) {
        for (Duration now = Duration.ZERO; now.compareTo(length) < 0; now = now.plus(POLL)) {
            if (simulation.livingEngines() > 0) {
                guard.find().ifPresent(found -> simulation.engine().deploy(found.id(), found.spec(), actor));
            }
            beside.accept(now);
            simulation.time().advance(POLL);
        }
    }

    private static void attend(Simulation simulation, NativeGuard guard) {
        attend(simulation, guard, Duration.ofMinutes(40), now -> {});
    }

    private static DeploymentConfiguration configuration(Simulation simulation) {
        return console(simulation.world())
                .describeServices(request -> request.cluster("prod").services("shop"))
                .services()
                .get(0)
                .deploymentConfiguration();
    }

    private static void isStillGuarded(Simulation simulation) {
        assertThat(configuration(simulation).lifecycleHooks())
                .as(simulation.story())
                .hasSize(1);
        assertThat(configuration(simulation).strategy()).isEqualTo(DeploymentStrategy.CANARY);
    }

    @Test
    void aDeploymentOfTheConsoleIsGuardedAsThePolicySays() {
        Simulation simulation = simulate();
        NativeGuard guard = guard(simulation.world());
        assertThat(guard.place()).isTrue();

        deploysInTheConsole(simulation.world(), "shop:2");
        attend(simulation, guard);

        assertEnds(simulation, DeploymentStatus.SUCCESSFUL);
        assertThat(simulation.records().get(0).leftOvers()).isEmpty();
        assertThat(simulation.records().get(0).took()).isGreaterThan(Duration.ofMinutes(15));
        assertThat(smokeTests).hasValue(1);
        assertThat(simulation.world().split(PRODUCTION).isAllOn(SECOND)).isTrue();
        assertThat(NativeDeploymentTest.last(simulation.world()).status())
                .isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        isStillGuarded(simulation);
    }

    @Test
    void aDeploymentOfTheConsoleThatFailsThePolicyGoesBack() {
        verdict = HookResult.failed("the cart is empty");
        Simulation simulation = simulate();
        NativeGuard guard = guard(simulation.world());
        assertThat(guard.place()).isTrue();

        deploysInTheConsole(simulation.world(), "shop:2");
        attend(simulation, guard);

        DeploymentRecord record = simulation.records().get(0);
        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(record.cause()).contains(RollbackCause.HOOK_FAILED);
        assertThat(simulation.records()).hasSize(1);
        assertThat(NativeDeploymentTest.last(simulation.world()).status())
                .isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(simulation.world().split(PRODUCTION).isAllOn(FIRST)).isTrue();
        isStillGuarded(simulation);
    }

    @Test
    void eachDeploymentOfTheConsoleIsGuardedAlsoOneOfTheSameDefinition() {
        Simulation simulation = simulate();
        NativeGuard guard = guard(simulation.world());
        assertThat(guard.place()).isTrue();

        for (String definition : List.of("shop:2", "shop:2", "shop:3")) {
            deploysInTheConsole(simulation.world(), definition);
            attend(simulation, guard);
        }

        assertThat(simulation.records())
                .extracting(DeploymentRecord::status)
                .as(simulation.story())
                .containsOnly(DeploymentStatus.SUCCESSFUL)
                .hasSize(3);
        assertThat(smokeTests).hasValue(3);
    }

    @Test
    void twoGuardsActOnce() {
        Simulation simulation = simulate(scenario -> scenario.engines(2));
        NativeGuard one = guard(simulation.world());
        NativeGuard other = guard(simulation.world());
        assertThat(one.place() && other.place()).isTrue();

        deploysInTheConsole(simulation.world(), "shop:2");
        attend(
                simulation,
                one,
                Duration.ofMinutes(40),
                now -> other.find().ifPresent(found -> simulation.engine().deploy(found.id(), found.spec())));

        assertEnds(simulation, DeploymentStatus.SUCCESSFUL);
        assertThat(FakeAws.of(simulation.world()).requests("ecs:ContinueServiceDeployment"))
                .hasSize(4);
    }

    @Test
    void anEngineThatDiesIsFollowedByOneThatGoesOn() {
        for (int second = 5; second < 900; second += 60) {
            smokeTests.set(0);
            Simulation simulation = simulate();
            NativeGuard guard = guard(simulation.world());
            assertThat(guard.place()).isTrue();
            Duration death = Duration.ofSeconds(second);

            deploysInTheConsole(simulation.world(), "shop:2");
            attend(simulation, guard, Duration.ofHours(1), now -> {
                if (now.equals(death)) {
                    simulation.killAndRestart(Duration.ofMinutes(1));
                }
            });

            assertEnds(simulation, DeploymentStatus.SUCCESSFUL);
            isStillGuarded(simulation);
        }
    }

    /** The guard was away: ECS has started green, and waits. */
    @Test
    void aDeploymentThatWaitsAlreadyIsGuardedToo() {
        Simulation simulation = simulate();
        NativeGuard guard = guard(simulation.world());
        assertThat(guard.place()).isTrue();

        deploysInTheConsole(simulation.world(), "shop:2");
        simulation.time().advance(Duration.ofHours(5));
        attend(simulation, guard);

        assertEnds(simulation, DeploymentStatus.SUCCESSFUL);
    }

    @Test
    void anAbortLeavesNoPauseThatNobodyAnswers() {
        Simulation simulation = simulate();
        NativeGuard guard = guard(simulation.world());
        assertThat(guard.place()).isTrue();

        deploysInTheConsole(simulation.world(), "shop:2");
        attend(simulation, guard, Duration.ofHours(1), now -> {
            if (now.equals(Duration.ofMinutes(4))) {
                for (DeploymentRecord record : simulation.records()) {
                    var unused = simulation
                            .engine()
                            .deploy(record.id(), guarded(record))
                            .abort("enough");
                }
            }
        });

        assertEnds(simulation, DeploymentStatus.STOPPED);
        assertThat(NativeDeploymentTest.last(simulation.world()).status())
                .isEqualTo(ServiceDeploymentStatus.ROLLBACK_SUCCESSFUL);
        isStillGuarded(simulation);
    }

    private static void assertEnds(Simulation simulation, DeploymentStatus... ends) {
        assertThat(simulation.records())
                .extracting(DeploymentRecord::status)
                .as(simulation.story())
                .containsExactly(ends);
    }

    private static DeploymentSpec guarded(DeploymentRecord record) {
        assertThat(record.id().value()).startsWith("ecs-");
        return policy().revision("shop:2").build();
    }

    @Test
    void aDeploymentOfTheEngineIsPossibleBesideTheGuard() {
        Simulation simulation = simulate();
        NativeGuard guard = guard(simulation.world());
        assertThat(guard.place()).isTrue();

        simulation.deploy(policy().revision("shop:2")
                .strategy(TrafficStrategy.allAtOnce())
                .build());
        attend(simulation, guard);

        assertEnds(simulation, DeploymentStatus.SUCCESSFUL);
        isStillGuarded(simulation);
    }

    @Test
    void aGuardThatIsRemovedLeavesTheServiceAsItWas() {
        Simulation simulation = simulate();
        NativeGuard guard = guard(simulation.world());
        assertThat(guard.place()).isTrue();
        isStillGuarded(simulation);

        guard.remove();

        NativeDeploymentTest.isReleased(configuration(simulation));
        assertThat(FakeAws.of(simulation.world()).ecs().tags(SHOP))
                .containsEntry("bluegreen4j:guarded-configuration", "-");
        deploysInTheConsole(simulation.world(), "shop:2");
        attend(simulation, guard);
        assertThat(simulation.records()).isEmpty();
        assertThat(NativeDeploymentTest.last(simulation.world()).status())
                .isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
    }

    @Test
    void aGuardIsNotPlacedOrRemovedInTheMiddleOfADeployment() {
        Simulation simulation = simulate();
        NativeGuard guard = guard(simulation.world());
        simulation.deploy(policy().revision("shop:2").build());
        simulation.time().advance(Duration.ofMinutes(3));

        assertThat(guard.place()).isFalse();

        simulation.run();
        NativeDeploymentTest.isReleased(configuration(simulation));
        assertThat(guard.place()).isTrue();
        isStillGuarded(simulation);
        deploysInTheConsole(simulation.world(), "shop:3");
        simulation.time().advance(Duration.ofMinutes(1));
        assertThatThrownBy(guard::remove)
                .isInstanceOf(PortException.class)
                .hasMessageContaining("remove the guard after its end");
        attend(simulation, guard);
        guard.remove();
        NativeDeploymentTest.isReleased(configuration(simulation));
    }

    @Test
    void aPolicyThatEcsCannotFollowIsRefused() {
        EcsNative ecs = EcsNative.create(FakeClients.of(FakeAws.of(simulate().world()), EcsClient.builder()));
        DeploymentSpec steps = policy().strategy(TrafficStrategy.steps(List.of(
                        new TrafficStrategy.Step(Percent.of(1), Duration.ofMinutes(1)),
                        new TrafficStrategy.Step(Percent.of(50), Duration.ofMinutes(1)),
                        new TrafficStrategy.Step(Percent.HUNDRED, Duration.ZERO))))
                .build();

        assertThatThrownBy(() -> ecs.guard(steps)).hasMessageContaining("policy.strategy");
        assertThatThrownBy(() -> ecs.guard(DeploymentSpec.recovery(SHOP)
                        .productionRoute(PRODUCTION)
                        .targetGroups(FIRST, SECOND)
                        .build()))
                .hasMessageContaining("a recovery");
    }

    /** A template that names its own configuration takes the pause hook off. */
    @Test
    void aDeploymentWithoutThePauseHookIsNotGuardedAndTheHookIsPlacedAgain() {
        Simulation simulation = simulate();
        NativeGuard guard = guard(simulation.world());
        assertThat(guard.place()).isTrue();
        console(simulation.world())
                .updateService(request -> request.cluster("prod")
                        .service("shop")
                        .taskDefinition("shop:2")
                        .deploymentConfiguration(configuration -> configuration
                                .strategy(DeploymentStrategy.BLUE_GREEN)
                                .bakeTimeInMinutes(5)
                                .lifecycleHooks(List.of())));

        attend(simulation, guard);

        assertThat(simulation.records()).isEmpty();
        assertThat(NativeDeploymentTest.last(simulation.world()).status())
                .isEqualTo(ServiceDeploymentStatus.SUCCESSFUL);
        isStillGuarded(simulation);
    }

    private static DeploymentSpec withApprovals() {
        return policy().pause(
                        LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                        Duration.ofHours(2),
                        Approvals.of(2, "alice", "bob", "carol"))
                .build();
    }

    /** ECS waits at its own pause meanwhile; it is answered only when the engine's pause is over. */
    @Test
    void ecsShiftsOnlyWhenEnoughPeopleHaveApproved() {
        Simulation simulation = AwsWay.ECS_CONTROLLER
                .scenario(withApprovals())
                .hook("smoke-test", invocation -> verdict)
                .simulate();
        NativeGuard guard = guard(simulation.world(), withApprovals());
        assertThat(guard.place()).isTrue();
        deploysInTheConsole(simulation.world(), "shop:2");

        attend(simulation, guard, "guard", Duration.ofMinutes(20), now -> {});
        assertThat(greenShare(simulation)).isZero();
        simulation.answerPauses("alice", TimeoutAction.CONTINUE);
        attend(simulation, guard, "guard", Duration.ofMinutes(10), now -> {});
        simulation.answerPauses("alice", TimeoutAction.CONTINUE);
        simulation.answerPauses("mallory", TimeoutAction.CONTINUE);
        attend(simulation, guard, "guard", Duration.ofMinutes(10), now -> {});
        assertThat(greenShare(simulation)).as(simulation.story()).isZero();

        simulation.answerPauses("carol", TimeoutAction.CONTINUE);
        attend(simulation, guard, "guard", Duration.ofMinutes(5), now -> {});
        assertThat(greenShare(simulation)).as(simulation.story()).isEqualTo(10);
        // The second step needs approvals of its own. A no takes production back.
        attend(simulation, guard, "guard", Duration.ofMinutes(10), now -> {});
        simulation.answerPauses("bob", TimeoutAction.ROLLBACK);
        attend(simulation, guard, "guard", Duration.ofMinutes(15), now -> {});

        assertThat(simulation.records()).singleElement().satisfies(record -> {
            assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(record.reason()).contains("the pause was answered with ROLLBACK by bob");
        });
        assertThat(greenShare(simulation)).isZero();
    }

    /** The author of a deployment may not approve it, so a guard must say in whose name it orders. */
    @Test
    void anOrderOfNobodyIsRefusedIfThePolicyNeedsApprovals() {
        Simulation simulation = AwsWay.ECS_CONTROLLER
                .scenario(withApprovals())
                .hook("smoke-test", invocation -> verdict)
                .simulate();

        assertThatThrownBy(() -> simulation.engine().deploy(new DeploymentId("ecs-1"), withApprovals()))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("actor: is missing; allowed: the name of who orders");
    }

    private static double greenShare(Simulation simulation) {
        return simulation.world().view().route(PRODUCTION).orElseThrow().split().shareOf(SECOND);
    }
}
