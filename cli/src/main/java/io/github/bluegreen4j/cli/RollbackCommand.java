package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.Command;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Restores production and retires green. Accepted at any moment before CLEAN_UP. */
@CommandLine.Command(
        name = "rollback",
        description = "Restores production and retires green. Accepted at any moment before CLEAN_UP.")
final class RollbackCommand implements Callable<Integer> {
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
        return options.tell("rollback", view -> new Command.RollBack(reason));
    }
}
