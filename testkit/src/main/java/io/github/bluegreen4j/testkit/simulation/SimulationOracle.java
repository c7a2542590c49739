package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.CallWatcher;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.WorldWatcher;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Node;
import io.github.bluegreen4j.workflow.state.ObservedResources;
import io.github.bluegreen4j.workflow.state.ResourceLock;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.StageGraph;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * Observes the changes that engines make, and compares them with the answers the engines received, with the journal and with
 * the world. What the world does by itself is no violation.
 */
final class SimulationOracle implements WorldWatcher {
    private static final Set<Node> BEFORE_CLEAN_UP = EnumSet.range(Node.PENDING, Node.BAKE_TIME);

    private final List<Said> said = new ArrayList<>();
    private boolean hasPolicies;
    private Optional<Long> stoppedSince = Optional.empty();
    private final VirtualTime time;
    private final ServiceRef service;
    private final SimulationStory story;
    private final WorldChecks checks;
    private final Workflow workflow = Workflow.standard();
    private final Map<DeploymentId, DeploymentRecord> records = new LinkedHashMap<>();
    private final Claims claims = new Claims();
    private final Promises promises;
    private final DeliveryChecks deliveries = new DeliveryChecks(records);
    private final Map<String, Renewal> renewals = new HashMap<>();
    private final Outstanding outstanding = new Outstanding();
    private final Map<String, Command> commands = new HashMap<>();
    private final Map<Asked, HookResult> answers = new HashMap<>();
    private final Map<DeploymentId, Integer> launches = new HashMap<>();
    private final Set<Asked> hooksUsed = new HashSet<>();
    private final Consumer<Circumstance> onMet;
    private EngineWatch acting;

    SimulationOracle(
            VirtualTime time,
            ServiceRef service,
            SimulatedWorld world,
            SimulationStory story,
            Consumer<Circumstance> onMet) {
        this.time = time;
        this.service = service;
        this.story = story;
        this.onMet = onMet;
        this.checks = new WorldChecks(world, time, service);
        this.promises = new Promises(time, claims, records);
        this.acting = new EngineWatch("nobody", Duration.ZERO);
    }

    Map<DeploymentId, DeploymentRecord> records() {
        return records;
    }

    Claims claims() {
        return claims;
    }

    Promises promises() {
        return promises;
    }

    DeliveryChecks deliveries() {
        return deliveries;
    }

    WorldChecks checks() {
        return checks;
    }

    /** Returns the deployment that has started and not ended, if there is one. */
    Optional<DeploymentRecord> running() {
        for (DeploymentRecord record : records.values()) {
            if (!record.status().isTerminal() && !record.state().isWaiting()) {
                return Optional.of(record);
            }
        }
        return Optional.empty();
    }

    /** Returns the order that keeps a revision and has not ended, if there is one. */
    Optional<DeploymentRecord> keeping() {
        DeploymentRecord found = null;
        for (DeploymentRecord record : records.values()) {
            found = record.id().isKeeping() && !record.status().isTerminal() ? record : found;
        }
        return Optional.ofNullable(found);
    }

    /**
     * Records that the service was deleted with its revisions. A launch in a new service of that name is not a second
     * launch.
     */
    void serviceRemoved() {
        launches.clear();
        checks.serviceRemoved();
    }

    /** Records a command of an operator. */
    void commanded(String commandId, Command command) {
        commands.put(commandId, command);
    }

    /** Records the result of a hook. */
    void answered(HookInvocation invocation, HookResult result) {
        answers.put(new Asked(invocation.deployment(), invocation.execution()), result);
    }

    /** A hook result counts once for each execution of each deployment. */
    private record Asked(DeploymentId deployment, HookExecution execution) {}

    /** When a call started, and the state of the deployment then. */
    private record Begun(long at, DeploymentState state) {}

    /** Observes one engine. */
    final class EngineWatch implements CallWatcher {
        private final String engine;
        private final RecentReadings readings = new RecentReadings();
        private final IdentityHashMap<CallRunner.PortCall<?>, Begun> begun = new IdentityHashMap<>();
        private Begun sent = new Begun(0, DeploymentState.initial());

        private final Renewal renewal;

        /** What the engine's own clock showed, or would have shown, at the start of the simulation. */
        private final Instant origin;

        EngineWatch(String engine, Duration ahead) {
            this.engine = engine;
            this.origin = time.wall().plus(ahead).minusNanos(time.nanos());
            this.renewal = new Renewal(engine, time.nanos());
            renewals.put(engine, renewal);
        }

        Renewal renewal() {
            return renewal;
        }

        private Begun begun() {
            return new Begun(
                    time.nanos(), running().map(DeploymentRecord::state).orElse(DeploymentState.initial()));
        }

        private long decidedAt(DeploymentEvent event) {
            return Duration.between(origin, event.at()).toNanos();
        }

        @Override
        public void waits(CallRunner.PortCall<?> call) {
            onMet.accept(Circumstance.CALL_WAITED);
        }

        @Override
        public void started(CallRunner.PortCall<?> call, Fate fate) {
            Operation operation = call.operation();
            long now = time.nanos();
            boolean atOnce = fate.equals(Fate.answered());
            boolean usual = atOnce || fate.isAnsweredWithin(Latency.MOST);
            if (claims.owner(service).equals(Optional.of(engine))) {
                checks.lost().heard(engine, SimulationOracle.this::running);
            }
            if (!atOnce) {
                begun.put(call, begun());
            }
            renewal.began(operation, now);
            if (!usual && operation != Operation.LISTEN) {
                checks.lost().disturbed();
                promises.disturbed();
                if (operation == Operation.READ_HEALTH) {
                    readings.couldNotReadHealth(now);
                } else if (fate.isStale()) {
                    checks.toldOld(operation, now);
                }
            }
            if (!operation.changesTheWorld()) {
                return;
            }
            String resource = Outstanding.resource(operation, call);
            WorldInvariant.I9.require(
                    claims.holds(service, engine, now, call.maximum()),
                    () -> engine + " sends " + call.text() + ", but the service is "
                            + claims.owner(service).orElse("nobody") + "'s, or its lease is too short");
            WorldInvariant.I14.require(isOwed(operation), () -> call.text() + " is sent, but nothing like it is owed");
            WorldInvariant.I14.require(
                    !outstanding.mayLand(resource, now),
                    () -> call.text() + " is sent while another change may still land on " + resource);
            if (!atOnce) {
                outstanding.sent(call, resource, now, grace());
            }
        }

        @Override
        public void lands(CallRunner.PortCall<?> call) {
            acting = this;
            Begun before = begun.get(call);
            if (call.operation().changesTheWorld()) {
                sent = before == null ? begun() : before;
            }
        }

        @Override
        public void succeeded(CallRunner.PortCall<?> call, Object answer) {
            Begun before = begun.remove(call);
            if (before != null) {
                outstanding.answered(call);
            }
            readings.saw(answer, before == null ? time.nanos() : before.at());
        }

        @Override
        public void failed(CallRunner.PortCall<?> call, Throwable problem) {
            begun.remove(call);
            if (call.operation() == Operation.LISTEN) {
                return;
            }
            checks.lost().disturbed();
            promises.disturbed();
            if (call.operation() == Operation.READ_HEALTH) {
                readings.couldNotReadHealth(time.nanos());
            }
            if (problem instanceof PortException port && port.problem().kind() != Problem.Kind.UNKNOWN) {
                outstanding.answered(call);
            }
        }
    }

    private Duration grace() {
        return running().map(record -> record.spec().limits().grace()).orElse(Duration.ZERO);
    }

    /** Tells whether the journal has an effect that may send such a call. */
    private boolean isOwed(Operation operation) {
        for (DeploymentRecord record : records.values()) {
            if (record.status().isTerminal() || record.state().running().isEmpty()) {
                continue;
            }
            for (ResourceLock lock :
                    record.state().running().get().pendingWork().locks().values()) {
                if (lock.isOwed() && asksFor(lock.effect(), operation)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether work of that kind sends such changes. */
    private static boolean asksFor(Effect effect, Operation change) {
        return switch (change) {
            case WRITE_ROUTE -> effect instanceof Effect.ShiftRoute || effect instanceof Effect.RestoreRoute;
            case LAUNCH -> effect instanceof Effect.LaunchGreen;
            case SCALE -> effect instanceof Effect.ScaleRevision || effect instanceof Effect.ReduceBlue;
            case MAKE_PRIMARY -> effect instanceof Effect.MakePrimary;
            case RETIRE -> effect instanceof Effect.RetireRevision || effect instanceof Effect.RetireLeftOver;
            case SUSPEND_SCALE_IN -> effect instanceof Effect.SuspendScaleIn;
            case RESTORE_SCALE_IN -> effect instanceof Effect.RestoreScaleIn;
            default -> false;
        };
    }

    @Override
    public void writes(RouteRef route, TrafficSplit before, TrafficSplit after) {
        story.tell('>', () -> "route " + route + ": " + before + " -> " + after);
        DeploymentRecord record = running().orElse(null);
        if (record == null) {
            throw new BrokenInvariantError(WorldInvariant.I14, route + " is written after the end: " + after);
        }
        permitted(record, route, before, after);
        checks.write(record, acting.sent.state(), route, before, after, acting.readings, acting.sent.at());
        checks.drains(before, after, time.nanos());
    }

    /** The last answer of a policy before the write was sent is a yes, and not old. */
    private void permitted(DeploymentRecord record, RouteRef route, TrafficSplit before, TrafficSplit after) {
        if ((!hasPolicies && stoppedSince.isEmpty())
                || !(acting.sent.state() instanceof Forward forward)
                || forward.isPending()) {
            return;
        }
        TargetGroupRef green = forward.run().roles().greenGroup();
        boolean raises = after.shareOf(green) > before.shareOf(green);
        if (!raises || forward.isIn(LifecycleStage.RECONCILE_SERVICE)) {
            return;
        }
        long sentAt = acting.sent.at();
        // What was read before the line was stopped may be this old when the write is sent.
        long mostAge = record.spec().limits().freshness().toNanos();
        WorldInvariant.I1.require(
                stoppedSince.isEmpty() || sentAt - stoppedSince.get() <= mostAge,
                () -> route + " gives green more while the line is stopped");
        if (!hasPolicies) {
            return;
        }
        Said last = null;
        for (Said one : said) {
            boolean about = one.deployment().equals(record.id()) && one.route().equals(route);
            last = about && one.at() <= sentAt ? one : last;
        }
        Said found = last;
        long allowed = record.spec().limits().freshness().toNanos();
        WorldInvariant.I1.require(
                found != null && found.yes() && sentAt - found.at() <= allowed,
                () -> route + " gives green more, and the last answer of the policies was " + found);
    }

    boolean isLineStopped() {
        return stoppedSince.isPresent();
    }

    void line(boolean stopped) {
        stoppedSince = stopped ? Optional.of(stoppedSince.orElse(time.nanos())) : Optional.empty();
    }

    /** What a policy said about a write, and when. */
    private record Said(DeploymentId deployment, RouteRef route, boolean yes, long at) {}

    void policyFailed(PolicyRequest request) {
        hasPolicies = true;
        said.add(new Said(request.deployment(), request.route(), false, time.nanos()));
    }

    void answered(PolicyRequest request, PolicyAnswer answer) {
        said.add(new Said(request.deployment(), request.route(), answer.isYes(), time.nanos()));
    }

    @Override
    public void launches(LaunchRequest request) {
        story.tell(
                '>',
                () -> "launch of " + request.revision().definition() + " with " + request.desiredCount() + " tasks in "
                        + request.targetGroup());
        int count = launches.merge(request.owner(), 1, Integer::sum);
        checks.launched(request.owner(), request.targetGroup());
        WorldInvariant.I10.require(count == 1, () -> request.owner() + " launches a second revision: " + request);
    }

    @Override
    public void scales(ServiceRef scaled, RevisionRef revision, int before, int after) {
        story.tell('>', () -> revision + ": " + before + " -> " + after + " tasks");
        Optional<DeploymentRecord> reducing = running()
                .filter(record -> record.state() instanceof Forward forward
                        && forward.isIn(LifecycleStage.CLEAN_UP)
                        && forward.run().resources().kept() == ObservedResources.Kept.ORDERED);
        if (after < before && reducing.isPresent()) {
            checks.drained(reducing.get(), revision, time.nanos());
            checks.reduce(reducing.get(), revision, after, acting.readings, acting.sent.at());
            return;
        }
        WorldInvariant.I2.require(after >= before, () -> revision + " is scaled from " + before + " to " + after);
    }

    @Override
    public void retires(ServiceRef retired, RevisionRef revision) {
        story.tell('>', () -> revision + " is retired");
        DeploymentRecord record = running().orElse(null);
        if (record == null) {
            throw new BrokenInvariantError(WorldInvariant.I14, revision + " is retired after the end");
        }
        checks.drained(record, revision, time.nanos());
        checks.retire(record, revision, acting.readings, acting.sent.at());
    }

    void renewed(String engine, Duration length) {
        claims.renewed(engine, length, time.nanos());
        Renewal renewal = renewals.get(engine);
        if (renewal != null && !length.isZero()) {
            renewal.lasts(length);
        }
    }

    void claimed(ServiceRef claimed, String engine, long fence) {
        claims.claimed(claimed, engine, fence);
        promises.claimed(claimed, engine);
    }

    void opened(Journal.Opening opening) {
        story.tell(opening.deployment(), List.of(opening.event()));
        DeploymentRecord record = records.computeIfAbsent(opening.deployment(), id -> new DeploymentRecord(id, story));
        WorldInvariant.I12.require(
                record.events().size() == opening.expectedVersion(),
                () -> "an order for version " + opening.expectedVersion() + " was kept after "
                        + record.events().size());
        fold(record, opening.event());
    }

    void appended(Journal.Extension extension) {
        story.tell(extension.deployment(), extension.events());
        WorldInvariant.I9.require(
                claims.isFence(extension.service(), extension.fence()),
                () -> "an entry was kept under fence " + extension.fence() + ", which is not the last one");
        DeploymentRecord record =
                records.computeIfAbsent(extension.deployment(), id -> new DeploymentRecord(id, story));
        WorldInvariant.I12.require(
                record.events().size() == extension.expectedVersion(),
                () -> "an entry for version " + extension.expectedVersion() + " was kept after "
                        + record.events().size());
        Node from = record.state().node();
        for (DeploymentEvent event : extension.events()) {
            fold(record, event);
        }
        command(record, from, extension.events());
        promises.appended(record, extension);
        if (record.status().isTerminal()) {
            WorldInvariant.I14.require(
                    !hasBegun(record) || !outstanding.mayLand(time.nanos()),
                    () -> "something may still land after the end");
            checks.end(record, time.nanos());
        }
    }

    /** Tells whether a deployment has left its queue. While it waits, outstanding changes belong to another one. */
    private static boolean hasBegun(DeploymentRecord record) {
        return record.state().running().flatMap(Running::started).isPresent();
    }

    private void fold(DeploymentRecord record, DeploymentEvent event) {
        boolean again = event instanceof ProgressEvent.DeploymentCreated
                && record.state().running().map(Running::refused).orElse(false);
        WorldInvariant.I14.require(again || !record.status().isTerminal(), () -> "after the end came " + event);
        Node from = record.state().node();
        DeploymentStatus before = record.status();
        record.add(event, workflow.evolve(record.state(), event));
        Node to = record.state().node();
        WorldInvariant.I12.require(from == to || StageGraph.allows(from, to), () -> "from " + from + " to " + to);
        WorldInvariant.I12.require(
                again || before == record.status() || before.next().contains(record.status()),
                () -> "from " + before + " to " + record.status());
        if (event instanceof ProgressEvent.DeploymentStarted) {
            checks.began(record, time.nanos() - acting.decidedAt(event));
            mayRetire(record, acting.decidedAt(event));
        } else if (event instanceof HookEvent hook) {
            hook(record, hook);
        } else if (event instanceof ProgressEvent.CleanUpGateOpened) {
            // While the journal was unreachable, a decision on fresh readings could not be stored; they are older now.
            long decidedAt = acting.decidedAt(event);
            checks.gate(record, acting.readings, decidedAt, time.nanos() - decidedAt);
        } else if (event instanceof ProgressEvent.InvariantBroken broken) {
            throw new BrokenInvariantError(WorldInvariant.I12, "the workflow repaired its own decision: " + broken);
        }
    }

    /** What is kept is retired after its inspection. The line is read with it, so its answer is as old as that at most. */
    private void mayRetire(DeploymentRecord record, long decidedAt) {
        boolean retires =
                record.state().running().filter(run -> run.spec().isKeeping()).isPresent();
        WorldInvariant.I19.require(
                !retires
                        || stoppedSince.isEmpty()
                        || decidedAt - stoppedSince.get()
                                <= record.spec().limits().freshness().toNanos(),
                () -> record.id() + " begins to retire what is kept while the line is stopped");
    }

    private void hook(DeploymentRecord record, HookEvent event) {
        if (event instanceof HookEvent.HookSucceeded succeeded) {
            Asked id = new Asked(record.id(), succeeded.execution());
            boolean pause = record.state().running().orElseThrow().identity().spec().hooks().stream()
                    .noneMatch(hook ->
                            hook.name().equals(succeeded.execution().hook()) && hook.kind() != HookSpec.Kind.PAUSE);
            HookResult answer = answers.get(id);
            approvals(record, succeeded);
            WorldInvariant.I4.require(
                    pause || (answer != null && answer.status() == HookResult.Status.SUCCEEDED),
                    () -> succeeded.execution() + " succeeded, but the hook said " + answer);
            WorldInvariant.I4.require(hooksUsed.add(id), () -> succeeded.execution() + " was used before");
        } else if (event instanceof HookEvent.HookFailed failed) {
            WorldInvariant.I4.require(
                    hooksUsed.add(new Asked(record.id(), failed.execution())),
                    () -> failed.execution() + " was used before");
        }
    }

    /** Counts the approvals in the journal, as a person who reads it would. */
    private static void approvals(DeploymentRecord record, HookEvent.HookSucceeded succeeded) {
        Running run = record.state().running().orElseThrow();
        String author = run.identity().orderedBy().map(Command.Origin::actor).orElse("");
        run.hook(succeeded.execution()).flatMap(HookSpec::approvals).ifPresent(asked -> {
            Set<String> approved = new LinkedHashSet<>();
            for (DeploymentEvent event : record.events()) {
                if (event instanceof HookEvent.ApprovalGiven given
                        && given.execution().equals(succeeded.execution())) {
                    approved.add(given.approver());
                } else if (event instanceof HookEvent.ApprovalWithdrawn withdrawn
                        && withdrawn.execution().equals(succeeded.execution())) {
                    approved.remove(withdrawn.approver());
                }
            }
            approved.retainAll(asked.approvers());
            approved.remove(author);
            WorldInvariant.I4.require(
                    approved.size() >= asked.needed(),
                    () -> succeeded.execution() + " needs " + asked + " and continued with " + approved);
        });
    }

    /** An undo is accepted as long as the wait of the order that keeps blue is not over. */
    private static void undo(
            DeploymentRecord record, ProgressEvent.CommandAnswered answered, List<DeploymentEvent> events) {
        long ended = record.count(ProgressEvent.KeepingEnded.class);
        long now = events.stream()
                .filter(ProgressEvent.KeepingEnded.class::isInstance)
                .count();
        boolean undone = record.spec().isUndo();
        WorldInvariant.I5.require(
                answered.accepted() == undone && (undone || ended > now),
                () -> "an undo by " + record.id() + " was answered: " + answered.answer());
    }

    /** Checks that a command has its effect where it must. */
    private void command(DeploymentRecord record, Node from, List<DeploymentEvent> events) {
        for (DeploymentEvent event : events) {
            if (event instanceof ProgressEvent.CommandAnswered answered && BEFORE_CLEAN_UP.contains(from)) {
                Command command = commands.get(answered.commandId());
                if (command instanceof Command.RollBack && record.spec().kept().isPresent()) {
                    undo(record, answered, events);
                    continue;
                }
                boolean stops =
                        record.state().node() == Node.CLOSING || record.status().isTerminal();
                if (command instanceof Command.RollBack) {
                    boolean back = events.stream().anyMatch(ProgressEvent.RollbackStarted.class::isInstance);
                    boolean obeyed = from == Node.PENDING ? stops : back;
                    WorldInvariant.I5.require(
                            obeyed, () -> "a rollback in " + from + " was answered: " + answered.answer());
                } else if (command instanceof Command.Abort) {
                    WorldInvariant.I5.require(stops, () -> "a stop in " + from + " was answered: " + answered.answer());
                }
            }
        }
    }
}
