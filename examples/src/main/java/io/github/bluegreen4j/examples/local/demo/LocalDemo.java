package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.process.TemporaryDirectory;
import io.github.bluegreen4j.model.Given;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;

/**
 * Deploys a service blue/green on this machine, under load, with real processes. Exit code 0 only when the deployment
 * ended as it had to and every request was answered, by the clients' count and by that of the processes that answered;
 * where some have to fail, exactly those did.
 */
@CommandLine.Command(
        name = "local-demo",
        mixinStandardHelpOptions = true,
        description = "Deploys a service blue/green on this machine, under load, with real processes.",
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {"0:it ended as it had to, and no request was lost", "1:it did not", "2:wrong options"})
public final class LocalDemo implements Callable<Integer> {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final Duration PATIENCE_WITH_PEOPLE = Duration.ofMinutes(20);

    @CommandLine.Mixin
    private final Choices choices = new Choices();

    private LocalDemo() {}

    /** Runs with these options and exits. */
    public static void main(String... args) {
        System.exit(run(args));
    }

    /** Runs with these options and returns the exit code. */
    static int run(String... args) {
        return new CommandLine(new LocalDemo()).execute(args);
    }

    @Override
    public Integer call() {
        DemoScenario scenario = choices.scenario();
        System.out.println("bluegreen4j: " + DemoScenario.BLUE_DEFINITION + " (blue) -> "
                + DemoScenario.GREEN_DEFINITION + " (green), " + scenario.title());
        System.out.println();
        TemporaryDirectory directory = TemporaryDirectory.create("bluegreen4j-demo", () -> {});
        Duration patience = choices.asksPeople() ? PATIENCE_WITH_PEOPLE : PATIENCE;
        Path timeline = choices.timeline();
        RunVerdict judgement;
        try (DemoJournal journal = choices.journal(directory.path())) {
            Files.deleteIfExists(timeline);
            RunSummary course = new DemoRun(
                            scenario, choices.display(), choices.asker(), patience, choices.plan(journal))
                    .run(directory.path());
            judgement = RunVerdict.of(scenario.expected(), course);
        } catch (IllegalStateException | IOException | UncheckedIOException failed) {
            judgement = new RunVerdict(List.of(), List.of(String.valueOf(failed.getMessage())));
        }
        print(judgement);
        if (Files.exists(timeline)) {
            System.out.println("What happened by time: " + shortened(timeline));
        }
        if (!scenario.control().isEmpty()) {
            System.out.println("This was the control: " + scenario.control() + ".");
        }
        if (judgement.isGood() || !scenario.control().isEmpty()) {
            directory.delete();
        } else {
            directory.keep();
            System.out.println("Logs and counts are in " + directory.path());
        }
        return judgement.isGood() ? 0 : 1;
    }

    /** From where the user is, if it is below. */
    private static Path shortened(Path file) {
        Path here = Path.of("").toAbsolutePath();
        Path there = file.toAbsolutePath();
        return there.startsWith(here) ? here.relativize(there) : file;
    }

    private static void print(RunVerdict judgement) {
        System.out.println();
        judgement.numbers().forEach(System.out::println);
        System.out.println();
        judgement.faults().forEach(fault -> System.out.println("  FAULT: " + Given.visible(fault)));
        System.out.println(
                judgement.isGood() ? "VERDICT: good. It ended as it had to, and the counts agree." : "VERDICT: BAD.");
    }
}
