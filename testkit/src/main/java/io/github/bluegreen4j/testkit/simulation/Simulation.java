package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.fault.Faults;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.LoopFailedException;
import io.github.bluegreen4j.testkit.time.NullAnswers;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.Traffic;
import io.github.bluegreen4j.workflow.state.HookRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Predicate;

/**
 * One run of a {@link Scenario}: its world, its time, its engines and the faults that a test injects. The first broken
 * {@link WorldInvariant} ends it with a {@link BrokenInvariantError}.
 * <pre>{@code
 * Simulation simulation = Scenario.of(spec).simulate();
 * simulation.faults().on(Operation.WRITE_ROUTE).nth(2).happens(Fault.ANSWER_LOST);
 * simulation.when(BakeStarted.class, s -> s.rollBack("changed my mind"));
 * DeploymentRecord record = simulation.run();
 * }</pre>
 * <p>Not thread-safe.
 */
public final class Simulation implements AutoCloseable {
    private static final Duration LONGEST = Duration.ofDays(32); // an upper bound of any deployment

    private static final Duration REST = Duration.ofSeconds(45); // until every engine knows of every end
    private static final Duration CLOSE = Duration.ofSeconds(10); // the default limit, as in production

    static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

    private final Scenario scenario;
    private final VirtualTime time = VirtualTime.startingAt(START);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final Faults faults = new Faults(time);
    private final NullAnswers nulls = new NullAnswers();
    private final SimulationStory story;
    private final SimulationOracle oracle;
    private final Journal journal;
    private final Engines engines;
    private final Map<Long, Long> arrivals = new HashMap<>();
    private final List<Trigger> triggers = new ArrayList<>();
    private final Users users;
    private Consumer<Fault> onStrike = fault -> {};
    private Consumer<Circumstance> onMet = circumstance -> {};
    private Consumer<DeploymentRecord> onEnd = record -> {};
    private int commands;
    private int outages;
    private int journalOutages;
    private long stillUntil;

    private record Trigger(Predicate<DeploymentEvent> when, Consumer<Simulation> then) {}

    Simulation(Scenario scenario, boolean told) {
        this.scenario = scenario;
        this.story = new SimulationStory(time, told);
        scenario.furnish(world);
        oracle = new SimulationOracle(time, scenario.spec().service(), world, story, this::met);
        faults.without(scenario.missing());
        faults.onStrike((fault, operation) -> {
            story.tell('!', () -> operation + ": " + fault);
            onStrike.accept(fault);
        });
        world.watcher(oracle);
        journal = new SimulatedJournal(
                scenario.journals().apply(InMemoryJournal.create(time)),
                oracle,
                this::stored,
                () -> journalOutages > 0);
        engines = new Engines(time, scenario, world, this::builder, faults, oracle, nulls);
        users = new Users(engines, oracle, story);
        for (int i = 0; i < scenario.engines(); i++) {
            startEngine();
        }
    }

    private void stored(DeploymentId deployment, List<DeploymentEvent> events) {
        DeploymentRecord record = oracle.records().get(deployment);
        if (record != null && record.status().isTerminal()) {
            time.after(Duration.ZERO, () -> onEnd.accept(record));
        }
        events.forEach(this::pull);
    }

    private void kept(DeploymentEvent event) {
        if (event instanceof ProgressEvent.KeepingEnded ended) {
            switch (ended.why()) {
                case TIME -> onMet.accept(Circumstance.KEPT);
                case DEPLOYMENT -> onMet.accept(Circumstance.KEPT_UNTIL_NEXT);
                case UNDO -> onMet.accept(Circumstance.UNDO);
                case SKIPPED -> {}
            }
        }
    }

    private void pull(DeploymentEvent event) {
        kept(event);
        for (Trigger trigger : List.copyOf(triggers)) {
            if (trigger.when().test(event)) {
                triggers.remove(trigger);
                time.after(Duration.ZERO, () -> trigger.then().accept(this));
            }
        }
    }

    private EngineBuilder builder() {
        EngineBuilder builder = DeploymentEngine.builder()
                .runtime(nulls.of(ServiceRuntime.class, world.runtime()))
                .router(nulls.of(
                        TrafficRouter.class,
                        scenario.isBestEffort()
                                ? new BestEffortRouter(world.router(), world, this::isLate)
                                : world.router()))
                .alarms(nulls.of(AlarmSource.class, world.alarms()))
                .metrics(nulls.of(MetricSource.class, world.metrics()))
                .autoScaling(nulls.of(AutoScalingGuard.class, world.autoScaling()))
                .journal(nulls.of(Journal.class, journal))
                .deploymentLog(false); // a run is the same however logging is configured
        scenario.ports().accept(world, builder);
        return builder;
    }

    private boolean isLate(RouteRef route, TrafficSplit split) {
        Long sentAt = arrivals.remove(time.nanos());
        if (sentAt == null) {
            return false;
        }
        story.tell('!', () -> "a write that was sent long ago arrives: " + route + " " + split);
        onMet.accept(Circumstance.LATE_WRITE);
        oracle.checks().arrives(route, split, sentAt);
        return true;
    }

    /**
     * The engine dies at the n-th write of a route, after its router has compared and before it has written. The write arrives later,
     * whatever was written meanwhile; another engine starts after a while. For a {@linkplain Scenario#bestEffort best-effort} router.
     *
     * @param nth which write, from 1
     * @param late how much later the write arrives, more than zero; AWS refuses a request after five minutes
     * @param downTime how long no engine runs
     */
    public void killAtWrite(long nth, Duration late, Duration downTime) {
        faults.on(Operation.WRITE_ROUTE).nth(nth).becomes(() -> {
            killAndRestart(downTime);
            arrivals.put(time.nanos() + late.toNanos(), time.nanos());
            return Fate.landsLate(late);
        });
    }

    /** {@return the clock of this simulation} */
    public VirtualTime time() {
        return time;
    }

    /** {@return the world, which a test may change at any time} */
    public SimulatedWorld world() {
        return world;
    }

    /** {@return the faults of calls, shared by all engines} */
    public Faults faults() {
        return faults;
    }

    void onStrike(Consumer<Fault> listener) {
        onStrike = listener;
    }

    void onMet(Consumer<Circumstance> listener) {
        onMet = listener;
        scenario.circumstances().forEach(onMet);
    }

    void met(Circumstance circumstance) {
        if (oracle.running().isPresent()) {
            onMet.accept(circumstance);
        }
    }

    void onEnd(Consumer<DeploymentRecord> listener) {
        onEnd = listener;
    }

    SimulationOracle oracle() {
        return oracle;
    }

    /** {@return the scenario of this run} */
    public Scenario scenario() {
        return scenario;
    }

    /** {@return a live engine: the first one} */
    public DeploymentEngine engine() {
        return engines.living().engine();
    }

    /** {@return the number of live engines} */
    public int livingEngines() {
        return engines.count();
    }

    /** {@return the number of workflow inputs that all engines have processed so far} */
    public long decisions() {
        return engines.decisions();
    }

    /** {@return the number of calls that all engines have made so far} */
    public long allCalls() {
        return engines.calls();
    }

    /** Starts another engine on the same journal. */
    public void startEngine() {
        engines.start();
    }

    /** Kills the engine that owns the service, or the first one if none does. Its started calls may still take effect. */
    public void kill() {
        Optional<String> owner = oracle.claims().owner(scenario.spec().service());
        engines.kill(owner).ifPresent(dead -> story.tell('*', () -> dead + " is killed"));
    }

    /**
     * Closes the engine that owns the service, or the first one if none does. Another one, started if needed, continues.
     * @param longest the time limit, after which the engine ends in any case, see {@link DeploymentEngine#close(Duration)}
     */
    public void closeInOrder(Duration longest) {
        Optional<String> owner = oracle.claims().owner(scenario.spec().service());
        engines.close(owner, longest, () -> {
                    if (engines.count() == 0) {
                        startEngine();
                    }
                    users.orderAgain();
                })
                .ifPresent(closing -> story.tell('*', () -> closing + " is closed"));
    }

    /** Closes every engine after all deployments have ended, and checks that no user is left waiting. */
    void rest(Duration longest) {
        int ordered;
        do {
            ordered = users.count();
            // Who stands still hears of nothing.
            advance(Duration.ofNanos(Math.max(0, stillUntil - time.nanos())));
            advance(REST);
            runFor(longest);
        } while (users.count() > ordered);
        oracle.promises().atRest(scenario.callbacks() == CallbackExecutor.RUN);
        if (scenario.namedListener().isPresent()) {
            advance(DeliveryChecks.PATIENCE);
            oracle.deliveries().atRest();
        }
        engines.closeAll(CLOSE);
        advance(CLOSE.plus(CallbackExecutor.SOON).plus(CallbackExecutor.SOON));
    }

    /**
     * Suspends the engine that owns the service, or the first one if none does, as a long garbage collection does.
     * @param duration the length of the pause
     */
    public void standStill(Duration duration) {
        Optional<String> owner = oracle.claims().owner(scenario.spec().service());
        stillUntil = Math.max(stillUntil, time.nanos() + duration.toNanos());
        engines.standStill(owner, duration).ifPresent(stuck -> story.tell('*', () -> stuck + " stands still"));
    }

    /**
     * Kills the engine that owns the service, and starts another one later.
     * @param downTime the time until the other engine starts
     */
    public void killAndRestart(Duration downTime) {
        kill();
        after(downTime, Simulation::startEngine);
    }

    /** Runs an action when the n-th call of an operation is about to start, or when it was made and is not yet answered. */
    void killAt(Operation operation, long nth, boolean before, Consumer<Simulation> kill) {
        faults.on(operation).nth(nth).becomes(() -> {
            kill.accept(this);
            return before ? Fate.hangs() : Fate.answerLost();
        });
    }

    /**
     * Runs an action at one call of any operation: shortly before the call takes effect, which it then never does, or
     * shortly after, and then it is never answered. A later call of this method replaces the action.
     *
     * @param nth which call, counted as {@link #allCalls} counts, 1 for the first
     * @param before whether the action runs before the call takes effect
     * @param kill the action, for example {@link #kill}
     */
    public void killAtCall(long nth, boolean before, Runnable kill) {
        engines.killAt(nth, before, kill);
    }

    /**
     * Kills the engine while a call is taking effect, and starts another one later.
     * @param operation the operation
     * @param nth which of its calls, 1 for the first
     * @param downTime the time until the other engine starts
     */
    public void killDuring(Operation operation, long nth, Duration downTime) {
        killAt(operation, nth, false, simulation -> simulation.killAndRestart(downTime));
    }

    /**
     * Orders the scenario's deployment. The ids are {@code d-1}, {@code d-2} and so on.
     * @return the id of the deployment
     */
    public DeploymentId deploy() {
        return deploy(scenario.spec());
    }

    /**
     * Orders a deployment of the scenario's service. The ids are {@code d-1}, {@code d-2} and so on.
     * @param spec what to deploy
     * @return the id of the deployment
     */
    public DeploymentId deploy(DeploymentSpec spec) {
        return users.order(spec, 0);
    }

    Users users() {
        return users;
    }

    /** Repeats each order that was lost with its engine, under the same id. */
    public void orderAgain() {
        users.orderAgain();
    }

    /**
     * Submits a command to the running deployment through the journal, as any process can.
     * @param command the command
     */
    public void command(Command command) {
        oracle.running().ifPresent(record -> command(record, command));
    }

    private void command(DeploymentRecord record, Command command) {
        String commandId = "command-" + ++commands;
        story.tell('*', () -> "somebody says " + command);
        oracle.commanded(commandId, command);
        try {
            journal.submit(record.id(), commandId, command);
        } catch (PortException away) {
            story.tell('*', () -> "and is told that " + away.getMessage());
        }
    }

    /**
     * Rolls back the running deployment, as an operator does.
     * @param reason the reason
     */
    public void rollBack(String reason) {
        command(new Command.RollBack(reason));
    }

    /**
     * Aborts the running deployment, as an operator does.
     * @param reason the reason
     */
    public void abort(String reason) {
        command(new Command.Abort(reason));
    }

    /**
     * Takes production back to the blue that a deployment has kept, as {@code bluegreen undo} does. Does nothing if none is kept.
     *
     * @param reason the reason
     */
    public void undo(String reason) {
        oracle.keeping().ifPresent(record -> command(record, new Command.RollBack(reason)));
    }

    /** Somebody says something to the order that keeps blue. */
    void toKeeping(Command command) {
        oracle.keeping().ifPresent(record -> command(record, command));
    }

    /** Ends the current bake time, as an operator does. */
    public void skipBake() {
        command(new Command.SkipBake());
    }

    /**
     * Answers every waiting pause, as an operator does.
     * @param action whether the deployment continues or rolls back
     */
    public void answerPauses(TimeoutAction action) {
        openPauses(hookId -> command(new Command.Proceed(hookId, action)));
    }

    /**
     * Stops the line, as {@code bluegreen stop-the-line} does: no engine gives green more weight until {@link #resumeTheLine}.
     *
     * @param reason why
     */
    public void stopTheLine(String reason) {
        changeLine(true, reason);
    }

    /** Resumes the line. */
    public void resumeTheLine() {
        changeLine(false, "");
    }

    /** Resumes the line if it is stopped, also where the journal did not take it before. */
    void resumeIfStopped() {
        if (oracle.isLineStopped()) {
            resumeTheLine();
        }
    }

    private void changeLine(boolean stopped, String reason) {
        Journal.Line line = new Journal.Line(stopped, reason, new Command.Origin("somebody", time.wall()));
        story.tell('*', line::toString);
        try {
            journal.changeLine(line);
            oracle.line(stopped);
        } catch (PortException away) {
            story.tell('*', () -> "which the journal did not take: " + away.getMessage());
        }
    }

    /** Somebody answers every waiting pause, and may take the approval back at once. */
    void answerPauses(String actor, TimeoutAction action, boolean withdraws) {
        openPauses(hookId -> met(Circumstance.APPROVAL));
        answerPauses(actor, action);
        if (withdraws) {
            withdrawApprovals(actor);
        }
    }

    private void openPauses(Consumer<String> answer) {
        oracle.running()
                .ifPresent(record -> record.state()
                        .running()
                        .ifPresent(run -> run.hooks().values().stream()
                                .filter(hook -> hook.state() == HookRun.State.AWAITING_ACTION)
                                .forEach(hook -> answer.accept(hook.execution().executionId(record.id())))));
    }

    /**
     * Answers every waiting pause in somebody's name.
     *
     * @param actor who answers
     * @param action whether the deployment continues or rolls back
     */
    public void answerPauses(String actor, TimeoutAction action) {
        openPauses(hookId -> command(new Command.Proceed(hookId, action).from(new Command.Origin(actor, time.wall()))));
    }

    /**
     * Takes back somebody's approval of every waiting pause.
     *
     * @param actor whose approval it is
     */
    public void withdrawApprovals(String actor) {
        openPauses(hookId -> command(new Command.Withdraw(hookId).from(new Command.Origin(actor, time.wall()))));
    }

    /**
     * Changes the groups and weights of a route, as an outsider does. Does nothing if the route or a group was deleted.
     * @param route the route
     * @param split the new groups and weights
     */
    public void rewrite(RouteRef route, TrafficSplit split) {
        TargetGroups ours = scenario.spec().targetGroups();
        Set<TargetGroupRef> existing = world.view().groups();
        if (world.has(route)
                && split.groups().stream().noneMatch(group -> ours.contains(group) && !existing.contains(group))) {
            story.tell('*', () -> "somebody else writes " + route + ": " + split);
            oracle.checks().rewritten(route);
            world.rewrite(route, split);
        }
    }

    void othersWrite(List<RouteRef> routes) {
        routes.forEach(oracle.checks()::rewritten);
    }

    void removeService() {
        if (world.view().service(scenario.spec().service()).isPresent()) {
            world.removeService(scenario.spec().service());
            oracle.serviceRemoved();
        }
    }

    /**
     * Makes all calls of the runtime, the router, the alarms and the autoscaler fail for a while.
     * @param length the duration of the outage
     */
    public void outOfReach(Duration length) {
        outages++;
        happens("the world is out of reach", away -> away.outOfReach(true));
        after(length, later -> {
            if (--outages == 0) {
                happens("the world is back", back -> back.outOfReach(false));
            }
        });
    }

    /**
     * Makes all calls of the journal fail for a while.
     * @param length the duration of the outage
     */
    public void journalAway(Duration length) {
        journalOutages++;
        oracle.promises().disturbed();
        story.tell('*', () -> "the journal is away");
        after(length, later -> {
            if (--journalOutages == 0) {
                story.tell('*', () -> "the journal is back");
                oracle.promises().disturbed();
            }
        });
    }

    /**
     * Changes the world and records that in the story.
     * @param what the change in words
     * @param change the change
     */
    public void happens(String what, Consumer<SimulatedWorld> change) {
        story.tell('*', () -> what);
        change.accept(world);
    }

    /**
     * {@return the revision with the most tasks in a target group; empty if there is none}
     * @param group the target group
     */
    public Optional<RevisionRef> revisionIn(TargetGroupRef group) {
        return world.view().service(scenario.spec().service()).stream()
                .flatMap(service -> service.revisions().stream())
                .filter(revision -> revision.targetGroup().equals(group))
                .max((one, other) -> one.counts().desired() - other.counts().desired())
                .map(ServiceDescription.Revision::revision);
    }

    /**
     * Plans an action at a time since the start.
     * @param offset the time since the start of the simulation, not in the past
     * @param what the action
     * @return this
     */
    public Simulation at(Duration offset, Consumer<Simulation> what) {
        return after(offset.minus(time.sinceStart()), what);
    }

    /**
     * Plans an action after a delay.
     * @param delay the delay from now on, zero or longer
     * @param what the action
     * @return this
     */
    public Simulation after(Duration delay, Consumer<Simulation> what) {
        time.after(delay, () -> what.accept(this));
        return this;
    }

    /**
     * Plans an action for the first event of a type that the journal stores from now on.
     * @param kind the type of event
     * @param then the action
     * @return this
     */
    public Simulation when(Class<? extends DeploymentEvent> kind, Consumer<Simulation> then) {
        return when(kind::isInstance, then);
    }

    /**
     * Plans an action for the first matching event that the journal stores from now on.
     * @param event whether an event matches
     * @param then the action
     * @return this
     */
    public Simulation when(Predicate<DeploymentEvent> event, Consumer<Simulation> then) {
        triggers.add(new Trigger(event, then));
        return this;
    }

    /**
     * Orders the deployment, unless one was ordered already, and advances time until every deployment has ended.
     * @return the record of the last deployment that was ordered
     * @throws BrokenInvariantError if an invariant does not hold, or a deployment does not end
     */
    public DeploymentRecord run() {
        if (users.count() == 0) {
            deploy();
        }
        return runFor(LONGEST);
    }

    /**
     * Runs until every deployment has ended.
     *
     * @param longest the longest virtual time that may take
     * @return the last deployment
     * @throws BrokenInvariantError if an invariant was broken, or a deployment did not end in time
     */
    public DeploymentRecord runFor(Duration longest) {
        Duration end = time.sinceStart().plus(longest);
        while (!isOver()) {
            boolean more = advance();
            if (!more || time.sinceStart().compareTo(end) > 0) {
                throw new BrokenInvariantError(WorldInvariant.I6, "not ended at " + time.now() + ": " + records());
            }
        }
        return record();
    }

    private boolean advance() {
        try {
            return time.advanceToNext();
        } catch (LoopFailedException failed) {
            throw broken(failed);
        }
    }

    void advance(Duration duration) {
        try {
            time.advance(duration);
        } catch (LoopFailedException failed) {
            throw broken(failed);
        }
    }

    private static BrokenInvariantError broken(LoopFailedException failed) {
        BrokenInvariantError error = new BrokenInvariantError(WorldInvariant.I18, failed.toString());
        error.initCause(failed);
        return error;
    }

    boolean isOver() {
        return users.areServed() && oracle.keeping().isEmpty();
    }

    /** {@return the record of the last deployment that was ordered} */
    public DeploymentRecord record() {
        DeploymentId last = users.last();
        return Optional.ofNullable(oracle.records().get(last)).orElseGet(() -> new DeploymentRecord(last, story));
    }

    /** {@return the records of all deployments, in the order of their acceptance} */
    public List<DeploymentRecord> records() {
        return List.copyOf(oracle.records().values());
    }

    /**
     * {@return the results of a route's requests since the start}
     * @param route the route
     */
    public Traffic traffic(RouteRef route) {
        return world.traffic(route);
    }

    /** {@return what happened so far, one line for each step} */
    public String story() {
        return story.toString();
    }

    @Override
    public void close() {
        engines.close();
    }
}
