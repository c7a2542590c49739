package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the world does by itself, or somebody else does to it. */
final class WorldMoves {
    private static final TargetGroupRef ELSEWHERE = new TargetGroupRef("elsewhere");

    private final Kit kit;
    private final Source source;

    WorldMoves(Kit kit, Source source) {
        this.kit = kit;
        this.source = source;
    }

    void all() {
        WorldFacts facts = source.world().facts();
        facts.revisions().forEach(revision -> health(facts, revision));
        if (facts.find(ExplorationCase.GREEN).isPresent()) {
            change(Power.TASK_FAILS, "a task of green fails", facts.withFailed(facts.failed() + 1));
        }
        if (facts.desired() == kit.scenario().bound().tasks()) {
            change(Power.DESIRED_RISES, "the desired count rises", facts.withDesired(facts.desired() + 1));
        }
        alarm(facts);
        for (int route = 0; route < kit.scenario().productionRoutes(); route++) {
            drift(facts, route);
        }
        deletions(facts);
        for (int route = 0; route < facts.lags().size(); route++) {
            follow(facts, route);
        }
        for (BrokenCalls breakage : kit.scenario().bound().breakages()) {
            if (!facts.isBroken(breakage)) {
                change(Power.BREAK, "breaks for good: " + breakage, facts.withBroken(breakage));
            }
        }
    }

    private void change(Power power, String what, WorldFacts facts) {
        source.pay(power, Move.of(what), shell -> shell.become(facts));
    }

    private void health(WorldFacts facts, ModelRevision revision) {
        boolean green = revision.ref().equals(ExplorationCase.GREEN);
        if (revision.starts() && !(green && facts.isBroken(BrokenCalls.START))) {
            source.ordinary(
                    Move.of("tasks start:", revision.ref()), shell -> shell.become(facts.with(revision.started())));
        }
        if (revision.healthy() > 0) {
            Power power = green ? Power.GREEN_ILL : Power.BLUE_ILL;
            change(power, "all tasks turn ill: " + revision.ref(), facts.with(revision.withHealthy(0)));
            if (revision.healthy() > 1) {
                change(
                        power,
                        "a task turns ill: " + revision.ref(),
                        facts.with(revision.withHealthy(revision.healthy() - 1)));
            }
        }
        if (revision.ill() && revision.healthy() < revision.desired()) {
            change(Power.HEAL, "heals: " + revision.ref(), facts.with(revision.started()));
        }
    }

    private void alarm(WorldFacts facts) {
        facts.alarm().ifPresent(state -> {
            AlarmReading.State other =
                    state == AlarmReading.State.OK ? AlarmReading.State.ALARM : AlarmReading.State.OK;
            change(Power.ALARM, "the alarm goes to " + other, facts.withAlarm(Optional.of(other)));
            change(Power.ALARM_LOST, "the alarm can't be read any more", facts.withAlarm(Optional.empty()));
        });
    }

    private void deletions(WorldFacts facts) {
        for (ModelRevision revision : facts.revisions()) {
            Power power = revision.ref().equals(ExplorationCase.GREEN) ? Power.DELETE_GREEN : Power.DELETE_BLUE;
            change(power, "somebody else deletes " + revision.ref(), facts.withDeleted(revision));
        }
        ExplorationCase scenario = kit.scenario();
        for (TargetGroupRef group : List.of(scenario.first(), scenario.second())) {
            if (!facts.lost().groups().contains(group)) {
                change(Power.DELETE_GROUP, "somebody else deletes target group " + group, facts.withDeleted(group));
            }
        }
        if (!facts.lost().service()) {
            change(Power.DELETE_SERVICE, "somebody else deletes the service", facts.withDeletedService());
        }
    }

    private void follow(WorldFacts facts, int route) {
        if (!facts.lags().get(route).isOver()) {
            String name = kit.scenario().spec().routes().get(route).id();
            source.ordinary(
                    Move.of("the data plane follows:", name), shell -> shell.become(facts.withLag(route, Lag.NONE)));
        }
    }

    private void drift(WorldFacts facts, int route) {
        ExplorationCase scenario = kit.scenario();
        TrafficSplit now = facts.splits().get(route);
        TrafficSplit other = now.isAllOn(scenario.first())
                ? TrafficSplit.allOn(scenario.second(), scenario.first())
                : TrafficSplit.allOn(scenario.first(), scenario.second());
        String name = scenario.spec().routes().get(route).id();
        change(
                Power.DRIFT,
                "somebody else writes " + other + " to " + name,
                scenario.written(facts, route, other, true));
        change(
                Power.DRIFT_AWAY,
                "somebody else makes " + name + " forward elsewhere",
                scenario.written(facts, route, new TrafficSplit(Map.of(ELSEWHERE, 100)), true));
        if (!facts.isGone(route)) {
            change(Power.DELETE_ROUTE, "somebody else deletes " + name, facts.withSplit(route, WorldFacts.GONE, true));
        }
    }
}
