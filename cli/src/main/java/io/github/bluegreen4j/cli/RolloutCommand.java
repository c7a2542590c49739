package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.rollout.RolloutDescription;
import io.github.bluegreen4j.rollout.RolloutPlan;
import io.github.bluegreen4j.rollout.RolloutSpec;
import io.github.bluegreen4j.rollout.RolloutTimeline;
import io.github.bluegreen4j.rollout.Rollouts;
import io.github.bluegreen4j.spi.TimeSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** Many deployments in waves. */
@Command(
        name = "rollout",
        description = "Deploys many services in waves: plan, start, status, timeline, pause, resume, rollback, abort.",
        subcommands = {
            RolloutCommand.Plan.class,
            RolloutCommand.Start.class,
            RolloutCommand.Status.class,
            RolloutCommand.History.class,
            RolloutCommand.Pause.class,
            RolloutCommand.Resume.class,
            RolloutCommand.RollBack.class,
            RolloutCommand.Abort.class
        })
final class RolloutCommand {
    private static final String FILE =
            "The rollout as YAML or JSON: concurrency, mayFail, rollback (INDIVIDUAL or JOINT), holdLimit, and waves with"
                    + " name, soak, mayFail and deployments, the files of deploy -f.";

    private RolloutCommand() {}

    private static List<DeploymentSpec> deployments(RolloutSpec spec) {
        return spec.waves().stream()
                .flatMap(wave -> wave.deployments().stream())
                .toList();
    }

    private static RolloutSpec read(Path file, TargetWorld world) {
        return RolloutFile.read(file, System.getenv(), world::pace);
    }

    /** What a rollout would do. */
    @Command(
            name = "plan",
            description =
                    "Says what start with the same file would do: waves, turns, gates, and how long it takes at least."
                            + " Asks nobody, and needs no journal.")
    static final class Plan implements Callable<Integer> {
        @Option(
                names = {"-f", "--file"},
                required = true,
                paramLabel = "FILE",
                description = FILE)
        private Path file = Path.of("");

        @Mixin
        private final WorldOptions world = new WorldOptions();

        @Mixin
        private final AwsOptions aws = new AwsOptions();

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() {
            output.out().print(RolloutPlan.of(read(file, world.open(aws))).toText());
            output.out().flush();
            return ExitCode.DONE;
        }
    }

    /** Starts one, and stays to its end. */
    @Command(
            name = "start",
            description =
                    "Starts a rollout, tells how it goes, and exits by how it ended. When this process dies, the same"
                            + " command with the same --id goes on where it stopped; --id alone, with journal and world, is"
                            + " enough.")
    static final class Start implements Callable<Integer> {
        @Option(
                names = "--id",
                required = true,
                paramLabel = "ID",
                description =
                        "The rollout's name; the same name is the same rollout. Its deployments are ID.WAVE.NUMBER.")
        private String id = "";

        @Option(
                names = {"-f", "--file"},
                paramLabel = "FILE",
                description = FILE)
        private @Nullable Path file;

        @Option(
                names = "--detach",
                description = "Only stores it: processes with a RolloutDriver on the journal perform it.")
        private boolean detach;

        @Option(
                names = AwsRegions.PROFILE,
                paramLabel = "ACCOUNT=PROFILE",
                description =
                        "The profile whose credentials count for the services of an account, which the ARN of their"
                                + " cluster names. Repeat it for each. Default: the SDK's default chain.")
        private Map<String, String> profiles = new LinkedHashMap<>();

        @Mixin
        private final WorldOptions world = new WorldOptions();

        @Mixin
        private final JournalOption journal = new JournalOption();

        @Mixin
        private final ActorOption actor = new ActorOption();

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() throws InterruptedException {
            TargetWorld opened = world.open(journal.aws());
            Optional<RolloutSpec> spec = Optional.ofNullable(file).map(from -> read(from, opened));
            try (OpenJournal kept = journal.openOrCreate()) {
                Rollouts rollouts = Rollouts.in(kept.journal()).by(actor.name());
                RolloutSpec whole = spec.or(() -> rollouts.spec(id))
                        .orElseThrow(() -> Failure.option("--id", id, "a rollout that exists, or one with --file"));
                TargetWorld where = detach ? opened : opened.covering(deployments(whole), profiles);
                if (spec.isPresent()) {
                    rollouts.start(id, whole);
                }
                if (detach) {
                    output.note("rollout " + id + " is stored; processes with a driver on the journal perform it");
                    return ExitCode.DONE;
                }
                String again = "bluegreen rollout start --id " + id + journal.again() + where.again();
                return new RolloutSession(kept.journal(), where, id, output, again).run();
            } catch (InvalidSpecException wrong) {
                throw new Failure(ExitCode.REFUSED, String.valueOf(wrong.getMessage()));
            }
        }
    }

    /** How rollouts stand. */
    @Command(
            name = "status",
            description =
                    "Tells how a rollout stands and what it waits for, or lists all rollouts. Exit code 0 whatever"
                            + " the status is.")
    static final class Status implements Callable<Integer> {
        @Parameters(paramLabel = "ID", arity = "0..1", description = "The rollout.")
        private @Nullable String id;

        @Mixin
        private final JournalOption journal = new JournalOption();

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() {
            try (OpenJournal opened = journal.open()) {
                Rollouts rollouts = Rollouts.in(opened.journal());
                if (id != null) {
                    RolloutReport.print(known(rollouts, id), output);
                    return ExitCode.DONE;
                }
                List<String> all = rollouts.list();
                for (String one : all) {
                    RolloutDescription view = known(rollouts, one);
                    if (output.isJson()) {
                        RolloutReport.print(view, output);
                    } else {
                        output.print(Tone.PLAIN, one + " " + view.status() + ", started by " + view.startedBy());
                    }
                }
                if (all.isEmpty()) {
                    output.note("no rollout");
                }
            }
            return ExitCode.DONE;
        }
    }

    private static RolloutDescription known(Rollouts rollouts, String id) {
        return rollouts.describe(id)
                .orElseThrow(
                        () -> new Failure(ExitCode.NOT_DONE, "there is no rollout \"" + id + "\" in this journal"));
    }

    /** What was decided about one. */
    @Command(
            name = "timeline",
            description =
                    "Shows a rollout by time: a bar for each wave, and what was decided. With --json the decisions only.")
    static final class History implements Callable<Integer> {
        /** How a timeline can be written. */
        enum Format {
            TEXT,
            MERMAID
        }

        private static final int WIDTH = 100;

        @Parameters(paramLabel = "ID", description = "The rollout.")
        private String id = "";

        @Option(
                names = "--format",
                paramLabel = "FORMAT",
                description = "text or mermaid. By default ${DEFAULT-VALUE}.",
                defaultValue = "text")
        private Format format = Format.TEXT;

        @Mixin
        private final JournalOption journal = new JournalOption();

        @Mixin
        private final Output output = new Output();

        @Override
        public Integer call() {
            try (OpenJournal opened = journal.open()) {
                RolloutDescription rollout = known(Rollouts.in(opened.journal()), id);
                RolloutTimeline timeline =
                        RolloutTimeline.of(rollout, TimeSource.system().wall());
                if (!output.isJson()) {
                    output.out().print(format == Format.MERMAID ? timeline.toMermaid() : timeline.toText(WIDTH));
                    output.out().flush();
                }
                if (format == Format.TEXT) {
                    rollout.history().forEach(event -> RolloutReport.print(id, event, output));
                }
            }
            return ExitCode.DONE;
        }
    }

    /** A command. */
    private interface Order {
        Optional<String> give(Rollouts rollouts, String id, String reason);
    }

    /** What all commands for a rollout have. */
    static final class Ordered {
        @Parameters(paramLabel = "ID", description = "The rollout.")
        private String id = "";

        @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
        private String reason = "";

        @Mixin
        private final JournalOption journal = new JournalOption();

        @Mixin
        private final ActorOption actor = new ActorOption();

        @Mixin
        private final Output output = new Output();

        private int give(Order order) {
            try (OpenJournal opened = journal.open()) {
                Rollouts rollouts = Rollouts.in(opened.journal()).by(actor.name());
                order.give(rollouts, id, reason).ifPresent(refusal -> {
                    throw new Failure(ExitCode.NOT_DONE, refusal);
                });
                RolloutReport.print(known(rollouts, id), output);
            } catch (InvalidSpecException wrong) {
                throw new Failure(ExitCode.REFUSED, "--" + wrong.getMessage());
            }
            return ExitCode.DONE;
        }
    }

    /** Starts nothing more for now. */
    @Command(
            name = "pause",
            description =
                    "Starts no further deployment of a rollout until resume, and gives green no more weight in those"
                            + " that run.")
    static final class Pause implements Callable<Integer> {
        @Mixin
        private final Ordered ordered = new Ordered();

        @Override
        public Integer call() {
            return ordered.give(Rollouts::pause);
        }
    }

    /** Goes on. */
    @Command(name = "resume", description = "Lets a paused rollout go on.")
    static final class Resume implements Callable<Integer> {
        @Mixin
        private final Ordered ordered = new Ordered();

        @Override
        public Integer call() {
            return ordered.give(Rollouts::resume);
        }
    }

    /** Rolls back what can be rolled back. */
    @Command(
            name = "rollback",
            description = "Ends a rollout: every deployment that has not been cleaned up is rolled back, and those that"
                    + " kept their blue are undone. To undo the others, deploy the former revision.")
    static final class RollBack implements Callable<Integer> {
        @Mixin
        private final Ordered ordered = new Ordered();

        @Override
        public Integer call() {
            return ordered.give(Rollouts::rollBack);
        }
    }

    /** Freezes what runs. */
    @Command(name = "abort", description = "Ends a rollout: every deployment that runs is frozen as it stands.")
    static final class Abort implements Callable<Integer> {
        @Mixin
        private final Ordered ordered = new Ordered();

        @Override
        public Integer call() {
            return ordered.give(Rollouts::abort);
        }
    }
}
