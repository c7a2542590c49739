package io.github.bluegreen4j.workflow.agenda;

import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.workflow.rules.Capacity;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.rules.Verdict;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Durations;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.Stages;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;

/** The watches that a state keeps, and the judgement of their readings. */
public final class Watches {
    private Watches() {}

    static List<WatchOrder> of(DeploymentState state) {
        if (state instanceof Forward forward) {
            return forward(forward);
        }
        return state instanceof RollingBack rolling ? rollingBack(rolling) : List.of();
    }

    private static List<WatchOrder> forward(Forward forward) {
        if (forward.isPending() || forward.isIn(LifecycleStage.CLEAN_UP)) {
            return List.of();
        }
        List<WatchOrder> orders = new ArrayList<>();
        Running run = forward.run();
        if (forward.hasReached(LifecycleStage.SCALE_UP)
                && run.resources().green().revision().isPresent()) {
            orders.add(green(forward));
        }
        if (forward.hasReached(LifecycleStage.TEST_TRAFFIC_SHIFT)
                && !run.spec().alarms().names().isEmpty()) {
            orders.add(new WatchOrder(
                    Watch.ALARMS,
                    List.of(new Call.ReadAlarms(run.spec().alarms().names())),
                    run.spec().alarms().interval(),
                    run.limits().watchAge()));
        }
        // The engine is changing this route itself: it is watched again once its weights are verified.
        if (forward.isShifting() && Stages.isWorkDone(forward) && !Stages.isPausedByDrift(forward)) {
            orders.add(routes(run, run.spec().productionRoutes(), slow(run)));
        }
        return orders;
    }

    /**
     * A late write may give green weight after a route was restored. It is found and restored at once, also while another route still
     * waits for blue. Routes that were left alone are not ours to restore; when all of production is, nothing is watched.
     */
    private static List<WatchOrder> rollingBack(RollingBack rolling) {
        Running run = rolling.run();
        return run.pendingWork().awaitsLateWrite() && rolling.hasRestoredProduction()
                ? List.of(routes(run, rolling.restoration().restored(), closely(run)))
                : List.of();
    }

    private static WatchOrder routes(Running run, Collection<RouteRef> routes, Duration interval) {
        List<Call> reads = new ArrayList<>();
        routes.forEach(route -> reads.add(new Call.ReadRoute(route)));
        return new WatchOrder(
                Watch.ROUTES, List.copyOf(reads), interval, run.limits().watchAge());
    }

    /**
     * Green is read often while it starts, and often enough for a bake while it carries production. In between only a
     * change of the desired count and failing tasks matter: a pause of two weeks must not cost a hundred thousand
     * calls. A blue that carries nothing only matters for how much production needs.
     */
    private static WatchOrder green(Forward forward) {
        Running run = forward.run();
        Call blue = new Call.ReadHealth(run.spec().service(), run.roles().blueGroup());
        List<Call> reads = List.of(
                new Call.DescribeService(run.spec().service()),
                blue,
                new Call.ReadHealth(run.spec().service(), run.roles().greenGroup()));
        Duration age = run.limits().watchAge();
        boolean closely = run.watching().health().isSuspicious()
                || run.watching().greenMissingSince().isPresent();
        if (forward.isShifting()) {
            boolean isBlueSpare = !closely && Capacity.shareOfBlue(run) == 0;
            return new WatchOrder(
                    Watch.GREEN_HEALTH,
                    reads,
                    isBlueSpare ? Set.of(blue) : Set.of(),
                    closely ? closely(run) : slow(run),
                    age);
        }
        return closely || forward.isIn(LifecycleStage.SCALE_UP)
                ? new WatchOrder(Watch.GREEN_READY, reads, run.limits().poll(), age)
                : new WatchOrder(Watch.GREEN_READY, reads, Durations.times(5, age), Durations.times(15, age));
    }

    /** An interval short enough that one late reading does not make the value too old. */
    private static Duration slow(Running run) {
        return Duration.ofNanos(run.limits().watchAge().toNanos() / 2);
    }

    private static Duration closely(Running run) {
        return Durations.shorter(slow(run), run.limits().poll());
    }

    /** Judges the readings of a watch. What is missing is unknown. */
    public static Verdict judge(Running run, Guards guards, Watch watch, Readings readings) {
        return switch (watch) {
            case GREEN_READY -> guards.ready(run, readings);
            case GREEN_HEALTH -> guards.health(run, readings);
            case ALARMS -> guards.alarms(run, readings);
            case ROUTES -> routes(run, guards, readings);
        };
    }

    private static Verdict routes(Running run, Guards guards, Readings readings) {
        Verdict verdict = Verdict.good("routes as left");
        for (RouteRef route : run.spec().productionRoutes()) {
            Verdict drift = guards.drift(run, route, readings);
            if (drift.isBad()) {
                return Verdict.bad(
                        "route " + route + " reads " + drift.seen(), "route " + route + " at " + drift.wanted());
            }
            if (!drift.isGood()) {
                verdict = Verdict.unknown(readings, Readings.Subject.of(route), "routes as left");
            }
        }
        return verdict;
    }
}
