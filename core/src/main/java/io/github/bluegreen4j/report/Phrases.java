package io.github.bluegreen4j.report;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Work and durations in words, the same in every report: what a piece of work does is a phrase that follows "to", for example "give green
 * 10% on route shop". Extend it to name revisions, routes and hooks more precisely. Stateless and safe for use by many threads.
 */
public class Phrases implements Effect.Handler<String> {

    private final ScaleInSetting.Kind suspends;

    /** Creates phrases that name things by their role or their reference alone, for services with an autoscaler or none. */
    public Phrases() {
        this(ScaleInSetting.Kind.SCALE_IN);
    }

    /**
     * Creates phrases that name things by their role or their reference alone.
     *
     * @param suspends what the deployment suspends on its service
     */
    public Phrases(ScaleInSetting.Kind suspends) {
        this.suspends = suspends;
    }

    /**
     * {@return a duration as people write it: {@code 1 h 2 min}, {@code 30 s}, {@code 1.5 s}, {@code 0 s}} Milliseconds count below one
     * minute only.
     *
     * @param duration the duration, zero or longer
     */
    public static String duration(Duration duration) {
        if (duration.toMillis() % 1000 != 0 && duration.toSeconds() < 60) {
            return Math.round(duration.toMillis() / 100.0) / 10.0 + " s";
        }
        List<String> parts = new ArrayList<>();
        part(parts, duration.toDays(), "d");
        part(parts, duration.toHoursPart(), "h");
        part(parts, duration.toMinutesPart(), "min");
        part(parts, duration.toSecondsPart(), "s");
        return parts.isEmpty() ? "0 s" : String.join(" ", parts);
    }

    private static void part(List<String> parts, long count, String unit) {
        if (count > 0) {
            parts.add(count + " " + unit);
        }
    }

    /**
     * {@return a number of tasks}
     *
     * @param count how many
     */
    public static String tasks(int count) {
        return count == 1 ? "1 task" : count + " tasks";
    }

    /**
     * {@return how the revision in a role is called}
     *
     * @param role the role
     */
    protected String role(Roles.Role role) {
        return role == Roles.Role.BLUE ? "blue" : "green";
    }

    /**
     * {@return how a route is called}
     *
     * @param route the route
     */
    protected String route(RouteRef route) {
        return "route " + route;
    }

    /**
     * {@return how an execution of a hook is called}
     *
     * @param execution the execution
     */
    protected String hook(HookExecution execution) {
        return "hook " + execution;
    }

    @Override
    public String inspectService(Effect.InspectService effect) {
        return "read the service, its routes, target groups and alarms";
    }

    @Override
    public String readScaleIn(Effect.ReadScaleIn effect) {
        return "read the setting of scale-in, or of the pause hook";
    }

    @Override
    public String suspendScaleIn(Effect.SuspendScaleIn effect) {
        return switch (suspends) {
            case SCALE_IN -> "suspend scale-in";
            case PAUSE_HOOK -> "store the deployment configuration of the service, which the launch changes";
        };
    }

    @Override
    public String restoreScaleIn(Effect.RestoreScaleIn effect) {
        return switch (suspends) {
            case SCALE_IN -> "restore scale-in";
            case PAUSE_HOOK -> "take the engine's pause hook off the service, and restore its deployment configuration";
        };
    }

    @Override
    public String launchGreen(Effect.LaunchGreen effect) {
        return "launch green";
    }

    @Override
    public String scaleRevision(Effect.ScaleRevision effect) {
        return "scale " + role(effect.role()) + " to at least " + tasks(effect.atLeast());
    }

    @Override
    public String shiftRoute(Effect.ShiftRoute effect) {
        return "give green " + effect.greenShare() + " on " + route(effect.route());
    }

    @Override
    public String restoreRoute(Effect.RestoreRoute effect) {
        return "give blue everything on " + route(effect.route())
                + (effect.insist() ? ", however healthy blue is" : "");
    }

    @Override
    public String makePrimary(Effect.MakePrimary effect) {
        return "give green the label PRIMARY";
    }

    @Override
    public String retireRevision(Effect.RetireRevision effect) {
        return "retire " + role(effect.role());
    }

    @Override
    public String retireLeftOver(Effect.RetireLeftOver effect) {
        return "retire " + effect.revision() + ", which an earlier deployment left over";
    }

    @Override
    public String keepBlue(Effect.KeepBlue effect) {
        return "order that " + role(Roles.Role.BLUE) + " is kept";
    }

    @Override
    public String reduceBlue(Effect.ReduceBlue effect) {
        return "scale " + role(Roles.Role.BLUE) + " down to the share that is kept";
    }

    @Override
    public String verifyCleanUp(Effect.VerifyCleanUp effect) {
        return "verify that blue may be retired";
    }

    @Override
    public String verifyEnd(Effect.VerifyEnd effect) {
        return "read the production routes a last time";
    }

    @Override
    public String observeEnd(Effect.ObserveEnd effect) {
        return "read what serves production at the end";
    }

    @Override
    public String invokeHook(Effect.InvokeHook effect) {
        return "call " + hook(effect.execution());
    }
}
