package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a deployment is to do: everything a user can say about it. Make one with {@link #blueGreen}:
 *
 * <pre>{@code
 * DeploymentSpec spec = DeploymentSpec.blueGreen(service)
 *         .revision("checkout:42")
 *         .productionRoute(productionRule).testRoute(testRule).targetGroups(first, second)
 *         .strategy(TrafficStrategy.canary(percent(5), Duration.ofMinutes(10)))
 *         .hook(POST_TEST_TRAFFIC_SHIFT, "smoke-test")
 *         .pause(PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofHours(4), ROLLBACK)
 *         .alarm("checkout-5xx")
 *         .bakeTime(Duration.ofMinutes(15))
 *         .build();
 * }</pre>
 *
 * @param service the service to deploy
 * @param revision what to launch
 * @param productionRoutes the routes that carry production traffic, 1 to 10, each once; written in this order
 * @param testRoute the route that carries test traffic; none of the production routes
 * @param targetGroups the two target groups of the service
 * @param strategy how production traffic moves
 * @param bakeTime how long both revisions run after all production traffic has moved; 0 to 1440 minutes
 * @param hooks the hooks and pauses, at most 10 pauses and 10 others, each with a name of its own
 * @param alarms the alarms that are watched
 * @param circuitBreaker how many failed tasks are too many
 * @param health how much of green has to be healthy
 * @param rollback the limits of a rollback
 * @param drift what follows when somebody else changes a route
 * @param concurrency what becomes of this deployment while another one of the service runs
 * @param stickinessWait present when production routes may pin clients to a target group: how long retiring waits for
 *     pinned clients at most, 1 s to 7 days
 * @param otherRoutes routes that give the target groups weight although this deployment does not move them, at most 20: without
 *     being named here they are refused at the start, and keep blue from being retired
 * @param serve of a recovery: the revision that shall serve, whatever was accepted before; empty for the accepted one
 * @param limits the limits of the engine's own work
 */
public record DeploymentSpec(
        ServiceRef service,
        RevisionSpec revision,
        List<RouteRef> productionRoutes,
        Optional<RouteRef> testRoute,
        TargetGroups targetGroups,
        TrafficStrategy strategy,
        Duration bakeTime,
        List<HookSpec> hooks,
        AlarmPolicy alarms,
        CircuitBreakerPolicy circuitBreaker,
        HealthPolicy health,
        RollbackPolicy rollback,
        OnDrift drift,
        ConcurrencyPolicy concurrency,
        Optional<Duration> stickinessWait,
        List<RouteRef> otherRoutes,
        Optional<RevisionRef> serve,
        DeploymentLimits limits) {

    /** How long a deployment bakes when nothing is said: 15 minutes, the default of AWS CloudFormation. */
    public static final Duration DEFAULT_BAKE_TIME = Duration.ofMinutes(15);

    /**
     * Checks the parts against each other.
     *
     * @throws InvalidSpecException with every fault
     */
    public DeploymentSpec {
        SpecDraft draft = new SpecDraft(service);
        draft.revision(revision);
        Given.value("productionRoutes", productionRoutes);
        Given.value("testRoute", testRoute);
        Given.value("hooks", hooks);
        Given.value("stickinessWait", stickinessWait);
        Given.value("otherRoutes", otherRoutes);
        Given.value("serve", serve);
        productionRoutes.forEach(draft::productionRoute);
        testRoute.ifPresent(draft::testRoute);
        draft.targetGroups(targetGroups);
        draft.strategy(strategy);
        draft.bakeTime = bakeTime;
        hooks.forEach(draft::hook);
        draft.alarms = alarms;
        draft.circuitBreaker = circuitBreaker;
        draft.health = health;
        draft.rollback = rollback;
        draft.drift = drift;
        draft.concurrency = concurrency;
        stickinessWait.ifPresent(draft::allowStickiness);
        otherRoutes.forEach(draft::otherRoute);
        draft.serve = serve.orElse(null);
        draft.limits = limits;
        draft.check();
        productionRoutes = List.copyOf(productionRoutes);
        otherRoutes = List.copyOf(otherRoutes);
        hooks = List.copyOf(hooks);
    }

    /** What follows when somebody else changed the groups, weights or stickiness of a route, or deleted it. */
    public enum OnDrift {
        /** The deployment rolls back: the default. */
        ROLL_BACK,
        /** The deployment waits for an operator before it writes again. */
        PAUSE
    }

    /** Begins the specification of a blue/green deployment of that service. */
    public static Builder blueGreen(ServiceRef service) {
        return new Builder(service);
    }

    /**
     * Begins the order to only put right what an interrupted deployment left: production to one revision, left-overs of
     * ours retired, nothing launched. It says the service, its routes and its target groups.
     */
    public static Builder recovery(ServiceRef service) {
        return blueGreen(service).revision(RevisionSpec.NONE);
    }

    /**
     * Begins the order to give production to that revision and to retire every other one of ours: for the person who decides
     * when the engine may not, because the accepted revision is dead, for example. It launches nothing.
     *
     * @param revision a revision that exists, as {@link ServiceDescription.Revision#revision} names it
     */
    public static Builder recovery(ServiceRef service, RevisionRef revision) {
        Builder builder = recovery(service);
        builder.draft.serve = revision;
        builder.draft.hasServe = true;
        return builder;
    }

    /** Whether it launches nothing. */
    public boolean isRecovery() {
        return revision.equals(RevisionSpec.NONE);
    }

    /** All routes of the deployment: the production routes, then the test route if there is one. */
    public List<RouteRef> routes() {
        if (testRoute.isEmpty()) {
            return productionRoutes;
        }
        List<RouteRef> routes = new ArrayList<>(productionRoutes);
        routes.add(testRoute.get());
        return Collections.unmodifiableList(routes);
    }

    /** The hooks and pauses of that stage, in the order they were given. */
    public List<HookSpec> hooksAt(LifecycleStage stage) {
        List<HookSpec> found = List.of();
        for (HookSpec hook : hooks) {
            if (hook.stages().contains(stage)) {
                found = found.isEmpty() ? new ArrayList<>() : found;
                found.add(hook);
            }
        }
        return Collections.unmodifiableList(found);
    }

    /** Of service and definition only, because a specification is large and few differ in the rest alone. */
    @Override
    public int hashCode() {
        return 31 * service.hashCode() + revision.definition().hashCode();
    }

    /**
     * Collects a specification. Nothing is refused before {@link #build}, which reports everything that is wrong in one
     * exception. Required are {@code revision}, {@code productionRoute} and {@code targetGroups}. Not thread-safe.
     */
    public static final class Builder {
        private final SpecDraft draft;

        private Builder(ServiceRef service) {
            draft = new SpecDraft(service);
        }

        /** What to launch: a task definition, {@code "checkout:42"} for example. */
        public Builder revision(String definition) {
            return revision(definition, Map.of());
        }

        /**
         * What to launch, and what else the runtime adapter needs to know, in its own words.
         *
         * @param definition a task definition
         * @param settings handed to the runtime adapter as they are
         */
        public Builder revision(String definition, Map<String, String> settings) {
            draft.definition = definition;
            draft.settings = settings;
            return this;
        }

        /** What to launch. */
        public Builder revision(RevisionSpec revision) {
            draft.revision(revision);
            return this;
        }

        /** Adds a route that carries production traffic, 1 to 10 in all; they are written in the order given. */
        public Builder productionRoute(RouteRef route) {
            draft.productionRoute(route);
            return this;
        }

        /** Adds a route that carries production traffic, by its identity. */
        public Builder productionRoute(String route) {
            draft.productionRoutes.add(route);
            return this;
        }

        /** The route that carries test traffic. Without one the test stages run, with their hooks, and shift nothing. */
        public Builder testRoute(RouteRef route) {
            draft.testRoute(route);
            return this;
        }

        /** The route that carries test traffic, by its identity. */
        public Builder testRoute(String route) {
            draft.testRoute(route);
            return this;
        }

        /** The two target groups of the service. Which of them is blue's is read from the live weights. */
        public Builder targetGroups(TargetGroupRef first, TargetGroupRef second) {
            draft.targetGroups(first, second);
            return this;
        }

        /** The two target groups of the service, by their identities. */
        public Builder targetGroups(String first, String second) {
            draft.firstGroup = first;
            draft.secondGroup = second;
            return this;
        }

        /** How production traffic moves; by default {@linkplain TrafficStrategy#allAtOnce() all at once}. */
        public Builder strategy(TrafficStrategy strategy) {
            draft.strategy(strategy);
            return this;
        }

        /**
         * A small share for a while, then everything.
         *
         * @param percent the share, 0.1 to 100, a multiple of 0.1
         * @param bake how long, 0 to 1440 minutes
         */
        public Builder canary(double percent, Duration bake) {
            draft.strategy = faults -> StrategyRules.canary(faults, percent, bake);
            return this;
        }

        /**
         * Equal steps.
         *
         * @param step the share that is added by each step, 3 to 100, a multiple of 0.1
         * @param bake how long after each step, 0 to 1440 minutes
         */
        public Builder linear(double step, Duration bake) {
            draft.strategy = faults -> StrategyRules.linear(faults, step, bake);
            return this;
        }

        /** How long both revisions run after all production traffic has moved: 0 to 1440 minutes, by default 15. */
        public Builder bakeTime(Duration bakeTime) {
            draft.bakeTime = bakeTime;
            return this;
        }

        /**
         * Adds the hook of this process that is registered under that name, with 24 hours to answer, after which the
         * deployment rolls back.
         */
        public Builder hook(LifecycleStage stage, String name) {
            return hook(stage, name, HookSpec.DEFAULT_TIMEOUT, TimeoutAction.ROLLBACK);
        }

        /**
         * Adds the hook of this process that is registered under that name.
         *
         * @param stage a stage that {@linkplain LifecycleStage#admitsHooks admits hooks}
         * @param name its name, which no other hook of this deployment has
         * @param timeout 1 to 1440 minutes
         * @param onTimeout what follows after that
         */
        public Builder hook(LifecycleStage stage, String name, Duration timeout, TimeoutAction onTimeout) {
            return hook(HookSpec.Kind.NAMED, name, null, stage, timeout, onTimeout);
        }

        /** Adds a Lambda function with 24 hours to answer, after which the deployment rolls back. */
        public Builder lambda(LifecycleStage stage, String name, String functionArn) {
            return hook(
                    HookSpec.Kind.LAMBDA, name, functionArn, stage, HookSpec.DEFAULT_TIMEOUT, TimeoutAction.ROLLBACK);
        }

        /** Adds a hook or a pause. */
        public Builder hook(HookSpec hook) {
            draft.hook(hook);
            return this;
        }

        /**
         * Adds a pause, named {@code "pause-"} and the stage; a second one there is numbered: {@code
         * "pause-PRE_SCALE_UP-2"}.
         *
         * @param stage a stage that {@linkplain LifecycleStage#admitsPauses admits pauses}
         * @param timeout 1 to 20160 minutes (14 days)
         * @param onTimeout what follows after that
         */
        public Builder pause(LifecycleStage stage, Duration timeout, TimeoutAction onTimeout) {
            return hook(HookSpec.Kind.PAUSE, draft.unusedName("pause-" + stage), null, stage, timeout, onTimeout);
        }

        private Builder hook(
                HookSpec.Kind kind,
                String name,
                @Nullable String functionArn,
                LifecycleStage stage,
                Duration timeout,
                TimeoutAction onTimeout) {
            Set<LifecycleStage> stages = stage == null ? Set.of() : Set.of(stage);
            draft.hooks.add(new HookDraft(kind, name, functionArn, stages, timeout, onTimeout, HookDetails.EMPTY));
            return this;
        }

        /** Adds an alarm to those of {@link #alarms}. */
        public Builder alarm(String name) {
            draft.alarmNames.add(name);
            return this;
        }

        /** How alarms are watched, and which besides those of {@link #alarm}; by default {@link AlarmPolicy#NONE}. */
        public Builder alarms(AlarmPolicy alarms) {
            draft.alarms = alarms;
            return this;
        }

        /** How many failed tasks are too many; by default {@link CircuitBreakerPolicy#DEFAULT}. */
        public Builder circuitBreaker(CircuitBreakerPolicy circuitBreaker) {
            draft.circuitBreaker = circuitBreaker;
            return this;
        }

        /** How much of green has to be healthy; by default {@link HealthPolicy#DEFAULT}. */
        public Builder health(HealthPolicy health) {
            draft.health = health;
            return this;
        }

        /** The limits of a rollback; by default {@link RollbackPolicy#DEFAULT}. */
        public Builder rollback(RollbackPolicy rollback) {
            draft.rollback = rollback;
            return this;
        }

        /** What follows when somebody else changes a route; by default {@link OnDrift#ROLL_BACK}. */
        public Builder drift(OnDrift drift) {
            draft.drift = drift;
            return this;
        }

        /** What becomes of this deployment while another one runs; by default {@link ConcurrencyPolicy#SUPERSEDE}. */
        public Builder concurrency(ConcurrencyPolicy concurrency) {
            draft.concurrency = concurrency;
            return this;
        }

        /**
         * Allows production routes that pin clients to a target group; without it such a route is refused when the deployment
         * starts. Pinned clients follow neither a shift nor a rollback.
         *
         * @param maximumWait how long retiring a revision waits for clients that are pinned to it, at most: 1 s to 7 days
         */
        public Builder allowStickiness(Duration maximumWait) {
            draft.allowStickiness(maximumWait);
            return this;
        }

        /**
         * Names a route that gives the target groups weight although this deployment does not move it, at most 20. The engine
         * never writes it: when it still leads to blue's target group after the clean-up, its requests are lost.
         */
        public Builder otherRoute(RouteRef route) {
            draft.otherRoute(route);
            return this;
        }

        /** Names such a route by its identity. */
        public Builder otherRoute(String route) {
            draft.otherRoutes.add(route);
            return this;
        }

        /** The limits of the engine's own work; by default {@link DeploymentLimits#DEFAULTS}. */
        public Builder limits(DeploymentLimits limits) {
            draft.limits = limits;
            return this;
        }

        /**
         * The specification.
         *
         * @throws InvalidSpecException with every fault of the whole specification
         */
        public DeploymentSpec build() {
            return draft.make();
        }
    }
}
