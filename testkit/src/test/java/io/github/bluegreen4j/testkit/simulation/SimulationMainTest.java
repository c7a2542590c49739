package io.github.bluegreen4j.testkit.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.workflow.Workflow;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a campaign from the command line prints, and with what it exits. */
class SimulationMainTest {
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();
    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private int run(String... args) {
        return SimulationMain.run(args, print(out), print(err));
    }

    private int run(Campaign campaign, String... args) {
        return SimulationMain.run(args, print(out), print(err), campaign);
    }

    private static PrintStream print(ByteArrayOutputStream to) {
        return new PrintStream(to, true, StandardCharsets.UTF_8);
    }

    private String printed() {
        return out.toString(StandardCharsets.UTF_8);
    }

    private String complaint() {
        return err.toString(StandardCharsets.UTF_8);
    }

    @Test
    void aCampaignPrintsItsReport() {
        assertThat(run("--seeds", "5", "--minutes", "10")).isZero();
        assertThat(printed())
                .startsWith("5 seeds from 1: ")
                .contains("SUCCESSFUL=")
                .doesNotContainPattern("(?<!ROLLBACK_)FAILED"); // an end that chaos may lead to
        assertThat(complaint()).isEmpty();
    }

    @Test
    void aSeedTellsItsWholeStory() {
        assertThat(run("--seed", "42")).isZero();
        assertThat(printed().stripTrailing())
                .isEqualTo(Campaign.ofAnything().story(42))
                .contains("somebody orders d-1");
    }

    /** Its workflow loses stops. */
    private static Campaign broken() {
        Workflow careless = new Workflow(BrokenGuards.withLostStops(), List.of());
        return Campaign.ofAnything(scenario -> scenario.workflow(careless));
    }

    @Test
    void aCampaignThatFailsExitsWithOneAndSaysWhatBrokeAndHowToRepeatIt() {
        assertThat(run(broken(), "--seeds", "100")).isEqualTo(1);
        long seed = broken().seeds(100).run().failure().orElseThrow().seed();
        assertThat(printed())
                .startsWith(seed + " seeds from 1: ")
                .contains("seed " + seed + " FAILED", "I5, a rollback or a stop is accepted", "somebody orders d-1")
                .endsWith("\nto repeat it: --seed " + seed + "\n");
    }

    @Test
    void aSeedThatFailsExitsWithOneToo() {
        long seed = broken().seeds(100).run().failure().orElseThrow().seed();
        assertThat(run(broken(), "--seed", Long.toString(seed))).isEqualTo(1);
        assertThat(printed()).contains("I5, a rollback or a stop is accepted", "(seed " + seed + ")");
    }

    @Test
    void helpSaysWhatThereIs() {
        assertThat(run("--help")).isZero();
        assertThat(printed()).contains("--seed N", "--seeds N", "--minutes M");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--seed forty | --seed: \"forty\" is not allowed; allowed: a whole number",
                "--seed | --seed: \"\" is not allowed; allowed: a whole number",
                "--seeds 0 | --seeds: \"0\" is not allowed; allowed: a whole number, 1 or more",
                "--seeds 99999999999999999999 | --seeds: \"99999999999999999999\" is not allowed; allowed: a whole number, 1 or more",
                "--minutes 1.5 | --minutes: \"1.5\" is not allowed; allowed: a whole number, 1 to 10080",
                "--minutes 10081 | --minutes: \"10081\" is not allowed; allowed: a whole number, 1 to 10080",
                "--sed 4 | option: \"--sed\" is not allowed; allowed: --seed N, --seeds N, --minutes M and --help",
                "--seed 4 --seeds 5 | --seed: \"4\" is not allowed together with --seeds or --minutes; allowed: one seed, or many"
            })
    void whatIsNotUnderstoodIsRefusedWithTwoByOneLine(String args, String message) {
        assertThat(run(args.split(" "))).isEqualTo(2);
        assertThat(complaint()).isEqualTo(message + System.lineSeparator());
        assertThat(printed()).isEmpty();
    }

    @Test
    void everyCommandOfTheDocumentsIsUnderstood() throws IOException {
        Pattern command =
                Pattern.compile("(?:simulate\\.args=\"([^\"]*)\"|\\.SimulationMain (--.*)$)", Pattern.MULTILINE);
        List<String> found = new ArrayList<>();
        for (String document : List.of("docs/testing.md", "CONTRIBUTING.md")) {
            Matcher matcher = command.matcher(Files.readString(Path.of("..", document)));
            while (matcher.find()) {
                String args = matcher.group(1) == null ? matcher.group(2) : matcher.group(1);
                found.add(args);
                assertThat(run((args.strip() + " --help").split(" "))).as(args).isZero();
            }
        }
        assertThat(found).hasSize(4);
    }
}
