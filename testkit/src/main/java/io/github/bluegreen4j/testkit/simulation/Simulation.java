package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.InMemoryJournal;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.Journal;
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
import io.github.bluegreen4j.workflow.HookRun;
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
 * One run of a {@link Scenario}: its world, its time, its engines, and what a test lets go wrong. The first broken {@link
 * WorldInvariant} ends it with a {@link BrokenInvariantError}.
 *
 * <pre>{@code
 * Simulation simulation = Scenario.of(spec).simulate();
 * simulation.faults().on(Operation.WRITE_ROUTE).nth(2).happens(Fault.ANSWER_LOST);
 * simulation.when(BakeStarted.class, s -> s.rollBack("changed my mind"));
 * DeploymentRecord record = simulation.run();
 * }</pre>
 *
 * To be used by one thread.
 */
public final class Simulation implements AutoCloseable {
    /** Longer than any deployment may take. */
    private static final Duration LONGEST = Duration.ofDays(32);

    /** Within that every engine has heard of every end, whoever has brought it about. */
    private static final Duration REST = Duration.ofSeconds(45);
    /** How long an engine may take to close when nothing is said, as in production. */
    private static final Duration CLOSE = Duration.ofSeconds(10);

    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");

    private final Scenario scenario;
    private final VirtualTime time = VirtualTime.startingAt(START);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final Faults faults = new Faults(time);
    private final NullAnswers nulls = new NullAnswers();
    private final Story story;
    private final Oracle oracle;
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

    private record Trigger(Predicate<DeploymentEvent> when, Consumer<Simulation> then) {}

    Simulation(Scenario scenario, boolean told) {
        this.scenario = scenario;
        this.story = new Story(time, told);
        scenario.furnish(world);
        oracle = new Oracle(time, scenario.spec().service(), world, story, this::met);
        faults.without(scenario.missing());
        faults.onStrike((fault, operation) -> {
            story.tell('!', () -> operation + ": " + fault);
            onStrike.accept(fault);
        });
        world.watcher(new ToldWorld(oracle, story));
        journal = new SimulatedJournal(
                scenario.journals().apply(InMemoryJournal.create(time)), new Hearing(), () -> journalOutages > 0);
        engines = new Engines(time, scenario, world, this::builder, faults, oracle, nulls);
        users = new Users(engines, oracle, story);
        for (int i = 0; i < scenario.engines(); i++) {
            startEngine();
        }
    }

    /** Tells the story and pulls the triggers; everything else is the oracle's. */
    private final class Hearing implements SimulatedJournal.Listener {
        @Override
        public void opened(Journal.Opening opening) {
            story.tell(opening.deployment(), List.of(opening.event()));
            oracle.opened(opening);
            pull(opening.event());
        }

        @Override
        public void appended(Journal.Extension extension) {
            story.tell(extension.deployment(), extension.events());
            oracle.appended(extension);
            DeploymentRecord record = oracle.records().get(extension.deployment());
            if (record != null && record.status().isTerminal()) {
                time.after(Duration.ZERO, () -> onEnd.accept(record));
            }
            if (!triggers.isEmpty()) {
                extension.events().forEach(this::pull);
            }
        }

        private void pull(DeploymentEvent event) {
            for (Trigger trigger : List.copyOf(triggers)) {
                if (trigger.when().test(event)) {
                    triggers.remove(trigger);
                    time.after(Duration.ZERO, () -> trigger.then().accept(Simulation.this));
                }
            }
        }

        @Override
        public void submitted(DeploymentId deployment, String commandId) {
            oracle.submitted(deployment, commandId);
        }

        @Override
        public void due(String engine, List<Journal.Head> heads) {
            oracle.due(engine, heads);
        }

        @Override
        public void asks(ServiceRef service, String engine) {
            oracle.asks(service, engine);
        }

        @Override
        public void renewed(String engine, Duration length) {
            oracle.renewed(engine, length);
        }

        @Override
        public void claimed(ServiceRef service, String engine, long fence) {
            oracle.claimed(service, engine, fence);
        }

        @Override
        public void released(ServiceRef service, String engine) {
            oracle.released(service, engine);
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
                .autoScaling(nulls.of(AutoScalingGuard.class, world.autoScaling()))
                .journal(nulls.of(Journal.class, journal));
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
        oracle.verdicts().arrives(route, split, sentAt);
        return true;
    }

    /**
     * The engine dies at the n-th write of a route, after its router has compared and before it has written. The write arrives later,
     * whatever was written meanwhile; another engine starts after a while. For a {@linkplain Scenario#bestEffort best-effort} router.
     *
     * @param nth from 1
     * @param late more than no time; AWS refuses what arrives after five minutes
     */
    public void killAtWrite(long nth, Duration late, Duration downTime) {
        faults.on(Operation.WRITE_ROUTE).nth(nth).becomes(() -> {
            killAndRestart(downTime);
            arrivals.put(time.nanos() + late.toNanos(), time.nanos());
            return Fate.landsLate(late);
        });
    }

    /** The time, which passes when it is told to. */
    public VirtualTime time() {
        return time;
    }

    /** The world, in which a test may let happen what it likes. */
    public SimulatedWorld world() {
        return world;
    }

    /** What goes wrong with calls, of all engines together. */
    public Faults faults() {
        return faults;
    }

    void onStrike(Consumer<Fault> listener) {
        onStrike = listener;
    }

    /** Somebody hears of every circumstance that is met while a deployment runs. */
    void onMet(Consumer<Circumstance> listener) {
        onMet = listener;
        scenario.circumstances().forEach(onMet);
    }

    /** That is so from now on. */
    void met(Circumstance circumstance) {
        if (oracle.running().isPresent()) {
            onMet.accept(circumstance);
        }
    }

    /** Somebody hears of every deployment that has ended. */
    void onEnd(Consumer<DeploymentRecord> listener) {
        onEnd = listener;
    }

    Oracle oracle() {
        return oracle;
    }

    /** What it is a run of. */
    public Scenario scenario() {
        return scenario;
    }

    /** An engine that lives. */
    public DeploymentEngine engine() {
        return engines.living().engine();
    }

    /** How many engines live. */
    public int livingEngines() {
        return engines.count();
    }

    /** How many inputs were decided so far, by all engines. */
    public long decisions() {
        return engines.decisions();
    }

    /** How many calls were made so far, by all engines. */
    public long allCalls() {
        return engines.calls();
    }

    /** Another engine begins, on the same journal. */
    public void startEngine() {
        engines.start();
    }

    /** Kills the engine that acts, or the first one when none does. What it has sent may still take effect. */
    public void kill() {
        Optional<String> owner = oracle.claims().owner(scenario.spec().service());
        engines.kill(owner).ifPresent(dead -> story.tell('*', () -> dead + " is killed"));
    }

    /**
     * Closes the engine that acts, or the first one when none does, in order, as {@link DeploymentEngine#close(Duration)} does. What runs goes
     * on with another engine, at once; one is started then if none lives.
     *
     * @param longest after that long the engine ends in any case
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

    /** All deployments have ended, and no more are ordered: nobody waits for anything, and every engine closes in order. */
    void rest(Duration longest) {
        int ordered;
        do {
            ordered = users.count();
            advance(REST);
            runFor(longest);
        } while (users.count() > ordered);
        oracle.promises().atRest(scenario.callbacks() == Callbacks.RUN);
        if (scenario.namedListener().isPresent()) {
            advance(Deliveries.PATIENCE);
            oracle.deliveries().atRest();
        }
        engines.closeAll(CLOSE);
        advance(CLOSE.plus(Callbacks.SOON).plus(Callbacks.SOON));
    }

    /** The engine that acts, or the first one when none does, stands still for so long, as in a long garbage collection. */
    public void standStill(Duration duration) {
        Optional<String> owner = oracle.claims().owner(scenario.spec().service());
        engines.standStill(owner, duration).ifPresent(stuck -> story.tell('*', () -> stuck + " stands still"));
    }

    /** Kills the engine that acts, and starts another one so much later. */
    public void killAndRestart(Duration downTime) {
        kill();
        after(downTime, Simulation::startEngine);
    }

    /** Once the n-th call of an operation is about to be made, or was made and not answered yet, that happens. */
    void killAt(Operation operation, long nth, boolean before, Consumer<Simulation> kill) {
        faults.on(operation).nth(nth).becomes(() -> {
            kill.accept(this);
            return before ? Fate.hangs() : Fate.answerLost();
        });
    }

    /** The same for the n-th call of all, counted from the beginning. */
    void killAtCall(long nth, boolean before, Runnable kill) {
        engines.killAt(nth, before, kill);
    }

    /** Kills the engine while the n-th call of an operation, from 1, is under way and takes effect; another one starts later. */
    public void killDuring(Operation operation, long nth, Duration downTime) {
        killAt(operation, nth, false, simulation -> simulation.killAndRestart(downTime));
    }

    /** Orders the scenario's deployment, as {@code d-1}, {@code d-2} and so on. */
    public DeploymentId deploy() {
        return deploy(scenario.spec());
    }

    /** Orders a deployment of the scenario's service, as {@code d-1}, {@code d-2} and so on. */
    public DeploymentId deploy(DeploymentSpec spec) {
        return users.order(spec, 0);
    }

    /** The users of its engines. */
    Users users() {
        return users;
    }

    /** A user whose order was lost with its engine orders again, under the same id. */
    void orderAgain() {
        users.orderAgain();
    }

    /** Gives a command to the deployment that runs, through the journal, as any process can. */
    public void command(Command command) {
        oracle.running().ifPresent(record -> {
            String commandId = "command-" + ++commands;
            story.tell('*', () -> "somebody says " + command);
            oracle.commanded(commandId, command);
            try {
                journal.submit(record.id(), commandId, command);
            } catch (PortException away) {
                story.tell('*', () -> "and is told that " + away.getMessage());
            }
        });
    }

    /** An operator rolls back the deployment that runs. */
    public void rollBack(String reason) {
        command(new Command.RollBack(reason));
    }

    /** An operator aborts the deployment that runs. */
    public void abort(String reason) {
        command(new Command.Abort(reason));
    }

    /** An operator ends the bake that is under way. */
    public void skipBake() {
        command(new Command.SkipBake());
    }

    /** An operator answers every pause that waits. */
    public void answerPauses(TimeoutAction action) {
        oracle.running()
                .ifPresent(record -> record.state()
                        .running()
                        .ifPresent(run -> run.hooks().values().stream()
                                .filter(hook -> hook.state() == HookRun.State.AWAITING_ACTION)
                                .forEach(hook -> command(
                                        new Command.Proceed(hook.execution().executionId(record.id()), action)))));
    }

    /** Somebody else gives a route other groups and weights; not when the route, or one of the service's groups, was deleted. */
    public void rewrite(RouteRef route, TrafficSplit split) {
        TargetGroups ours = scenario.spec().targetGroups();
        Set<TargetGroupRef> existing = world.view().groups();
        if (world.has(route)
                && split.groups().stream().noneMatch(group -> ours.contains(group) && !existing.contains(group))) {
            story.tell('*', () -> "somebody else writes " + route + ": " + split);
            oracle.verdicts().rewritten(route);
            world.rewrite(route, split);
        }
    }

    /** Somebody else writes, removes or makes these routes, by other means. */
    void othersWrite(List<RouteRef> routes) {
        routes.forEach(oracle.verdicts()::rewritten);
    }

    /** Somebody deletes the service. */
    void removeService() {
        if (world.view().service(scenario.spec().service()).isPresent()) {
            world.removeService(scenario.spec().service());
            oracle.serviceRemoved();
        }
    }

    /** Every call of a port is turned away for so long. */
    public void outOfReach(Duration length) {
        outages++;
        happens("the world is out of reach", away -> away.outOfReach(true));
        after(length, later -> {
            if (--outages == 0) {
                happens("the world is back", back -> back.outOfReach(false));
            }
        });
    }

    /** Every call of the journal is turned away for so long; */
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

    /** Something happens in the world, and the story says so. */
    public void happens(String what, Consumer<SimulatedWorld> change) {
        story.tell('*', () -> what);
        change.accept(world);
    }

    /** The revision with the most tasks that serves in a target group, if there is one. */
    public Optional<RevisionRef> revisionIn(TargetGroupRef group) {
        return world.view().service(scenario.spec().service()).stream()
                .flatMap(service -> service.revisions().stream())
                .filter(revision -> revision.targetGroup().equals(group))
                .max((one, other) -> one.counts().desired() - other.counts().desired())
                .map(ServiceDescription.Revision::revision);
    }

    /** So long after the beginning, that happens. */
    public Simulation at(Duration offset, Consumer<Simulation> what) {
        return after(offset.minus(time.sinceStart()), what);
    }

    /** So long from now, that happens. */
    public Simulation after(Duration delay, Consumer<Simulation> what) {
        time.after(delay, () -> what.accept(this));
        return this;
    }

    /** Once the first event of that kind is kept, that happens. */
    public Simulation when(Class<? extends DeploymentEvent> kind, Consumer<Simulation> then) {
        return when(kind::isInstance, then);
    }

    /** Once the first event like that is kept, that happens. */
    public Simulation when(Predicate<DeploymentEvent> event, Consumer<Simulation> then) {
        triggers.add(new Trigger(event, then));
        return this;
    }

    /**
     * Deploys, if nothing was deployed yet, and lets time pass until every deployment has ended.
     *
     * @return the last deployment that was ordered
     * @throws BrokenInvariantError when an invariant does not hold, or a deployment does not end
     */
    public DeploymentRecord run() {
        if (users.count() == 0) {
            deploy();
        }
        return runFor(LONGEST);
    }

    DeploymentRecord runFor(Duration longest) {
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

    /** Lets so much time pass. */
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

    /** Whether every deployment that was ordered, and not rejected, has ended. */
    boolean isOver() {
        return users.areServed();
    }

    /** What is known of the last deployment that was ordered. */
    public DeploymentRecord record() {
        DeploymentId last = users.last();
        return Optional.ofNullable(oracle.records().get(last)).orElseGet(() -> new DeploymentRecord(last, story));
    }

    /** What is known of every deployment, in the order in which they were accepted. */
    public List<DeploymentRecord> records() {
        return List.copyOf(oracle.records().values());
    }

    /** What became of the requests of a route. */
    public Traffic traffic(RouteRef route) {
        return world.traffic(route);
    }

    /** What has happened so far, line by line. */
    public String story() {
        return story.toString();
    }

    @Override
    public void close() {
        engines.close();
    }
}
