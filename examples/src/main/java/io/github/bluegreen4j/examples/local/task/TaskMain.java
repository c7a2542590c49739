package io.github.bluegreen4j.examples.local.task;

import io.github.bluegreen4j.examples.local.process.Arguments;
import io.github.bluegreen4j.examples.local.process.ParentWatch;
import io.github.bluegreen4j.examples.local.process.Ready;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/**
 * The process of one task. Arguments: {@code --revision}, {@code --task}, {@code --counts} (the directory to count in),
 * and {@code --setting key=value} for each setting of {@link Behaviour}. It announces the port {@code http}. SIGTERM lets
 * it finish what it has begun, for at most ten seconds.
 */
public final class TaskMain {

    private static final Duration LAST_REQUESTS = Duration.ofSeconds(10);

    private TaskMain() {}

    /** Runs until it is told to end, or its parent is gone. */
    public static void main(String... args) throws IOException {
        ParentWatch.exitWithParent();
        Arguments arguments = Arguments.parse(args);
        Behaviour behaviour = Behaviour.of(arguments.pairs("setting"));
        if (behaviour.exitsAtStart()) {
            System.err.println("cannot start: this revision exits at start");
            System.exit(1);
        }
        String revision = arguments.required("revision");
        String task = arguments.required("task");
        CounterFile counters = CounterFile.create(Counts.file(Path.of(arguments.required("counts")), revision, task));
        TaskServer server = new TaskServer(revision, task, behaviour, counters);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> server.drain(LAST_REQUESTS), "drain"));
        Ready.with(Map.of("http", server.start())).announce();
    }
}
