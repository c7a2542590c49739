package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.PolicyAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Decides what comes next in a rollout: a pure function of its specification, its stored events, and what was seen of its deployments. What
 * it asks for follows from that alone, so any driver on the journal may do it, and two at once do no harm: orders are idempotent by their
 * ids, and of two that store a decision one is too late and decides again.
 */
final class RolloutMachine {
    /**
     * How long a rollout that has stopped waits for orders of a driver that does not know it yet. A later one gives green no weight: the
     * policy of {@link Rollouts#policy} refuses it.
     */
    static final Duration GRACE = Duration.ofMinutes(1);

    private static final int MOST_NAMED = 5;

    private RolloutMachine() {}

    /**
     * What was seen.
     *
     * @param now the time
     * @param standings the deployments of the wave that runs; one that is missing is not ordered
     * @param line why the line is stopped
     * @param answers what conditions said of the wave that runs, by name
     */
    record Sight(
            Instant now,
            Map<DeploymentId, Standing> standings,
            Optional<String> line,
            Map<String, PolicyAnswer> answers) {}

    /** What a deployment is told. */
    enum Steer {
        ROLL_BACK,
        ABORT,
        RELEASE
    }

    /**
     * What comes next. Events are stored before anything else is done, and then decided anew.
     *
     * @param events what is decided
     * @param orders the deployments to order, by their number in the wave that runs
     * @param steers what deployments are told
     * @param questions the conditions to ask
     * @param waits what it waits for, the most important first; empty only with events and at the end
     */
    record Decision(
            List<RolloutEvent> events,
            Map<DeploymentId, Integer> orders,
            Map<DeploymentId, Steer> steers,
            Set<String> questions,
            List<RolloutWait> waits) {

        private static Decision of(RolloutEvent event) {
            return new Decision(List.of(event), Map.of(), Map.of(), Set.of(), List.of());
        }

        private static Decision waits(List<RolloutWait> waits) {
            return new Decision(List.of(), Map.of(), Map.of(), Set.of(), List.copyOf(waits));
        }
    }

    static Decision decide(String id, RolloutSpec spec, RolloutState state, Sight sight) {
        if (state.end().isPresent()) {
            return Decision.waits(List.of());
        }
        Optional<WaveSight> wave = state.current().map(number -> new WaveSight(id, spec, number, sight));
        if (state.stop().isPresent()) {
            return stopping(spec, state, sight, wave);
        }
        return wave.isPresent() ? inWave(spec, state, sight, wave.get()) : betweenWaves(spec, state, sight);
    }

    private static Decision betweenWaves(RolloutSpec spec, RolloutState state, Sight sight) {
        if (state.passed() == spec.waves().size()) {
            return Decision.of(new RolloutEvent.Ended(
                    RolloutStatus.SUCCESSFUL, state.successful(), state.failed(), 0, sight.now()));
        }
        List<RolloutWait> holds = holds(state, sight);
        if (!holds.isEmpty()) {
            return Decision.waits(holds);
        }
        RolloutSpec.Wave next = spec.waves().get(state.passed());
        return Decision.of(new RolloutEvent.WaveOpened(
                state.passed() + 1, next.name(), next.deployments().size(), sight.now()));
    }

    /** What holds every rollout, whatever its waves do. */
    private static List<RolloutWait> holds(RolloutState state, Sight sight) {
        List<RolloutWait> holds = new ArrayList<>();
        state.paused()
                .ifPresent(by -> holds.add(new RolloutWait(
                        "it is paused by " + by.by() + (by.reason().isEmpty() ? "" : ": " + by.reason()),
                        Optional.empty(),
                        "resume it")));
        sight.line().ifPresent(why -> holds.add(new RolloutWait(why, Optional.empty(), "resume the line")));
        return holds;
    }

    private static Decision inWave(RolloutSpec spec, RolloutState state, Sight sight, WaveSight wave) {
        int failures = wave.failures().size();
        boolean tooMany = failures > wave.wave().mayFail() || state.failed() + failures > spec.mayFail();
        if (tooMany) {
            return Decision.of(new RolloutEvent.WaveFailed(wave.number() + 1, reason(spec, state, wave), sight.now()));
        }
        boolean holdsJointly = spec.rollback() == RolloutSpec.Rollback.JOINT && !state.isReleased(wave.number());
        if (holdsJointly ? wave.isHeld() : wave.hasEnded()) {
            // Held, or ended without having been held: the edge of the wave. After its release it has passed the edge.
            boolean isOverTheEdge = spec.rollback() == RolloutSpec.Rollback.JOINT && !holdsJointly;
            return isOverTheEdge ? Decision.of(passed(wave, sight)) : atTheEdge(state, sight, wave, holdsJointly);
        }
        List<RolloutWait> holds = holds(state, sight);
        Map<DeploymentId, Integer> orders = holds.isEmpty() ? orders(spec, wave) : Map.of();
        Map<DeploymentId, Steer> steers = new LinkedHashMap<>();
        if (!holdsJointly) {
            wave.of(Standing.Kind.HELD).forEach(held -> steers.put(held, Steer.RELEASE));
        }
        List<RolloutWait> waits = new ArrayList<>(holds);
        waits.add(wave.wait(holdsJointly));
        return new Decision(List.of(), orders, Map.copyOf(steers), Set.of(), waits);
    }

    private static RolloutEvent.WavePassed passed(WaveSight wave, Sight sight) {
        int failed = wave.failures().size();
        return new RolloutEvent.WavePassed(wave.number() + 1, wave.size() - failed, failed, sight.now());
    }

    private static Decision atTheEdge(RolloutState state, Sight sight, WaveSight wave, boolean holdsJointly) {
        List<RolloutWait> waits = holds(state, sight);
        Instant soaked = wave.since().plus(wave.wave().soak());
        Set<String> questions = new LinkedHashSet<>();
        if (sight.now().isBefore(soaked)) {
            waits.add(new RolloutWait(
                    "wave " + wave.wave().name() + " soaks for " + wave.wave().soak(),
                    Optional.of(soaked),
                    "its soak time is over"));
        } else {
            questions.addAll(wave.wave().conditions());
            for (String condition : questions) {
                Optional.ofNullable(sight.answers().get(condition))
                        .or(() -> Optional.of(PolicyAnswer.unknown("it has not answered")))
                        .filter(answer -> !answer.isYes())
                        .ifPresent(no -> waits.add(new RolloutWait(
                                "condition " + condition + " of wave "
                                        + wave.wave().name() + ": " + no,
                                no.until(),
                                "the condition says yes")));
            }
        }
        if (!waits.isEmpty()) {
            return new Decision(List.of(), Map.of(), Map.of(), questions, List.copyOf(waits));
        }
        return Decision.of(
                holdsJointly ? new RolloutEvent.WaveReleased(wave.number() + 1, sight.now()) : passed(wave, sight));
    }

    /** Always the first ones that are missing: a driver that has seen less orders nothing that another one would not. */
    private static Map<DeploymentId, Integer> orders(RolloutSpec spec, WaveSight wave) {
        int room = spec.concurrency()
                - wave.of(Standing.Kind.RUNNING).size()
                - wave.of(Standing.Kind.FAILING).size();
        Map<DeploymentId, Integer> orders = new LinkedHashMap<>();
        for (int i = 0; i < wave.size() && orders.size() < room; i++) {
            if (wave.standing(i).isEmpty()) {
                orders.put(wave.id(i), i);
            }
        }
        return orders;
    }

    private static String reason(RolloutSpec spec, RolloutState state, WaveSight wave) {
        List<DeploymentId> failures = wave.failures();
        String named = failures.stream()
                .limit(MOST_NAMED)
                .map(id -> id + " " + wave.text(id))
                .collect(Collectors.joining("; "));
        int before = state.failed();
        boolean isWaves = failures.size() > wave.wave().mayFail();
        return (isWaves
                        ? failures.size() + " of its deployments failed, "
                                + wave.wave().mayFail() + " may"
                        : before + failures.size() + " deployments of the rollout failed, " + spec.mayFail() + " may")
                + ": " + named
                + (failures.size() > MOST_NAMED ? " and " + (failures.size() - MOST_NAMED) + " more" : "");
    }

    /** Nothing more is started. What runs is told to go back or to stop, however often somebody has to decide that. */
    private static Decision stopping(RolloutSpec spec, RolloutState state, Sight sight, Optional<WaveSight> wave) {
        RolloutStatus status = state.status();
        List<DeploymentId> open = wave.map(WaveSight::open).orElse(List.of());
        Instant landed = state.stoppedAt().orElseThrow().plus(GRACE);
        if (open.isEmpty() && !sight.now().isBefore(landed)) {
            int failed = state.failed() + wave.map(one -> one.failures().size()).orElse(0);
            int successful = state.successful()
                    + wave.map(one -> one.of(Standing.Kind.SUCCESSFUL).size()).orElse(0);
            return Decision.of(new RolloutEvent.Ended(
                    ended(status), successful, failed, spec.size() - failed - successful, sight.now()));
        }
        Map<DeploymentId, Steer> steers = new LinkedHashMap<>();
        Optional<Steer> steer = steer(status, spec);
        wave.ifPresent(one -> one.advancing().forEach(id -> steer.ifPresent(what -> steers.put(id, what))));
        String what = switch (status) {
            case ABORTING -> "deployments stop";
            case ROLLING_BACK -> "deployments roll back";
            default ->
                spec.rollback() == RolloutSpec.Rollback.JOINT
                        ? "deployments roll back"
                        : "deployments end by themselves";
        };
        RolloutWait wait = open.isEmpty()
                ? new RolloutWait(
                        "orders that may be under way when it stopped", Optional.of(landed), "that time is over")
                : new RolloutWait(open.size() + " " + what + ": " + named(open), Optional.empty(), "they have ended");
        return new Decision(List.of(), Map.of(), Map.copyOf(steers), Set.of(), List.of(wait));
    }

    private static Optional<Steer> steer(RolloutStatus status, RolloutSpec spec) {
        return switch (status) {
            case ABORTING -> Optional.of(Steer.ABORT);
            case ROLLING_BACK -> Optional.of(Steer.ROLL_BACK);
            default -> spec.rollback() == RolloutSpec.Rollback.JOINT ? Optional.of(Steer.ROLL_BACK) : Optional.empty();
        };
    }

    private static RolloutStatus ended(RolloutStatus stopping) {
        return switch (stopping) {
            case ABORTING -> RolloutStatus.ABORTED;
            case ROLLING_BACK -> RolloutStatus.ROLLED_BACK;
            default -> RolloutStatus.FAILED;
        };
    }

    private static String named(List<DeploymentId> ids) {
        String named = ids.stream().limit(MOST_NAMED).map(DeploymentId::value).collect(Collectors.joining(", "));
        return named + (ids.size() > MOST_NAMED ? " and " + (ids.size() - MOST_NAMED) + " more" : "");
    }

    /** The wave that runs, with what was seen of its deployments. */
    private record WaveSight(String rollout, RolloutSpec spec, int number, Sight sight) {
        RolloutSpec.Wave wave() {
            return spec.waves().get(number);
        }

        int size() {
            return wave().deployments().size();
        }

        DeploymentId id(int deployment) {
            return RolloutSpec.deployment(rollout, number, deployment);
        }

        Optional<Standing> standing(int deployment) {
            return Optional.ofNullable(sight.standings().get(id(deployment)));
        }

        List<DeploymentId> of(Standing.Kind kind) {
            return ids(standing -> standing.kind() == kind);
        }

        List<DeploymentId> failures() {
            return ids(Standing::isFailure);
        }

        List<DeploymentId> open() {
            return ids(standing -> !standing.hasEnded());
        }

        List<DeploymentId> advancing() {
            return ids(standing -> standing.kind() == Standing.Kind.RUNNING || standing.kind() == Standing.Kind.HELD);
        }

        private List<DeploymentId> ids(java.util.function.Predicate<Standing> predicate) {
            List<DeploymentId> ids = new ArrayList<>();
            for (int i = 0; i < size(); i++) {
                if (standing(i).filter(predicate).isPresent()) {
                    ids.add(id(i));
                }
            }
            return ids;
        }

        String text(DeploymentId id) {
            return Optional.ofNullable(sight.standings().get(id))
                    .map(Standing::text)
                    .orElse("");
        }

        boolean hasEnded() {
            return ids(Standing::hasEnded).size() == size();
        }

        /** One that is not held any more, although nobody released its wave, was continued by somebody. */
        boolean isHeld() {
            return ids(standing -> standing.hasEnded() || standing.kind() == Standing.Kind.HELD)
                            .size()
                    == size();
        }

        /** Since when nothing of it moves. */
        Instant since() {
            Instant since = Instant.MIN;
            for (int i = 0; i < size(); i++) {
                Instant at = standing(i).map(Standing::since).orElse(Instant.MIN);
                since = at.isAfter(since) ? at : since;
            }
            return since;
        }

        RolloutWait wait(boolean holdsJointly) {
            int ended = ids(Standing::hasEnded).size();
            int held = of(Standing.Kind.HELD).size();
            int missing = size() - sizeOf();
            List<DeploymentId> moving = ids(
                    standing -> standing.kind() == Standing.Kind.RUNNING || standing.kind() == Standing.Kind.FAILING);
            return new RolloutWait(
                    "wave " + wave().name() + ": of " + size() + " deployments " + ended + " have ended"
                            + (holdsJointly || held > 0 ? ", " + held + " are held" : "")
                            + ", " + moving.size() + " move" + (moving.isEmpty() ? "" : " (" + named(moving) + ")")
                            + ", " + missing + " are not started",
                    Optional.empty(),
                    holdsJointly ? "every deployment is held or has ended" : "every deployment has ended");
        }

        private int sizeOf() {
            return ids(standing -> true).size();
        }
    }
}
