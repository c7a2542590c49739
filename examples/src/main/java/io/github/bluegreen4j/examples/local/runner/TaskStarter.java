package io.github.bluegreen4j.examples.local.runner;

import io.github.bluegreen4j.examples.local.process.ChildProcess;
import io.github.bluegreen4j.examples.local.process.JavaCommand;
import io.github.bluegreen4j.examples.local.task.TaskMain;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Starts the process of a task, with its counts and its log under one directory. */
final class TaskStarter {

    private static final int HEAP_MEGABYTES = 32;

    private final Path counts;
    private final Path logs;

    TaskStarter(Path directory) throws IOException {
        this.counts = Files.createDirectories(directory.resolve("counts"));
        this.logs = Files.createDirectories(directory.resolve("logs"));
    }

    RunningTask start(LocalRevision revision) {
        String id = revision.nextTaskId();
        List<String> arguments =
                new ArrayList<>(List.of("--revision", revision.id(), "--task", id, "--counts", counts.toString()));
        revision.order()
                .settings()
                .forEach((name, value) -> arguments.addAll(List.of("--setting", name + "=" + value)));
        JavaCommand command = new JavaCommand(TaskMain.class, HEAP_MEGABYTES, arguments);
        return new RunningTask(id, ChildProcess.start(command, logs.resolve(id + ".log")));
    }
}
