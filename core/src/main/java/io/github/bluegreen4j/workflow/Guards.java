package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The rules that keep a deployment safe, one method each. {@link Workflow} asks them; a test may replace one with a broken
 * one, to prove that it is needed.
 */
public class Guards {

    /** The rules as they are. */
    public static final Guards STANDARD = new Guards();

    protected Guards() {}

    /** R1, quiesce per resource: nothing new is sent while anything is owed there or may still land. */
    public boolean isFree(Ledger ledger, Effect.Resource resource) {
        return ledger.on(resource).isEmpty();
    }

    /** R2, the point of no return: a rollback is accepted in every stage before CLEAN_UP. */
    public boolean canRollBack(Forward state) {
        return StageGraph.canRollBack(state.node());
    }

    /** R3: every deadline has a consequence. */
    public boolean hasConsequence(Timer timer) {
        return true;
    }

    /** A stop is never lost: it is accepted in every forward state before CLEAN_UP. */
    public boolean canStop(Forward state) {
        return state.isPending() || !state.isIn(LifecycleStage.CLEAN_UP);
    }

    /** Capacity: green's own targets are healthy at the floor. */
    public Verdict capacity(Running run, Readings readings) {
        return Capacity.greenHas(run.spec().health().floor(), run, readings);
    }

    /** The freshness of a gate: what it was judged by was read a short time ago. */
    public boolean isFresh(Duration freshness, Instant oldestRead, Instant now) {
        return !oldestRead.plus(freshness).isBefore(now);
    }

    /** Health watch: green has healthy targets enough to carry production. */
    public Verdict health(Running run, Readings readings) {
        Verdict green = Capacity.greenHas(run.spec().health().watch(), run, readings);
        return green.isGood() ? blueLives(run, readings) : green;
    }

    /** While a blue that lived at the start carries production, too, it has to have anybody who answers. */
    private static Verdict blueLives(Running run, Readings readings) {
        if (!run.start().blueLived()) {
            return Verdict.good("green has healthy targets enough, and blue never had any");
        }
        TargetGroupRef group = run.roles().blueGroup();
        double share = 0;
        for (RouteRef route : run.spec().productionRoutes()) {
            share = Math.max(
                    share,
                    run.estate()
                            .route(route)
                            .map(left -> left.split().shareOf(group))
                            .orElse(0.0));
        }
        Optional<TargetHealth> health = readings.health(group);
        boolean dead = share > 0 && health.isPresent() && health.get().healthy() == 0;
        return dead
                ? Verdict.bad(
                        "blue carries " + Math.round(share) + " % of production without a healthy target",
                        "a healthy target of blue")
                : Verdict.good("green has healthy targets enough");
    }

    /** SCALE_UP is done: green runs what it should, is steady, and healthy at the floor. */
    public Verdict ready(Running run, Readings readings) {
        Optional<ServiceDescription> service = readings.service();
        if (service.isEmpty()) {
            return Verdict.unknown(readings, Readings.Subject.of(run.spec().service()), "green steady");
        }
        return run.estate()
                .green()
                .revision()
                .flatMap(service.get()::find)
                .filter(green -> green.counts().steady())
                .map(green -> capacity(run, readings))
                .orElseGet(() ->
                        Verdict.bad("green is not steady" + Capacity.why(run, readings), "green steady and healthy"));
    }

    /** Alarms: none that counts is in ALARM, and every one is known. */
    public Verdict alarms(Running run, Readings readings) {
        List<String> raised = new ArrayList<>();
        List<String> unknown = new ArrayList<>();
        for (String name : run.spec().alarms().names()) {
            Optional<AlarmReading.State> state = readings.alarms().flatMap(alarms -> alarms.of(name));
            if (state.isEmpty()) {
                unknown.add(name);
            } else if (state.get() == AlarmReading.State.ALARM
                    && !run.watching().ignoredAlarms().contains(name)) {
                raised.add(name);
            }
        }
        if (!raised.isEmpty()) {
            return Verdict.bad("in ALARM: " + String.join(", ", raised), "no alarm in ALARM");
        }
        if (!unknown.isEmpty() && !run.watching().ignoredForGood()) {
            Readings.Subject alarms = Readings.Subject.of(Readings.Subject.Kind.ALARMS);
            return readings.problem(alarms).isPresent()
                    ? Verdict.unknown(readings, alarms, "no alarm in ALARM")
                    : Verdict.unknown(String.join(", ", unknown), "no alarm in ALARM");
        }
        return Verdict.good("no alarm in ALARM");
    }

    /** Drift: the route reads as the deployment last left it, or found it at the start. One that is gone does not. */
    public Verdict drift(Running run, RouteRef route, Readings readings) {
        Optional<RouteReading> left = run.estate().route(route);
        String wanted = left.map(Guards::described).orElse("a route");
        if (readings.isGone(Readings.Subject.of(route))) {
            return Verdict.bad("nothing (it is gone)", wanted);
        }
        return readings.route(route)
                .map(seen -> left.isEmpty() || left.get().sameAs(seen)
                        ? Verdict.good(described(seen))
                        : Verdict.bad(described(seen), wanted))
                .orElseGet(() -> Verdict.unknown(readings, Readings.Subject.of(route), wanted));
    }

    /** No route gives that target group any weight. One that is gone gives none. */
    public Verdict noWeight(Running run, TargetGroupRef group, Readings readings) {
        for (RouteRef route : run.spec().routes()) {
            Optional<RouteReading> reading = readings.route(route);
            if (reading.isEmpty() && readings.isGone(Readings.Subject.of(route))) {
                continue;
            }
            if (reading.isEmpty()) {
                return Verdict.unknown(readings, Readings.Subject.of(route), "no weight on " + group);
            }
            if (reading.get().split().weightOf(group) > 0) {
                return Verdict.bad("route " + route + " reads " + reading.get().split(), "no weight on " + group);
            }
        }
        return Verdict.good("no weight on " + group);
    }

    /** No route that the specification does not name gives one of the target groups weight. */
    public Verdict noOtherRoutes(Running run, Readings readings) {
        String wanted = "no other route to the target groups";
        if (readings.users().isEmpty()) {
            return Verdict.unknown(readings, Readings.Subject.of(Readings.Subject.Kind.USERS), wanted);
        }
        List<RouteRef> others = StartCheck.others(run.spec(), readings);
        return others.isEmpty()
                ? Verdict.good("no other route")
                : Verdict.bad("route " + others.get(0) + " gives a target group weight, too", wanted);
    }

    /** Clean-up: on one fresh reading every production route is all on green, green is at its floor, alarms are good. */
    public Verdict cleanUp(Running run, Readings readings) {
        for (RouteRef route : run.spec().productionRoutes()) {
            Optional<RouteReading> reading = readings.route(route);
            if (reading.isEmpty()) {
                return Verdict.unknown(readings, Readings.Subject.of(route), "all on green");
            }
            if (!reading.get().split().isAllOn(run.roles().greenGroup())) {
                return Verdict.bad("route " + route + " reads " + reading.get().split(), "all on green");
            }
        }
        Verdict capacity = capacity(run, readings);
        return capacity.isGood() ? alarms(run, readings) : capacity;
    }

    /** Whether, and when, blue takes production back, given what is known of its health and of green's. */
    public Swing swing(Running run, Readings readings) {
        OptionalInt blue = Capacity.ofBlue(run, readings);
        if (blue.isEmpty()) {
            return Swing.NOW;
        }
        OptionalInt green = Capacity.ofTheOtherSide(run, readings);
        if (run.roles().blue().isEmpty()) {
            return swingToForeignBlue(run, blue.getAsInt(), green.orElse(0));
        }
        int required = Capacity.required(run, readings).orElse(run.start().desiredCount());
        int floor = Math.max(1, run.spec().rollback().floor().ceilOf(required));
        if (blue.getAsInt() >= floor || (green.isPresent() && blue.getAsInt() >= green.getAsInt())) {
            return Swing.NOW;
        }
        return blue.getAsInt() > 0 ? Swing.AFTER_WAITING : Swing.NOT_YET;
    }

    /**
     * A first deployment gives back what it found, even if nobody is there. Before there is a green, a foreign blue that has
     * died is not given what somebody else serves: it was found by the reconciliation of an earlier first deployment.
     */
    private static Swing swingToForeignBlue(Running run, int blue, int other) {
        boolean launched = run.estate().green().mayExist();
        return launched || blue > 0 || other == 0 ? Swing.NOW : Swing.NOT_YET;
    }

    /** What a rollback does with a blue of that strength. */
    public enum Swing {
        /** Blue is strong enough, or no worse than green, or nobody knows: at once. */
        NOW,
        /** Some of blue is healthy: its scale is restored and it is waited for, but not for long. */
        AFTER_WAITING,
        /** None of blue is healthy while green serves: the weights stay until blue lives or the deadline passes. */
        NOT_YET
    }

    static String described(RouteReading reading) {
        TrafficSplit split = reading.split();
        return reading.stickiness().map(sticky -> split + " sticky " + sticky).orElseGet(split::toString);
    }

    /** Everything that has to be watched while a bake runs is good. */
    public boolean isWatched(Running run) {
        boolean alarms =
                run.spec().alarms().names().isEmpty() || run.watching().condition(Watch.ALARMS) == Watch.Condition.GOOD;
        return alarms
                && run.watching().condition(Watch.GREEN_HEALTH) == Watch.Condition.GOOD
                && run.watching().condition(Watch.ROUTES) == Watch.Condition.GOOD;
    }
}
