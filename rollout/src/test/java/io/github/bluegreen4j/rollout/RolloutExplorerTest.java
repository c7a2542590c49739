package io.github.bluegreen4j.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.PolicyAnswer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/**
 * Walks every reachable state of a small rollout: two waves with three deployments that succeed or fail at any moment, an operator, a line
 * that is stopped, a condition, and a second driver that acts on what it saw some time ago, or dies before it acts.
 */
class RolloutExplorerTest {
    private static final String ID = "r";
    private static final Instant START = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration TICK = RolloutMachine.GRACE;
    private static final int LAST_TICK = 2;
    private static final int MOST_COMMANDS = 1;

    /** A deployment as the world has it; BAKING was released. */
    private enum Kind {
        RUNNING,
        HELD,
        BAKING,
        FAILING,
        SUCCESSFUL,
        FAILED,
        /** Successful before, and its kept blue takes production back. */
        UNDOING,
        UNDONE,
        /** Successful before, and its kept blue is retired. */
        FINAL;

        boolean isSuccess() {
            return this == SUCCESSFUL || this == UNDOING || this == UNDONE || this == FINAL;
        }

        boolean hasEnded() {
            return this == FAILED || isSuccess();
        }
    }

    private record Member(Kind kind, int since) {}

    /** What another driver has seen and decided, and not done yet. */
    private record Pending(RolloutMachine.Decision decision, RolloutState seen, int at, int version) {}

    private record World(
            RolloutState state,
            int version,
            Map<DeploymentId, Member> members,
            int now,
            boolean line,
            boolean no,
            int commands,
            Optional<Pending> pending) {

        World with(RolloutEvent event) {
            return new World(state.after(event), version + 1, members, now, line, no, commands, pending);
        }

        World with(DeploymentId id, Kind kind) {
            Map<DeploymentId, Member> changed =
                    new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
            changed.putAll(members);
            changed.put(id, new Member(kind, now));
            return new World(state, version, changed, now, line, no, commands, pending);
        }

        World pending(Optional<Pending> newPending) {
            return new World(state, version, members, now, line, no, commands, newPending);
        }

        /** Without what makes no difference any more: since when a deployment moves, or stands in a wave that is over. */
        World canonical() {
            Map<DeploymentId, Member> same = new TreeMap<>((a, b) -> a.value().compareTo(b.value()));
            members.forEach((id, member) -> {
                boolean rests =
                        member.kind() == Kind.HELD || member.kind() == Kind.SUCCESSFUL || member.kind() == Kind.FAILED;
                boolean matters =
                        rests && state.stop().isEmpty() && id.value().startsWith(ID + "." + (state.passed() + 1) + ".");
                same.put(id, matters ? member : new Member(member.kind(), 0));
            });
            boolean isLate = pending.isPresent() && pending.get().at() != now;
            return new World(state, version, same, now, line, no, commands, isLate ? Optional.empty() : pending);
        }

        Instant time() {
            return START.plus(TICK.multipliedBy(now));
        }
    }

    private final RolloutSpec spec;
    private final Set<String> reached = new HashSet<>();

    RolloutExplorerTest() {
        this.spec = small(RolloutSpec.Rollback.JOINT, 0);
    }

    private static RolloutSpec small(RolloutSpec.Rollback rollback, int mayFail) {
        return RolloutSpec.builder()
                .wave(RolloutSpec.wave(
                                "first",
                                List.of(Fleet.spec(0)
                                        .keepBlue(Duration.ofHours(4))
                                        .build()))
                        .soak(TICK)
                        .mayFail(mayFail)
                        .condition("good"))
                .wave(RolloutSpec.wave("rest", Fleet.specs(1, 2)).mayFail(mayFail))
                .concurrency(1)
                .rollback(rollback)
                .build();
    }

    @Test
    void everyReachableStateOfAJointRolloutIsSafeAndCanEnd() {
        explore(spec);
    }

    @Test
    void everyReachableStateOfARolloutWithIndividualRollbacksIsSafeAndCanEnd() {
        explore(small(RolloutSpec.Rollback.INDIVIDUAL, 0));
    }

    @Test
    void everyReachableStateOfARolloutThatToleratesAFailureIsSafeAndCanEnd() {
        explore(small(RolloutSpec.Rollback.INDIVIDUAL, 1));
        explore(small(RolloutSpec.Rollback.JOINT, 1));
    }

    private void explore(RolloutSpec explored) {
        Map<World, String> seen = new HashMap<>();
        Deque<World> left = new ArrayDeque<>();
        World first = new World(RolloutState.NEW, 1, Map.of(), 0, false, false, 0, Optional.empty());
        seen.put(first, "start");
        left.add(first);
        Set<RolloutStatus> ends = EnumSet.noneOf(RolloutStatus.class);
        while (!left.isEmpty()) {
            World world = left.remove();
            String path = seen.get(world);
            world.state().end().ifPresent(end -> ends.add(end.status()));
            mustBeExplained(explored, world, path);
            mustBeAbleToEnd(explored, world, path);
            moves(explored, world, path).forEach((name, next) -> {
                World same = next.canonical();
                if (!seen.containsKey(same)) {
                    seen.put(same, path + "\n" + name);
                    left.add(same);
                }
            });
        }
        System.out.println(seen.size() + " states of " + explored.rollback() + ", " + ends);
        assertThat(ends)
                .containsExactlyInAnyOrder(
                        RolloutStatus.SUCCESSFUL,
                        RolloutStatus.FAILED,
                        RolloutStatus.ABORTED,
                        RolloutStatus.ROLLED_BACK);
        assertThat(seen).hasSizeGreaterThan(1_000);
    }

    private static Optional<RolloutMachine.Kept> kept(Kind kind) {
        return switch (kind) {
            case SUCCESSFUL -> Optional.of(RolloutMachine.Kept.READY);
            case UNDOING -> Optional.of(RolloutMachine.Kept.UNDOING);
            case UNDONE -> Optional.of(RolloutMachine.Kept.UNDONE);
            case FINAL -> Optional.of(RolloutMachine.Kept.GONE);
            case RUNNING, HELD, BAKING, FAILING, FAILED -> Optional.empty();
        };
    }

    private static RolloutMachine.Sight sight(RolloutSpec explored, World world) {
        Map<DeploymentId, Standing> standings = new HashMap<>();
        world.members().forEach((id, member) -> {
            if (world.state()
                    .current()
                    .map(wave -> id.value().startsWith(ID + "." + (wave + 1) + "."))
                    .orElse(false)) {
                standings.put(id, standing(id, member));
            }
        });
        Map<DeploymentId, RolloutMachine.Kept> kept = new HashMap<>();
        RolloutMachine.keeping(ID, explored, world.state())
                .forEach(id -> Optional.ofNullable(world.members().get(id))
                        .flatMap(member -> kept(member.kind()))
                        .ifPresent(what -> kept.put(id, what)));
        return new RolloutMachine.Sight(
                world.time(),
                standings,
                kept,
                world.line() ? Optional.of("the line is stopped") : Optional.empty(),
                Map.of("good", world.no() ? PolicyAnswer.no("not yet") : PolicyAnswer.yes()),
                Optional.empty());
    }

    private static Standing standing(DeploymentId id, Member member) {
        Standing.Kind kind = switch (member.kind()) {
            case RUNNING, BAKING -> Standing.Kind.RUNNING;
            case HELD -> Standing.Kind.HELD;
            case FAILING -> Standing.Kind.FAILING;
            case SUCCESSFUL, UNDOING, UNDONE, FINAL -> Standing.Kind.SUCCESSFUL;
            case FAILED -> Standing.Kind.FAILED;
        };
        return new Standing(
                kind, START.plus(TICK.multipliedBy(member.since())), kind.name(), Optional.of("hold-" + id));
    }

    private static RolloutMachine.Decision decide(RolloutSpec spec, World world) {
        return RolloutMachine.decide(ID, spec, world.state(), sight(spec, world));
    }

    private Map<String, World> moves(RolloutSpec explored, World world, String path) {
        Map<String, World> moves = new LinkedHashMap<>();
        RolloutMachine.Decision decision = decide(explored, world);
        moves.put("driver: " + text(decision), act(explored, world, decision, world.state(), world.version(), path));
        if (world.pending().isEmpty() && isActing(decision)) {
            RolloutMachine.Decision unexplained = new RolloutMachine.Decision(
                    decision.events(), decision.orders(), decision.steers(), Set.of(), List.of());
            moves.put(
                    "other driver looks: " + text(decision),
                    world.pending(Optional.of(new Pending(unexplained, world.state(), world.now(), world.version()))));
        } else if (world.pending().isPresent()) {
            Pending pending = world.pending().get();
            World without = world.pending(Optional.empty());
            moves.put("other driver dies", without);
            // An order is in the journal within the time that a rollout that stops waits for it.
            if (pending.at() == world.now()) {
                moves.put(
                        "other driver acts: " + text(pending.decision()),
                        act(explored, without, pending.decision(), pending.seen(), pending.version(), path));
            }
        }
        world.members().forEach((id, member) -> {
            for (Kind kind : next(explored, member.kind(), isKeeping(explored, id))) {
                moves.put(id + " " + kind, world.with(id, kind));
            }
        });
        if (world.now() < LAST_TICK) {
            moves.put(
                    "tick",
                    new World(
                            world.state(),
                            world.version(),
                            world.members(),
                            world.now() + 1,
                            world.line(),
                            world.no(),
                            world.commands(),
                            world.pending()));
        }
        operators(world, moves);
        undo(explored, world, moves);
        return moves;
    }

    private static boolean isActing(RolloutMachine.Decision decision) {
        return !decision.events().isEmpty()
                || !decision.orders().isEmpty()
                || !decision.steers().isEmpty();
    }

    private static void operators(World world, Map<String, World> moves) {
        for (RolloutEvent.Order order : RolloutEvent.Order.values()) {
            boolean isAllowed = world.commands() < MOST_COMMANDS || order == RolloutEvent.Order.RESUME;
            if (isAllowed && world.state().refusal(order).isEmpty()) {
                World told = world.with(command(order, world.time()));
                moves.put(
                        "operator: " + order,
                        new World(
                                told.state(),
                                told.version(),
                                told.members(),
                                told.now(),
                                told.line(),
                                told.no(),
                                told.commands() + 1,
                                told.pending()));
            }
        }
        if (world.now() == 1) {
            moves.put(
                    "line",
                    new World(
                            world.state(),
                            world.version(),
                            world.members(),
                            world.now(),
                            !world.line(),
                            world.no(),
                            world.commands(),
                            world.pending()));
            moves.put(
                    "condition",
                    new World(
                            world.state(),
                            world.version(),
                            world.members(),
                            world.now(),
                            world.line(),
                            !world.no(),
                            world.commands(),
                            world.pending()));
        }
    }

    /** By hand; not while a driver stores what it has decided without having seen that. */
    private static void undo(RolloutSpec explored, World world, Map<String, World> moves) {
        boolean isStoring = world.pending()
                .filter(pending -> !pending.decision().events().isEmpty())
                .isPresent();
        if (isStoring || world.state().end().isPresent()) {
            return;
        }
        world.members().forEach((id, member) -> {
            if (member.kind() == Kind.SUCCESSFUL && isKeeping(explored, id)) {
                moves.put("undo by hand of " + id, world.with(id, Kind.UNDOING));
            }
        });
    }

    private static RolloutEvent.Commanded command(RolloutEvent.Order order, Instant at) {
        return new RolloutEvent.Commanded(order, "", new Command.Origin("alice", at));
    }

    private static List<Kind> next(RolloutSpec spec, Kind kind, boolean isKeeping) {
        return switch (kind) {
            case RUNNING ->
                spec.rollback() == RolloutSpec.Rollback.JOINT
                        ? List.of(Kind.HELD, Kind.FAILING)
                        : List.of(Kind.SUCCESSFUL, Kind.FAILING);
            case HELD -> List.of(Kind.FAILING);
            case BAKING -> List.of(Kind.SUCCESSFUL, Kind.FAILING);
            case FAILING -> List.of(Kind.FAILED);
            case SUCCESSFUL -> isKeeping ? List.of(Kind.FINAL) : List.of();
            case UNDOING -> List.of(Kind.UNDONE);
            case FAILED, UNDONE, FINAL -> List.of();
        };
    }

    private static String text(RolloutMachine.Decision decision) {
        return decision.events() + " " + decision.orders().keySet() + " " + decision.steers();
    }

    /** Stores the events if nobody else was faster; otherwise does what the decision says, and checks that it may. */
    private World act(
            RolloutSpec explored,
            World world,
            RolloutMachine.Decision decision,
            RolloutState seen,
            int version,
            String path) {
        if (!decision.events().isEmpty()) {
            if (version != world.version()) {
                return world;
            }
            RolloutEvent event = decision.events().get(0);
            mustBeRight(explored, world, event, path);
            return world.with(event);
        }
        World after = world;
        for (DeploymentId id : decision.orders().keySet()) {
            assertThat(seen.status()).as("orders of %s%n%s", id, path).isEqualTo(RolloutStatus.IN_PROGRESS);
            assertThat(id.value())
                    .as(path)
                    .startsWith(ID + "." + (seen.current().orElseThrow() + 1) + ".");
            if (!after.members().containsKey(id)) {
                after = after.with(id, Kind.RUNNING);
            }
        }
        if (!decision.orders().isEmpty()) {
            assertThat(after.members().values().stream().filter(one -> one.kind() == Kind.RUNNING))
                    .as("deployments that move at once%n%s", path)
                    .hasSizeLessThanOrEqualTo(explored.concurrency());
        }
        for (Map.Entry<DeploymentId, RolloutMachine.Steer> steer :
                decision.steers().entrySet()) {
            after = steered(after, steer.getKey(), steer.getValue(), path);
        }
        return after;
    }

    private static World steered(World world, DeploymentId id, RolloutMachine.Steer steer, String path) {
        Member member = world.members().get(id);
        assertThat(member).as("%s of one that is not there%n%s", steer, path).isNotNull();
        return switch (steer) {
            case RELEASE -> {
                int wave = Integer.parseInt(id.value().split("\\.", -1)[1]);
                assertThat(world.state().released())
                        .as("released waves%n%s", path)
                        .isGreaterThanOrEqualTo(wave);
                yield member.kind() == Kind.HELD ? world.with(id, Kind.BAKING) : world;
            }
            case UNDO -> {
                assertThat(world.state().stop())
                        .as("%s without a reason%n%s", steer, path)
                        .isPresent();
                yield member.kind() == Kind.SUCCESSFUL ? world.with(id, Kind.UNDOING) : world;
            }
            case ROLL_BACK, ABORT -> {
                assertThat(world.state().stop())
                        .as("%s without a reason%n%s", steer, path)
                        .isPresent();
                yield switch (member.kind()) {
                    case RUNNING, HELD, BAKING -> world.with(id, Kind.FAILING);
                    case FAILING, SUCCESSFUL, FAILED, UNDOING, UNDONE, FINAL -> world;
                };
            }
        };
    }

    /** The first wave keeps its blue. */
    private static boolean isKeeping(RolloutSpec explored, DeploymentId id) {
        return id.value().startsWith(ID + ".1.")
                && explored.waves().get(0).deployments().get(0).keepBlue().isPresent();
    }

    private static List<Member> wave(World world, int wave) {
        return world.members().entrySet().stream()
                .filter(member -> member.getKey().value().startsWith(ID + "." + wave + "."))
                .map(Map.Entry::getValue)
                .toList();
    }

    private static long failures(List<Member> members) {
        return members.stream()
                .filter(one -> one.kind() == Kind.FAILED
                        || one.kind() == Kind.FAILING
                        || one.kind() == Kind.UNDOING
                        || one.kind() == Kind.UNDONE)
                .count();
    }

    private static void mustBeRight(RolloutSpec explored, World world, RolloutEvent event, String path) {
        if (event instanceof RolloutEvent.WaveOpened opened) {
            assertThat(world.state().status()).as(path).isEqualTo(RolloutStatus.IN_PROGRESS);
            for (int before = 1; before < opened.wave(); before++) {
                List<Member> members = wave(world, before);
                assertThat(members)
                        .as("wave %d before wave %d%n%s", before, opened.wave(), path)
                        .hasSize(explored.waves().get(before - 1).deployments().size())
                        .allMatch(one -> one.kind().hasEnded());
                assertThat(failures(members))
                        .as("failures of wave %d%n%s", before, path)
                        .isLessThanOrEqualTo(explored.waves().get(before - 1).mayFail());
            }
        }
        if (event instanceof RolloutEvent.WavePassed || event instanceof RolloutEvent.WaveReleased) {
            RolloutSpec.Wave wave = explored.waves().get(world.state().current().orElseThrow());
            boolean isTheEdge = explored.rollback() == RolloutSpec.Rollback.INDIVIDUAL
                    || event instanceof RolloutEvent.WaveReleased;
            if (isTheEdge && !wave.conditions().isEmpty()) {
                // One may fail after the driver looked: it rolls back by itself.
                int since = wave(world, world.state().opened()).stream()
                        .filter(one -> one.kind() == Kind.HELD || one.kind() == Kind.SUCCESSFUL)
                        .mapToInt(Member::since)
                        .max()
                        .orElse(0);
                assertThat(TICK.multipliedBy(world.now() - since))
                        .as("soaked%n%s", path)
                        .isGreaterThanOrEqualTo(wave.soak());
            }
        }
        if (event instanceof RolloutEvent.Ended ended) {
            assertThat(world.members().values())
                    .as("deployments at the end%n%s", path)
                    .allMatch(one -> one.kind().hasEnded() && one.kind() != Kind.UNDOING);
            long successful = world.members().values().stream()
                    .filter(one -> one.kind() == Kind.SUCCESSFUL || one.kind() == Kind.FINAL)
                    .count();
            assertThat(ended.successful()).as(path).isEqualTo((int) successful);
            assertThat(ended.successful() + ended.failed() + ended.undone() + ended.notStarted())
                    .as(path)
                    .isEqualTo(explored.size());
            assertThat(ended.notStarted())
                    .as(path)
                    .isEqualTo(explored.size() - world.members().size());
        }
        if (world.state().end().isPresent()) {
            throw new AssertionError("an event after the end: " + event + "\n" + path);
        }
    }

    /** After the end nothing of the rollout may run, whatever a driver that was late did. */
    private static void mustBeExplained(RolloutSpec explored, World world, String path) {
        RolloutMachine.Decision decision = decide(explored, world);
        if (world.state().end().isPresent()) {
            assertThat(decision.events()).as(path).isEmpty();
            assertThat(world.members().values())
                    .as("deployments after the end%n%s", path)
                    .allMatch(one -> one.kind().hasEnded() && one.kind() != Kind.UNDOING);
        } else if (decision.events().isEmpty()) {
            assertThat(decision.waits()).as("what it waits for%n%s", path).isNotEmpty();
        }
    }

    /** With the line running, conditions that say yes, a rollout that is not paused and deployments that go on, it ends. */
    private void mustBeAbleToEnd(RolloutSpec explored, World start, String path) {
        World world = start.pending(Optional.empty());
        if (world.state().paused().isPresent()
                && world.state().refusal(RolloutEvent.Order.RESUME).isEmpty()) {
            world = world.with(command(RolloutEvent.Order.RESUME, world.time()));
        }
        List<String> steps = new ArrayList<>();
        for (int i = 0; i < 40 && world.state().end().isEmpty(); i++) {
            world = new World(
                    world.state(),
                    world.version(),
                    world.members(),
                    world.now() + 1,
                    false,
                    false,
                    0,
                    Optional.empty());
            RolloutMachine.Decision decision = decide(explored, world);
            steps.add(text(decision));
            world = act(explored, world, decision, world.state(), world.version(), path + steps);
            for (Map.Entry<DeploymentId, Member> member : world.members().entrySet()) {
                List<Kind> next = next(explored, member.getValue().kind(), isKeeping(explored, member.getKey()));
                if (!next.isEmpty() && member.getValue().kind() != Kind.HELD) {
                    world = world.with(member.getKey(), next.get(0));
                }
            }
        }
        assertThat(world.state().end())
                .as("the end%n%s%n%s", path, String.join("\n", steps))
                .isPresent();
        reached.add(world.state().status().name());
    }
}
