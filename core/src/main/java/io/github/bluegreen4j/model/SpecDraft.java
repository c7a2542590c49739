package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A specification in progress, in raw values, so that nothing is refused before everything is known. A {@code null}
 * that was passed against the annotations is one more fault, not an exception of its own.
 */
final class SpecDraft {
    private final ServiceRef service;

    @Nullable
    String definition;

    Map<String, String> settings = Map.of();
    final List<@Nullable String> productionRoutes = new ArrayList<>();

    @Nullable
    String testRoute;

    boolean hasTestRoute;

    @Nullable
    String firstGroup;

    @Nullable
    String secondGroup;

    Function<SpecFaults, @Nullable TrafficStrategy> strategy = faults -> TrafficStrategy.allAtOnce();
    Duration bakeTime = DeploymentSpec.DEFAULT_BAKE_TIME;
    final List<@Nullable HookDraft> hooks = new ArrayList<>();
    final List<@Nullable String> alarmNames = new ArrayList<>();
    AlarmPolicy alarms = AlarmPolicy.NONE;
    CircuitBreakerPolicy circuitBreaker = CircuitBreakerPolicy.DEFAULT;
    HealthPolicy health = HealthPolicy.DEFAULT;
    RollbackPolicy rollback = RollbackPolicy.DEFAULT;
    DeploymentSpec.OnDrift drift = DeploymentSpec.OnDrift.ROLL_BACK;
    ConcurrencyPolicy concurrency = ConcurrencyPolicy.SUPERSEDE;

    @Nullable
    Duration stickinessWait;

    boolean allowsStickiness;
    final List<@Nullable String> otherRoutes = new ArrayList<>();

    @Nullable
    RevisionRef serve;

    boolean hasServe;
    DeploymentLimits limits = DeploymentLimits.DEFAULTS;

    SpecDraft(ServiceRef service) {
        this.service = service;
    }

    void revision(@Nullable RevisionSpec revision) {
        definition = revision == null ? null : revision.definition();
        settings = revision == null ? Map.of() : revision.settings();
    }

    void productionRoute(@Nullable RouteRef route) {
        productionRoutes.add(route == null ? null : route.id());
    }

    void testRoute(@Nullable RouteRef route) {
        testRoute(route == null ? null : route.id());
    }

    void testRoute(@Nullable String route) {
        hasTestRoute = true;
        testRoute = route;
    }

    void targetGroups(@Nullable TargetGroupRef first, @Nullable TargetGroupRef second) {
        firstGroup = first == null ? null : first.id();
        secondGroup = second == null ? null : second.id();
    }

    void targetGroups(@Nullable TargetGroups groups) {
        targetGroups(groups == null ? null : groups.first(), groups == null ? null : groups.second());
    }

    void otherRoute(@Nullable RouteRef route) {
        otherRoutes.add(route == null ? null : route.id());
    }

    void strategy(@Nullable TrafficStrategy made) {
        strategy = faults -> {
            faults.present("strategy", made);
            return made;
        };
    }

    void hook(@Nullable HookSpec hook) {
        hooks.add(hook == null ? null : HookDraft.of(hook));
    }

    /** That name, numbered from 2 if a hook has it already. */
    String unusedName(String wanted) {
        String name = wanted;
        for (int number = 2; isUsed(name); number++) {
            name = wanted + "-" + number;
        }
        return name;
    }

    private boolean isUsed(String name) {
        return hooks.stream().anyMatch(hook -> hook != null && name.equals(hook.name()));
    }

    void allowStickiness(@Nullable Duration maximumWait) {
        allowsStickiness = true;
        stickinessWait = maximumWait;
    }

    boolean isRecovery() {
        return RevisionSpec.NONE.definition().equals(definition);
    }

    /** The specification, or one exception with everything that is wrong. */
    DeploymentSpec make() {
        TrafficStrategy madeStrategy = check();
        SpecFaults together = new SpecFaults();
        SpecRules.limits(together, this, madeStrategy);
        together.throwIfAny();
        return new DeploymentSpec(
                service,
                new RevisionSpec(given(definition), settings),
                productionRoutes.stream().map(id -> new RouteRef(given(id))).toList(),
                Optional.ofNullable(testRoute).map(RouteRef::new),
                new TargetGroups(new TargetGroupRef(given(firstGroup)), new TargetGroupRef(given(secondGroup))),
                madeStrategy,
                bakeTime,
                hooks.stream().map(hook -> given(hook).make()).toList(),
                alarms.withNames(allAlarms().stream().map(SpecDraft::given).toList()),
                circuitBreaker,
                health,
                rollback,
                drift,
                concurrency,
                Optional.ofNullable(stickinessWait),
                otherRoutes.stream().map(id -> new RouteRef(given(id))).toList(),
                Optional.ofNullable(serve),
                limits);
    }

    /** Throws with everything that is wrong, in the order of the fields; gives the strategy. */
    TrafficStrategy check() {
        SpecFaults faults = new SpecFaults();
        faults.present("service", service);
        RevisionSpec.check(faults, definition, settings);
        SpecRules.productionRoutes(faults, productionRoutes);
        if (hasTestRoute) {
            SpecRules.testRoute(faults, testRoute, productionRoutes);
        }
        TargetGroups.check(faults, firstGroup, secondGroup);
        TrafficStrategy madeStrategy = strategy.apply(faults);
        SpecRules.bakeTime(faults, bakeTime);
        SpecRules.hooks(faults, hooks);
        if (faults.present("alarms", alarms)) {
            AlarmPolicy.checkNames(faults, allAlarms());
        }
        faults.present("circuitBreaker", circuitBreaker);
        faults.present("health", health);
        faults.present("rollback", rollback);
        faults.present("drift", drift);
        faults.present("concurrency", concurrency);
        if (allowsStickiness) {
            SpecRules.stickinessWait(faults, stickinessWait);
        }
        SpecRules.otherRoutes(faults, otherRoutes, productionRoutes, testRoute);
        if (hasServe) {
            faults.present("serve", serve);
        }
        faults.require(serve == null || isRecovery(), "serve", serve, "no revision, unless this is a recovery");
        faults.present("limits", limits);
        faults.throwIfAny();
        return given(madeStrategy);
    }

    private List<@Nullable String> allAlarms() {
        List<@Nullable String> all = new ArrayList<>(alarms.names());
        all.addAll(alarmNames);
        return all;
    }

    private static <T> T given(@Nullable T value) {
        return Objects.requireNonNull(value, "checked before");
    }
}
