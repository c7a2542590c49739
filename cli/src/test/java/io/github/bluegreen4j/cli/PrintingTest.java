package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** No text from outside forges a line, drives the terminal or changes the order of what people read, whichever command shows it. */
class PrintingTest {
    private static final String EVIL = "bad \u001b[2J\u009b2J\r\nFORGED\u2028FORGED \u202Etxt.exe";
    private static final String EVIL_REASON = "it smells\r\nFORGED: all is well \u202Eyas";
    private static final String EVIL_NAME = "pause-\u202Eegnarts";
    private static final String NOTHING_RAW =
            "[\\n\\t\\x20-\\x7e\u00a0-\u1fff\u2010-\u2027\u2030-\u205f\u2190-\ufefe\ufffd]*";

    @TempDir
    static Path directory;

    private static final VirtualTime TIME = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));

    @BeforeAll
    static void fill() {
        InMemoryJournal source = InMemoryJournal.create(TIME);
        SimulatedWorld world = SimulatedWorld.create(TIME);
        for (String name : List.of("ended", "waits")) {
            ServiceRef service = new ServiceRef("prod", name + "-\u202Eout");
            world.addService(service, 1);
            world.addRoute(
                    new RouteRef("route-" + name),
                    TrafficSplit.allOn(new TargetGroupRef("first-" + name), new TargetGroupRef("second-" + name)));
            world.addRevision(service, "shop:1", new TargetGroupRef("first-" + name));
        }
        try (VirtualEngine engine = VirtualEngine.of(
                TIME,
                DeploymentEngine.builder()
                        .runtime(world.runtime())
                        .router(world.router())
                        .alarms(world.alarms())
                        .autoScaling(world.autoScaling())
                        .journal(source)
                        .hook("smoke", invocation -> HookResult.failed(EVIL)))) {
            engine.engine()
                    .deploy(
                            new DeploymentId("ended"),
                            spec("ended")
                                    .hook(LifecycleStage.POST_SCALE_UP, "smoke")
                                    .build(),
                            "mallory \u202Enimda");
            Deployment waits = engine.engine()
                    .deploy(new DeploymentId("waits"), spec("waits").build());
            engine.advance(Duration.ofMinutes(30));
            var unused = waits.by("mallory \u202Enimda").proceed("no \u202Esuch hook");
            engine.advance(Duration.ofMinutes(1));
        }
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("journal"))) {
            JournalCopies.copy(journal, "ended", spoilt(source));
            JournalCopies.copy(journal, "waits", events(source, "waits"));
            JournalCopies.copy(journal, "refused", refused());
        }
    }

    private static DeploymentSpec.Builder spec(String name) {
        return DeploymentSpec.blueGreen(new ServiceRef("prod", name + "-\u202Eout"))
                .revision("shop:\u202E2")
                .productionRoute(new RouteRef("route-" + name))
                .targetGroups(new TargetGroupRef("first-" + name), new TargetGroupRef("second-" + name))
                .hook(new HookSpec.Pause(
                        EVIL_NAME, Set.of(LifecycleStage.PRE_SCALE_UP), Duration.ofMinutes(40), TimeoutAction.CONTINUE))
                .bakeTime(Duration.ZERO);
    }

    private static List<DeploymentEvent> events(Journal source, String id) {
        return source.read(new DeploymentId(id)).orElseThrow().events();
    }

    /** Ends in the middle, with nothing but bad texts. */
    private static List<DeploymentEvent> spoilt(Journal source) {
        Instant at = TIME.wall();
        List<DeploymentEvent> events = new ArrayList<>(events(source, "ended"));
        Optional<Command.Origin> by = Optional.of(new Command.Origin("mallory \u202Enimda", at));
        events.add(new ProgressEvent.CommandAnswered(at, "c-1", true, EVIL, by));
        events.add(new ProgressEvent.StopRequested(at, EVIL_REASON, by));
        events.add(new ProgressEvent.ClosingStarted(at, DeploymentStatus.STOPPED, EVIL, List.of(EVIL)));
        events.add(new ProgressEvent.DeploymentEnded(
                at, DeploymentStatus.STOPPED, EVIL, List.of(EVIL), List.of(EVIL), List.of(EVIL)));
        return events;
    }

    private static List<DeploymentEvent> refused() {
        Instant at = TIME.wall();
        InvalidSpecException.Fault fault = new InvalidSpecException.Fault(EVIL, EVIL, EVIL, EVIL);
        return List.of(
                new ProgressEvent.DeploymentCreated(
                        at, new DeploymentId("refused"), spec("refused").build()),
                new ProgressEvent.DeploymentRefused(at, List.of(fault, fault)),
                new ProgressEvent.ClosingStarted(at, DeploymentStatus.STOPPED, fault + "; " + fault, List.of()),
                new ProgressEvent.DeploymentEnded(
                        at, DeploymentStatus.STOPPED, fault + "; " + fault, List.of(), List.of(), List.of()));
    }

    private static Cli run(String... arguments) {
        List<String> all = new ArrayList<>(Arrays.asList(arguments));
        all.add("--journal=h2:" + directory.resolve("journal"));
        return Cli.run(all.toArray(String[]::new));
    }

    private static void assertThatNothingIsRaw(String... arguments) {
        Cli told = run(arguments);
        String what = String.join(" ", arguments);
        for (String text : List.of(told.out(), told.err())) {
            assertThat(text.matches(NOTHING_RAW)).as(what + ": " + text).isTrue();
            assertThat(text.lines().map(String::strip)).as(what).noneMatch(line -> line.startsWith("FORGED"));
        }
        assertThat(told.exitCode()).as(what + told.err()).isNotEqualTo(ExitCode.DEFECT);
        assertThat(told.out() + told.err()).as(what).isNotEmpty();
    }

    @Test
    void nothingThatAnyCommandShowsIsRaw() {
        Path world = directory.resolve("world.json");
        new LocalWorldFile(1, 2, 3, 4).write(world);
        for (String id : List.of("ended", "waits", "refused")) {
            assertThatNothingIsRaw("status", id);
            assertThatNothingIsRaw("status", id, "--json");
            assertThatNothingIsRaw("explain", id);
            assertThatNothingIsRaw("explain", id, "--json");
            assertThatNothingIsRaw("history", id);
            assertThatNothingIsRaw("history", id, "--json");
            assertThatNothingIsRaw("timeline", id, "--width=80");
            assertThatNothingIsRaw("timeline", id, "--format=mermaid");
            assertThatNothingIsRaw("timeline", id, "--format=html");
        }
        for (String id : List.of("ended", "refused")) {
            assertThatNothingIsRaw("watch", id);
            assertThatNothingIsRaw("watch", id, "--json");
        }
        assertThatNothingIsRaw("status");
        assertThatNothingIsRaw("status", "--service=prod/ended-\u202Eout");
        assertThatNothingIsRaw("status", "--service=prod/nobody-\u202Eout");
        assertThatNothingIsRaw("deploy", "--id=ended", "--world=local:" + world);
        assertThatNothingIsRaw("recover", "--id=ended", "--world=local:" + world, "--json");
        assertThatNothingIsRaw("continue", "waits", "another \u202Ehook");
        assertThatNothingIsRaw("continue", "waits", "--wait=0s");
        assertThatNothingIsRaw("rollback", "waits", "--wait=1ms", "--reason=" + EVIL_REASON);
        assertThatNothingIsRaw("abort", "waits", "--wait=0s", "--json");
        assertThatNothingIsRaw("abort", "ended");
        assertThatNothingIsRaw("skip-bake", "waits", "--wait=0s");
        assertThatNothingIsRaw("status", "\u001b[2J\u202E");
        assertThatNothingIsRaw("deploy", "--\u001b[2J\u202E");
        assertThatNothingIsRaw("deploy", "--service=\u001b[2J\u202E", "--strategy=\r\nFORGED");
    }

    @Test
    void aTimelineIsWrittenIntoAFileAndItsWidthIsChecked() throws IOException {
        Path file = directory.resolve("timeline.html");

        assertThat(run("timeline", "ended", "--format=html", "--output=" + file))
                .satisfies(done -> assertThat(done.exitCode()).isZero())
                .satisfies(done -> assertThat(done.out()).isEmpty());
        assertThat(file).content().startsWith("<!DOCTYPE html>").contains("STOPPED");
        assertThat(run("timeline", "ended").out()).contains("The deployment ended STOPPED");
        assertThat(run("timeline", "ended", "--width=59").err()).contains("--width", "60 or more");
        assertThat(run("timeline", "ended", "--output=" + directory))
                .satisfies(failed -> assertThat(failed.exitCode()).isEqualTo(ExitCode.NOT_DONE))
                .satisfies(failed -> assertThat(failed.err()).contains("can't be written"));
    }

    @Test
    void theNameOfAJournalForgesNoLine() {
        for (String journal : List.of("jdbc:postgresql://localhost:1/db\nFORGED", "h2:/dev/null/x\nFORGED")) {
            Cli refused = Cli.run("status", "d-1", "--journal=" + journal);

            assertThat(refused.err())
                    .contains("FORGED")
                    .matches(text -> text.lines().map(String::strip).noneMatch(line -> line.startsWith("FORGED")));
        }
    }

    @Test
    void anExplanationSaysWhatIsWaitedForAndWhichCommandsAreAccepted() {
        assertThat(run("explain", "waits").out())
                .contains(
                        "it waits for an answer to pause pause-\\u202eegnarts at PRE_SCALE_UP, since 2026-03-01T03:00:00Z")
                .contains("you may     bluegreen continue waits pause-\\u202eegnarts: stage SCALE_UP starts")
                .contains("you may     bluegreen rollback waits: the deployment rolls back (REQUESTED)")
                .contains("you may not bluegreen skip-bake waits: no bake is under way");
        assertThat(run("explain", "waits", "--json")
                        .json()
                        .get(0)
                        .at("/waits/0/kind")
                        .asText())
                .isEqualTo("PAUSE");
        assertThat(run("explain", "refused").out()).contains("ended as STOPPED").doesNotContain("you may     ");
        Cli unknown = run("explain", "nobody");
        assertThat(unknown.exitCode()).isEqualTo(4);
        assertThat(unknown.err()).contains("there is no deployment nobody");
    }

    @Test
    void whatIsShownTellsWhoSaidWhat() {
        assertThat(run("status", "ended").out())
                .contains("ordered by  mallory \\u202enimda, at 2026-03-01T03:00:00Z")
                .contains("told by     mallory \\u202enimda, at ")
                .contains("FORGED\\u2028FORGED \\u202etxt.exe");
        assertThat(run("history", "ended").out()).contains("ordered by mallory \\u202enimda at 2026-03-01T03:00:00Z");
        assertThat(run("status", "ended", "--json")
                        .json()
                        .get(0)
                        .at("/orderedBy/actor")
                        .asText())
                .isEqualTo("mallory \u202Enimda");
    }

    /** Of this process: the command line says who it runs for. */
    @Test
    void aCommandCarriesItsActor() {
        run("continue", "waits", "--wait=0s", "--actor=ci job 17");
        run("continue", "waits", "--wait=0s");
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("journal"))) {
            List<String> actors = journal.read(new DeploymentId("waits")).orElseThrow().mail().stream()
                    .map(mail -> mail.command().origin().orElseThrow().actor())
                    .toList();
            assertThat(actors)
                    .contains("ci job 17")
                    .anyMatch(actor -> actor.startsWith(System.getProperty("user.name")));
        }
        assertThat(run("continue", "waits", "--actor=two\nlines").exitCode()).isEqualTo(2);
    }
}
