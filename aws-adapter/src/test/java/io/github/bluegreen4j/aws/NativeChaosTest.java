package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static io.github.bluegreen4j.aws.NativeDeploymentTest.PRODUCTION;
import static io.github.bluegreen4j.aws.NativeDeploymentTest.TEST;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/**
 * Chaos with ECS's own controller: engines that die, requests that fail, commands, stops in the console, tasks that fail, and everything
 * that AWS does not document, at random. The invariants of the simulation hold, no pause is left, and what ECS says of the end is what the
 * engine says.
 */
class NativeChaosTest {
    private static final int SEEDS = 40;
    private static final int LONGEST = 30;

    private SplittableRandom random = new SplittableRandom(0);

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <T extends Enum<T>> T any(Class<T> type) {
        return any(List.of(type.getEnumConstants()));
    }

    private boolean sometimes(int percent) {
        return random.nextInt(100) < percent;
    }

    private DeploymentSpec spec() {
        TrafficStrategy strategy = any(List.of(
                TrafficStrategy.allAtOnce(),
                TrafficStrategy.canary(Percent.of(10), Duration.ofMinutes(2)),
                TrafficStrategy.linear(Percent.of(40), Duration.ofMinutes(1))));
        DeploymentSpec.Builder spec = DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(PRODUCTION)
                .targetGroups(FIRST, SECOND)
                .strategy(strategy)
                .bakeTime(Duration.ofMinutes(3));
        return sometimes(70) ? spec.testRoute(TEST).build() : spec.build();
    }

    private Simulation simulation() {
        DeploymentSpec spec = spec();
        Scenario scenario = Scenario.of(spec)
                .autoscaled()
                .newWorld(FakeAws::of)
                .world(world -> AwsShop.nativeIn(world, spec.testRoute()))
                .ports((world, builder) -> new AwsShop(world).intoNative(world, builder));
        if (sometimes(15)) {
            scenario.tasks(TaskBehaviour.fails(Duration.ofSeconds(5)));
        }
        Simulation simulation = scenario.simulate();
        UndocumentedBehaviour undocumented =
                FakeAws.of(simulation.world()).ecs().undocumented();
        undocumented
                .reportsPreProduction(any(UndocumentedBehaviour.PreProductionReport.class))
                .runsHooksBeforeShift(sometimes(50))
                .listsFinishedHooks(sometimes(50))
                .runsTestHooksWithoutTestRule(sometimes(50))
                .restoresTestFirst(sometimes(50))
                .returnsTestRule(sometimes(50))
                .weighsInTenths(sometimes(50))
                .rollsBackInCleanUp(sometimes(50))
                .scalesServingRevisionOnly(sometimes(50))
                .replacesDeploymentConfiguration(sometimes(50))
                .appliesHooksAtOnce(sometimes(50))
                .reportsStageOfFailure(sometimes(50));
        return simulation;
    }

    private void disturb(Simulation simulation) {
        for (int i = random.nextInt(8); i > 0; i--) {
            FakeAws.of(simulation.world())
                    .faults()
                    .on("*")
                    .nth(1 + random.nextInt(400))
                    .happens(any(WireFault.class));
        }
        for (int i = random.nextInt(3); i > 0; i--) {
            Duration down = Duration.ofSeconds(random.nextInt(200));
            simulation.at(moment(), then -> then.killAndRestart(down));
        }
        if (sometimes(30)) {
            simulation.at(moment(), then -> then.rollBack("chaos"));
        } else if (sometimes(15)) {
            simulation.at(moment(), then -> then.abort("chaos"));
        } else if (sometimes(20)) {
            simulation.at(
                    moment(),
                    then -> then.happens("somebody stops it in the console", NativeChaosTest::stopInTheConsole));
        }
    }

    private static void stopInTheConsole(SimulatedWorld world) {
        try {
            NativeDeploymentTest.ongoing(world)
                    .ifPresent(arn -> NativeDeploymentTest.console(world)
                            .stopServiceDeployment(request -> request.serviceDeploymentArn(arn)
                                    .stopType(StopServiceDeploymentStopType.ROLLBACK)));
        } catch (SdkException failed) {
            // A fault has struck the console. Nobody tries again.
        }
    }

    private Duration moment() {
        return Duration.ofMillis(random.nextInt(LONGEST * 30_000));
    }

    /** Runs one seed, and returns how the deployment ended. */
    static DeploymentStatus run(long seed) {
        NativeChaosTest chaos = new NativeChaosTest();
        chaos.random = new SplittableRandom(seed);
        try (Simulation simulation = chaos.simulation()) {
            chaos.disturb(simulation);
            DeploymentRecord record = simulation.run();
            FakeAws.of(simulation.world()).faults().end();
            String story = "seed " + seed + "\n" + simulation.story();
            assertThat(record.status().isTerminal()).as(story).isTrue();
            if (record.leftOvers().isEmpty()) {
                NativeDeploymentTest.isReleased(simulation, story);
            }
            if (record.status() == DeploymentStatus.SUCCESSFUL) {
                assertThat(simulation.world().split(PRODUCTION).isAllOn(SECOND))
                        .as(story)
                        .isTrue();
            } else if (record.status() == DeploymentStatus.ROLLBACK_SUCCESSFUL) {
                assertThat(simulation.world().split(PRODUCTION).isAllOn(FIRST))
                        .as(story)
                        .isTrue();
                assertThat(simulation.world().describe(SHOP).revisions())
                        .as(story)
                        .hasSize(1);
            }
            return record.status();
        }
    }

    @Test
    void whateverGoesWrongTheInvariantsHoldAndNoPauseIsLeft() {
        Map<DeploymentStatus, Integer> ends = new EnumMap<>(DeploymentStatus.class);
        for (long seed = 1; seed <= SEEDS; seed++) {
            ends.merge(run(seed), 1, Integer::sum);
        }
        System.out.println(SEEDS + " seeds with ECS's own controller: " + ends);
        assertThat(ends).containsKeys(DeploymentStatus.SUCCESSFUL, DeploymentStatus.ROLLBACK_SUCCESSFUL);
    }
}
