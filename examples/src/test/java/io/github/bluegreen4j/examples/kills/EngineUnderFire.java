package io.github.bluegreen4j.examples.kills;

import io.github.bluegreen4j.examples.local.process.ChildProcess;
import io.github.bluegreen4j.examples.local.process.JavaCommand;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Predicate;

/** The test's end of the line to an engine. All it ever told is kept; used by one thread. */
final class EngineUnderFire {

    private static final int HEAP_MEGABYTES = 64;

    private final String name;
    private final ChildProcess process;
    private final Queue<Told> incoming = new ConcurrentLinkedQueue<>();
    private final List<Told> told = new ArrayList<>();
    private int newsFrom;

    /**
     * @param struck asked, on another thread, whenever it tells of an event: whether it is killed on the spot
     */
    EngineUnderFire(String name, List<String> arguments, Path log, Predicate<EngineUnderFire> struck) {
        this.name = name;
        JavaCommand command =
                new JavaCommand(EngineUnderFireMain.class, HEAP_MEGABYTES, arguments).with("--name", name);
        process = ChildProcess.start(command, log, line -> Told.parse(line).ifPresent(told -> hear(told, struck)));
    }

    private void hear(Told line, Predicate<EngineUnderFire> struck) {
        incoming.add(line);
        if (line.what() == Told.What.EVENT && struck.test(this)) {
            process.kill();
        }
    }

    String name() {
        return name;
    }

    /** Whether it has a claim on a service, as far as it has told. */
    boolean isBusy() {
        Set<String> held = new HashSet<>();
        for (Told line : told()) {
            if (line.what() == Told.What.CLAIMED) {
                held.add(line.subject());
            } else if (line.what() == Told.What.RELEASING) {
                held.remove(line.subject());
            }
        }
        return !held.isEmpty();
    }

    /** Whether it has never taken orders. */
    boolean isStarting() {
        return process.readyNow().isEmpty();
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

    /** Stops its process (SIGSTOP), and returns when it stands still. */
    void stop() {
        signal("-STOP");
    }

    /** Lets its process go on (SIGCONT). */
    void resume() {
        signal("-CONT");
    }

    private void signal(String signal) {
        try {
            int code = new ProcessBuilder("kill", signal, String.valueOf(process.pid()))
                    .inheritIO()
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException("kill " + signal + " of " + name + " ended with " + code);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
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
        List<Told> all = told();
        List<Told> news = all.subList(newsFrom, all.size());
        newsFrom = all.size();
        return news;
    }

    /** All that it has told. */
    List<Told> told() {
        for (Told line = incoming.poll(); line != null; line = incoming.poll()) {
            told.add(line);
        }
        return Collections.unmodifiableList(told);
    }
}
