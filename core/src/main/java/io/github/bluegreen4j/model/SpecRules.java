package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** The rules for the parts of a {@link DeploymentSpec}, alone and together, on values that are not checked yet. */
final class SpecRules {
    private static final int MAX_ROUTES = 10;
    private static final int MAX_OTHER_ROUTES = 20;
    private static final int MAX_WAIVERS = 50;
    private static final int MAX_PAUSES = 10;
    private static final int MAX_CALLED_HOOKS = 10;
    private static final DurationRange BAKE_TIME = DurationRange.minutes(0, 1440);
    private static final DurationRange STICKINESS = DurationRange.seconds(Duration.ofSeconds(1), Duration.ofDays(7));
    private static final String A_ROUTE = "the identity of a route";

    private SpecRules() {}

    static void productionRoutes(SpecFaults faults, List<@Nullable String> routes) {
        faults.require(
                !routes.isEmpty() && routes.size() <= MAX_ROUTES,
                "productionRoutes",
                routes.size() + " routes",
                "1 to " + MAX_ROUTES + " routes");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < routes.size(); i++) {
            String field = "productionRoutes[" + i + "]";
            String route = routes.get(i);
            if (faults.text(field, route, A_ROUTE) && route != null) {
                faults.require(seen.add(route), field, route, "each route once");
            }
        }
    }

    static void testRoute(SpecFaults faults, @Nullable String test, List<@Nullable String> productionRoutes) {
        if (faults.text("testRoute", test, A_ROUTE)) {
            faults.require(
                    !productionRoutes.contains(test), "testRoute", test, "another route than the production routes");
        }
    }

    static void otherRoutes(
            SpecFaults faults,
            List<@Nullable String> others,
            List<@Nullable String> productionRoutes,
            @Nullable String test) {
        faults.require(
                others.size() <= MAX_OTHER_ROUTES,
                "otherRoutes",
                others.size() + " routes",
                "at most " + MAX_OTHER_ROUTES + " routes");
        for (int i = 0; i < others.size(); i++) {
            String field = "otherRoutes[" + i + "]";
            String route = others.get(i);
            if (faults.text(field, route, A_ROUTE) && route != null) {
                faults.require(
                        !productionRoutes.contains(route) && !route.equals(test),
                        field,
                        route,
                        "a route that this deployment does not move");
            }
        }
    }

    static void kept(SpecFaults faults, DeploymentSpec.Builder draft) {
        if (draft.hasKeepBlue) {
            faults.present("keepBlue", draft.keepBlue);
        }
        faults.require(
                draft.kept == null || (draft.isRecovery() && draft.serve != null && !draft.kept.equals(draft.serve)),
                "kept",
                draft.kept,
                "no revision, unless this is a recovery that names another one to serve");
        faults.require(
                draft.keepBlue == null || !draft.isRecovery() || draft.kept != null,
                "keepBlue",
                draft.keepBlue,
                "nothing in a recovery, unless it names the revision that is kept");
    }

    static void waivers(SpecFaults faults, List<DeploymentSpec.Builder.@Nullable WaiverDraft> waivers) {
        faults.require(
                waivers.size() <= MAX_WAIVERS,
                "waivers",
                waivers.size() + " waivers",
                "at most " + MAX_WAIVERS + " waivers");
        Set<String> seen = new HashSet<>();
        for (int i = 0; i < waivers.size(); i++) {
            String field = "waivers[" + i + "]";
            DeploymentSpec.Builder.WaiverDraft waiver = waivers.get(i);
            if (faults.present(field, waiver) && waiver != null) {
                String check = waiver.check();
                if (faults.name(field + ".check", check, "the name of a check") && check != null) {
                    faults.require(seen.add(check), field + ".check", check, "each check once");
                }
                faults.name(field + ".by", waiver.by(), "who waives the check");
            }
        }
    }

    static void bakeTime(SpecFaults faults, @Nullable Duration bakeTime) {
        faults.duration("bakeTime", bakeTime, BAKE_TIME);
    }

    static void stickinessWait(SpecFaults faults, @Nullable Duration wait) {
        faults.duration("allowStickiness", wait, STICKINESS);
    }

    static void hooks(SpecFaults faults, List<@Nullable HookDraft> hooks) {
        Set<String> names = new HashSet<>();
        for (int i = 0; i < hooks.size(); i++) {
            String field = "hooks[" + i + "]";
            HookDraft hook = hooks.get(i);
            if (faults.present(field, hook) && hook != null) {
                hook.check(faults, field);
                if (hook.name() != null) {
                    faults.require(names.add(hook.name()), field + ".name", hook.name(), "a name of its own");
                }
            }
        }
        long pauses = hooks.stream().filter(SpecRules::isPause).count();
        long others = hooks.size() - pauses;
        faults.require(pauses <= MAX_PAUSES, "hooks", pauses + " pauses", "at most " + MAX_PAUSES + " pauses");
        faults.require(
                others <= MAX_CALLED_HOOKS,
                "hooks",
                others + " hooks that are called",
                "at most " + MAX_CALLED_HOOKS + " hooks that are called");
    }

    /**
     * Refuses combinations of limits of which one could never be reached. Specifications that were accepted before
     * these rules must stay readable, so the rules are not part of the type itself.
     */
    static void limits(SpecFaults faults, DeploymentSpec.Builder draft, TrafficStrategy strategy) {
        Duration deployment = draft.limits.deployment();
        String within = "at most limits.deployment, " + deployment;
        for (int i = 0; i < draft.hooks.size(); i++) {
            HookDraft hook = draft.hooks.get(i);
            if (hook != null) {
                faults.require(
                        hook.timeout().compareTo(deployment) <= 0, "hooks[" + i + "].timeout", hook.timeout(), within);
            }
        }
        Duration bakes = draft.bakeTime;
        for (TrafficStrategy.Step step : strategy.steps()) {
            bakes = bakes.plus(step.bake());
        }
        faults.require(
                draft.isRecovery() || bakes.isZero() || bakes.compareTo(deployment) < 0,
                "bakeTime",
                bakes + " with the bakes of the steps",
                "less than limits.deployment, " + deployment + ", all bakes together");
        faults.require(
                draft.isRecovery()
                        || !draft.analysis.enabled()
                        || strategy.steps().size() > 1,
                "analysis",
                "enabled",
                "a strategy with a step in which blue and green both serve, or no analysis");
        Duration watchAge = draft.limits.watchAge();
        faults.require(
                (draft.alarms.isEmpty() && draft.alarmNames.isEmpty())
                        || draft.alarms.interval().compareTo(watchAge) <= 0,
                "alarms.interval",
                draft.alarms.interval(),
                "at most limits.watchAge, " + watchAge + ": older states are unknown");
    }

    private static boolean isPause(@Nullable HookDraft hook) {
        return hook != null && hook.kind() == HookSpec.Kind.PAUSE;
    }
}
