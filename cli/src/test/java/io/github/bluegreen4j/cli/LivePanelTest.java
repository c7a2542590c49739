package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** What the panel shows of a deployment, and what is left of it at the end. */
class LivePanelTest {
    private static final ServiceRef SERVICE = new ServiceRef("prod", "shop");

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final LivePanel panel = new LivePanel(output("never"));

    private static Output output(String color) {
        CommandLine commands = BlueGreen.commandLine(false);
        commands.parseArgs("--color=" + color, "history", "d-1");
        CommandLine history = commands.getSubcommands().get("history");
        return (Output) history.getCommandSpec().mixins().values().stream()
                .map(mixin -> mixin.userObject())
                .filter(Output.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    private Deployment deploy(VirtualEngine engine) {
        world.addService(SERVICE, 4);
        world.addRoute(
                new RouteRef("https"), TrafficSplit.allOn(new TargetGroupRef("first"), new TargetGroupRef("second")));
        world.addRevision(SERVICE, "shop:1", new TargetGroupRef("first"));
        return engine.engine()
                .deploy(
                        new DeploymentId("d-1"),
                        DeploymentSpec.blueGreen(SERVICE)
                                .revision("shop:2")
                                .productionRoute(new RouteRef("https"))
                                .targetGroups(new TargetGroupRef("first"), new TargetGroupRef("second"))
                                .canary(20, Duration.ofMinutes(1))
                                .pause(
                                        LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                                        Duration.ofHours(1),
                                        TimeoutAction.CONTINUE)
                                .bakeTime(Duration.ZERO)
                                .build());
    }

    private VirtualEngine engine() {
        return VirtualEngine.of(
                time, DeploymentEngine.builder().runtime(world.runtime()).router(world.router()));
    }

    private List<String> lines(Deployment deployment, int width) {
        return panel.lines(deployment.view(), Optional.of(deployment.explain()), time.wall(), width);
    }

    @Test
    void stageWeightsTasksTimeAndWhatItWaitsForAreShown() {
        try (VirtualEngine engine = engine()) {
            Deployment deployment = deploy(engine);
            engine.advance(Duration.ofMinutes(62)); // the first pause is over, the step was made and baked

            assertThat(lines(deployment, 80))
                    .contains(
                            "deployment  d-1 of prod/shop",
                            "stage       PRE_PRODUCTION_TRAFFIC_SHIFT, step 2",
                            "production  blue  80.0 % [.............................#######]  20.0 % green",
                            "status      IN_PROGRESS")
                    .anyMatch(line -> line.startsWith("time        1 h 2 min 0 s, since 2026-03-01T03:00:00Z"))
                    .anyMatch(line -> line.startsWith("waits for   an answer to pause pause-PRE_PRODUCTION"))
                    .anyMatch(line -> line.matches("            for 5\\d min \\d+ s at most; then .*"));
        }
    }

    @Test
    void theLastPanelSaysHowItEnded() {
        try (VirtualEngine engine = engine()) {
            Deployment deployment = deploy(engine);
            engine.advance(Duration.ofMinutes(62));
            lines(deployment, 80);
            engine.advance(Duration.ofHours(5));

            assertThat(panel.lines(deployment.view(), Optional.empty(), time.wall(), 80))
                    .contains("status      SUCCESSFUL")
                    .anyMatch(line -> line.startsWith("stage       "))
                    .anyMatch(line -> line.contains("[####################################] 100.0 % green"))
                    .anyMatch(line -> line.startsWith("serves      ") && line.contains("4 of 4 targets healthy"))
                    .anyMatch(line -> line.startsWith("time        2 h "))
                    .noneMatch(line -> line.startsWith("waits for"));
        }
    }

    @Test
    void theBarsAreAsLongAsTheTerminalIsWide() {
        try (VirtualEngine engine = engine()) {
            Deployment deployment = deploy(engine);
            engine.advance(Duration.ofMinutes(62));
            for (int width : new int[] {60, 80, 160}) {
                assertThat(lines(deployment, width))
                        .filteredOn(line -> line.startsWith("production"))
                        .singleElement()
                        .satisfies(line ->
                                assertThat(line.length()).isLessThan(width).isGreaterThan(width - 8));
            }
        }
    }

    @Test
    void theStatusHasItsColor() {
        try (VirtualEngine engine = engine()) {
            Deployment deployment = deploy(engine);
            engine.advance(Duration.ofHours(6));
            assertThat(new LivePanel(output("always")).lines(deployment.view(), Optional.empty(), time.wall(), 80))
                    .contains("\u001b[32mstatus      SUCCESSFUL\u001b[0m");
        }
    }
}
