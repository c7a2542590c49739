package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.Command;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Mixin;

/** Ends a bake early. */
@CommandLine.Command(
        name = "skip-bake",
        description = "Ends the current bake early. It skips no gate and no hook. Refused while no bake is under way.")
final class SkipBakeCommand implements Callable<Integer> {
    @Mixin
    private final CommandOptions options = new CommandOptions();

    @Override
    public Integer call() {
        return options.tell("skip-bake", view -> new Command.SkipBake());
    }
}
