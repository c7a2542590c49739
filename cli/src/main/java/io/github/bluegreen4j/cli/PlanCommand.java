package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** What a deployment would do. */
@Command(
        name = "plan",
        description = "Says what deploy with the same options would do, and touches nothing: stages, writes with their"
                + " weights, hooks, pauses, limits, and the way back from each stage. Needs no journal; with one it says, too,"
                + " whether the line is stopped. Exit code 2 if the deployment would be refused.")
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
    private final JournalOption journal = new JournalOption();

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
        TargetWorld opened = world.open(journal.aws());
        DeploymentSpec order = spec.read(opened, actor);
        Optional<Journal.Line> line =
                journal.ask(Journal::line, "the plan does not say whether the line is stopped", output);
        Plan plan = ask(opened, order, line, DeploymentEngine::plan);
        if (output.isJson()) {
            output.out().println(JsonLines.plan(plan));
        } else {
            output.out().print(format == Format.MERMAID ? plan.toMermaid() : plan.toText());
        }
        output.out().flush();
        return plan.isRefused() ? ExitCode.REFUSED : ExitCode.DONE;
    }

    /**
     * Asks an engine that only reads, and has a journal of its own.
     *
     * @param line whether the line of the user's journal is stopped; empty if that is not known or nobody has ever stopped it
     */
    static <T> T ask(
            TargetWorld world,
            DeploymentSpec order,
            Optional<Journal.Line> line,
            BiFunction<DeploymentEngine, DeploymentSpec, T> question) {
        InMemoryJournal own = InMemoryJournal.create(TimeSource.system());
        line.ifPresent(own::changeLine);
        EngineBuilder builder = DeploymentEngine.builder().journal(own).deploymentLog(false);
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
