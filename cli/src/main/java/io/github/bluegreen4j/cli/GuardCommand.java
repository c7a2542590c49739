package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.aws.ecs.EcsNative;
import io.github.bluegreen4j.aws.ecs.NativeGuard;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Stays, and guards what somebody else deploys with ECS's own controller. */
@Command(
        name = "guard",
        description =
                "With --runtime native: places the engine's pause hook and the strategy on the service, and stays. Whatever"
                        + " somebody else then deploys, in the console for example, is deployed as the specification says,"
                        + " whose revision does not matter. Stop it with Ctrl-C and start it again at any time; the pause hook"
                        + " stays until --remove.")
final class GuardCommand implements Callable<Integer> {
    private static final Duration POLL = Duration.ofSeconds(5);

    /** When a deployment that was refused is ordered again. */
    private static final Duration AGAIN = Duration.ofMinutes(1);

    @Mixin
    private final SpecOptions policy = new SpecOptions();

    @Option(names = "--remove", description = "Takes the pause hook off, restores the strategy, and exits.")
    private boolean removes;

    @Option(names = "--once", description = "Exits as deploy does after the first deployment that it guarded.")
    private boolean once;

    @Mixin
    private final WorldOptions world = new WorldOptions();

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Mixin
    private final ActorOption actor = new ActorOption();

    @Mixin
    private final FollowOptions follow = new FollowOptions();

    @Mixin
    private final Output output = new Output();

    /** When each refused deployment is ordered again, in {@link System#nanoTime}. */
    private final Map<DeploymentId, Long> refused = new HashMap<>();

    @Override
    public Integer call() throws InterruptedException {
        TargetWorld opened = world.open(journal.aws());
        DeploymentSpec spec = policy.read(opened, actor);
        if (!(opened.runtime() instanceof EcsNative ecs)) {
            throw Failure.option("--runtime", world.runtime(), "native: only ECS's own controller waits for a guard");
        }
        NativeGuard guard = ecs.guard(spec);
        if (removes) {
            return remove(opened, guard, spec);
        }
        try (OpenJournal kept = journal.openOrCreate()) {
            return stay(kept.journal(), opened, guard, spec);
        }
    }

    private int remove(TargetWorld opened, NativeGuard guard, DeploymentSpec spec) {
        try {
            guard.remove();
        } catch (PortException failed) {
            throw failure(opened, failed);
        }
        say("the guard of " + spec.service() + " is removed");
        return ExitCode.DONE;
    }

    private static Failure failure(TargetWorld opened, PortException failed) {
        if (AwsOptions.lacksCredentials(failed)) {
            throw failed;
        }
        boolean isRefused = failed.problem().kind() == Problem.Kind.REFUSED
                || failed.problem().kind() == Problem.Kind.GONE;
        return new Failure(
                isRefused ? ExitCode.REFUSED : ExitCode.OUT_OF_REACH, opened.place() + ": " + failed.problem());
    }

    private int stay(Journal kept, TargetWorld opened, NativeGuard guard, DeploymentSpec spec)
            throws InterruptedException {
        String seen = "";
        while (true) {
            try {
                String now = guard.place()
                        ? "guards " + spec.service() + ": ECS waits for it before each shift"
                        : "does not guard " + spec.service() + " before the service deployment in progress has ended";
                if (!now.equals(seen)) {
                    say(now);
                    seen = now;
                }
                Optional<NativeGuard.Found> found = guard.find();
                Optional<Integer> ended = found.isPresent() ? guarded(kept, opened, found.get()) : Optional.empty();
                if (once && ended.isPresent()) {
                    return ended.get();
                }
            } catch (PortException failed) {
                Failure failure = failure(opened, failed);
                if (failure.exitCode() == ExitCode.REFUSED) {
                    throw failure;
                }
                output.problem(failure.getMessage() + "; tried again");
            }
            TimeUnit.MILLISECONDS.sleep(POLL.toMillis());
        }
    }

    /** Deploys what was found; empty if that has ended already, or was refused a moment ago. */
    private Optional<Integer> guarded(Journal kept, TargetWorld opened, NativeGuard.Found found)
            throws InterruptedException {
        Optional<Journal.History> known = kept.read(found.id());
        boolean isOver =
                known.filter(history -> history.head().wakeUp().isEmpty()).isPresent();
        boolean isRefused = isOver && LastOrder.isRefused(known.get().events());
        Long retried = refused.get(found.id());
        boolean waits = retried != null && System.nanoTime() - retried < 0;
        if ((isOver && !isRefused) || waits) {
            return Optional.empty();
        }
        say("deployment " + found.id() + " of " + found.spec().service() + ", "
                + found.spec().revision().definition() + ", was started by somebody else and is guarded");
        String again = "bluegreen deploy --id " + found.id() + journal.again() + opened.again();
        long told = isRefused
                ? known.get().events().size()
                : known.map(history -> LastOrder.before(history.events())).orElse(0);
        ProgressPrinter progress = new ProgressPrinter(found.id(), output, follow.isQuiet(), told);
        int code = new EngineSession(
                        kept,
                        opened,
                        found.spec(),
                        actor.name(),
                        Optional.empty(),
                        progress,
                        output,
                        follow.isQuiet(),
                        again)
                .run();
        if (code == ExitCode.REFUSED) {
            refused.put(found.id(), System.nanoTime() + AGAIN.toNanos());
        }
        return Optional.of(code);
    }

    private void say(String text) {
        if (!follow.isQuiet()) {
            output.note(text);
            output.out().flush();
        }
    }
}
