package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.LocalCluster;
import io.github.bluegreen4j.examples.local.engine.EngineEvent;
import io.github.bluegreen4j.examples.local.engine.EngineProcess;
import java.util.ArrayList;
import java.util.List;

/** The engines of a run: the one that acts, and those that wait for its death. All are given the same order. */
final class DemoEngines {

    private final LocalCluster cluster;
    private final List<String> order;
    private final Display display;
    private final List<EngineProcess> living = new ArrayList<>();
    private EngineProcess acting;
    private boolean crashed;

    /** Starts that many engines. The first one says what the deployment would do. */
    DemoEngines(LocalCluster cluster, List<String> order, int engines, Display display) {
        this.cluster = cluster;
        this.order = List.copyOf(order);
        this.display = display;
        List<String> planning = new ArrayList<>(order);
        planning.addAll(List.of("--plan", "yes"));
        this.acting = cluster.startEngine(planning);
        living.add(acting);
        display.introduce(System.lineSeparator() + acting.plan());
        display.happened("the engine runs as process " + acting.process().pid());
        for (int i = 1; i < engines; i++) {
            EngineProcess another = cluster.startEngine(order);
            living.add(another);
            display.happened("another engine runs on the same journal, as process "
                    + another.process().pid());
        }
    }

    /** The one that acts: the last that told of an event. */
    EngineProcess acting() {
        return acting;
    }

    boolean areAlive() {
        return living.stream().allMatch(engine -> engine.process().isAlive());
    }

    boolean hasCrashed() {
        return crashed;
    }

    /** The events that were told since the last call. */
    List<EngineEvent> news() {
        List<EngineEvent> news = new ArrayList<>();
        for (EngineProcess engine : living) {
            List<EngineEvent> told = engine.news();
            if (!told.isEmpty()) {
                acting = engine;
                news.addAll(told);
            }
        }
        return news;
    }

    /** Kills the one that acts. Where no other waits, another one is started. */
    void crash() {
        crashed = true;
        EngineProcess dead = acting;
        dead.process().kill();
        living.remove(dead);
        display.happened("!! process " + dead.process().pid()
                + ", the engine that acts, is killed; routes, tasks and load go on");
        if (living.isEmpty()) {
            living.add(cluster.startEngine(order));
        }
        acting = living.get(0);
        display.happened("another engine runs as process " + acting.process().pid()
                + ", and waits until the lease of the dead one is over");
    }
}
