package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.console.Actor;
import io.github.bluegreen4j.console.Console;
import io.github.bluegreen4j.console.ConsoleServer;
import io.github.bluegreen4j.rollout.Rollouts;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The web console of a journal, on this machine alone, for as long as this process runs. */
@Command(
        name = "console",
        description =
                "Serves the web console of a journal on this machine (loopback only), and stays until it is stopped."
                        + " Read-only without --commands.")
final class ConsoleCommand implements Callable<Integer> {
    private static final int LARGEST_PORT = 65_535;

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "8765",
            description = "The port; 0 for any that is free. Default: ${DEFAULT-VALUE}.")
    private int port;

    @Option(
            names = "--commands",
            description =
                    "Lets the page give commands, in the name of --actor. Everybody on this machine can then give them.")
    private boolean commands;

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Mixin
    private final ActorOption actor = new ActorOption();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        if (port < 0 || port > LARGEST_PORT) {
            throw Failure.option("--port", String.valueOf(port), "0 to " + LARGEST_PORT);
        }
        Actor operator = new Actor(actor.name());
        try (OpenJournal opened = journal.open()) {
            Console.Builder builder = Console.builder()
                    .journal(opened.journal())
                    .rollouts(Rollouts.in(opened.journal()))
                    .title("Deployments in " + opened.name());
            if (commands) {
                builder.actors(request -> Optional.of(operator));
            }
            try (Console console = builder.build();
                    ConsoleServer server = start(console)) {
                if (output.isJson()) {
                    output.out().println("{\"console\":\"" + server.address() + "\"}");
                } else {
                    output.out()
                            .println("console of journal " + opened.name() + ": " + server.address()
                                    + (commands ? ", commands are given by " + operator.name() : ", read-only"));
                }
                output.out().flush();
                new CountDownLatch(1).await();
            }
        }
        return ExitCode.DONE;
    }

    private ConsoleServer start(Console console) {
        try {
            return ConsoleServer.start(console, port);
        } catch (IOException taken) {
            throw new Failure(
                    ExitCode.OUT_OF_REACH,
                    "--port: " + port + " can't be used (" + taken.getMessage() + "); 0 takes any");
        }
    }
}
