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
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import io.github.bluegreen4j.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
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
 * What is deployed, and into which world. At first the world suits the specification: its routes send everything to its first
 * target group, where two tasks of an older definition serve; its alarms are OK; tasks of green run after 20 seconds and are
 * healthy 10 seconds later; each named hook says yes at once; 100 requests a second come by each production route.
 *
 * <pre>{@code
 * DeploymentRecord record = Scenario.of(spec)
 *         .hook("smoke-test", myHook)
 *         .tasks(TaskBehaviour.fails(Duration.ofSeconds(5)))
 *         .simulate()
 *         .run();
 * }</pre>
 *
 * Not safe for use by several threads.
 */
public final class Scenario {
    private static final TaskBehaviour USUAL = TaskBehaviour.healthy(Duration.ofSeconds(20), Duration.ofSeconds(10));

    private final DeploymentSpec spec;
    private final Map<String, LifecycleHook> hooks = new HashMap<>();
    private final List<Consumer<SimulatedWorld>> worlds = new ArrayList<>();
    private Consumer<SimulatedWorld> newWorld = world -> {};
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
    private Callbacks callbacks = Callbacks.RUN;
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

    /** A deployment of that specification. */
    public static Scenario of(DeploymentSpec spec) {
        return new Scenario(spec);
    }

    /**
     * So many tasks are wanted of the service.
     *
     * @throws IllegalArgumentException if that is less than 1
     */
    public Scenario desiredCount(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("desiredCount: \"" + count + "\" is not allowed; allowed: 1 or more");
        }
        desired = count;
        return this;
    }

    /** Green's tasks behave like that. */
    public Scenario tasks(TaskBehaviour behaviour) {
        tasks = behaviour;
        return this;
    }

    /**
     * That hook is under that name.
     *
     * @throws IllegalArgumentException if the specification calls no hook of that name
     */
    public Scenario hook(String name, LifecycleHook hook) {
        if (spec.hooks().stream().noneMatch(known -> known.name().equals(name))) {
            throw new IllegalArgumentException("hook: \"" + name + "\" is not allowed; allowed: "
                    + spec.hooks().stream().map(HookSpec::name).toList() + ", the hooks of the specification");
        }
        hooks.put(name, hook);
        return this;
    }

    /** An autoscaler may act on the service. */
    public Scenario autoscaled() {
        autoscaled = true;
        return this;
    }

    /** It is the service's first deployment: nothing runs there yet. */
    public Scenario first() {
        hasBlue = false;
        return this;
    }

    /**
     * So many requests a second come by each production route.
     *
     * @throws IllegalArgumentException if that is negative
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
     * So many engines run side by side on one journal.
     *
     * @throws IllegalArgumentException if that is not 1 to 5
     */
    public Scenario engines(int count) {
        if (count < 1 || count > 5) {
            throw new IllegalArgumentException("engines: \"" + count + "\" is not allowed; allowed: 1 to 5");
        }
        engines = count;
        return this;
    }

    /**
     * Each call of the journal, and each of the other ports and hooks, takes that long, and takes effect half-way. Default: no time.
     *
     * @param journal 0 to 2 s
     * @param ports 0 to 2 s
     * @throws IllegalArgumentException if either is negative or longer than 2 seconds
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
     * The wall clocks of the machines do not agree.
     *
     * @param ahead how much that of the n-th engine, from 1, is ahead of the first one's; negative is behind
     */
    public Scenario clocks(IntFunction<Duration> ahead) {
        clocks = ahead;
        return this;
    }

    /** The router compares before it writes, and can't do both at once, as Elastic Load Balancing: {@link Simulation#killAtWrite}. */
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

    /** Each engine notifies that listener. */
    public Scenario listener(DeploymentListener listener) {
        listeners.add(listener);
        return this;
    }

    List<DeploymentListener> listeners() {
        return listeners;
    }

    /** Each engine notifies a listener that has a name, and so is notified of every end. */
    Scenario namedListener(boolean fails) {
        namedListener = Optional.of(fails);
        return this;
    }

    /** Whether the named listener fails now and then; empty when there is none. */
    Optional<Boolean> namedListener() {
        return namedListener;
    }

    /** What becomes of each call of a listener. */
    Scenario listening(Fate newListening) {
        listening = newListening;
        return this;
    }

    Scenario callbacks(Callbacks newCallbacks) {
        callbacks = newCallbacks;
        return this;
    }

    Callbacks callbacks() {
        return callbacks;
    }

    /** What becomes of a call that nothing is wrong with. */
    Fate usual(Operation operation) {
        return operation == Operation.LISTEN ? listening : latency.of(operation);
    }

    /** Each engine is built like that; ports, journal, name and time are given. */
    public Scenario engine(UnaryOperator<EngineBuilder> newSettings) {
        settings = newSettings;
        return this;
    }

    /** What asks the Lambda hooks of the specification, made anew for each engine; without it they count as unreachable. */
    public Scenario lambdaHooks(Function<SimulatedWorld, LifecycleHook> hooks) {
        lambdaHooks = Optional.of(hooks);
        return this;
    }

    /** Something is done with the world while it still is empty: to say how it names things, for example. */
    public Scenario newWorld(Consumer<SimulatedWorld> preparation) {
        newWorld = preparation;
        return this;
    }

    /** Something about the world is different from the beginning. */
    public Scenario world(Consumer<SimulatedWorld> change) {
        worlds.add(change);
        return this;
    }

    /** Some of each engine's ports are other ones, or meddled with: to show what becomes of it. */
    public Scenario ports(BiConsumer<SimulatedWorld, EngineBuilder> meddlingWithPorts) {
        ports = meddlingWithPorts;
        return this;
    }

    /** The journal is another one, or meddled with: to show what becomes of it. */
    public Scenario journal(UnaryOperator<Journal> meddling) {
        journals = meddling;
        return this;
    }

    /** Something between the engine and its hooks, of which the oracle does not know. */
    Scenario hooksMeddledWith(UnaryOperator<LifecycleHook> newMeddling) {
        meddling = newMeddling;
        return this;
    }

    /**
     * The router says of every route that its data plane lags so long, whatever the world would say: lags that a seed makes up
     * keep to that. For adapters that state a lag of their own.
     */
    public Scenario statedLag(Duration settle) {
        statedLag = Optional.of(settle);
        return this;
    }

    Optional<Duration> statedLag() {
        return statedLag;
    }

    /** What a route of others is called that comes up in chaos. */
    Scenario routeOfOthers(RouteRef newRouteOfOthers) {
        routeOfOthers = newRouteOfOthers;
        return this;
    }

    RouteRef routeOfOthers() {
        return routeOfOthers;
    }

    /** Says that this is so in each run of it, which has been seen to. */
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

    /** The workflow is another one: to show what each of its guards is needed for. */
    @SuppressWarnings("exports") // the workflow is open to the testkit alone
    public Scenario workflow(Workflow other) {
        workflow = other;
        return this;
    }

    /** Begins one run of it. Nothing is deployed yet. */
    public Simulation simulate() {
        return new Simulation(this, true);
    }

    /**
     * Begins one run of it in which, for ten minutes, goes wrong what that seed makes up, the same as in a {@link Campaign}.
     * Nothing is deployed yet.
     */
    public Simulation simulate(long seed) {
        Simulation simulation = simulate();
        Chaos.plan(Chaos.of(this, seed), simulation);
        return simulation;
    }

    /** What is deployed. */
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

    Workflow workflow() {
        return workflow;
    }

    int engines() {
        return engines;
    }

    int desired() {
        return desired;
    }

    /** Whether something runs before the deployment. */
    boolean hasBlue() {
        return hasBlue;
    }

    boolean isAutoscaled() {
        return autoscaled;
    }

    /** What no engine of this scenario ever calls. */
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
        if (spec.hooks().stream().allMatch(hook -> hook.kind() == HookSpec.Kind.PAUSE)) {
            missing.add(Operation.INVOKE_HOOK);
        }
        if (!autoscaled) {
            missing.addAll(EnumSet.of(Operation.SUSPEND_SCALE_IN, Operation.RESTORE_SCALE_IN));
        }
        return missing;
    }

    /** Puts into an empty world what there is at the beginning. */
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
        worlds.forEach(change -> change.accept(world));
    }
}
