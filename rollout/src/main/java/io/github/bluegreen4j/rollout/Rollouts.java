package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.Policy;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Starts, describes and controls rollouts from any process that has their journal. A {@link RolloutDriver} beside an engine on that journal
 * performs them.
 *
 * <pre>{@code
 * Rollouts rollouts = Rollouts.in(journal).by("alice");
 * rollouts.start("release-42", spec);
 * rollouts.pause("release-42", "checkout is slow");
 * }</pre>
 *
 * <p>Every method blocks while the journal is read or written, and throws a {@link io.github.bluegreen4j.spi.PortException} if the journal
 * does not answer. Safe for use by many threads.
 */
public final class Rollouts {
    private static final Pattern DEPLOYMENT = Pattern.compile("([A-Za-z0-9_-]{1,100})\\.(\\d{1,3})\\.(\\d{1,4})");

    /** How often a command is tried anew because somebody else changed the rollout at the same time. */
    private static final int TRIES = 20;

    private static final Logger LOG = LoggerFactory.getLogger(Rollouts.class);
    private static final Duration SHORTEST_AGE = Duration.ofDays(1);

    /** How many deployments are read in a call. */
    private static final int AT_ONCE = 100;

    private final RolloutStore store;
    private final TimeSource time;
    private final Optional<String> actor;

    private Rollouts(RolloutStore store, TimeSource time, Optional<String> actor) {
        this.store = store;
        this.time = time;
        this.actor = actor;
    }

    /**
     * {@return the rollouts of a journal}
     *
     * @param journal the journal
     */
    public static Rollouts in(Journal journal) {
        return in(journal, TimeSource.system());
    }

    /**
     * {@return the rollouts of a journal, with another clock}
     *
     * @param journal the journal
     * @param time dates what this process says
     */
    public static Rollouts in(Journal journal, TimeSource time) {
        return new Rollouts(
                new RolloutStore(Given.value("journal", journal)), Given.value("time", time), Optional.empty());
    }

    /**
     * {@return the same rollouts, with commands in somebody's name} The journal records who starts and who commands a rollout.
     *
     * @param newActor a person, a job or a process; nobody verifies it. One line of 1 to 512 characters, not blank
     * @throws InvalidSpecException if it is not allowed
     */
    public Rollouts by(String newActor) {
        return new Rollouts(store, time, Optional.of(Given.name("actor", newActor)));
    }

    RolloutStore store() {
        return store;
    }

    TimeSource time() {
        return time;
    }

    /**
     * Starts a rollout: stores it, so that every {@link RolloutDriver} on the journal performs it, whichever process dies meanwhile. The same
     * id with the same specification is the same rollout.
     *
     * @param id identifies the rollout; 1 to 100 characters of {@code A-Z a-z 0-9 _ -}. Its deployments are called {@code ID.WAVE.NUMBER}
     * @param spec what is deployed, in which waves
     * @throws InvalidSpecException if the id is not allowed or belongs to another rollout, if this has no actor, or if with {@code JOINT} a
     *     deployment has no room for the pause that holds it
     */
    public void start(String id, RolloutSpec spec) {
        if (!RolloutStore.isId(Given.value("rollout", id))) {
            throw InvalidSpecException.refused("rollout", id, "1 to 100 characters of A-Z a-z 0-9 _ -");
        }
        Command.Origin by = origin();
        if (spec.rollback() == RolloutSpec.Rollback.JOINT) {
            spec.waves()
                    .forEach(wave -> wave.deployments()
                            .forEach(deployment -> requireHold(RolloutCodec.held(deployment, spec.holdLimit()))));
        }
        boolean isKnown = !store.create(id, by, spec)
                && store.read(id).map(known -> !known.spec().equals(spec)).orElse(true);
        if (isKnown) {
            throw InvalidSpecException.refused("rollout", id, "a new id: this one belongs to another rollout");
        }
    }

    private static void requireHold(DeploymentSpec held) {
        Given.value("deployment", held);
    }

    /** {@return the ids of all rollouts, those that have ended included, by name} */
    public List<String> list() {
        return store.all().stream()
                .filter(document -> !RolloutStore.isRemoved(document))
                .map(Journal.Document::name)
                .toList();
    }

    /**
     * Removes rollouts that ended some time ago and of whose deployments none is left. So purge the deployments first, with {@code
     * JdbcJournal.purge} or {@code DynamoDbJournal.purge}. Afterwards the id is free. An interrupted removal is completed by the next one.
     * Safe to call from several processes.
     *
     * @param olderThan how long ago a rollout must have ended, by this process's clock, a day or longer: a driver that was suspended may
     *     order deployments of a rollout that has ended meanwhile, and as long as the journal has that, its policy holds them
     * @return the ids of the removed rollouts, by name
     * @throws InvalidSpecException if the duration is shorter than a day
     * @throws PortException if the journal does not answer; then some may be removed. A rollout that cannot be read, because a newer version
     *     has written it, stays
     */
    public List<String> purge(Duration olderThan) {
        if (olderThan.compareTo(SHORTEST_AGE) < 0) {
            throw InvalidSpecException.refused("olderThan", olderThan.toString(), "a day or more");
        }
        Instant before = time.wall().minus(olderThan);
        List<String> removed = new ArrayList<>();
        for (Journal.Document document : store.all()) {
            if (!document.open() && mayBeRemoved(document, before) && store.remove(document)) {
                removed.add(document.name());
            }
        }
        return removed;
    }

    private boolean mayBeRemoved(Journal.Document document, Instant before) {
        RolloutCodec.Head head;
        try {
            head = RolloutStore.head(document);
        } catch (PortException unreadable) {
            LOG.warn("Rollout {} is not removed, because it can't be read", document.name(), unreadable);
            return false;
        }
        return head.removed()
                || (RolloutState.of(head.events())
                                .end()
                                .filter(end -> !end.at().isAfter(before))
                                .isPresent()
                        && isWithoutDeployments(document.name(), head));
    }

    /** Deployments exist only of waves that have begun. */
    private boolean isWithoutDeployments(String id, RolloutCodec.Head head) {
        List<DeploymentId> ids = new ArrayList<>();
        for (RolloutEvent event : head.events()) {
            if (event instanceof RolloutEvent.WaveOpened wave) {
                for (int i = 0; i < wave.size(); i++) {
                    ids.add(RolloutSpec.deployment(id, wave.wave() - 1, i));
                }
            }
        }
        for (int from = 0; from < ids.size(); from += AT_ONCE) {
            boolean isLeft = store.journal().readAll(ids.subList(from, Math.min(ids.size(), from + AT_ONCE))).stream()
                    .anyMatch(one -> one.history().isPresent() || one.refusal().isPresent());
            if (isLeft) {
                return false;
            }
        }
        return true;
    }

    /** {@return the ids of the rollouts that have not ended, by name} */
    public List<String> unfinished() {
        return store.open().stream().map(Journal.Document::name).toList();
    }

    /**
     * {@return a rollout as it stands, with what it waits for; empty if it does not exist} It reads the deployments of the wave that runs.
     * Only the driver knows what its conditions answer.
     *
     * @param id the rollout
     */
    public Optional<RolloutDescription> describe(String id) {
        return store.read(id).map(rollout -> {
            RolloutMachine.Sight sight = look(rollout, new Standings(store.journal()), Map.of());
            return RolloutReports.of(rollout, sight, RolloutMachine.decide(id, rollout.spec(), rollout.state(), sight));
        });
    }

    /**
     * {@return what was ordered; empty if the rollout does not exist}
     *
     * @param id the rollout
     */
    public Optional<RolloutSpec> spec(String id) {
        return store.read(id).map(Rollout::spec);
    }

    /** What is to be seen of a rollout now. */
    RolloutMachine.Sight look(Rollout rollout, Standings standings, Map<String, PolicyAnswer> answers) {
        Instant now = time.wall();
        List<DeploymentId> wave =
                rollout.state().current().map(number -> ids(rollout, number)).orElse(List.of());
        return new RolloutMachine.Sight(
                now,
                standings.read(wave, rollout.spec().holdLimit()),
                standings.kept(
                        RolloutMachine.keeping(rollout.id(), rollout.spec(), rollout.state()),
                        rollout.state().stop().isPresent()
                                || rollout.state().passed()
                                        == rollout.spec().waves().size()),
                store.journal().line().filter(Journal.Line::stopped).map(Journal.Line::toString),
                answers,
                Optional.empty());
    }

    static List<DeploymentId> ids(Rollout rollout, int wave) {
        List<DeploymentId> ids = new ArrayList<>();
        for (int i = 0; i < rollout.spec().waves().get(wave).deployments().size(); i++) {
            ids.add(RolloutSpec.deployment(rollout.id(), wave, i));
        }
        return ids;
    }

    /**
     * Pauses a rollout: no deployment is started and no wave released until {@link #resume}. An engine with the {@link #policy} also holds
     * the deployments that run before green gets more weight.
     *
     * @param id the rollout
     * @param reason why; may be empty; at most 4,096 characters
     * @return why it is refused; empty if it is accepted
     * @throws InvalidSpecException if the reason is too long, or this has no actor
     */
    public Optional<String> pause(String id, String reason) {
        return command(id, RolloutEvent.Order.PAUSE, reason);
    }

    /**
     * Resumes a rollout.
     *
     * @param id the rollout
     * @param reason why; may be empty
     * @return why it is refused; empty if it is accepted
     * @throws InvalidSpecException if the reason is too long, or this has no actor
     */
    public Optional<String> resume(String id, String reason) {
        return command(id, RolloutEvent.Order.RESUME, reason);
    }

    /**
     * Aborts a rollout: nothing more is started, and each deployment that runs is aborted, which freezes it as it stands.
     *
     * @param id the rollout
     * @param reason why; may be empty
     * @return why it is refused; empty if it is accepted
     * @throws InvalidSpecException if the reason is too long, or this has no actor
     */
    public Optional<String> abort(String id, String reason) {
        return command(id, RolloutEvent.Order.ABORT, reason);
    }

    /**
     * Rolls a rollout back: nothing more is started, and each deployment that has not reached its clean-up is rolled back. One that
     * was cleaned up is undone if it kept its blue ({@code DeploymentSpec.Builder.keepBlue}) and still has it. The others stay as they are: to
     * undo them, deploy the former revision.
     *
     * @param id the rollout
     * @param reason why; may be empty
     * @return why it is refused; empty if it is accepted
     * @throws InvalidSpecException if the reason is too long, or this has no actor
     */
    public Optional<String> rollBack(String id, String reason) {
        return command(id, RolloutEvent.Order.ROLL_BACK, reason);
    }

    private Optional<String> command(String id, RolloutEvent.Order order, String reason) {
        RolloutEvent command = new RolloutEvent.Commanded(order, reason, origin());
        for (int attempt = 0; attempt < TRIES; attempt++) {
            Optional<Rollout> rollout = store.read(id);
            Optional<String> refusal = rollout.isEmpty()
                    ? Optional.of("rollout " + id + " does not exist")
                    : rollout.get().state().refusal(order);
            if (refusal.isPresent() || store.store(rollout.orElseThrow().with(List.of(command)))) {
                return refusal;
            }
        }
        return Optional.of("others change the rollout all the time: try again");
    }

    private Command.Origin origin() {
        return new Command.Origin(
                actor.orElseThrow(() -> InvalidSpecException.refused(
                        "actor", "(missing)", "the name of who starts or commands a rollout: use by(actor)")),
                time.wall());
    }

    /**
     * {@return a policy for every engine on the journal: {@code EngineBuilder.policy("rollout", rollouts.policy())}} Before green gets more
     * weight in a deployment of a rollout it reads the rollout, and says no while that is paused, and for ever when it has stopped, so that an
     * order that arrives late changes no traffic. Other deployments are not concerned.
     */
    public Policy policy() {
        return this::mayAdvance;
    }

    private PolicyAnswer mayAdvance(PolicyRequest request) {
        Matcher matcher = DEPLOYMENT.matcher(request.deployment().value());
        if (!matcher.matches()) {
            return PolicyAnswer.yes();
        }
        String id = matcher.group(1);
        Optional<RolloutCodec.Head> head = store.head(id);
        if (head.isEmpty()) {
            return PolicyAnswer.yes();
        }
        RolloutState state = RolloutState.of(head.get().events());
        Optional<PolicyAnswer> paused = state.paused()
                .map(by -> PolicyAnswer.no("rollout " + id + " is paused by " + by.by() + ": resume or roll back"));
        return switch (state.status()) {
            case IN_PROGRESS, SUCCESSFUL -> PolicyAnswer.yes();
            case PAUSED -> paused.orElseThrow();
            case FAILING ->
                head.get().rollback() == RolloutSpec.Rollback.INDIVIDUAL
                        ? paused.orElseGet(PolicyAnswer::yes) // its failure is no answer to who paused it
                        : PolicyAnswer.no("rollout " + id + " has failed and rolls its deployments back");
            case ROLLING_BACK, ABORTING, FAILED, ROLLED_BACK, ABORTED ->
                PolicyAnswer.no("rollout " + id + " is " + state.status() + ": roll this deployment back");
        };
    }
}
