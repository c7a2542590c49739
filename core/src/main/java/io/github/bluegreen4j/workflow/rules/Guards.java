package io.github.bluegreen4j.workflow.rules;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.PauseApprovals;
import io.github.bluegreen4j.workflow.state.PendingWork;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.StageGraph;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * The rules that keep a deployment safe, one method each. {@code Workflow} asks them. A test may override one with a
 * broken rule, to prove that the rule is necessary.
 *
 * <p>A rule returns a verdict with what was seen and what was wanted. Parameters: the state that a running deployment
 * carries, and what was read.
 */
public class Guards {

    /** The rules that production uses. */
    public static final Guards STANDARD = new Guards();

    /** For subclasses in tests. */
    protected Guards() {}

    /**
     * R1, one changing call for each resource: whether nothing that was sent to the resource can still take effect.
     *
     * @param pendingWork the pending work
     * @param resource the resource
     * @return whether a new call may be sent to it
     */
    public boolean isFree(PendingWork pendingWork, Effect.Resource resource) {
        return pendingWork.on(resource).isEmpty();
    }

    /**
     * R2, the point of no return: a rollback is accepted in every stage before CLEAN_UP.
     *
     * @param state the state on the way forward
     * @return whether a rollback is accepted
     */
    public boolean canRollBack(Forward state) {
        return StageGraph.canRollBack(state.node());
    }

    /**
     * Policies: every one lets green get more weight.
     *
     * @param readings what was read
     * @return good if they do; unknown if they have not all answered
     */
    public Verdict permission(Readings readings) {
        String wanted = "a yes of every policy, and a line that runs";
        return readings.permission()
                .map(answers -> answers.isGranted() ? Verdict.good(wanted) : Verdict.bad(answers.toString(), wanted))
                .orElseGet(
                        () -> Verdict.unknown(readings, Readings.Subject.of(Readings.Subject.Kind.POLICIES), wanted));
    }

    /**
     * A pause that needs approvals continues only when enough of those who may give one have, the author excluded.
     *
     * @param approvals what the pause asks for, and who approved
     * @return whether it continues
     */
    public boolean isApproved(PauseApprovals approvals) {
        return approvals.isComplete();
    }

    /**
     * R3: every timeout has a defined outcome.
     *
     * @param timer the timer that fired
     * @return whether it has an effect on the deployment
     */
    public boolean hasConsequence(Timer timer) {
        return true;
    }

    /**
     * A request to stop is accepted in every forward state before CLEAN_UP.
     *
     * @param state the state on the way forward
     * @return whether a stop is accepted
     */
    public boolean canStop(Forward state) {
        return state.isPending() || !state.isIn(LifecycleStage.CLEAN_UP);
    }

    /**
     * Capacity: green's own targets are healthy at the floor.
     *
     * @param run what the deployment carries
     * @param readings what was read
     * @return good if they are
     */
    public Verdict capacity(Running run, Readings readings) {
        return Capacity.greenHas(run.spec().health().floor(), run, readings);
    }

    /**
     * Freshness: a gate opens only on recent readings.
     *
     * @param freshness the maximum age
     * @param oldestRead when the oldest reading was started
     * @param now the current time
     * @return whether the reading is recent enough
     */
    public boolean isFresh(Duration freshness, Instant oldestRead, Instant now) {
        return !oldestRead.plus(freshness).isBefore(now);
    }

    /**
     * Health watch: green has enough healthy targets to carry production. A blue that had healthy targets at the
     * start and still carries production must have one, too.
     *
     * @param run what the deployment carries
     * @param readings what was read
     * @return good if production is healthy
     */
    public Verdict health(Running run, Readings readings) {
        Verdict green = Capacity.greenHas(run.spec().health().watch(), run, readings);
        return green.isGood() ? blueLives(run, readings) : green;
    }

    /** A blue that had healthy targets at the start must have one while it carries production. */
    private static Verdict blueLives(Running run, Readings readings) {
        if (!run.baseline().blueLived()) {
            return Verdict.good("green has enough healthy targets, and blue never had any");
        }
        double share = Capacity.shareOfBlue(run);
        Optional<TargetHealth> health = readings.health(run.roles().blueGroup());
        boolean dead = share > 0 && health.isPresent() && health.get().healthy() == 0;
        return dead
                ? Verdict.bad(
                        "blue carries " + Math.round(share) + " % of production without a healthy target",
                        "a healthy target of blue")
                : Verdict.good("green has enough healthy targets");
    }

    /**
     * SCALE_UP is done: green runs its desired count, is steady, and is healthy at the floor.
     *
     * @param run what the deployment carries
     * @param readings what was read
     * @return good if green is ready
     */
    public Verdict ready(Running run, Readings readings) {
        Optional<ServiceDescription> service = readings.service();
        if (service.isEmpty()) {
            return Verdict.unknown(readings, Readings.Subject.of(run.spec().service()), "green steady");
        }
        return run.resources()
                .green()
                .revision()
                .flatMap(service.get()::find)
                .filter(green -> green.counts().steady())
                .map(green -> capacity(run, readings))
                .orElseGet(() ->
                        Verdict.bad("green is not steady" + Capacity.why(run, readings), "green steady and healthy"));
    }

    /**
     * Alarms: every alarm that counts is known, and none is in ALARM.
     *
     * @param run what the deployment carries
     * @param readings what was read
     * @return good if no alarm is raised
     */
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

    /**
     * Analysis: the metrics of the current step show that green is not worse than blue within the margin. A green that is
     * worse is bad. What the metrics do not show is unknown: it opens no gate, and rolls nothing back.
     *
     * @param run what the deployment carries
     * @param readings what was read
     * @return good if green is not worse
     */
    public Verdict analysis(Running run, Readings readings) {
        String wanted = "green not worse than blue";
        Optional<Judgement> judgement = readings.analysis();
        if (judgement.isEmpty()) {
            return Verdict.unknown(readings, Readings.Subject.of(Readings.Subject.Kind.METRICS), wanted);
        }
        String seen = judgement.get().toString();
        // An answer about an earlier step says nothing about this one, except that green is worse.
        boolean current = judgement.get().step() == run.watching().comparison().step();
        return switch (judgement.get().answer()) {
            case WORSE -> Verdict.bad(seen, wanted);
            case NOT_WORSE -> current ? Verdict.good(seen) : new Verdict(Watch.Condition.UNKNOWN, seen, wanted, true);
            case UNKNOWN -> new Verdict(Watch.Condition.UNKNOWN, seen, wanted, true);
        };
    }

    /**
     * Drift: the route reads as the deployment last left it, or found it at the start. A route that is gone does not.
     *
     * @param run what the deployment carries
     * @param route the route
     * @param readings what was read
     * @return good if nobody else changed the route
     */
    public Verdict drift(Running run, RouteRef route, Readings readings) {
        Optional<RouteReading> left = run.resources().route(route);
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

    /**
     * No route of the deployment gives the target group weight. A route that is gone gives none.
     *
     * @param run what the deployment carries
     * @param group the target group
     * @param readings what was read
     * @return good if the group has no weight
     */
    public Verdict noWeight(Running run, TargetGroupRef group, Readings readings) {
        return noWeight(run.spec().routes(), group, readings);
    }

    /**
     * None of these routes gives a target group weight.
     *
     * @param routes the routes
     * @param group the target group
     * @param readings what was read
     * @return good if the group has no weight
     */
    public Verdict noWeight(Collection<RouteRef> routes, TargetGroupRef group, Readings readings) {
        for (RouteRef route : routes) {
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

    /**
     * No route outside the specification gives one of the target groups weight.
     *
     * @param run what the deployment carries
     * @param readings what was read
     * @return good if there is no such route
     */
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

    /**
     * The gate before CLEAN_UP: by one fresh reading every production route gives everything to green, green is
     * healthy at its floor, and the alarms are good.
     *
     * @param run what the deployment carries
     * @param readings what was read
     * @return good if blue may be retired
     */
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

    /**
     * Decides when a rollback gives production back to blue, by what is known of the health of blue and green.
     *
     * @param run what the deployment carries
     * @param readings what was read
     * @return now, after a wait, or not yet
     */
    public Swing swing(Running run, Readings readings) {
        OptionalInt blue = Capacity.ofBlue(run, readings);
        if (run.spec().isUndo() && blue.orElse(0) == 0) {
            // Production serves. It moves only to a revision that is known to have a healthy target.
            return Swing.NOT_YET;
        }
        if (blue.isEmpty()) {
            return Swing.NOW;
        }
        OptionalInt green = Capacity.ofTheOtherSide(run, readings);
        if (run.roles().blue().isEmpty()) {
            return swingToForeignBlue(run, blue.getAsInt(), green.orElse(0));
        }
        int required = Capacity.required(run, readings).orElse(run.baseline().desiredCount());
        // Green serves while an undo scales its blue up: it waits until blue can carry what green carries.
        Percent share = run.spec().isUndo()
                ? run.spec().health().floor()
                : run.spec().rollback().floor();
        int floor = Math.max(1, share.ceilOf(required));
        if (blue.getAsInt() >= floor || (green.isPresent() && blue.getAsInt() >= green.getAsInt())) {
            return Swing.NOW;
        }
        return blue.getAsInt() > 0 ? Swing.AFTER_WAITING : Swing.NOT_YET;
    }

    /**
     * A first deployment restores what it found, even if no target is healthy. Exception: before green is launched, a
     * foreign blue that died does not get production while another revision serves it. An earlier first deployment's
     * reconciliation had found that blue.
     */
    private static Swing swingToForeignBlue(Running run, int blue, int other) {
        boolean launched = run.resources().green().mayExist();
        return launched || blue > 0 || other == 0 ? Swing.NOW : Swing.NOT_YET;
    }

    /** When a rollback gives production back to blue. */
    public enum Swing {
        /** At once: blue is healthy enough, or no worse than green, or its health is unknown. */
        NOW,
        /** After a bounded wait: some targets of blue are healthy, and the engine first restores blue's scale. */
        AFTER_WAITING,
        /**
         * Not before blue has a healthy target or the deadline is over: no target of blue is healthy, while green
         * serves.
         */
        NOT_YET
    }

    public static String described(RouteReading reading) {
        TrafficSplit split = reading.split();
        return reading.stickiness().map(sticky -> split + " sticky " + sticky).orElseGet(split::toString);
    }

    /**
     * Whether bake time counts: everything that must be watched during a bake is known to be good.
     *
     * @param run what the deployment carries
     * @return whether alarms, green's health and the routes are good
     */
    public boolean isWatched(Running run) {
        boolean alarms =
                run.spec().alarms().names().isEmpty() || run.watching().condition(Watch.ALARMS) == Watch.Condition.GOOD;
        return alarms
                && run.watching().condition(Watch.GREEN_HEALTH) == Watch.Condition.GOOD
                && run.watching().condition(Watch.ROUTES) == Watch.Condition.GOOD;
    }
}
