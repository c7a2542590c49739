package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.lang.reflect.Field;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Orders a deployment, or goes on with it, and stays to its end: what {@code deploy} and {@code recover} have in common. */
final class Ordering {
    private static final DateTimeFormatter NAME =
            DateTimeFormatter.ofPattern("yyyyMMdd-HHmmss").withZone(ZoneOffset.UTC);

    /** Whose options say what is ordered. */
    private static final Set<Class<?>> ORDER = Set.of(ServiceOptions.class, SpecOptions.class, RecoverCommand.class);

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = "--id",
            paramLabel = "ID",
            description = "The deployment's name; the same name is the same deployment. Default: a new one.")
    private @Nullable String id;

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

    private Optional<LifecycleStage> until = Optional.empty();

    ActorOption actor() {
        return actor;
    }

    /**
     * Orders what the options say, or goes on with the deployment that has the id.
     *
     * @param order reads the options into a specification
     * @param stage the stage at which the deployment is left
     */
    int run(Function<TargetWorld, DeploymentSpec> order, Optional<LifecycleStage> stage) throws InterruptedException {
        until = stage;
        TargetWorld opened = world.open(journal.aws());
        Optional<DeploymentSpec> typed =
                id != null && nothingIsOrdered() ? Optional.empty() : Optional.of(order.apply(opened));
        DeploymentId deployment = new DeploymentId(id == null ? newName() : id);
        try (OpenJournal kept = journal.openOrCreate()) {
            Optional<Journal.History> known = kept.journal().read(deployment);
            return known.isPresent()
                    ? goOn(kept, opened, deployment, known.get(), typed)
                    : begin(kept, opened, deployment, typed.orElseGet(() -> order.apply(opened)), 0);
        }
    }

    private boolean nothingIsOrdered() {
        return command != null
                && command.commandLine().getParseResult().matchedOptions().stream()
                        .noneMatch(option -> option.userObject() instanceof Field field
                                && ORDER.contains(field.getDeclaringClass()));
    }

    /** @param known how many events of earlier orders are known, and not told again */
    private int begin(OpenJournal kept, TargetWorld opened, DeploymentId deployment, DeploymentSpec order, long known)
            throws InterruptedException {
        UntilOption.check(until, order);
        requireService(opened, order.service());
        say("deployment " + deployment + " of " + order.service() + ", "
                + order.revision().definition());
        OtherDeployments.giveWay(kept.journal(), deployment, order, output);
        return attending(kept, opened, deployment, order, known).run();
    }

    private int goOn(
            OpenJournal kept,
            TargetWorld opened,
            DeploymentId deployment,
            Journal.History known,
            Optional<DeploymentSpec> typed)
            throws InterruptedException {
        DeploymentSpec ordered = LastOrder.spec(known.events());
        boolean isOver = known.head().wakeUp().isEmpty();
        if (isOver && LastOrder.isRefused(known.events())) {
            say("deployment " + deployment + " was refused before, with nothing touched, and is ordered again");
            return begin(
                    kept,
                    opened,
                    deployment,
                    typed.orElse(ordered),
                    known.events().size());
        }
        if (typed.isPresent() && !typed.get().equals(ordered)) {
            throw new Failure(
                    ExitCode.REFUSED,
                    "--id: \"" + deployment + "\" is not allowed; allowed: a new id, since this one is a deployment of "
                            + ordered.service() + " to " + ordered.revision().definition()
                            + " that was ordered with other options (bluegreen history "
                            + deployment + " --json); to go on with it, give --id, journal and world alone");
        }
        UntilOption.check(until, ordered);
        if (isOver) {
            EndReport.replay(
                    deployment,
                    known.events(),
                    JournaledDeployment.description(kept, deployment),
                    output,
                    follow.isQuiet());
            return ExitCode.of(known.events());
        }
        // A service that is gone is the engine's to judge: there may be something to put right.
        missing(opened, ordered.service());
        say("deployment " + deployment + " of " + ordered.service() + " goes on");
        return attending(kept, opened, deployment, ordered, LastOrder.before(known.events()))
                .run();
    }

    private EngineSession attending(
            OpenJournal kept, TargetWorld opened, DeploymentId deployment, DeploymentSpec order, long known) {
        String again = "bluegreen deploy --id " + deployment + journal.again() + opened.again();
        ProgressPrinter progress = new ProgressPrinter(deployment, output, follow.isQuiet(), known);
        return new EngineSession(
                kept.journal(), opened, order, actor.name(), until, progress, output, follow.isQuiet(), again);
    }

    private void say(String text) {
        if (!follow.isQuiet()) {
            output.note(text);
        }
    }

    /** A deployment of a service that is not there would only fill the journal. */
    private void requireService(TargetWorld opened, ServiceRef service) {
        Optional<String> missing = missing(opened, service);
        if (missing.isPresent()) {
            throw Failure.option(
                    "--service",
                    service.toString(),
                    "a service that exists; in " + opened.place() + ": " + missing.get() + opened.hint());
        }
    }

    private Optional<String> missing(TargetWorld opened, ServiceRef service) {
        return FirstCheck.missing(Tries.of(world.tries(), output.err()), opened.runtime(), service, opened.place());
    }

    private static String newName() {
        return NAME.format(Instant.now()) + "-" + UUID.randomUUID().toString().substring(0, 8);
    }
}
