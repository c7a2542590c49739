package io.github.bluegreen4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Holds every deployment of every engine on a journal. */
@Command(
        name = "stop-the-line",
        description =
                "Holds every deployment of every engine on the journal before green gets more weight and before blue is"
                        + " retired, until resume-the-line. Rollbacks are not held.")
final class StopTheLineCommand implements Callable<Integer> {
    @Option(names = "--reason", required = true, paramLabel = "TEXT", description = "Why; whoever waits reads it.")
    private String reason = "";

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Mixin
    private final ActorOption actor = new ActorOption();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        return LineReport.change(journal, actor, output, deployments -> deployments.stopTheLine(reason));
    }
}
