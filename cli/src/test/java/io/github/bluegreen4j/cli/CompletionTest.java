package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.LifecycleStage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What bash offers after the script that the command line generates. */
@Timeout(600)
class CompletionTest {
    @TempDir
    static Path directory;

    private static Path script;

    @BeforeAll
    static void generate() throws IOException {
        Cli generated = Cli.run("generate-completion");
        assertThat(generated.exitCode()).isZero();
        script = Files.writeString(directory.resolve("completion"), generated.out());
    }

    /** What Tab offers for the last of these words. Bash's own compopt works only while it completes. */
    private static List<String> offered(String... words) throws IOException, InterruptedException {
        String typed = String.join(
                " ", Arrays.stream(words).map(word -> "'" + word + "'").toList());
        Process bash = new ProcessBuilder(
                        "bash",
                        "--norc",
                        "-c",
                        "source '" + script + "'; compopt() { :; }; COMP_WORDS=(" + typed + "); COMP_CWORD="
                                + (words.length - 1)
                                + "; COMP_LINE=\"${COMP_WORDS[*]}\"; COMP_POINT=${#COMP_LINE}"
                                + "; f=$(complete -p bluegreen | sed 's/.*-F \\([^ ]*\\).*/\\1/'); $f"
                                + "; printf '%s\\n' \"${COMPREPLY[@]}\"")
                .redirectErrorStream(true)
                .start();
        bash.getOutputStream().close();
        String output = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(bash.waitFor()).as(output).isZero();
        return output.lines().map(String::strip).filter(line -> !line.isEmpty()).toList();
    }

    @Test
    void commandsOptionsAndStagesAreOffered() throws IOException, InterruptedException {
        assertThat(offered("bluegreen", "ski")).containsExactly("skip-bake");
        assertThat(offered("bluegreen", "")).contains("deploy", "watch", "timeline", "generate-completion");
        assertThat(offered("bluegreen", "watch", "--u")).containsExactly("--until");
        assertThat(offered("bluegreen", "deploy", "--until", "BAKE")).containsExactly("BAKE_TIME");
        assertThat(offered("bluegreen", "watch", "--until", ""))
                .contains(LifecycleStage.PRE_SCALE_UP.name(), LifecycleStage.CLEAN_UP.name())
                .doesNotContain(LifecycleStage.PRE_ROLLBACK.name());
        assertThat(offered("bluegreen", "status", "--color", "")).containsExactly("auto", "always", "never");
    }
}
