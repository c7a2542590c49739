package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.fault.Faults;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/** The engines of a simulation: how they begin and die, and what becomes of their calls. */
final class Engines {
    private final VirtualTime time;
    private final Scenario scenario;
    private final SimulatedWorld world;
    private final Supplier<EngineBuilder> builders;
    private final Faults faults;
    private final Oracle oracle;
    private final Map<String, VirtualEngine> living = new LinkedHashMap<>();
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
            Oracle oracle) {
        this.time = time;
        this.scenario = scenario;
        this.world = world;
        this.builders = builders;
        this.faults = faults;
        this.oracle = oracle;
    }

    void start() {
        String name = "engine-" + ++named;
        EngineBuilder builder = builders.get().name(name);
        for (HookSpec hook : scenario.spec().hooks()) {
            if (hook.kind() == HookSpec.Kind.NAMED) {
                builder.hook(
                        hook.name(),
                        scenario.meddling()
                                .apply(heard(scenario.hooks()
                                        .getOrDefault(hook.name(), invocation -> HookResult.succeeded()))));
            }
        }
        scenario.lambdaHooks()
                .ifPresent(
                        hooks -> builder.lambdaHooks(heard(scenario.meddling().apply(hooks.apply(world)))));
        VirtualEngine engine = VirtualEngine.of(time, scenario.settings().apply(builder), scenario.workflow());
        engine.calls().rememberAnswers(operation -> faults.plans(Fault.STALE_READ, operation));
        engine.calls().fate(this::fate);
        engine.calls().watcher(oracle.new EngineWatch(name));
        living.put(name, engine);
    }

    private LifecycleHook heard(LifecycleHook hook) {
        return invocation -> {
            try {
                HookResult result = hook.invoke(invocation);
                oracle.answered(invocation, result);
                return result;
            } catch (AssertionError failed) {
                // To the engine that is a broken hook. It is also what a test finds wrong, and ends the test.
                time.after(Duration.ZERO, () -> {
                    throw failed;
                });
                throw failed;
            }
        };
    }

    private Fate fate(CallRunner.PortCall<?> call) {
        calls++;
        if (calls == crash.call()) {
            crash.kill().run();
            return crash.before() ? Fate.hangs() : Fate.answerLost();
        }
        return faults.apply(call);
    }

    /** Once the n-th call of all is about to be made, or was made and not answered yet, that happens. */
    void killAt(long nth, boolean before, Runnable kill) {
        crash = new Crash(nth, before, kill);
    }

    VirtualEngine living() {
        return living.values().stream()
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("no engine lives: start one"));
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

    /** That one, or the first one if it does not live, stands still; tells its name, if there was any. */
    Optional<String> standStill(Optional<String> name, Duration duration) {
        Optional<String> stuck = name.filter(living::containsKey)
                .or(() -> living.keySet().stream().findFirst());
        stuck.map(living::get).ifPresent(engine -> engine.standStill(duration));
        return stuck;
    }

    /** Kills that one, or the first one if it does not live; tells its name, if there was any. */
    Optional<String> kill(Optional<String> name) {
        Optional<String> victim = name.filter(living::containsKey)
                .or(() -> living.keySet().stream().findFirst());
        victim.map(living::remove).ifPresent(dead -> {
            decisionsOfTheDead += dead.decisions();
            dead.kill();
        });
        return victim;
    }

    void close() {
        List.copyOf(living.keySet()).forEach(name -> kill(Optional.of(name)));
    }
}
