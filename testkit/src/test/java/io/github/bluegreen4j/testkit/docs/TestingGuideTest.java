package io.github.bluegreen4j.testkit.docs;

import static io.github.bluegreen4j.model.DeploymentStatus.ROLLBACK_SUCCESSFUL;
import static io.github.bluegreen4j.model.DeploymentStatus.SUCCESSFUL;
import static io.github.bluegreen4j.model.LifecycleStage.BAKE_TIME;
import static io.github.bluegreen4j.model.LifecycleStage.CLEAN_UP;
import static io.github.bluegreen4j.model.LifecycleStage.POST_TEST_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.LifecycleStage.PRE_SCALE_UP;
import static io.github.bluegreen4j.model.LifecycleStage.PRODUCTION_TRAFFIC_SHIFT;
import static io.github.bluegreen4j.model.TimeoutAction.CONTINUE;
import static io.github.bluegreen4j.model.TimeoutAction.ROLLBACK;
import static io.github.bluegreen4j.testkit.assertj.SimulationAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.AlarmReading.State;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.contract.AlarmSourceContract;
import io.github.bluegreen4j.testkit.contract.AlarmSourceFixture;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.junit.Seeds;
import io.github.bluegreen4j.testkit.junit.SimulatedTest;
import io.github.bluegreen4j.testkit.simulation.Campaign;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What docs/testing.md shows is compiled and run here. */
class TestingGuideTest {

    @Nested
    // snippet: hook
    class CheckoutDeploymentTest implements SimulatedTest {
        static final RouteRef PRODUCTION = new RouteRef("production");
        static final RouteRef TEST = new RouteRef("test");
        static final TargetGroupRef BLUE = new TargetGroupRef("first"); // where the former revision serves
        static final TargetGroupRef GREEN = new TargetGroupRef("second");

        final SmokeTest smokeTest = new SmokeTest(); // your LifecycleHook

        DeploymentSpec.Builder checkout() {
            return DeploymentSpec.blueGreen(new ServiceRef("prod", "checkout"))
                    .revision("checkout:42")
                    .productionRoute(PRODUCTION)
                    .testRoute(TEST)
                    .targetGroups(BLUE, GREEN)
                    .canary(10, Duration.ofMinutes(5))
                    .hook(POST_TEST_TRAFFIC_SHIFT, "smoke-test", Duration.ofMinutes(10), ROLLBACK)
                    .alarm("checkout-5xx")
                    .bakeTime(Duration.ofMinutes(15))
                    .limits(DeploymentLimits.DEFAULTS.withDeployment(Duration.ofHours(4)));
        }

        @Override
        public Scenario scenario() {
            return Scenario.of(checkout().build()).hook("smoke-test", smokeTest);
        }

        @Test
        void theSmokeTestIsAskedWhenTestTrafficAloneGoesToGreen(Simulation simulation, SimulatedWorld world) {
            smokeTest.verdict = asked ->
                    world.split(TEST).isAllOn(GREEN) && world.split(PRODUCTION).isAllOn(BLUE)
                            ? HookResult.succeeded()
                            : HookResult.failed("too early, or too late");

            assertThat(simulation.run()).endedIn(SUCCESSFUL).leftNothingBehind().within(Duration.ofMinutes(30));
            assertThat(simulation).lostNoRequest();
            assertThat(smokeTest.asked).extracting(HookInvocation::stage).containsExactly(POST_TEST_TRAFFIC_SHIFT);
        }

        @Test
        void aNoIsRolledBackBeforeAnyProductionTrafficIsShifted(Simulation simulation) {
            smokeTest.verdict = asked -> HookResult.failed("the cart is empty");

            assertThat(simulation.run())
                    .endedIn(ROLLBACK_SUCCESSFUL)
                    .rolledBackBecauseOf(RollbackCause.HOOK_FAILED)
                    .endedWithReason("the cart is empty")
                    .neverVisited(PRODUCTION_TRAFFIC_SHIFT);
        }

        @Test
        void laterIsAskedAgainUnderTheSameId(Simulation simulation) {
            smokeTest.verdict = asked ->
                    smokeTest.asked.size() == 1 ? HookResult.inProgress(Duration.ofMinutes(2)) : HookResult.succeeded();

            assertThat(simulation.run()).endedIn(SUCCESSFUL);
            String id = smokeTest.asked.get(0).executionId();
            assertThat(smokeTest.asked).extracting(HookInvocation::executionId).containsExactly(id, id);
        }

        @Test
        void aHookThatHangsIsOutOfTimeAfterTenMinutes(Simulation simulation) {
            simulation.faults().on(Operation.INVOKE_HOOK).always().happens(Fault.HANGS);

            assertThat(simulation.run())
                    .endedIn(ROLLBACK_SUCCESSFUL)
                    .rolledBackBecauseOf(RollbackCause.HOOK_TIMED_OUT)
                    .within(Duration.ofMinutes(12));
        }
        // end of snippet

        // snippet: rollback
        @Test
        void anAlarmInTheBakePutsProductionBackOnBlue(Simulation simulation) {
            simulation.at(Duration.ofMinutes(10), then -> then.world().alarm("checkout-5xx", State.ALARM));

            assertThat(simulation.run())
                    .endedIn(ROLLBACK_SUCCESSFUL)
                    .rolledBackBecauseOf(RollbackCause.ALARM)
                    .visited(BAKE_TIME)
                    .neverVisited(CLEAN_UP);
            assertThat(simulation.world().split(PRODUCTION)).isEqualTo(TrafficSplit.allOn(BLUE, GREEN));
            assertThat(simulation).neverPointedProductionAtNothing().lostNoRequest();
        }

        @Test
        void aGreenThatAnswersWithErrorsHurtsATenthOfTheRequestsForSeconds(Simulation simulation) {
            simulation.world().behaves("checkout:42", TaskBehaviour.instant().erring());
            simulation.world().alarmOnErrors("checkout-5xx", PRODUCTION, 0.01);

            assertThat(simulation.run())
                    .rolledBackBecauseOf(RollbackCause.ALARM)
                    .neverVisited(BAKE_TIME);
            assertThat(simulation.traffic(PRODUCTION).failed()).isLessThan(200); // of 100 a second
        }
        // end of snippet

        // snippet: crash
        @Test
        void anEngineThatDiesInTheMiddleOfAShiftIsReplacedByOneThatGoesOn(Simulation simulation) {
            simulation.killDuring(Operation.WRITE_ROUTE, 2, Duration.ofSeconds(40)); // 1 is the test route's

            assertThat(simulation.run()).endedIn(SUCCESSFUL).leftNothingBehind();
            assertThat(simulation).lostNoRequest();
        }
        // end of snippet

        // snippet: others
        @Test
        void noRequestIsLostWhileTheDataPlaneLagsWithoutSayingSo(Simulation simulation) {
            simulation.world().lags(PRODUCTION, Duration.ofSeconds(20), Duration.ZERO);

            assertThat(simulation.run()).endedIn(SUCCESSFUL);
            assertThat(simulation).lostNoRequest();
        }

        @Test
        void tasksThatExitTwoMinutesAfterTheyWereHealthyAreRolledBack(Simulation simulation) {
            simulation.world().behaves("checkout:42", TaskBehaviour.instant().exiting(Duration.ofMinutes(2)));

            assertThat(simulation.run()).endedIn(ROLLBACK_SUCCESSFUL).within(Duration.ofMinutes(10));
        }

        @Test
        void anOutageOfAnHourInTheBakeTakesAnHourMore(Simulation simulation) {
            simulation.at(Duration.ofMinutes(10), then -> then.outOfReach(Duration.ofHours(1)));

            assertThat(simulation.run()).endedIn(SUCCESSFUL).within(Duration.ofMinutes(90));
            assertThat(simulation).lostNoRequest();
        }
        // end of snippet

        // snippet: seeds
        @Seeds(count = 20)
        void whateverGoesWrongNoProductionTrafficIsShiftedAgainstANo(Simulation simulation) {
            smokeTest.verdict = asked -> HookResult.failed("the cart is empty");
            simulation.run();

            assertThat(simulation.records())
                    .allSatisfy(record -> assertThat(record).neverVisited(PRODUCTION_TRAFFIC_SHIFT));
        }

        @Test
        void inACampaignOneDeploymentFollowsTheOtherAndNoInvariantBreaks() {
            Campaign.of(this::scenario).seeds(20).run().orThrow();
        }
        // end of snippet

        // snippet: time
        @Test
        void anApprovalMayTakeTwoWeeks() {
            DeploymentSpec spec = checkout()
                    .pause(PRE_SCALE_UP, Duration.ofDays(14), ROLLBACK)
                    .limits(DeploymentLimits.DEFAULTS)
                    .build();
            Simulation simulation = Scenario.of(spec)
                    .engine(settings -> settings.lease(Duration.ofHours(1)).journalPoll(Duration.ofHours(1)))
                    .simulate();
            simulation.at(Duration.ofDays(13), then -> then.answerPauses(CONTINUE));

            assertThat(simulation.run()).endedIn(SUCCESSFUL);
            assertThat(simulation.time().sinceStart()).isBetween(Duration.ofDays(13), Duration.ofDays(14));
        }
        // end of snippet
    }

    // snippet: smoke-test
    static class SmokeTest implements LifecycleHook {
        final List<HookInvocation> asked = new ArrayList<>();
        Function<HookInvocation, HookResult> verdict = asked -> HookResult.succeeded();

        @Override
        public HookResult invoke(HookInvocation invocation) {
            asked.add(invocation);
            return verdict.apply(invocation);
        }
    }
    // end of snippet

    /** A monitoring system that a test holds in its hands. */
    private static final class Monitoring {
        private final Map<String, State> alarms = new ConcurrentHashMap<>();
        private volatile boolean down;

        State state(String name) {
            if (down) {
                throw new IllegalStateException("connection refused");
            }
            return alarms.get(name);
        }
    }

    /** Its adapter. */
    private record MyAlarms(Monitoring monitoring) implements AlarmSource {
        @Override
        public AlarmReading read(Set<String> names) {
            try {
                return AlarmReading.of(names.stream()
                        .filter(name -> monitoring.state(name) != null)
                        .collect(Collectors.toMap(name -> name, monitoring::state)));
            } catch (IllegalStateException unreachable) {
                throw new PortException(
                        new Problem(Problem.Kind.UNAVAILABLE, "read", "alarms", unreachable.getMessage()));
            }
        }
    }

    @Nested
    // snippet: contract
    class MyAlarmsTest extends AlarmSourceContract {
        @Override
        protected AlarmSourceFixture fixture() {
            Monitoring monitoring = new Monitoring(); // the other side of the wire, fresh for each test
            return new AlarmSourceFixture() {
                @Override
                public AlarmSource alarms() {
                    return new MyAlarms(monitoring); // the adapter under test
                }

                @Override
                public void set(String name, AlarmReading.State state) {
                    monitoring.alarms.put(name, state);
                }

                @Override
                public void goOutOfReach() {
                    monitoring.down = true;
                }

                @Override
                public void pause() {} // how a little time passes there: here none has to
            };
        }
    }
    // end of snippet

    @Test
    void theGuideShowsTheSnippetsAsTheyAreCompiled() throws IOException {
        Snippets.of("docs/testing.md", TestingGuideTest.class).areAsTheyAreCompiled();
    }

    @Test
    void theGuideNamesTheDependencyAsItIsBuilt() throws IOException {
        String pom = Files.readString(Path.of("pom.xml"));
        String version = pom.substring(pom.indexOf("<version>"), pom.indexOf("</version>"));
        assertThat(Snippets.of("docs/testing.md", TestingGuideTest.class).page())
                .contains(
                        "<groupId>io.github.bluegreen4j</groupId>",
                        "<artifactId>bluegreen4j-testkit</artifactId>",
                        version);
    }
}
