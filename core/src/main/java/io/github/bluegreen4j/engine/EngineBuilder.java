package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.workflow.Workflow;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link DeploymentEngine}. A runtime and a router are needed; everything else has a default. Not safe for use by
 * several threads.
 */
public final class EngineBuilder {
    private static final int MOST_LOST_CALLS = 64;

    private @Nullable ServiceRuntime runtime;
    private @Nullable TrafficRouter router;
    private AlarmSource alarms = AlarmSource.none();
    private AutoScalingGuard autoScaling = AutoScalingGuard.none();
    private @Nullable Journal journal;
    private final Map<String, LifecycleHook> hooks = new LinkedHashMap<>();
    private Optional<LifecycleHook> lambdaHooks = Optional.empty();
    private final List<Publisher.Subscriber> listeners = new ArrayList<>();
    private TimeSource time = TimeSource.system();
    private Optional<CallRunner> callRunner = Optional.empty();
    private Optional<Executor> callbacks = Optional.empty();
    private String name = "engine-" + UUID.randomUUID();
    private Duration lease = Duration.ofSeconds(30);
    private Duration journalCall = Duration.ofSeconds(10);
    private Duration journalPoll = Duration.ofSeconds(5);

    EngineBuilder() {}

    /** Where services run. Needed. */
    public EngineBuilder runtime(ServiceRuntime newRuntime) {
        runtime = Given.value("runtime", newRuntime);
        return this;
    }

    /** What sends traffic to them. Needed. */
    public EngineBuilder router(TrafficRouter newRouter) {
        router = Given.value("router", newRouter);
        return this;
    }

    /** Where alarms are read. Default: nowhere, and specifications with alarms are refused. */
    public EngineBuilder alarms(AlarmSource newAlarms) {
        alarms = Given.value("alarms", newAlarms);
        return this;
    }

    /** The autoscaler's guard. Default: no autoscaler acts on the services. */
    public EngineBuilder autoScaling(AutoScalingGuard newAutoScaling) {
        autoScaling = Given.value("autoScaling", newAutoScaling);
        return this;
    }

    /** Where everything that happens is kept. Default: in memory, gone with the process. */
    public EngineBuilder journal(Journal newJournal) {
        journal = Given.value("journal", newJournal);
        return this;
    }

    /** A hook that specifications call by its name. */
    public EngineBuilder hook(String hookName, LifecycleHook hook) {
        hooks.put(Given.name("hookName", hookName), Given.value("hook", hook));
        return this;
    }

    /** What calls the Lambda hooks of specifications. Default: nothing, and specifications with Lambda hooks are refused. */
    public EngineBuilder lambdaHooks(LifecycleHook invoker) {
        lambdaHooks = Optional.of(Given.value("lambdaHooks", invoker));
        return this;
    }

    /** A listener that is notified of everything that happens. After a crash it may miss a deployment's last events. */
    public EngineBuilder listener(DeploymentListener listener) {
        listeners.add(new Publisher.Subscriber(Optional.empty(), Given.value("listener", listener)));
        return this;
    }

    /**
     * A listener that is notified of everything that happens, over crashes: the journal stores under its name how far it was notified,
     * which costs a write after each group of events, and an engine with a listener of that name goes on there.
     *
     * @throws IllegalArgumentException when the name is blank or another listener has it
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

    /** The time. Default: the machine's clocks. */
    public EngineBuilder time(TimeSource newTime) {
        time = Given.value("time", newTime);
        return this;
    }

    /** What makes the calls. Default: a bounded number of threads. */
    public EngineBuilder callRunner(CallRunner runner) {
        callRunner = Optional.of(Given.value("callRunner", runner));
        return this;
    }

    /**
     * Where the futures of {@link Deployment} complete, and with it everything that is registered on them. It is the user's: the engine does not
     * shut it down. A completion that it refuses runs on a thread of the engine. Default: threads of the engine's own, as many as are needed; a callback that blocks occupies one.
     */
    public EngineBuilder callbacks(Executor executor) {
        callbacks = Optional.of(Given.value("callbacks", executor));
        return this;
    }

    /**
     * The engine's name in logs and leases. In leases each engine that is built adds a random suffix to it, so that two engines of one
     * name, a process and its successor for example, are told apart.
     *
     * @param newName 1 to 512 characters in one line; default: a random one
     */
    public EngineBuilder name(String newName) {
        name = Given.name("name", newName);
        return this;
    }

    /**
     * How long another engine has to wait after this one's death before it may take over. Engines that share a journal have
     * the same. It is one and a half times as long as a call of the journal may take, or longer, and so it is for
     * {@code limits.call} of each specification: a change that would not end within the lease is never begun.
     *
     * @param newLease 1 s or more; default 30 s
     */
    public EngineBuilder lease(Duration newLease) {
        if (Given.value("lease", newLease).compareTo(Duration.ofSeconds(1)) < 0) {
            throw InvalidSpecException.refused("lease", newLease.toString(), "1 second or more");
        }
        lease = newLease;
        return this;
    }

    /**
     * How long a call of the journal may take before it counts as unanswered.
     *
     * @param longest 100 ms or more; default 10 s
     */
    public EngineBuilder journalCall(Duration longest) {
        if (Given.value("journalCall", longest).compareTo(Duration.ofMillis(100)) < 0) {
            throw InvalidSpecException.refused("journalCall", longest.toString(), "100 milliseconds or more");
        }
        journalCall = longest;
        return this;
    }

    /**
     * How often to look in the journal for deployments that nobody acts for, and for commands from other processes.
     *
     * @param interval 100 ms or more; default 5 s
     */
    public EngineBuilder journalPoll(Duration interval) {
        if (Given.value("journalPoll", interval).compareTo(Duration.ofMillis(100)) < 0) {
            throw InvalidSpecException.refused("journalPoll", interval.toString(), "100 milliseconds or more");
        }
        journalPoll = interval;
        return this;
    }

    List<Publisher.Subscriber> listeners() {
        return List.copyOf(listeners);
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

    private Loop loop(CallRunner runner, Workflow workflow, String leaseName) {
        Ports ports = new Ports(
                Given.value("runtime", runtime),
                Given.value("router", router),
                alarms,
                autoScaling,
                Map.copyOf(hooks),
                lambdaHooks,
                journal == null ? InMemoryJournal.create(time) : journal);
        EngineSettings settings = new EngineSettings(leaseName, lease, journalCall, Duration.ofSeconds(1), journalPoll);
        if (journalCall.compareTo(settings.longestCall()) > 0) {
            throw InvalidSpecException.refused(
                    "lease",
                    lease.toString(),
                    "one and a half times journalCall, which is " + journalCall + ", or more");
        }
        ports.journal().limitCalls(journalCall);
        return new Loop(new EngineClock(time), runner, ports, settings, workflow);
    }

    /**
     * Builds the engine and starts it, on a thread of its own.
     *
     * @throws IllegalStateException without a runtime or a router; the message names everything that is missing
     */
    public DeploymentEngine build() {
        requirePorts(false);
        CallRunner runner = callRunner.orElseGet(() -> new ThreadedCallRunner(MOST_LOST_CALLS));
        String incarnation = UUID.randomUUID().toString().substring(0, 8);
        Loop loop = loop(runner, Workflow.standard(), name + '/' + incarnation);
        LoopThread thread = new LoopThread(loop, name);
        CountDownLatch inOrder = new CountDownLatch(1);
        Callbacks completing = Callbacks.on(callbacks, name);
        DeploymentEngine engine = new DeploymentEngine(loop, this, completing, (closeInOrder, longest) -> {
            Runnable end = () -> {
                thread.close();
                runner.close();
            };
            if (loop.isCurrent()) { // a callback whose executor runs it at once: the loop can't wait for itself
                closeInOrder.accept(end);
                loop.after(longest, end);
                return;
            }
            if (!loop.isClosed()) {
                closeInOrder.accept(inOrder::countDown);
                thread.await(inOrder, longest);
            }
            end.run();
        });
        thread.start(engine::failed);
        return engine;
    }

    /**
     * Builds an engine that runs only when it is told to: for virtual time. A call runner has to be given. Its name is its name in
     * leases, too, and its callbacks run in the thread that polls it, unless an executor is given.
     *
     * @throws IllegalStateException without a call runner, a runtime or a router; the message names everything that is missing
     */
    public DrivenEngine buildDriven() {
        return buildDriven(Workflow.standard());
    }

    /** The same with another workflow: for the testkit, which proves what each of its guards is needed for. */
    @SuppressWarnings("exports") // the workflow is open to the testkit alone
    public DrivenEngine buildDriven(Workflow workflow) {
        requirePorts(true);
        CallRunner runner = callRunner.orElseThrow();
        Loop loop = loop(runner, workflow, name);
        Callbacks completing = Callbacks.on(Optional.of(callbacks.orElse(Runnable::run)), name);
        DeploymentEngine engine = new DeploymentEngine(loop, this, completing, (closeInOrder, longest) -> {
            loop.close();
            runner.close();
        });
        return new DrivenEngine(engine);
    }
}
