package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a deployment would do. */
@Command(
        name = "plan",
        description = "Says what deploy with the same options would do, and touches nothing: stages, writes with their"
                + " weights, hooks, pauses, limits, and the way back from each stage. Needs no journal. Exit code 2 if the"
                + " deployment would be refused.")
final class PlanCommand implements Callable<Integer> {
    /** How a plan can be written. */
    enum Format {
        TEXT,
        MERMAID
    }

    @Mixin
    private final SpecOptions spec = new SpecOptions();

    @Mixin
    private final WorldOptions world = new WorldOptions();

    @Mixin
    private final AwsOptions aws = new AwsOptions();

    @Mixin
    private final ActorOption actor = new ActorOption();

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text or mermaid. By default ${DEFAULT-VALUE}.",
            defaultValue = "text")
    private Format format = Format.TEXT;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        TargetWorld opened = world.open(aws);
        Plan plan = ask(opened, spec.read(opened, actor), (engine, order) -> engine.plan(order));
        if (output.isJson()) {
            output.out().println(JsonLines.plan(plan));
        } else {
            output.out().print(format == Format.MERMAID ? plan.toMermaid() : plan.toText());
        }
        output.out().flush();
        return plan.isRefused() ? ExitCode.REFUSED : ExitCode.DONE;
    }

    /** Asks an engine that only reads. */
    static <T> T ask(
            TargetWorld world, DeploymentSpec order, BiFunction<DeploymentEngine, DeploymentSpec, T> question) {
        EngineBuilder builder = DeploymentEngine.builder()
                .journal(InMemoryJournal.create(TimeSource.system()))
                .deploymentLog(false);
        world.furnish(builder);
        try (DeploymentEngine engine = builder.build()) {
            return question.apply(engine, order);
        } catch (PortException unreadable) {
            if (AwsOptions.lacksCredentials(unreadable)) {
                throw unreadable;
            }
            throw new Failure(
                    ExitCode.OUT_OF_REACH,
                    "The world can't be read; nothing was touched. " + world.place() + ": " + unreadable.problem());
        }
    }
}
