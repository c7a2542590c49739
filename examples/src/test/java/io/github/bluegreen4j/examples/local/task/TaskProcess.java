package io.github.bluegreen4j.examples.local.task;

import io.github.bluegreen4j.examples.local.process.ChildProcess;
import io.github.bluegreen4j.examples.local.process.JavaCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/** A task's real process, without runner and load balancer. */
public final class TaskProcess implements AutoCloseable {

    private final ChildProcess process;
    private final Path counts;

    private TaskProcess(ChildProcess process, Path counts) {
        this.process = process;
        this.counts = counts;
    }

    public static TaskProcess start(Path directory, String revision, String... settings) {
        JavaCommand command = new JavaCommand(TaskMain.class, 32, List.of())
                .with("--revision", revision, "--task", "task-of-" + revision, "--counts", directory.toString());
        for (String setting : settings) {
            command = command.with("--setting", setting);
        }
        Path counts = Counts.file(directory, revision, "task-of-" + revision);
        return new TaskProcess(ChildProcess.start(command, directory.resolve(revision + ".log")), counts);
    }

    public int port() {
        return process.awaitReady(Duration.ofSeconds(20)).port("http");
    }

    public ChildProcess process() {
        return process;
    }

    public Counts counts() {
        return Counts.read(counts);
    }

    @Override
    public void close() {
        process.close();
    }
}
