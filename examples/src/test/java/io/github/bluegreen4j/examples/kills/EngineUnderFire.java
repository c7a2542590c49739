package io.github.bluegreen4j.examples.kills;

import io.github.bluegreen4j.examples.local.process.ChildProcess;
import io.github.bluegreen4j.examples.local.process.JavaCommand;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/** The test's end of the line to an engine. All it ever told is kept; used by one thread. */
final class EngineUnderFire {

    private static final int HEAP_MEGABYTES = 64;

    private final String name;
    private final ChildProcess process;
    private final Queue<Told> incoming = new ConcurrentLinkedQueue<>();
    private final List<Told> told = new ArrayList<>();

    EngineUnderFire(String name, List<String> arguments, Path log) {
        this.name = name;
        JavaCommand command =
                new JavaCommand(EngineUnderFireMain.class, HEAP_MEGABYTES, arguments).with("--name", name);
        process = ChildProcess.start(command, log, line -> Told.parse(line).ifPresent(incoming::add));
    }

    String name() {
        return name;
    }

    /** Whether it takes orders. */
    boolean isReady() {
        return process.isAlive() && process.readyNow().isPresent();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    void tell(String line) {
        process.tell(line);
    }

    /** Kills it, and returns when it is dead. */
    void kill() {
        process.kill();
        if (!process.awaitExit(Duration.ofSeconds(10))) {
            throw new IllegalStateException(name + " outlived a SIGKILL");
        }
    }

    /** What it has told since the last call. */
    List<Told> news() {
        List<Told> news = new ArrayList<>();
        for (Told line = incoming.poll(); line != null; line = incoming.poll()) {
            news.add(line);
        }
        told.addAll(news);
        return news;
    }

    /** All that it has told. */
    List<Told> told() {
        news();
        return List.copyOf(told);
    }
}
