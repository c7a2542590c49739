package io.github.bluegreen4j.examples.kills;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;

/** The engines, the living and the dead. Used by one thread. */
final class Engines {

    private final List<String> arguments;
    private final Path log;
    private final Random random;
    private final List<EngineUnderFire> all = new ArrayList<>();
    private final List<Kill> kills = new ArrayList<>();

    /**
     * A kill.
     *
     * @param engine whose
     * @param at when, in microseconds since 1970
     * @param ready whether the engine took orders already
     */
    record Kill(String engine, long at, boolean ready) {}

    /**
     * @param arguments what each is told, its name excepted
     * @param log where they log
     */
    Engines(List<String> arguments, Path log, Random random) {
        this.arguments = List.copyOf(arguments);
        this.log = log;
        this.random = random;
    }

    /** Starts another one, under a name that no other ever had. */
    void start() {
        all.add(new EngineUnderFire("engine-" + (all.size() + 1), arguments, log));
    }

    /** Kills any of them, and starts another one once it is dead. */
    void killAny() {
        List<EngineUnderFire> living =
                all.stream().filter(EngineUnderFire::isAlive).toList();
        EngineUnderFire victim = living.get(random.nextInt(living.size()));
        kills.add(new Kill(victim.name(), Told.now(), victim.isReady()));
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
