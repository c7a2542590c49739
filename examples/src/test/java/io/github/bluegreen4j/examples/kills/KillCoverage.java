package io.github.bluegreen4j.examples.kills;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.PlannedStage;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** What the kills hit: which stages of which deployments, and after which of their events. */
final class KillCoverage {

    private static final String BEFORE = "before the first stage";

    private final Map<String, List<DeploymentEvent>> histories;
    private final Map<String, String> services;
    private final Map<String, Integer> stages = new TreeMap<>();
    private final Map<String, Integer> lastEvents = new TreeMap<>();
    private int idle;
    private int starting;

    /**
     * @param histories what happened, by deployment
     * @param orders whose service each deployment is
     */
    KillCoverage(Map<String, List<DeploymentEvent>> histories, Map<String, Order> orders) {
        this.histories = histories;
        this.services = new HashMap<>();
        orders.forEach((id, order) -> services.put(id, order.service()));
    }

    /** Takes a kill, and all that its engine had told. */
    void add(EngineProcesses.Kill kill, List<Told> told) {
        Map<String, Boolean> held = new HashMap<>();
        for (Told line : told) {
            if (line.what() == Told.What.CLAIMED || line.what() == Told.What.RELEASING) {
                held.put(line.subject(), line.what() == Told.What.CLAIMED);
            }
        }
        int hit = 0;
        for (Map.Entry<String, List<DeploymentEvent>> history : histories.entrySet()) {
            if (held.getOrDefault(services.get(history.getKey()), false)) {
                hit += add(kill.at(), history.getValue());
            }
        }
        if (kill.wasStarting()) {
            starting++;
        } else if (hit == 0) {
            idle++;
        }
    }

    private int add(long at, List<DeploymentEvent> events) {
        List<DeploymentEvent> before = new ArrayList<>(events);
        before.removeIf(event -> Told.micros(event.at()) > at);
        if (before.isEmpty() || before.size() == events.size()) {
            return 0;
        }
        stages.merge(stage(before), 1, Integer::sum);
        String last = before.get(before.size() - 1).getClass().getSimpleName();
        lastEvents.merge(last, 1, Integer::sum);
        return 1;
    }

    private static String stage(List<DeploymentEvent> events) {
        List<PlannedStage> plan = List.of();
        String stage = BEFORE;
        for (DeploymentEvent event : events) {
            if (event instanceof ProgressEvent.DeploymentStarted started) {
                plan = started.plan();
            } else if (event instanceof ProgressEvent.StageEntered entered) {
                stage = plan.get(entered.position()).stage().name();
            } else if (event instanceof ProgressEvent.ReconciliationChosen) {
                stage = "reconciling";
            } else if (event instanceof ProgressEvent.RollbackStarted) {
                stage = "rolling back";
            } else if (event instanceof ProgressEvent.ClosingStarted) {
                stage = "closing";
            }
        }
        return stage;
    }

    /** How many deployments each stage had when their engine was killed. */
    Map<String, Integer> stages() {
        return stages;
    }

    /** After which event of a deployment, and before its next, its engine was killed. */
    Map<String, Integer> lastEvents() {
        return lastEvents;
    }

    /** Kills of engines that acted for nothing. */
    int idle() {
        return idle;
    }

    /** Kills of engines that were starting. */
    int starting() {
        return starting;
    }
}
