package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Where a command leaves a deployment that it follows, how much it tells, and in which colors. */
@Timeout(600)
class FollowTest {
    private static final String GREEN = "\u001b[32m";
    private static final String YELLOW = "\u001b[33m";
    private static final String RESET = "\u001b[0m";

    @TempDir
    static Path directory;

    @BeforeAll
    static void fill() {
        VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
        InMemoryJournal source = InMemoryJournal.create(time);
        SimulatedWorld world = SimulatedWorld.create(time);
        for (String name : List.of("good", "bad", "turned", "waits", "stopping", "recovery")) {
            ServiceRef service = new ServiceRef("prod", name);
            world.addService(service, 1);
            world.addRoute(
                    new RouteRef("route-" + name),
                    TrafficSplit.allOn(new TargetGroupRef("first-" + name), new TargetGroupRef("second-" + name)));
            world.addRevision(service, "shop:1", new TargetGroupRef("first-" + name));
        }
        try (VirtualEngine engine = VirtualEngine.of(
                time,
                DeploymentEngine.builder()
                        .runtime(world.runtime())
                        .router(world.router())
                        .journal(source)
                        .hook("smoke", invocation -> HookResult.failed("the cart is empty")))) {
            engine.engine()
                    .deploy(
                            new DeploymentId("good"),
                            order(
                                    "good",
                                    DeploymentSpec.blueGreen(new ServiceRef("prod", "good"))
                                            .revision("shop:2")));
            for (String bad : List.of("bad", "turned")) {
                engine.engine()
                        .deploy(
                                new DeploymentId(bad),
                                order(
                                        bad,
                                        DeploymentSpec.blueGreen(new ServiceRef("prod", bad))
                                                .revision("shop:2")
                                                .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, "smoke")));
            }
            for (String waits : List.of("waits", "stopping")) {
                engine.engine()
                        .deploy(
                                new DeploymentId(waits),
                                order(
                                        waits,
                                        DeploymentSpec.blueGreen(new ServiceRef("prod", waits))
                                                .revision("shop:2")
                                                .pause(
                                                        LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                                                        Duration.ofDays(9),
                                                        TimeoutAction.ROLLBACK)));
            }
            engine.engine()
                    .deploy(
                            new DeploymentId("recovery"),
                            order("recovery", DeploymentSpec.recovery(new ServiceRef("prod", "recovery"))));
            engine.advance(Duration.ofHours(3));
        }
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("journal"))) {
            for (String name : List.of("good", "bad", "waits", "recovery")) {
                JournalCopies.copy(journal, name, events(source, name));
            }
            List<DeploymentEvent> turned = events(source, "turned");
            int turn = IntStream.range(0, turned.size())
                    .filter(i -> turned.get(i) instanceof ProgressEvent.RollbackStarted)
                    .findFirst()
                    .orElseThrow();
            JournalCopies.copy(journal, "turned", turned.subList(0, turn + 1));
            List<DeploymentEvent> stopping = new ArrayList<>(events(source, "stopping"));
            stopping.add(new ProgressEvent.StopRequested(time.wall(), "by hand"));
            JournalCopies.copy(journal, "stopping", stopping);
        }
    }

    private static DeploymentSpec order(String name, DeploymentSpec.Builder spec) {
        spec.productionRoute(new RouteRef("route-" + name))
                .targetGroups(new TargetGroupRef("first-" + name), new TargetGroupRef("second-" + name));
        return spec.build();
    }

    private static List<DeploymentEvent> events(InMemoryJournal source, String id) {
        return source.read(new DeploymentId(id)).orElseThrow().events();
    }

    private static Cli run(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--journal=h2:" + directory.resolve("journal"));
        return Cli.run(all.toArray(String[]::new));
    }

    private static DeploymentDescription view(String id) {
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("journal"))) {
            return DeploymentEngine.describe(journal, new DeploymentId(id)).orElseThrow();
        }
    }

    @Test
    void aDeploymentThatIsInTheStageOrPastItIsLeftWithExitCode0() {
        for (String stage : List.of("PRE_PRODUCTION_TRAFFIC_SHIFT", "scale-up", "RECONCILE_SERVICE")) {
            Cli left = run("watch", "waits", "--until=" + stage);

            assertThat(left.exitCode()).as(left.err()).isZero();
            assertThat(left.out())
                    .contains("The deployment pauses")
                    .endsWith("deployment waits has reached " + Texts.constant(stage) + System.lineSeparator());
        }
        Cli json = run("watch", "waits", "--until=SCALE_UP", "--json");
        assertThat(json.exitCode()).isZero();
        JsonNode last = json.json().get(json.json().size() - 1);
        assertThat(last.get("reached").asText()).isEqualTo("SCALE_UP");
        assertThat(last.get("status").asText()).isEqualTo("IN_PROGRESS");
        assertThat(last.get("replayed").asBoolean()).isFalse();
    }

    @Test
    void aStageAheadIsNotReachedAndNoneIsByADeploymentThatTurnedBack() {
        assertThat(UntilOption.isReached(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, view("waits")))
                .isTrue();
        assertThat(UntilOption.isReached(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT, view("waits")))
                .isFalse();
        assertThat(UntilOption.isReached(LifecycleStage.PRE_SCALE_UP, view("turned")))
                .isFalse();
        assertThat(UntilOption.isReached(LifecycleStage.PRE_SCALE_UP, view("stopping")))
                .isFalse();
    }

    @Test
    void aDeploymentThatHasEndedCountsByItsEnd() {
        assertThat(run("watch", "good", "--until=BAKE_TIME").exitCode()).isZero();
        Cli back = run("watch", "bad", "--until=SCALE_UP", "--json");
        assertThat(back.exitCode()).isEqualTo(1);
        assertThat(back.json().get(back.json().size() - 1).get("reached").isNull())
                .isTrue();
    }

    @Test
    void aStageThatADeploymentCanNotReachIsRefusedWithThoseThatItCan() {
        for (String wrong : List.of("BAKE", "PRE_ROLLBACK")) {
            for (String command : List.of("watch waits", "deploy --id=waits --world=local:nowhere")) {
                Cli refused = run((command + " --until=" + wrong).split(" "));
                assertThat(refused.exitCode()).isEqualTo(2);
                assertThat(refused.err())
                        .startsWith(
                                "--until: \"" + wrong + "\" is not allowed; allowed: RECONCILE_SERVICE, PRE_SCALE_UP,")
                        .contains("CLEAN_UP")
                        .doesNotContain("POST_ROLLBACK");
            }
        }
        Cli recovery = run("watch", "recovery", "--until=BAKE_TIME");
        assertThat(recovery.exitCode()).isEqualTo(2);
        assertThat(recovery.err())
                .startsWith(
                        "--until: \"BAKE_TIME\" is not allowed; allowed: RECONCILE_SERVICE, since the deployment is a");
    }

    @Test
    void aQuietCommandTellsTheEndAndWhatNeedsAttention() {
        assertThat(run("watch", "waits", "--until=SCALE_UP", "--quiet").out().lines())
                .satisfiesExactly(
                        line -> assertThat(line).contains("The deployment pauses", "bluegreen continue waits"),
                        line -> assertThat(line).contains("has reached SCALE_UP"));
        assertThat(run("watch", "waits", "--until=SCALE_UP", "--quiet", "--json")
                        .json())
                .singleElement()
                .satisfies(last -> assertThat(last.get("reached").asText()).isEqualTo("SCALE_UP"));
        assertThat(run("watch", "bad", "--quiet", "--json").json()).hasSize(1);
        assertThat(run("watch", "good", "--quiet").out().lines()).hasSize(1);
    }

    /** What a person sees of a command that is typed in a terminal with these variables. */
    private static String typed(String variables, String words) throws IOException, InterruptedException {
        Path command = Files.writeString(
                directory.resolve("command"),
                "stty cols 70 rows 20; unset COLUMNS; %s exec '%s' -XX:+UseSerialGC -XX:TieredStopAtLevel=1 -Dorg.slf4j.simpleLogger.defaultLogLevel=off -cp '%s' %s %s '--journal=h2:%s'"
                        .formatted(
                                variables,
                                Path.of(System.getProperty("java.home"), "bin", "java"),
                                System.getProperty("java.class.path"),
                                BlueGreen.class.getName(),
                                words,
                                directory.resolve("journal")));
        Process terminal = new ProcessBuilder("script", "-qefc", "sh '" + command + "'", "/dev/null")
                .redirectErrorStream(true)
                .start();
        String seen = new String(terminal.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(terminal.waitFor()).as(seen).isZero();
        return seen;
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "script has other options elsewhere")
    void aTerminalGetsAPanelAndColors() throws IOException, InterruptedException {
        String watch = "watch waits --until=SCALE_UP";
        String panel = "production  blue 100.0 %";
        String reached = "deployment waits has reached SCALE_UP";

        assertThat(typed("TERM=xterm NO_COLOR=", watch)).contains(panel).contains(GREEN + reached + RESET);
        assertThat(typed("TERM=xterm NO_COLOR=1", watch))
                .contains(panel)
                .contains(reached)
                .doesNotContain(GREEN, YELLOW);
        assertThat(typed("TERM=dumb NO_COLOR=", watch))
                .contains(reached)
                .doesNotContain(panel)
                .doesNotContain("\u001b");
        assertThat(run("watch", "waits", "--until=SCALE_UP").out()).doesNotContain(panel);
    }

    @Test
    @EnabledOnOs(value = OS.LINUX, disabledReason = "script has other options elsewhere")
    void aTimelineIsAsWideAsTheTerminal() throws IOException, InterruptedException {
        assertThat(typed("TERM=xterm", "timeline good").lines())
                .filteredOn(line -> line.startsWith("+00:15:00  Blue may be retired"))
                .containsExactly("+00:15:00  Blue may be retired: green has all of production and is");
        assertThat(run("timeline", "good").out()).contains("green has all of production and is healthy");
    }

    @Test
    void peopleGetColorsAndProgramsDoNot() {
        assertThat(run("watch", "waits", "--until=SCALE_UP", "--color=always").out())
                .contains(GREEN + "deployment waits has reached SCALE_UP" + RESET);
        assertThat(run("history", "bad", "--color=always").out())
                .contains(YELLOW)
                .doesNotContain(GREEN);
        assertThat(run("status", "good", "--color=always").out()).contains(GREEN + "status      SUCCESSFUL" + RESET);
        assertThat(run("--color=always", "status", "--service=prod/good").out()).startsWith(GREEN);
        for (String colors : List.of("--color=auto", "--color=never")) {
            assertThat(run("watch", "waits", "--until=SCALE_UP", colors).out()).doesNotContain("\u001b");
        }
        for (String command : List.of("history bad", "status bad", "watch bad", "explain bad")) {
            assertThat(run((command + " --json --color=always").split(" ")).out())
                    .doesNotContain("\u001b");
        }
        assertThat(Cli.run("watch", "--help", "--color=always").out()).contains("\u001b[");
        assertThat(Cli.run("watch", "--help", "--color=never").out()).doesNotContain("\u001b[");
        assertThat(run("status", "good", "--color=pink").exitCode()).isEqualTo(2);
    }
}
