package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.report.PreflightReport;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** What would keep a deployment from starting. */
@Command(
        name = "preflight",
        description =
                "Checks everything that can be checked before deploy with the same options, all at once, and touches"
                        + " nothing: what was seen, what is wanted, and how to mend it. Needs no journal. Exit code 2 if the"
                        + " deployment would be refused.")
final class PreflightCommand implements Callable<Integer> {
    @Mixin
    private final SpecOptions spec = new SpecOptions();

    @Mixin
    private final WorldOptions world = new WorldOptions();

    @Mixin
    private final AwsOptions aws = new AwsOptions();

    @Mixin
    private final ActorOption actor = new ActorOption();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        TargetWorld opened = world.open(aws);
        PreflightReport report = PlanCommand.ask(
                opened, spec.read(opened, actor), Optional.empty(), (engine, order) -> engine.preflight(order));
        if (output.isJson()) {
            output.out().println(JsonLines.preflight(report));
        } else {
            output.out().print(report.toText());
        }
        output.out().flush();
        return report.hasErrors() ? ExitCode.REFUSED : ExitCode.DONE;
    }
}
