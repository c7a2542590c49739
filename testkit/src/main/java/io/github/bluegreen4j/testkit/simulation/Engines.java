package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.Policy;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.fault.Faults;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.NullAnswers;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;

/** The engines of a simulation: their starts, their deaths and the fates of their calls. */
final class Engines {
    private final VirtualTime time;
    private final Scenario scenario;
    private final SimulatedWorld world;
    private final Supplier<EngineBuilder> builders;
    private final Faults faults;
    private final SimulationOracle oracle;
    private final NullAnswers nulls;
    private final Map<String, VirtualEngine> living = new LinkedHashMap<>();
    private final Map<String, SimulationOracle.EngineWatch> watches = new HashMap<>();
    private Crash crash = new Crash(0, true, () -> {});
    private int named;
    private long calls;
    private long decisionsOfTheDead;

    private record Crash(long call, boolean before, Runnable kill) {}

    Engines(
            VirtualTime time,
            Scenario scenario,
            SimulatedWorld world,
            Supplier<EngineBuilder> builders,
            Faults faults,
            SimulationOracle oracle,
            NullAnswers nulls) {
        this.time = time;
        this.scenario = scenario;
        this.world = world;
        this.builders = builders;
        this.faults = faults;
        this.oracle = oracle;
        this.nulls = nulls;
    }

    void start() {
        Duration ahead = scenario.clocks().apply(++named);
        String name = "engine-" + named;
        EngineBuilder builder = builders.get().name(name);
        for (HookSpec hook : scenario.spec().hooks()) {
            if (hook.kind() == HookSpec.Kind.NAMED) {
                builder.hook(
                        hook.name(),
                        between(heard(
                                scenario.hooks().getOrDefault(hook.name(), invocation -> HookResult.succeeded()))));
            }
        }
        scenario.lambdaHooks().ifPresent(hooks -> builder.lambdaHooks(heard(between(hooks.apply(world)))));
        scenario.policies().forEach((policyName, policy) -> builder.policy(policyName, recorded(policy)));
        scenario.listeners().forEach(builder::listener);
        scenario.namedListener()
                .ifPresent(fails -> builder.listener(
                        DeliveryChecks.LISTENER, oracle.deliveries().listener(fails)));
        builder.callbacks(task -> scenario.callbacks().run(time, task));
        VirtualEngine engine = VirtualEngine.of(time, scenario.settings().apply(builder), scenario.workflow(), ahead);
        engine.calls().rememberAnswers(operation -> faults.plans(Fault.STALE_READ, operation));
        engine.calls().fate(this::fate);
        engine.calls().nullAnswers(nulls);
        engine.calls().endsRun(BrokenInvariantError.class::isInstance);
        SimulationOracle.EngineWatch watch = oracle.new EngineWatch(name, ahead);
        engine.calls().watcher(watch);
        watches.put(name, watch);
        oracle.promises().disturbed();
        living.put(name, engine);
    }

    private Policy recorded(Policy policy) {
        return nulls.of(Policy.class, request -> {
            oracle.policyFailed(request); // until it has answered
            PolicyAnswer answer = policy.ask(request);
            oracle.answered(request, answer);
            return answer;
        });
    }

    private LifecycleHook heard(LifecycleHook hook) {
        return invocation -> {
            try {
                HookResult result = hook.invoke(invocation);
                oracle.answered(invocation, result);
                return result;
            } catch (AssertionError failed) {
                // A failed assertion in a hook: the engine sees a broken hook, and the test fails.
                time.after(Duration.ZERO, () -> {
                    throw failed;
                });
                throw failed;
            }
        };
    }

    private LifecycleHook between(LifecycleHook hook) {
        return nulls.of(LifecycleHook.class, scenario.meddling().apply(hook));
    }

    private Fate fate(CallRunner.PortCall<?> call) {
        calls++;
        if (calls == crash.call()) {
            crash.kill().run();
            return crash.before() ? Fate.hangs() : Fate.answerLost();
        }
        Fate fate = faults.apply(call);
        return fate.equals(Fate.answered()) ? scenario.usual(call.operation()) : fate;
    }

    /** Runs an action when the n-th call of all is about to start, or when it was made and is not yet answered. */
    void killAt(long nth, boolean before, Runnable kill) {
        crash = new Crash(nth, before, kill);
    }

    VirtualEngine living() {
        return living.values().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no engine lives: start one"));
    }

    /** Tells whether no live engine knows a deployment. */
    boolean noneKnows(DeploymentId id) {
        return living.values().stream()
                .allMatch(engine -> engine.engine().find(id).isEmpty());
    }

    /** Tells whether the futures of orders and commands complete at once. */
    boolean callsBack() {
        return scenario.callbacks() != CallbackExecutor.BLOCK;
    }

    /** Returns the name of the n-th live engine, modulo their number; empty if there is none. */
    Optional<String> nameOf(int nth) {
        return living.keySet().stream()
                .skip(living.isEmpty() ? 0 : nth % living.size())
                .findFirst();
    }

    VirtualEngine named(String name) {
        return Objects.requireNonNull(living.get(name));
    }

    int count() {
        return living.size();
    }

    long calls() {
        return calls;
    }

    long decisions() {
        long decisions = decisionsOfTheDead;
        for (VirtualEngine engine : living.values()) {
            decisions += engine.decisions();
        }
        return decisions;
    }

    /** The engine of that name if it lives, or the first one that does. */
    private Optional<String> orFirst(Optional<String> name) {
        return name.filter(living::containsKey)
                .or(() -> living.keySet().stream().findFirst());
    }

    /** Suspends an engine, or the first one if that is not live. Returns its name, if there was one. */
    Optional<String> standStill(Optional<String> name, Duration duration) {
        Optional<String> stuck = orFirst(name);
        stuck.map(living::get).ifPresent(engine -> engine.standStill(duration));
        stuck.map(watches::get).ifPresent(watch -> watch.renewal().standsStill(time.nanos() + duration.toNanos()));
        oracle.promises().disturbed();
        return stuck;
    }

    /** Kills an engine, or the first one if that is not live. Returns its name, if there was one. */
    Optional<String> kill(Optional<String> name) {
        Optional<String> victim = orFirst(name);
        victim.map(living::remove).ifPresent(dead -> {
            decisionsOfTheDead += dead.decisions();
            dead.kill();
        });
        victim.ifPresent(oracle.promises()::killed);
        return victim;
    }

    /**
     * Closes an engine in an orderly way, or the first one if that is not live. It ends after the limit in any case. Returns
     * its name, if there was one.
     */
    Optional<String> close(Optional<String> name, Duration longest, Runnable then) {
        Optional<String> victim = orFirst(name);
        victim.ifPresent(closing -> {
            VirtualEngine engine = named(closing);
            living.remove(closing);
            close(closing, engine, longest, then);
        });
        return victim;
    }

    private void close(String name, VirtualEngine engine, Duration longest, Runnable then) {
        Optional.ofNullable(watches.get(name))
                .ifPresent(watch -> watch.renewal().ends());
        boolean[] over = {false};
        long since = time.nanos();
        engine.closeInOrder(() -> {
            if (!over[0]) {
                over[0] = true;
                decisionsOfTheDead += engine.decisions();
                oracle.promises().ended(name, scenario.spec().service(), since);
                time.after(
                        CallbackExecutor.SOON,
                        () -> oracle.promises().closed(name, scenario.callbacks() == CallbackExecutor.RUN));
                then.run();
            }
        });
        time.after(longest, () -> {
            if (!over[0]) {
                over[0] = true;
                decisionsOfTheDead += engine.decisions();
                engine.kill();
                oracle.promises().killed(name);
                then.run();
            }
        });
    }

    /** Closes every engine in an orderly way. */
    void closeAll(Duration longest) {
        for (String name : List.copyOf(living.keySet())) {
            close(Optional.of(name), longest, () -> {});
        }
    }

    void close() {
        List.copyOf(living.keySet()).forEach(name -> kill(Optional.of(name)));
    }
}
