package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.engine.loop.EngineClock;
import io.github.bluegreen4j.engine.loop.EngineSettings;
import io.github.bluegreen4j.engine.loop.FailureLog;
import io.github.bluegreen4j.engine.loop.FutureCompletion;
import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.LoopThread;
import io.github.bluegreen4j.engine.loop.Policies;
import io.github.bluegreen4j.engine.loop.Ports;
import io.github.bluegreen4j.engine.loop.ThreadedCallRunner;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.engine.registry.DeploymentLog;
import io.github.bluegreen4j.engine.registry.Publisher;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallObserver;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.spi.Policy;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.rules.StartRule;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link DeploymentEngine}. A runtime and a router are required; everything else has a default. Not
 * thread-safe.
 *
 * <p>A null or a value out of range is refused at once with an {@link InvalidSpecException}.
 */
public final class EngineBuilder {
    private static final int MOST_LOST_CALLS = 64;

    private @Nullable ServiceRuntime runtime;
    private @Nullable TrafficRouter router;
    private final Map<String, Policy> policies = new LinkedHashMap<>();
    private AlarmSource alarms = AlarmSource.none();
    private MetricSource metrics = MetricSource.none();
    private AutoScalingGuard autoScaling = AutoScalingGuard.none();
    private @Nullable Journal journal;
    private final Map<String, LifecycleHook> hooks = new LinkedHashMap<>();
    private Optional<LifecycleHook> lambdaHooks = Optional.empty();
    private final List<PreflightCheck> checks = new ArrayList<>();
    private final List<Publisher.Subscriber> listeners = new ArrayList<>();
    private boolean deploymentLog = true;
    private TimeSource time = TimeSource.system();
    private Optional<CallRunner> callRunner = Optional.empty();
    private final List<CallObserver> callObservers = new ArrayList<>();
    private Optional<Executor> callbacks = Optional.empty();
    private String name = "engine-" + UUID.randomUUID();
    private Duration lease = Duration.ofSeconds(30);
    private Duration journalCall = Duration.ofSeconds(10);
    private Duration journalPoll = Duration.ofSeconds(5);

    EngineBuilder() {}

    /**
     * Sets where services run. Required.
     *
     * @param newRuntime the runtime
     * @return this builder
     */
    public EngineBuilder runtime(ServiceRuntime newRuntime) {
        runtime = Given.value("runtime", newRuntime);
        return this;
    }

    /**
     * Sets what distributes traffic. Required.
     *
     * @param newRouter the router
     * @return this builder
     */
    public EngineBuilder router(TrafficRouter newRouter) {
        router = Given.value("router", newRouter);
        return this;
    }

    /**
     * Adds a policy: it is asked before each write that gives green more weight, for every deployment that this engine acts for. Its no is a
     * wait. By default there is none. Engines that share a journal should have the same policies.
     *
     * @param policyName its name in logs and explanations; unique, one line of 1 to 512 characters
     * @param policy the policy
     * @return this builder
     * @throws InvalidSpecException if the name is not allowed or already taken
     */
    public EngineBuilder policy(String policyName, Policy policy) {
        Given.name("policy", policyName);
        if (policies.putIfAbsent(policyName, Given.value("policy", policy)) != null) {
            throw InvalidSpecException.refused("policy", policyName, "a name of its own");
        }
        return this;
    }

    /**
     * Sets where alarms are read. By default there is no source, and specifications with alarms are refused.
     *
     * @param newAlarms the source
     * @return this builder
     */
    public EngineBuilder alarms(AlarmSource newAlarms) {
        alarms = Given.value("alarms", newAlarms);
        return this;
    }

    /**
     * Sets where metrics are read. By default there is no source, and specifications with an analysis are refused.
     *
     * @param newMetrics the source
     * @return this builder
     */
    public EngineBuilder metrics(MetricSource newMetrics) {
        metrics = Given.value("metrics", newMetrics);
        return this;
    }

    /**
     * Sets how scale-in is suspended. By default no autoscaler acts on the services.
     *
     * @param newAutoScaling the guard of the autoscaler
     * @return this builder
     */
    public EngineBuilder autoScaling(AutoScalingGuard newAutoScaling) {
        autoScaling = Given.value("autoScaling", newAutoScaling);
        return this;
    }

    /**
     * Sets where everything that happens is stored. By default it is stored in memory and is lost with the process.
     *
     * @param newJournal the journal
     * @return this builder
     */
    public EngineBuilder journal(Journal newJournal) {
        journal = Given.value("journal", newJournal);
        return this;
    }

    /**
     * Registers a hook that specifications refer to by its name. A second hook with the same name replaces the first.
     *
     * @param hookName 1 to 512 characters in one line
     * @param hook the hook
     * @return this builder
     */
    public EngineBuilder hook(String hookName, LifecycleHook hook) {
        hooks.put(Given.name("hookName", hookName), Given.value("hook", hook));
        return this;
    }

    /**
     * Sets what invokes the Lambda hooks of specifications. By default there is nothing, and specifications with
     * Lambda hooks are refused.
     *
     * @param invoker invokes the function that {@code HookInvocation.hook} names
     * @return this builder
     */
    public EngineBuilder lambdaHooks(LifecycleHook invoker) {
        lambdaHooks = Optional.of(Given.value("lambdaHooks", invoker));
        return this;
    }

    /**
     * Adds a check that every deployment must pass before it changes anything. The ports bring checks of their own.
     *
     * @param check the check, with a name that no check of the engine has
     * @return this builder
     */
    public EngineBuilder preflightCheck(PreflightCheck check) {
        String checkName = Given.name("check.name", Given.value("check", check).name());
        if (StartRule.isCheck(checkName)) {
            throw InvalidSpecException.refused("check.name", checkName, "a name that no check of the engine has");
        }
        checks.add(check);
        return this;
    }

    /**
     * Adds a listener that receives all events. It has no name: if the engine crashes, it may miss the last events of
     * a deployment.
     *
     * @param listener the listener
     * @return this builder
     */
    public EngineBuilder listener(DeploymentListener listener) {
        listeners.add(new Publisher.Subscriber(Optional.empty(), Given.value("listener", listener)));
        return this;
    }

    /**
     * Adds a listener that receives all events, also across crashes. The journal stores under its name how far it was
     * notified; this costs one write after each group of events. The next engine with a listener of that name
     * continues there.
     *
     * @param listenerName 1 to 512 characters in one line, unique among the listeners of this engine
     * @param listener the listener
     * @return this builder
     * @throws IllegalArgumentException if the name is blank or already used
     */
    public EngineBuilder listener(String listenerName, DeploymentListener listener) {
        Given.name("listenerName", listenerName);
        boolean known = listeners.stream().anyMatch(one -> one.name().equals(Optional.of(listenerName)));
        if (known) {
            throw InvalidSpecException.refused(
                    "listenerName", listenerName, "a name that no other listener of this engine has");
        }
        listeners.add(new Publisher.Subscriber(Optional.of(listenerName), Given.value("listener", listener)));
        return this;
    }

    /**
     * Sets whether the engine logs what happens to its deployments. By default it does: through SLF4J, to the logger
     * {@code io.github.bluegreen4j.engine.DeploymentLog}, about twenty INFO lines for a usual deployment, WARN for
     * rollbacks, failures and left-overs, and DEBUG for the engine's own steps. The MDC keys {@code deployment},
     * {@code service} and {@code stage} are set for each line. If the logger is off when the engine is built, it stays
     * silent. To write other lines, turn it off and add a listener
     * that uses a {@link io.github.bluegreen4j.story.Narrator}.
     *
     * @param log whether to log
     * @return this builder
     */
    public EngineBuilder deploymentLog(boolean log) {
        deploymentLog = log;
        return this;
    }

    /**
     * Sets the clock. By default the clocks of this machine.
     *
     * @param newTime the clock
     * @return this builder
     */
    public EngineBuilder time(TimeSource newTime) {
        time = Given.value("time", newTime);
        return this;
    }

    /**
     * Sets what runs the calls of the ports. By default a bounded number of threads.
     *
     * @param runner the runner
     * @return this builder
     */
    public EngineBuilder callRunner(CallRunner runner) {
        callRunner = Optional.of(Given.value("callRunner", runner));
        return this;
    }

    /**
     * Adds an observer of the calls that the engine makes. Several observers are nested: the first one that was added begins
     * first and ends last.
     *
     * @param observer the observer
     * @return this builder
     */
    public EngineBuilder callObserver(CallObserver observer) {
        callObservers.add(Given.value("callObserver", observer));
        return this;
    }

    /**
     * Sets the executor that completes the futures of {@link Deployment} and runs everything that is registered on
     * them. The executor belongs to the user: the engine does not shut it down. If it rejects a completion, a thread
     * of the engine runs it. By default the engine starts as many threads as are needed; a callback that blocks
     * occupies one.
     *
     * @param executor the executor
     * @return this builder
     */
    public EngineBuilder callbacks(Executor executor) {
        callbacks = Optional.of(Given.value("callbacks", executor));
        return this;
    }

    /**
     * Sets the engine's name in logs and leases. In leases each engine adds a random suffix. So two engines with the
     * same name, such as a process and its successor, stay distinct.
     *
     * @param newName 1 to 512 characters in one line; by default a random name
     * @return this builder
     */
    public EngineBuilder name(String newName) {
        name = Given.name("name", newName);
        return this;
    }

    /**
     * Sets the length of the engine's lease: how long another engine must wait after the death of this one before it
     * takes over. Engines that share a journal must use the same length. It must be at least one and a half times
     * {@link #journalCall}, and of {@code limits.call} of each specification: the engine starts no change that might
     * not end within the lease.
     *
     * @param newLease 1 s or more; by default 30 s
     * @return this builder
     */
    public EngineBuilder lease(Duration newLease) {
        lease = atLeast("lease", newLease, Duration.ofSeconds(1), "1 second or more");
        return this;
    }

    /**
     * Sets how long a call of the journal may take. After that its outcome is unknown.
     *
     * @param longest 100 ms or more; by default 10 s
     * @return this builder
     */
    public EngineBuilder journalCall(Duration longest) {
        journalCall = atLeast("journalCall", longest, Duration.ofMillis(100), "100 milliseconds or more");
        return this;
    }

    /**
     * Sets how often the engine reads the journal for deployments that no engine works on, and for commands from
     * other processes.
     *
     * @param interval 100 ms or more; by default 5 s
     * @return this builder
     */
    public EngineBuilder journalPoll(Duration interval) {
        journalPoll = atLeast("journalPoll", interval, Duration.ofMillis(100), "100 milliseconds or more");
        return this;
    }

    private static Duration atLeast(String field, Duration value, Duration least, String allowed) {
        if (Given.value(field, value).compareTo(least) < 0) {
            throw InvalidSpecException.refused(field, value.toString(), allowed);
        }
        return value;
    }

    List<Publisher.Subscriber> listeners() {
        return List.copyOf(listeners);
    }

    /** Empty if nothing would be logged: a listener costs a call for each event. */
    Optional<DeploymentLog> deploymentLog(FailureLog repeated) {
        return deploymentLog && DeploymentLog.isEnabled() ? Optional.of(new DeploymentLog(repeated)) : Optional.empty();
    }

    private void requirePorts(boolean driven) {
        List<String> missing = new ArrayList<>();
        if (runtime == null) {
            missing.add("runtime: is missing; allowed: a ServiceRuntime");
        }
        if (router == null) {
            missing.add("router: is missing; allowed: a TrafficRouter");
        }
        if (driven && callRunner.isEmpty()) {
            missing.add("callRunner: is missing; allowed: a CallRunner");
        }
        if (!missing.isEmpty()) {
            throw new IllegalStateException(String.join("\n", missing));
        }
    }

    private Loop loop(CallRunner runner, Workflow rules, String leaseName) {
        Policies asked = new Policies(policies, time);
        Workflow workflow = rules.askingPolicies(); // also without policies: the line may be stopped
        Ports ports = new Ports(
                Given.value("runtime", runtime),
                Given.value("router", router),
                alarms,
                metrics,
                autoScaling,
                Map.copyOf(hooks),
                lambdaHooks,
                List.copyOf(checks),
                asked,
                journal == null ? InMemoryJournal.create(time) : journal);
        EngineSettings settings = new EngineSettings(leaseName, lease, journalCall, Duration.ofSeconds(1), journalPoll);
        if (journalCall.compareTo(settings.longestCall()) > 0) {
            throw InvalidSpecException.refused(
                    "lease",
                    lease.toString(),
                    "one and a half times journalCall, which is " + journalCall + ", or more");
        }
        ports.journal().limitCalls(journalCall);
        return new Loop(new EngineClock(time), runner, List.copyOf(callObservers), ports, settings, workflow);
    }

    /**
     * Builds the engine and starts it on its own thread.
     *
     * @return the engine
     * @throws IllegalStateException without a runtime or a router; the message lists everything that is missing
     * @throws InvalidSpecException if the lease is shorter than one and a half times {@link #journalCall}
     */
    public DeploymentEngine build() {
        DeploymentEngine engine = buildStopped();
        engine.start();
        return engine;
    }

    /**
     * Builds the engine and does not start it, for a program that starts its parts in order. Until {@link
     * DeploymentEngine#start} it takes orders and commands, and works on nothing.
     *
     * @return the engine
     * @throws IllegalStateException as for {@link #build()}
     * @throws InvalidSpecException as for {@link #build()}
     */
    public DeploymentEngine buildStopped() {
        requirePorts(false);
        CallRunner runner = callRunner.orElseGet(() -> new ThreadedCallRunner(MOST_LOST_CALLS));
        String incarnation = UUID.randomUUID().toString().substring(0, 8);
        Loop loop = loop(runner, Workflow.standard(), name + '/' + incarnation);
        LoopThread thread = new LoopThread(loop, name);
        CountDownLatch inOrder = new CountDownLatch(1);
        FutureCompletion completing = FutureCompletion.on(callbacks, name);
        return new DeploymentEngine(loop, this, completing, new DeploymentEngine.Driver() {
            @Override
            public void start(Consumer<Throwable> onFailure) {
                thread.start(onFailure);
            }

            @Override
            public void close(Consumer<Runnable> closeInOrder, Duration longest) {
                Runnable end = () -> {
                    thread.close();
                    runner.close();
                };
                if (loop.isCurrent()) { // a callback whose executor runs it at once: the loop can't wait for itself
                    closeInOrder.accept(end);
                    loop.after(longest, end);
                    return;
                }
                if (!loop.isClosed() && thread.hasStarted()) {
                    closeInOrder.accept(inOrder::countDown);
                    thread.await(inOrder, longest);
                }
                end.run();
            }
        });
    }

    /**
     * Builds an engine without a thread: it runs only when it is polled. Use it with virtual time. A call runner is
     * required. The engine's name is used in leases without a suffix. Callbacks run on the polling thread unless an
     * executor is set.
     *
     * @return the engine
     * @throws IllegalStateException without a call runner, a runtime or a router; the message lists everything that
     *     is missing
     */
    public DrivenEngine buildDriven() {
        return buildDriven(Workflow.standard());
    }

    /**
     * Builds an engine like {@link #buildDriven()} with another workflow. The testkit uses it to prove that each
     * guard is necessary.
     *
     * @param workflow the workflow
     * @return the engine
     * @throws IllegalStateException as for {@link #buildDriven()}
     */
    @SuppressWarnings("exports") // the workflow is open to the testkit alone
    public DrivenEngine buildDriven(Workflow workflow) {
        requirePorts(true);
        CallRunner runner = callRunner.orElseThrow();
        Loop loop = loop(runner, workflow, name);
        FutureCompletion completing = FutureCompletion.on(Optional.of(callbacks.orElse(Runnable::run)), name);
        DeploymentEngine engine = new DeploymentEngine(loop, this, completing, new DeploymentEngine.Driver() {
            @Override
            public void start(Consumer<Throwable> onFailure) {} // whoever polls it runs it

            @Override
            public void close(Consumer<Runnable> closeInOrder, Duration longest) {
                loop.close();
                runner.close();
            }
        });
        engine.start();
        return new DrivenEngine(engine);
    }
}
