package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.Command;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Freezes the deployment as it stands. Refused while production is being restored. */
@CommandLine.Command(
        name = "abort",
        description = "Freezes the deployment as it stands. Refused while production is being restored.")
final class AbortCommand implements Callable<Integer> {
    @Mixin
    private final CommandOptions options = new CommandOptions();

    @Option(
            names = "--reason",
            paramLabel = "TEXT",
            defaultValue = "by hand",
            description = "Why, for the journal and the status. Default: ${DEFAULT-VALUE}.")
    private String reason = "by hand";

    @Override
    public Integer call() {
        return options.tell("abort", view -> new Command.Abort(reason));
    }
}
