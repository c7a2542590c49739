package io.github.bluegreen4j.examples.local.engine;

import io.github.bluegreen4j.console.Actor;
import io.github.bluegreen4j.console.Console;
import io.github.bluegreen4j.console.ConsoleServer;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.spi.Journal;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;

/**
 * The web console in an engine's process. All engines of a run have the same port: the one that has it serves the page, and when it is
 * killed the next one gets the port, so that a page that is open goes on.
 */
final class EngineConsole {
    private static final Duration POLL = Duration.ofMillis(250);
    private static final Duration AGAIN = Duration.ofMillis(500);

    private EngineConsole() {}

    /** Serves the console as soon as the port is free. */
    static void serve(int port, Journal journal, DeploymentEngine engine) {
        Console console = Console.builder()
                .journal(journal)
                .engine(engine)
                .actors(request -> Optional.of(new Actor("somebody in the console")))
                .poll(POLL)
                .title("The demo")
                .build();
        Thread thread = new Thread(() -> serve(console, port), "console");
        thread.setDaemon(true);
        thread.start();
    }

    private static void serve(Console console, int port) {
        while (true) {
            try {
                ConsoleServer.start(console, port);
                return;
            } catch (IOException taken) {
                LockSupport.parkNanos(AGAIN.toNanos());
            }
        }
    }
}
