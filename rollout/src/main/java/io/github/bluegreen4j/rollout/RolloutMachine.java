package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.PolicyAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
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
     * @param kept what became of the blue that successful deployments kept for an undo, as far as it was read
     * @param line why the line is stopped
     * @param answers what conditions said of the wave that runs, by name
     * @param unchanged for how long the {@link #situation} has lasted; empty if nobody has counted it: then the instants of the standings count
     */
    record Sight(
            Instant now,
            Map<DeploymentId, Standing> standings,
            Map<DeploymentId, Kept> kept,
            Optional<String> line,
            Map<String, PolicyAnswer> answers,
            Optional<Unchanged> unchanged) {

        Sight with(Unchanged counted) {
            return new Sight(now, standings, kept, line, answers, Optional.of(counted));
        }

        /** Whether something has lasted for so long that began at an instant of some clock. */
        private boolean hasLasted(Duration longest, Instant since) {
            return unchanged
                    .map(counted -> counted.lasted().compareTo(longest) >= 0)
                    .orElseGet(() -> !now.isBefore(since.plus(longest)));
        }

        /** Until when it lasts. */
        private Instant end(Duration longest, Instant since) {
            return unchanged.map(Unchanged::since).orElse(since).plus(longest);
        }
    }

    /**
     * For how long a situation has lasted.
     *
     * @param lasted counted by a monotonic clock
     * @param since since when, for people
     */
    record Unchanged(Duration lasted, Instant since) {}

    /** What became of a blue that was kept for an undo. */
    enum Kept {
        /** It stands ready. */
        READY,
        /** Its order can't be read. */
        UNREADABLE,
        /** It takes production back. */
        UNDOING,
        /** It is being retired. */
        RETIRING,
        /** It serves production again. */
        UNDONE,
        /** It does not wait any more, and does not serve. */
        GONE;

        boolean isOpen() {
            return this != UNDONE && this != GONE;
        }

        boolean isUndo() {
            return this == UNDOING || this == UNDONE;
        }

        boolean mayBeUndone() {
            return this == READY || this == UNREADABLE;
        }
    }

    /** The deployments of the waves that have begun which keep blue. */
    static List<DeploymentId> keeping(String id, RolloutSpec spec, RolloutState state) {
        return keeping(id, spec, 0, state.opened());
    }

    private static List<DeploymentId> keeping(String id, RolloutSpec spec, int from, int to) {
        List<DeploymentId> keeping = new ArrayList<>();
        for (int wave = from; wave < to; wave++) {
            for (int i = 0; i < spec.waves().get(wave).deployments().size(); i++) {
                if (spec.waves().get(wave).deployments().get(i).keepBlue().isPresent()) {
                    keeping.add(RolloutSpec.deployment(id, wave, i));
                }
            }
        }
        return keeping;
    }

    /**
     * The deployments of which a rollout that goes back may undo something: those that keep blue, of all waves after a command, and of the
     * wave that failed.
     */
    static List<DeploymentId> undoable(String id, RolloutSpec spec, RolloutState state) {
        boolean isAll = state.status() == RolloutStatus.ROLLING_BACK;
        boolean isWave = state.status() == RolloutStatus.FAILING && spec.rollback() == RolloutSpec.Rollback.JOINT;
        return isAll || isWave ? keeping(id, spec, isAll ? 0 : state.passed(), state.opened()) : List.of();
    }

    /** What a deployment is told. */
    enum Steer {
        ROLL_BACK,
        ABORT,
        RELEASE,
        UNDO
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

    /**
     * What has to last for some time before the rollout goes on: a wave that has ended or is held, or a rollout that has stopped. It names no
     * instant of the wave, because an engine that takes over moves these. Empty if there is nothing to wait for.
     */
    static Optional<String> situation(String id, RolloutSpec spec, RolloutState state, Sight sight) {
        Optional<WaveSight> wave = state.current().map(number -> new WaveSight(id, spec, number, sight));
        if (state.stop().isPresent()) {
            return Optional.of("stopped " + state.stoppedAt().orElseThrow()
                    + wave.filter(WaveSight::keepsBlue)
                            .map(one -> " " + one.kinds())
                            .orElse(""));
        }
        return wave.filter(one -> holdsJointly(spec, state, one) ? one.isHeld() : one.hasEnded())
                .map(one -> "wave " + (one.number() + 1) + " " + one.kinds());
    }

    private static boolean holdsJointly(RolloutSpec spec, RolloutState state, WaveSight wave) {
        return spec.rollback() == RolloutSpec.Rollback.JOINT && !state.isReleased(wave.number());
    }

    static Decision decide(String id, RolloutSpec spec, RolloutState state, Sight sight) {
        if (state.end().isPresent()) {
            return Decision.waits(List.of());
        }
        Optional<WaveSight> wave = state.current().map(number -> new WaveSight(id, spec, number, sight));
        if (state.stop().isPresent()) {
            return stopping(id, spec, state, sight, wave);
        }
        Optional<RolloutEvent> failure = failure(id, spec, state, sight, wave);
        if (failure.isPresent()) {
            return Decision.of(failure.get());
        }
        return wave.isPresent() ? inWave(spec, state, sight, wave.get()) : betweenWaves(spec, state, sight);
    }

    private static Decision betweenWaves(RolloutSpec spec, RolloutState state, Sight sight) {
        if (state.passed() == spec.waves().size()) {
            List<DeploymentId> undoing = undoing(sight, Set.of());
            if (!undoing.isEmpty()) {
                return Decision.waits(List.of(undoWait(undoing)));
            }
            return Decision.of(new RolloutEvent.Ended(
                    RolloutStatus.SUCCESSFUL,
                    state.successful() - undone(sight),
                    state.failed(),
                    undone(sight),
                    0,
                    sight.now()));
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
                        "it is resumed")));
        sight.line().ifPresent(why -> holds.add(new RolloutWait(why, Optional.empty(), "the line is resumed")));
        return holds;
    }

    private static Decision inWave(RolloutSpec spec, RolloutState state, Sight sight, WaveSight wave) {
        boolean holdsJointly = holdsJointly(spec, state, wave);
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
        waits.addAll(wave.unreadable());
        return new Decision(List.of(), orders, Map.copyOf(steers), Set.of(), waits);
    }

    private static RolloutEvent.WavePassed passed(WaveSight wave, Sight sight) {
        int failed = wave.failures().size();
        return new RolloutEvent.WavePassed(wave.number() + 1, wave.size() - failed, failed, sight.now());
    }

    private static Decision atTheEdge(RolloutState state, Sight sight, WaveSight wave, boolean holdsJointly) {
        List<RolloutWait> waits = holds(state, sight);
        Set<String> questions = new LinkedHashSet<>();
        if (!sight.hasLasted(wave.wave().soak(), wave.since())) {
            waits.add(new RolloutWait(
                    "wave " + wave.wave().name() + " soaks for " + wave.wave().soak(),
                    Optional.of(sight.end(wave.wave().soak(), wave.since())),
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
                - wave.of(Standing.Kind.FAILING).size()
                - wave.of(Standing.Kind.UNREADABLE).size();
        Map<DeploymentId, Integer> orders = new LinkedHashMap<>();
        for (int i = 0; i < wave.size() && orders.size() < room; i++) {
            if (wave.standing(i).isEmpty()) {
                orders.put(wave.id(i), i);
            }
        }
        return orders;
    }

    /** What is being undone, and what of these may still be. */
    private static List<DeploymentId> undoing(Sight sight, Set<DeploymentId> undoable) {
        return sight.kept().entrySet().stream()
                .filter(kept -> kept.getValue() == Kept.UNDOING
                        || (undoable.contains(kept.getKey()) && kept.getValue().isOpen()))
                .map(Map.Entry::getKey)
                .sorted(Comparator.comparing(DeploymentId::value))
                .toList();
    }

    private static RolloutWait undoWait(List<DeploymentId> undoing) {
        return new RolloutWait(
                undoing.size() + " deployments are undone, whose blue was kept: " + named(undoing),
                Optional.empty(),
                "blue serves production again");
    }

    private static int undone(Sight sight) {
        return (int) sight.kept().values().stream().filter(Kept::isUndo).count();
    }

    /**
     * Too many failures. A deployment that somebody undoes by hand was not good, also if its wave has passed: what follows must not be
     * deployed as if nothing had been wrong.
     */
    private static Optional<RolloutEvent> failure(
            String id, RolloutSpec spec, RolloutState state, Sight sight, Optional<WaveSight> current) {
        List<String> named = new ArrayList<>();
        int total = 0;
        for (int wave = 0; wave < state.opened(); wave++) {
            List<String> bad = new ArrayList<>();
            int number = wave;
            current.filter(one -> one.number() == number)
                    .ifPresent(one -> one.failures().forEach(failure -> bad.add(failure + " " + one.text(failure))));
            for (DeploymentId deployment : keeping(id, spec, wave, wave + 1)) {
                if (Optional.ofNullable(sight.kept().get(deployment))
                        .map(Kept::isUndo)
                        .orElse(false)) {
                    bad.add(deployment + " was undone");
                }
            }
            int failed = bad.size() + (wave < state.passed() ? state.failures().get(wave) : 0);
            int may = spec.waves().get(wave).mayFail();
            if (!bad.isEmpty() && failed > may) {
                return Optional.of(failed(wave, failed + " of its deployments failed, " + may + " may", bad, sight));
            }
            named.addAll(bad);
            total += failed;
        }
        return named.isEmpty() || total <= spec.mayFail()
                ? Optional.empty()
                : Optional.of(failed(
                        state.opened() - 1,
                        total + " deployments of the rollout failed, " + spec.mayFail() + " may",
                        named,
                        sight));
    }

    private static RolloutEvent failed(int wave, String why, List<String> named, Sight sight) {
        return new RolloutEvent.WaveFailed(
                wave + 1,
                why + ": " + named.stream().limit(MOST_NAMED).collect(Collectors.joining("; "))
                        + (named.size() > MOST_NAMED ? " and " + (named.size() - MOST_NAMED) + " more" : ""),
                sight.now());
    }

    /** Nothing more is started. What runs is told to go back or to stop, however often somebody has to decide that. */
    private static Decision stopping(
            String id, RolloutSpec spec, RolloutState state, Sight sight, Optional<WaveSight> wave) {
        RolloutStatus status = state.status();
        List<DeploymentId> open = wave.map(WaveSight::open).orElse(List.of());
        Set<DeploymentId> undoable = Set.copyOf(undoable(id, spec, state));
        List<DeploymentId> undoing = undoing(sight, undoable);
        Instant stopped = stopped(state, wave);
        if (open.isEmpty() && undoing.isEmpty() && sight.hasLasted(GRACE, stopped)) {
            int undone = undone(sight);
            int failed = state.failed() + wave.map(one -> one.failures().size()).orElse(0);
            int successful = state.successful()
                    + wave.map(one -> one.of(Standing.Kind.SUCCESSFUL).size()).orElse(0)
                    - undone;
            return Decision.of(new RolloutEvent.Ended(
                    ended(status),
                    successful,
                    failed,
                    undone,
                    spec.size() - failed - successful - undone,
                    sight.now()));
        }
        Map<DeploymentId, Steer> steers = new LinkedHashMap<>();
        Optional<Steer> steer = steer(status, spec);
        wave.ifPresent(one ->
                one.advancing().forEach(deployment -> steer.ifPresent(what -> steers.put(deployment, what))));
        sight.kept().forEach((deployment, kept) -> {
            if (kept.mayBeUndone() && undoable.contains(deployment)) {
                steers.put(deployment, Steer.UNDO);
            }
        });
        String what = switch (status) {
            case ABORTING -> "deployments stop";
            case ROLLING_BACK -> "deployments roll back";
            default ->
                spec.rollback() == RolloutSpec.Rollback.JOINT
                        ? "deployments roll back"
                        : "deployments end by themselves";
        };
        List<RolloutWait> waits = new ArrayList<>();
        if (!open.isEmpty()) {
            waits.add(new RolloutWait(
                    open.size() + " " + what + ": " + named(open), Optional.empty(), "they have ended"));
            if (steer.isEmpty()) {
                waits.addAll(holds(state, sight)); // they hold what goes on by itself
            }
            waits.addAll(wave.map(WaveSight::unreadable).orElse(List.of()));
        }
        if (!undoing.isEmpty()) {
            waits.add(undoWait(undoing));
        }
        if (waits.isEmpty()) {
            waits.add(new RolloutWait(
                    "orders that may be under way when it stopped",
                    Optional.of(sight.end(GRACE, stopped)),
                    "that time is over"));
        }
        return new Decision(List.of(), Map.of(), Map.copyOf(steers), Set.of(), waits);
    }

    /** Since when nothing new may arrive but an order of another driver, or the order that keeps the blue of a deployment that has just ended. */
    private static Instant stopped(RolloutState state, Optional<WaveSight> wave) {
        Instant stopped = state.stoppedAt().orElseThrow();
        Instant ended = wave.filter(WaveSight::keepsBlue).map(WaveSight::since).orElse(Instant.MIN);
        return ended.isAfter(stopped) ? ended : stopped;
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
            return ids(standing -> standing.kind() == Standing.Kind.RUNNING
                    || standing.kind() == Standing.Kind.HELD
                    || standing.kind() == Standing.Kind.UNREADABLE);
        }

        private List<DeploymentId> ids(Predicate<Standing> predicate) {
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

        List<RolloutWait> unreadable() {
            return of(Standing.Kind.UNREADABLE).stream()
                    .limit(MOST_NAMED)
                    .map(id -> new RolloutWait(
                            "deployment " + id + " " + text(id), Optional.empty(), "its journal can be read"))
                    .toList();
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

        boolean keepsBlue() {
            return wave().deployments().stream()
                    .anyMatch(spec -> spec.keepBlue().isPresent());
        }

        /** How each of its deployments stands, in one character. It is stored. */
        String kinds() {
            StringBuilder kinds = new StringBuilder();
            for (int i = 0; i < size(); i++) {
                kinds.append(
                        standing(i).map(standing -> character(standing.kind())).orElse("-"));
            }
            return kinds.toString();
        }

        private static String character(Standing.Kind kind) {
            return switch (kind) {
                case RUNNING -> "R";
                case HELD -> "H";
                case FAILING -> "f";
                case UNREADABLE -> "?";
                case SUCCESSFUL -> "S";
                case FAILED -> "F";
            };
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
            List<DeploymentId> moving = ids(standing -> !standing.hasEnded() && standing.kind() != Standing.Kind.HELD);
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
