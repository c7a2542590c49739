package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.ReconcileScript;
import io.github.bluegreen4j.workflow.state.Baseline;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Running;
import java.time.Instant;
import java.util.Optional;

/**
 * What was read, judged anew: whether it allows to give weight, or to open the clean-up gate. It says the same as the
 * workflow's guards in other words, so that a guard that is broken is noticed.
 */
final class Evidence {
    private Evidence() {}

    /** I1: whether what this script has read allows the call it is about to make. */
    static boolean allows(DeploymentState state, ReconcileScript script, Call call) {
        if (!(call instanceof Call.WriteRoute)) {
            return true;
        }
        Running run = state.running().orElseThrow();
        if (script.effect() instanceof Effect.RestoreRoute restore
                && run.spec().kept().isPresent()) {
            return isFresh(run, script.oldest()) && mayUndo(run, script.readings(), restore.insist());
        }
        if (script.effect() instanceof Effect.RestoreRoute restore) {
            return !isFresh(run, script.oldestHealth()) || mayTakeBack(run, script.readings(), restore.insist());
        }
        return isFresh(run, script.oldest()) && greenIsAtItsFloor(run, script.readings());
    }

    private static boolean isFresh(Running run, Optional<Instant> oldest) {
        return oldest.map(at ->
                        !at.plus(run.identity().spec().limits().freshness()).isBefore(ExplorationCase.NOW))
                .orElse(false);
    }

    /** Whether one fresh reading shows every production route all on green, and green at its floor. */
    static boolean opensGate(DeploymentState state, Readings readings, boolean slow) {
        Running run = state.running().orElseThrow();
        TargetGroupRef green = run.started().orElseThrow().roles().greenGroup();
        for (RouteRef route : run.identity().spec().productionRoutes()) {
            if (readings.route(route)
                    .filter(seen -> seen.split().isAllOn(green))
                    .isEmpty()) {
                return false;
            }
        }
        return !slow && greenIsAtItsFloor(run, readings);
    }

    private static int healthy(Readings readings, TargetGroupRef group, Optional<RevisionRef> owner) {
        return readings.health(group)
                .map(health -> owner.map(health::healthy).orElseGet(health::healthy))
                .orElse(0);
    }

    private static int required(Running run, Readings readings) {
        Baseline start = run.started().orElseThrow();
        TargetGroupRef blueGroup = start.roles().blueGroup();
        int given = readings.health(blueGroup).isPresent()
                ? Math.min(
                        start.desiredCount(),
                        healthy(readings, blueGroup, start.roles().blue()))
                : start.desiredCount();
        int desired = readings.service().map(service -> service.desiredCount()).orElse(start.desiredCount());
        return Math.max(1, Math.max(desired, given));
    }

    private static int atLeast(Percent share, int required) {
        return Math.max(1, (share.tenths() * required + 999) / 1000);
    }

    private static boolean greenIsAtItsFloor(Running run, Readings readings) {
        TargetGroupRef group = run.started().orElseThrow().roles().greenGroup();
        Optional<RevisionRef> green = run.resources().green().revision();
        return readings.service().isPresent()
                && green.isPresent()
                && healthy(readings, group, green)
                        >= atLeast(run.identity().spec().health().floor(), required(run, readings));
    }

    /** An undo swings when the kept revision can carry what green carries, or has waited and lives. Unknown is no reason. */
    private static boolean mayUndo(Running run, Readings readings, boolean insist) {
        Baseline start = run.started().orElseThrow();
        if (!run.spec().isUndo() || readings.health(start.roles().blueGroup()).isEmpty()) {
            return false;
        }
        int healthy = healthy(readings, start.roles().blueGroup(), start.roles().blue());
        boolean noWorse = readings.health(start.roles().greenGroup()).isPresent()
                && healthy >= healthy(readings, start.roles().greenGroup(), Optional.empty());
        return healthy > 0
                && (insist
                        || noWorse
                        || healthy >= atLeast(run.identity().spec().health().floor(), required(run, readings)));
    }

    /** The rules for a weak blue: unknown swings now, some after waiting, none not while green serves. */
    private static boolean mayTakeBack(Running run, Readings readings, boolean insist) {
        Baseline start = run.started().orElseThrow();
        Optional<RevisionRef> blue = start.roles().blue();
        TargetGroupRef blueGroup = start.roles().blueGroup();
        if (blue.isEmpty() || readings.health(blueGroup).isEmpty()) {
            return true;
        }
        int healthy = healthy(readings, blueGroup, blue);
        if (healthy > 0 && insist) {
            return true;
        }
        Optional<RevisionRef> green = run.resources().green().revision();
        TargetGroupRef greenGroup = start.roles().greenGroup();
        boolean noWorse = readings.health(greenGroup).isPresent() && healthy >= healthy(readings, greenGroup, green);
        return noWorse || healthy >= atLeast(run.identity().spec().rollback().floor(), required(run, readings));
    }
}
