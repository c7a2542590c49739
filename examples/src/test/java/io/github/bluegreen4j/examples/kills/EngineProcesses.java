package io.github.bluegreen4j.examples.kills;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/** The engines, the living and the dead. Used by one thread. */
final class EngineProcesses {

    private final Function<String, List<String>> arguments;
    private final Path log;
    private final Random random;
    private final List<EngineUnderFire> all = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();
    private final AtomicBoolean armed = new AtomicBoolean();
    private volatile Optional<EngineUnderFire> struck = Optional.empty();

    /**
     * A kill.
     *
     * @param engine whose
     * @param at when, in microseconds since 1970
     * @param wasStarting whether the engine took no orders yet
     */
    record Kill(String engine, long at, boolean wasStarting) {}

    /**
     * @param arguments what each is told, given its name; the name excepted
     * @param log where they log
     */
    EngineProcesses(Function<String, List<String>> arguments, Path log, Random random) {
        this.arguments = arguments;
        this.log = log;
        this.random = random;
    }

    /** Starts another one, under a name that no other ever had. */
    void start() {
        String name = "engine-" + (all.size() + 1);
        all.add(new EngineUnderFire(name, arguments.apply(name), log, this::strikes));
    }

    /** On the thread of an engine that has just told of an event. */
    private boolean strikes(EngineUnderFire engine) {
        if (!armed.get()) {
            return false;
        }
        synchronized (armed) {
            if (!armed.compareAndSet(true, false)) {
                return false;
            }
            struck = Optional.of(engine);
            return true;
        }
    }

    /** Kills whichever is the next to tell of an event, in the middle of what follows it. */
    void killAtNextEvent() {
        struck = Optional.empty();
        armed.set(true);
    }

    /** Whether the next to tell of an event is still waited for. */
    boolean isArmed() {
        return armed.get();
    }

    /** Replaces the one that told of an event; kills any of them when there was none. */
    void replaceStruck() {
        Optional<EngineUnderFire> victim;
        synchronized (armed) {
            armed.set(false);
            victim = struck;
        }
        victim.ifPresentOrElse(this::replace, this::killAny);
    }

    /** Kills any of them, more often one that acts than one that waits, and starts another one once it is dead. */
    void killAny() {
        List<EngineUnderFire> living =
                all.stream().filter(EngineUnderFire::isAlive).toList();
        List<EngineUnderFire> busy =
                living.stream().filter(EngineUnderFire::isBusy).toList();
        List<EngineUnderFire> among = busy.isEmpty() || random.nextInt(4) == 0 ? living : busy;
        replace(among.get(random.nextInt(among.size())));
    }

    /** Kills that one, and starts another one once it is dead. */
    void replace(EngineUnderFire victim) {
        kills.add(new Kill(victim.name(), Told.now(), victim.isStarting()));
        victim.kill();
        start();
    }

    /** Kills all of them, and starts none. */
    void killAll() {
        all.stream().filter(EngineUnderFire::isAlive).forEach(EngineUnderFire::kill);
    }

    /** Any of those that take orders. */
    Optional<EngineUnderFire> any() {
        List<EngineUnderFire> ready =
                all.stream().filter(EngineUnderFire::isReady).toList();
        return ready.isEmpty() ? Optional.empty() : Optional.of(ready.get(random.nextInt(ready.size())));
    }

    List<EngineUnderFire> all() {
        return List.copyOf(all);
    }

    List<Kill> kills() {
        return List.copyOf(kills);
    }
}
