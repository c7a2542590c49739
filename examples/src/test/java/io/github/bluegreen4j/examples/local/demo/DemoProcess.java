package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.process.ChildProcess;
import io.github.bluegreen4j.examples.local.process.JavaCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * The demo as a user runs it, from its first line to its exit code.
 *
 * @param exitCode its exit code
 * @param output all that it printed
 */
record DemoProcess(int exitCode, String output) {

    private static final Duration DEADLINE = Duration.ofMinutes(3);

    /** Where it writes its timeline. */
    static Path timeline(Path directory) {
        return directory.resolve("timeline.html");
    }

    /** Runs it to its end, with these options; somebody types the given lines beforehand. */
    static DemoProcess run(Path directory, List<String> typed, String... options) {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        List<String> all = new ArrayList<>(List.of(options));
        all.add("--timeline=" + timeline(directory));
        JavaCommand command = new JavaCommand(LocalDemo.class, 64, all);
        try (ChildProcess process = ChildProcess.start(command, directory.resolve("demo.log"), lines::add)) {
            typed.forEach(process::tell);
            boolean ended = process.awaitExit(DEADLINE);
            String output = String.join("\n", lines) + "\n";
            if (!ended) {
                throw new AssertionError("not over after " + DEADLINE.toSeconds() + " s:\n" + output);
            }
            return new DemoProcess(process.exitCode(), output);
        }
    }
}
