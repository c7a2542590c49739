package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** Whatever an option or a parameter is given: what makes no sense is refused by its name, as a wrong option. */
class OptionsTest {
    private static final List<String> BLANK = List.of("", " ", "\t", "\u2003");

    @TempDir
    static Path directory;

    @TestFactory
    Stream<DynamicTest> aBlankOptionIsAWrongOption() {
        return BlueGreen.commandLine(false).getSubcommands().entrySet().stream()
                .flatMap(command -> command.getValue().getCommandSpec().options().stream()
                        .filter(option -> option.arity().max() > 0)
                        .map(option -> DynamicTest.dynamicTest(
                                command.getKey() + " " + option.longestName(),
                                () -> assertTimeoutPreemptively(Duration.ofMinutes(2), () -> blank(command, option)))));
    }

    private static void blank(Map.Entry<String, CommandLine> command, OptionSpec option) {
        for (String blank : BLANK) {
            List<String> arguments = required(command, option);
            arguments.add(option.longestName() + "=" + blank);
            Cli refused = Cli.run(arguments.toArray(String[]::new));

            assertThat(refused.exitCode()).as(arguments + refused.err()).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.err()).contains(option.longestName()).doesNotContain("defect");
            assertThat(refused.out()).isEmpty();
        }
    }

    /** The command with everything that it must be given beside that option. */
    private static List<String> required(Map.Entry<String, CommandLine> command, OptionSpec but) {
        List<String> arguments = new ArrayList<>(List.of(command.getKey()));
        command.getValue().getCommandSpec().positionalParameters().stream()
                .filter(PositionalParamSpec::required)
                .forEach(parameter -> arguments.add("d-1"));
        command.getValue().getCommandSpec().options().stream()
                .filter(option -> option.required() && option.group() == null && !option.equals(but))
                .forEach(option -> arguments.add(option.longestName() + "=x"));
        return arguments;
    }

    @Test
    void aBlankParameterIsWrongToo() {
        for (String command : List.of("status", "watch", "history", "timeline", "continue", "rollback", "abort")) {
            Cli refused = Cli.run(command, " ");
            assertThat(refused.exitCode()).as(command).isEqualTo(ExitCode.REFUSED);
            assertThat(refused.err()).startsWith("ID: \" \" is blank");
        }
    }

    @Test
    void whatNoRegionEndpointDurationOrNumberIsIsRefusedByItsName() {
        String journal = "--journal=dynamodb:table";
        for (String wrong : List.of(
                "--region=a b",
                "--region=eu/west",
                "--region=\u001b[2J",
                "--endpoint-url=nonsense",
                "--endpoint-url=file:///etc/passwd",
                "--endpoint-url=http://",
                "--endpoint-url=http:x",
                "--endpoint-url=http:///x",
                "--endpoint-url=ftp://host")) {
            assertThatItIsRefused(wrong, "status", journal, wrong);
        }
        for (String wrong : List.of("--wait=999999999d", "--wait=PT-1S", "--wait=soon", "--wait=1e999999999")) {
            assertThatItIsRefused(wrong, "continue", "d-1", "--journal=h2:" + directory.resolve("no"), wrong);
        }
        for (String wrong : List.of(
                "--percent=1e999999999",
                "--step=1e999999999",
                "--health=floor=1e999999999",
                "--limit=backOffDoublings=1e999999999",
                "--bake=PT1e999999999H")) {
            assertThatItIsRefused(
                    wrong, "deploy", "--journal=h2:" + directory.resolve("no"), "--strategy=canary", wrong);
        }
        assertThatItIsRefused("--tries=1e9", "deploy", journal, "--tries=1e9");
        assertThatItIsRefused("--load=1e9", "world", "--file=x", "--load=1e9");
        assertThatItIsRefused(
                "--lambda=",
                "deploy",
                "--journal=h2:" + directory.resolve("no"),
                "--lambda=POST_SCALE_UP=arn,details={\"n\": 1e-2147483648}");
    }

    private static void assertThatItIsRefused(String wrong, String... arguments) {
        Cli refused = Cli.run(arguments);
        String option = wrong.substring(0, wrong.indexOf('='));
        assertThat(refused.exitCode()).as(wrong + ": " + refused.err()).isEqualTo(ExitCode.REFUSED);
        assertThat(refused.err()).as(wrong).contains(option).doesNotContain("defect");
    }
}
