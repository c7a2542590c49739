package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.Policy;
import io.github.bluegreen4j.testkit.metrics.MetricConditions;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import io.github.bluegreen4j.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.function.UnaryOperator;

/**
 * What is deployed, and into which world. By default the world suits the specification:
 *
 * <ul>
 *   <li>all routes send everything to the first target group, where two tasks of an older definition serve;
 *   <li>all alarms are {@code OK};
 *   <li>green's tasks are running after 20 seconds and healthy 10 seconds later;
 *   <li>each named hook succeeds at once;
 *   <li>each production route carries 100 requests a second.
 * </ul>
 *
 * <pre>{@code
 * DeploymentRecord record = Scenario.of(spec)
 *         .hook("smoke-test", myHook)
 *         .tasks(TaskBehaviour.fails(Duration.ofSeconds(5)))
 *         .simulate()
 *         .run();
 * }</pre>
 *
 * <p>Not thread-safe. Every method that changes a setting returns this scenario.
 */
public final class Scenario {
    private static final TaskBehaviour USUAL = TaskBehaviour.healthy(Duration.ofSeconds(20), Duration.ofSeconds(10));

    private final DeploymentSpec spec;
    private final Map<String, LifecycleHook> hooks = new HashMap<>();
    private final List<Consumer<SimulatedWorld>> worlds = new ArrayList<>();
    private Consumer<SimulatedWorld> newWorld = world -> {};
    private final Map<String, Policy> policies = new LinkedHashMap<>();
    private Optional<Function<SimulatedWorld, LifecycleHook>> lambdaHooks = Optional.empty();
    private UnaryOperator<EngineBuilder> settings = UnaryOperator.identity();
    private BiConsumer<SimulatedWorld, EngineBuilder> ports = (world, builder) -> {};
    private UnaryOperator<Journal> journals = UnaryOperator.identity();
    private UnaryOperator<LifecycleHook> meddling = UnaryOperator.identity();
    private final Set<Circumstance> circumstances = EnumSet.noneOf(Circumstance.class);
    private Optional<Duration> statedLag = Optional.empty();
    private RouteRef routeOfOthers = new RouteRef("theirs");
    private Latency latency = Latency.NONE;
    private final List<DeploymentListener> listeners = new ArrayList<>();
    private Fate listening = Fate.answered();
    private Optional<Boolean> namedListener = Optional.empty();
    private CallbackExecutor callbacks = CallbackExecutor.RUN;
    private Workflow workflow = Workflow.standard();
    private TaskBehaviour tasks = USUAL;
    private int desired = 2;
    private boolean bestEffort;
    private IntFunction<Duration> clocks = engine -> Duration.ZERO;
    private int engines = 1;
    private double load = 100;
    private boolean autoscaled;
    private boolean hasBlue = true;

    private Scenario(DeploymentSpec spec) {
        this.spec = spec;
    }

    /**
     * Creates a scenario.
     *
     * @param spec what is deployed
     * @return a scenario with the default world
     */
    public static Scenario of(DeploymentSpec spec) {
        return new Scenario(spec);
    }

    /**
     * Sets the desired number of tasks of the service.
     *
     * @param count 1 or more; by default 2
     * @return this
     * @throws IllegalArgumentException if {@code count} is less than 1
     */
    public Scenario desiredCount(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("desiredCount: \"" + count + "\" is not allowed; allowed: 1 or more");
        }
        desired = count;
        return this;
    }

    /**
     * Sets how green's tasks behave.
     *
     * @param behaviour the behaviour; by default running after 20 seconds and healthy 10 seconds later
     * @return this
     */
    public Scenario tasks(TaskBehaviour behaviour) {
        tasks = behaviour;
        return this;
    }

    /**
     * Sets the implementation of a named hook. By default a hook succeeds at once.
     *
     * @param name a name that the specification uses
     * @param hook the implementation; all engines share it
     * @return this
     * @throws IllegalArgumentException if the specification uses no hook of that name
     */
    public Scenario hook(String name, LifecycleHook hook) {
        if (spec.hooks().stream().noneMatch(known -> known.name().equals(name))) {
            throw new IllegalArgumentException("hook: \"" + name + "\" is not allowed; allowed: "
                    + spec.hooks().stream().map(HookSpec::name).toList() + ", the hooks of the specification");
        }
        hooks.put(name, hook);
        return this;
    }

    /**
     * Adds a policy to every engine. By default there is none.
     *
     * @param name its name, unique
     * @param policy the policy; all engines share it
     * @return this
     */
    public Scenario policy(String name, Policy policy) {
        policies.put(name, policy);
        return this;
    }

    /**
     * Lets an autoscaler manage the service. By default none does.
     *
     * @return this
     */
    public Scenario autoscaled() {
        autoscaled = true;
        return this;
    }

    /**
     * Makes this the first deployment of the service: no revision is running.
     *
     * @return this
     */
    public Scenario first() {
        hasBlue = false;
        return this;
    }

    /**
     * Sets the rate of requests on each production route.
     *
     * @param requestsPerSecond requests per second, 0 or more; by default 100
     * @return this
     * @throws IllegalArgumentException if it is negative
     */
    public Scenario load(double requestsPerSecond) {
        if (requestsPerSecond < 0) {
            throw new IllegalArgumentException(
                    "load: \"" + requestsPerSecond + "\" is not allowed; allowed: 0 or more requests a second");
        }
        load = requestsPerSecond;
        return this;
    }

    /**
     * Sets how many engines share the journal.
     *
     * @param count 1 to 5; by default 1
     * @return this
     * @throws IllegalArgumentException if {@code count} is out of range
     */
    public Scenario engines(int count) {
        if (count < 1 || count > 5) {
            throw new IllegalArgumentException("engines: \"" + count + "\" is not allowed; allowed: 1 to 5");
        }
        engines = count;
        return this;
    }

    /**
     * Sets how long calls take. A call takes effect half-way.
     *
     * @param journal the duration of each call of the journal, 0 to 2 seconds; by default 0
     * @param ports the duration of each call of other ports and of hooks, 0 to 2 seconds; by default 0
     * @return this
     * @throws IllegalArgumentException if either is out of range
     */
    public Scenario callsTake(Duration journal, Duration ports) {
        requireUsual("journal", journal);
        requireUsual("ports", ports);
        return latency(Latency.of(journal, ports));
    }

    private static void requireUsual(String name, Duration duration) {
        if (duration.isNegative() || duration.compareTo(Latency.MOST) > 0) {
            throw new IllegalArgumentException(
                    name + ": \"" + duration + "\" is not allowed; allowed: 0 to " + Latency.MOST);
        }
    }

    Scenario latency(Latency newLatency) {
        latency = newLatency;
        return this;
    }

    /**
     * Gives each engine's machine its own wall clock.
     *
     * @param ahead how far the clock of the n-th engine, from 1, is ahead; negative if it is behind; by default zero
     * @return this
     */
    public Scenario clocks(IntFunction<Duration> ahead) {
        clocks = ahead;
        return this;
    }

    /**
     * The router compares before it writes, and can't do both at once, as Elastic Load Balancing: {@link
     * Simulation#killAtWrite}.
     *
     * @return this
     */
    public Scenario bestEffort() {
        bestEffort = true;
        return this;
    }

    boolean isBestEffort() {
        return bestEffort;
    }

    IntFunction<Duration> clocks() {
        return clocks;
    }

    /**
     * Adds a listener to every engine.
     *
     * @param listener the listener; all engines share it
     * @return this
     */
    public Scenario listener(DeploymentListener listener) {
        listeners.add(listener);
        return this;
    }

    List<DeploymentListener> listeners() {
        return listeners;
    }

    /** Adds a named listener, which must be notified of every end. */
    Scenario namedListener(boolean fails) {
        namedListener = Optional.of(fails);
        return this;
    }

    /** Tells whether the named listener fails now and then; empty if there is none. */
    Optional<Boolean> namedListener() {
        return namedListener;
    }

    /** Sets the fate of each call of a listener. */
    Scenario listening(Fate newListening) {
        listening = newListening;
        return this;
    }

    Scenario callbacks(CallbackExecutor newCallbacks) {
        callbacks = newCallbacks;
        return this;
    }

    CallbackExecutor callbacks() {
        return callbacks;
    }

    /** Returns the fate of a call to which no fault applies. */
    Fate usual(Operation operation) {
        return operation == Operation.LISTEN ? listening : latency.of(operation);
    }

    /**
     * Changes the settings of each engine's builder. The simulation sets ports, journal, name and time itself.
     *
     * @param newSettings changes a builder
     * @return this
     */
    public Scenario engine(UnaryOperator<EngineBuilder> newSettings) {
        settings = newSettings;
        return this;
    }

    /**
     * Sets the adapter that invokes the Lambda hooks of the specification. Without it they count as unreachable.
     *
     * @param hooks creates the adapter for each engine
     * @return this
     */
    public Scenario lambdaHooks(Function<SimulatedWorld, LifecycleHook> hooks) {
        lambdaHooks = Optional.of(hooks);
        return this;
    }

    /**
     * Prepares the world while it is still empty, for example how it names revisions.
     *
     * @param preparation called before anything is added
     * @return this
     */
    public Scenario newWorld(Consumer<SimulatedWorld> preparation) {
        newWorld = preparation;
        return this;
    }

    /**
     * Changes the world after it was set up and before anything is deployed. May be called several times.
     *
     * @param change the change
     * @return this
     */
    public Scenario world(Consumer<SimulatedWorld> change) {
        worlds.add(change);
        return this;
    }

    /**
     * Replaces or wraps ports of each engine, for example with those of an adapter under test.
     *
     * @param meddlingWithPorts changes the builder of an engine, whose ports are already set
     * @return this
     */
    public Scenario ports(BiConsumer<SimulatedWorld, EngineBuilder> meddlingWithPorts) {
        ports = meddlingWithPorts;
        return this;
    }

    /**
     * Replaces or wraps the journal.
     *
     * @param meddling returns the journal to use, given the one in memory
     * @return this
     */
    public Scenario journal(UnaryOperator<Journal> meddling) {
        journals = meddling;
        return this;
    }

    /** Wraps the engine's hooks without the oracle's knowledge. */
    Scenario hooksMeddledWith(UnaryOperator<LifecycleHook> newMeddling) {
        meddling = newMeddling;
        return this;
    }

    /**
     * Declares the lag of the data plane that the router's readings state, for adapters that state their own. Generated lags
     * then respect it.
     *
     * @param settle the stated lag of every route
     * @return this
     */
    public Scenario statedLag(Duration settle) {
        statedLag = Optional.of(settle);
        return this;
    }

    Optional<Duration> statedLag() {
        return statedLag;
    }

    /** Sets the name of the route of others that may appear during the faults. */
    Scenario routeOfOthers(RouteRef newRouteOfOthers) {
        routeOfOthers = newRouteOfOthers;
        return this;
    }

    RouteRef routeOfOthers() {
        return routeOfOthers;
    }

    /** Declares that a circumstance holds in each run. */
    Scenario with(Circumstance circumstance) {
        circumstances.add(circumstance);
        return this;
    }

    Set<Circumstance> circumstances() {
        return circumstances;
    }

    UnaryOperator<LifecycleHook> meddling() {
        return meddling;
    }

    /**
     * Replaces the workflow. Tests use it to show that a guard of the workflow is needed.
     *
     * @param other the workflow
     * @return this
     */
    @SuppressWarnings("exports") // the workflow is exported to the testkit only
    public Scenario workflow(Workflow other) {
        workflow = other;
        return this;
    }

    /**
     * Creates a run without faults. Nothing is deployed until the test says so.
     *
     * @return the run
     */
    public Simulation simulate() {
        return new Simulation(this, true);
    }

    /** {@return a run as {@link #simulate()}, which keeps no story and is faster} */
    public Simulation simulateWithoutStory() {
        return new Simulation(this, false);
    }

    /**
     * Creates a run with the faults of a seed, as in a {@link Campaign}. They stop after ten minutes of virtual time.
     * Nothing is deployed until the test says so.
     *
     * @param seed decides what goes wrong
     * @return the run
     */
    public Simulation simulate(long seed) {
        Simulation simulation = simulate();
        RandomIncidents.plan(RandomIncidents.of(this, seed), simulation);
        return simulation;
    }

    /** {@return the specification that is deployed} */
    public DeploymentSpec spec() {
        return spec;
    }

    Map<String, LifecycleHook> hooks() {
        return hooks;
    }

    Optional<Function<SimulatedWorld, LifecycleHook>> lambdaHooks() {
        return lambdaHooks;
    }

    UnaryOperator<EngineBuilder> settings() {
        return settings;
    }

    BiConsumer<SimulatedWorld, EngineBuilder> ports() {
        return ports;
    }

    UnaryOperator<Journal> journals() {
        return journals;
    }

    Map<String, Policy> policies() {
        return policies;
    }

    Workflow workflow() {
        return workflow;
    }

    int engines() {
        return engines;
    }

    /** Tells whether a revision is running before the deployment. */
    /** Returns the operations that no engine of this scenario ever calls. */
    Set<Operation> missing() {
        Set<Operation> missing = EnumSet.noneOf(Operation.class);
        if (namedListener.isEmpty()) {
            missing.addAll(EnumSet.of(Operation.DELIVERED, Operation.UNDELIVERED));
        }
        if (listeners.isEmpty() && namedListener.isEmpty()) {
            missing.add(Operation.LISTEN);
        }
        if (spec.alarms().names().isEmpty()) {
            missing.add(Operation.READ_ALARMS);
        }
        if (!spec.analysis().enabled()) {
            missing.add(Operation.READ_METRICS);
        }
        if (spec.hooks().stream().allMatch(hook -> hook.kind() == HookSpec.Kind.PAUSE)) {
            missing.add(Operation.INVOKE_HOOK);
        }
        if (!autoscaled) {
            missing.addAll(EnumSet.of(Operation.SUSPEND_SCALE_IN, Operation.RESTORE_SCALE_IN));
        }
        return missing;
    }

    /** Sets up the initial world. */
    void furnish(SimulatedWorld world) {
        newWorld.accept(world);
        world.addService(spec.service(), desired);
        world.drainTime(Duration.ofSeconds(10));
        for (RouteRef route : spec.routes()) {
            world.addRoute(
                    route,
                    TrafficSplit.allOn(
                            spec.targetGroups().first(), spec.targetGroups().second()));
        }
        if (hasBlue) {
            world.addRevision(spec.service(), "blue", spec.targetGroups().first());
        }
        world.behaves(USUAL);
        world.behaves(spec.revision().definition(), tasks);
        spec.alarms().names().forEach(name -> world.alarm(name, AlarmReading.State.OK));
        if (autoscaled) {
            world.autoScaled(spec.service(), false, "");
        }
        if (load > 0) {
            spec.productionRoutes().forEach(route -> world.load(route, load));
        }
        if (spec.analysis().enabled()) {
            spec.productionRoutes().stream()
                    .limit(1)
                    .forEach(route -> world.metrics().generate(route, MetricConditions.ORDINARY, 1));
        }
        worlds.forEach(change -> change.accept(world));
    }
}
