package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.file.SpecFile;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What to deploy, as it was typed. */
final class SpecOptions {
    private static final String FILE = "--file";
    private static final String WAIVE = "--waive";

    /** Whose options a file stands for. */
    private static final Set<Class<?>> ORDER = Set.of(ServiceOptions.class, SpecOptions.class);

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = {"-f", FILE},
            paramLabel = "FILE",
            description =
                    "A YAML or JSON file with all of this, in the words of Amazon ECS; instead of the options for a"
                            + " specification. Variables in it come from the environment.")
    private @Nullable Path file;

    @Mixin
    private final ServiceOptions service = new ServiceOptions();

    @Option(names = "--revision", paramLabel = "DEFINITION", description = "What to launch: checkout:42.")
    private @Nullable String revision;

    @Option(
            names = "--setting",
            paramLabel = "KEY=VALUE",
            description = "What the world needs to know to launch it; on AWS as TaskSetSettings names it. Repeatable.")
    private final List<String> settings = new ArrayList<>();

    @Option(
            names = "--strategy",
            paramLabel = "NAME",
            description = "all-at-once (default), canary or linear; steps with --step.")
    private @Nullable String strategy;

    @Option(names = "--percent", paramLabel = "N", description = "The canary's share, or the linear step.")
    private @Nullable String percent;

    @Option(names = "--step-bake", paramLabel = "DURATION", description = "How long each step is watched: 10m, PT10M.")
    private @Nullable String stepBake;

    @Option(
            names = "--step",
            paramLabel = "SHARE[=DURATION]",
            description = "A step of your own: green's share in percent, and how long it is watched. Each is greater"
                    + " than the one before; the last is 100. Repeatable.")
    private final List<String> steps = new ArrayList<>();

    @Option(
            names = "--bake",
            paramLabel = "DURATION",
            description = "How long both revisions run after all of production has moved. Default: 15m.")
    private @Nullable String bake;

    @Option(
            names = "--keep-blue",
            paramLabel = "DURATION[=SHARE]",
            description =
                    "How long blue stays after the deployment, for an undo: 24h; with a share, scaled down to that many percent"
                            + " of its tasks: 24h=50. The next deployment of the service retires it first. Default: it is"
                            + " retired at the end.")
    private @Nullable String keepBlue;

    @Option(names = "--alarm", paramLabel = "NAME", description = "An alarm that is watched. Repeatable.")
    private final List<String> alarms = new ArrayList<>();

    @Option(
            names = "--alarm-policy",
            paramLabel = "KEY=VALUE",
            description =
                    "How alarms are watched. KEY: atStart, when one is in ALARM at the start (IGNORE_UNTIL_OK, the"
                            + " default, ECS_COMPAT or FAIL_FAST); rollback (true; with false an alarm stops the deployment);"
                            + " interval (10s). Repeatable.")
    private final List<String> alarmPolicy = new ArrayList<>();

    @Option(
            names = "--analysis",
            description =
                    "Compare green's errors and latencies with blue's while both serve: a green that is worse is rolled"
                            + " back, and each further step waits until green is not worse.")
    private boolean analysis;

    @Option(
            names = "--analysis-policy",
            paramLabel = "KEY=VALUE",
            description =
                    "How they are compared; with it --analysis may be left out. KEY: falseRollbacks (1, in percent), gate"
                            + " (true; with false no step waits), evidenceLimit (1h), afterLimit, when it is over (ROLLBACK, the"
                            + " default, or CONTINUE), rollback (true; with false a worse green stops the deployment), enabled (true), and"
                            + " the margins errors.factor (1.2), errors.negligible (0.001), errors.allowed (0.005, a share of"
                            + " requests), latency.factor (1.2), latency.negligible (0.01), latency.allowed (0.05, in seconds)."
                            + " Repeatable.")
    private final List<String> analysisPolicy = new ArrayList<>();

    @Option(
            names = "--circuit-breaker",
            paramLabel = "KEY=VALUE",
            description = "How many failed tasks are too many. KEY: enabled (default true), rollback (true; with false"
                    + " it stops the deployment), type (BOUNDED_PERCENT, UNBOUNDED_PERCENT or COUNT), value (50),"
                    + " resetOnHealthyTask (true). Repeatable.")
    private final List<String> circuitBreaker = new ArrayList<>();

    @Option(
            names = WAIVE,
            paramLabel = "CHECK",
            description =
                    "A check that may fail, as preflight names it: deploy starts all the same, and the journal keeps"
                            + " who waived it. The engine's own rules can't be waived. Repeatable.")
    private final List<String> waivers = new ArrayList<>();

    /**
     * The specification.
     *
     * @param actor who orders it, and waives what may fail
     * @throws InvalidSpecException with every fault, of what was typed and of what it means
     */
    DeploymentSpec read(TargetWorld world, ActorOption actor) {
        return file == null ? typed(world, actor) : written(world, file, actor);
    }

    private DeploymentSpec written(TargetWorld world, Path file, ActorOption actor) {
        List<InvalidSpecException.Fault> beside = typedBeside();
        if (!beside.isEmpty()) {
            throw new InvalidSpecException(beside);
        }
        try {
            return SpecFile.read(file, System.getenv(), spec -> {
                world.pace(spec);
                waivers.forEach(check -> spec.waive(check, actor.name()));
            });
        } catch (IOException unreadable) {
            throw Failure.option(FILE, file.toString(), "a file that can be read: " + unreadable);
        }
    }

    /** A file says all but who waives a check today: what else is typed beside it could only contradict it. */
    private List<InvalidSpecException.Fault> typedBeside() {
        if (command == null) {
            return List.of();
        }
        return command.commandLine().getParseResult().matchedOptions().stream()
                .filter(option -> option.userObject() instanceof Field field
                        && ORDER.contains(field.getDeclaringClass())
                        && !Set.of(FILE, WAIVE).contains(option.longestName()))
                .map(option -> new InvalidSpecException.Fault(
                        option.longestName(),
                        String.join(", ", option.originalStringValues()),
                        "nothing beside " + FILE + ": change the file, or take a variable"))
                .toList();
    }

    private DeploymentSpec typed(TargetWorld world, ActorOption actor) {
        SpecReading reading = new SpecReading();
        DeploymentSpec.Builder spec = service.begin(reading, world, DeploymentSpec::blueGreen);
        DeploymentSpec defaults = SpecReading.defaults(world);
        if (revision != null) {
            spec.revision(revision, reading.pairs("--setting", settings));
        }
        reading.strategy(spec, strategy, percent, stepBake, steps);
        reading.optional("--bake", bake, Texts.DURATION, Texts::duration).ifPresent(spec::bakeTime);
        reading.keepBlue(keepBlue).ifPresent(spec::keepBlue);
        spec.alarms(FieldReading.read(reading, "--alarm-policy", defaults.alarms(), alarmPolicy));
        alarms.forEach(spec::alarm);
        if (analysis || !analysisPolicy.isEmpty()) {
            spec.analysis(FieldReading.read(reading, "--analysis-policy", AnalysisPolicy.STANDARD, analysisPolicy));
        }
        spec.circuitBreaker(FieldReading.read(reading, "--circuit-breaker", defaults.circuitBreaker(), circuitBreaker));
        waivers.forEach(check -> spec.waive(check, actor.name()));
        return reading.build(spec);
    }
}
