package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Everything a user specifies about one deployment. Make one with {@link #blueGreen}:
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
 * <p>Immutable and safe to share between threads.
 *
 * @param service the service to deploy
 * @param revision what to launch; {@link RevisionSpec#NONE} launches nothing
 * @param productionRoutes the routes that carry production traffic; 1 to 10, each once. The engine writes them in
 *     this order
 * @param testRoute the route that carries test traffic; it must not be one of the production routes
 * @param targetGroups the two target groups of the service, in any order
 * @param strategy the steps in which production traffic moves to green
 * @param bakeTime how long both revisions run after all production traffic has moved; 0 to 1440 minutes, by default
 *     15
 * @param hooks the hooks and pauses; at most 10 pauses and 10 other hooks, each with a unique name
 * @param alarms the alarms to watch, and what happens when one is in ALARM
 * @param analysis whether the metrics of green are compared with those of blue, and what counts as worse
 * @param circuitBreaker how many failed tasks of green end the deployment
 * @param health how many targets of green must be healthy
 * @param rollback the time limits and health limits of a rollback
 * @param drift what happens when somebody else changes a route
 * @param concurrency what happens to this deployment while another one of the same service runs
 * @param stickinessWait must be present if a production route pins clients to a target group. The engine then waits
 *     this long at most for pinned clients before it retires a revision; 1 s to 7 days
 * @param otherRoutes routes that give the target groups weight but that this deployment does not move; at most 20. A
 *     route of this kind that is not listed here fails the check at the start, and later keeps blue from being
 *     retired
 * @param serve only for a recovery: the revision that shall serve production, even if another one was accepted
 *     before; empty for the accepted one
 * @param keepBlue how long blue stays after SUCCESSFUL, for an undo and for long connections; empty to retire it in CLEAN_UP
 * @param kept only for a recovery with {@code serve}: the revision that was kept beside the one that serves. With {@code keepBlue} it
 *     stays until that time is over, until the next deployment of the service, or until an undo gives production to it. Nothing is
 *     touched if another revision than these two was accepted meanwhile
 * @param waivers the checks of the preflight that may fail, and who waives them; at most 50, each check once
 * @param limits the time limits of the engine's own work
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
        AnalysisPolicy analysis,
        CircuitBreakerPolicy circuitBreaker,
        HealthPolicy health,
        RollbackPolicy rollback,
        OnDrift drift,
        ConcurrencyPolicy concurrency,
        Optional<Duration> stickinessWait,
        List<RouteRef> otherRoutes,
        Optional<RevisionRef> serve,
        Optional<KeepBlue> keepBlue,
        Optional<RevisionRef> kept,
        List<Waiver> waivers,
        DeploymentLimits limits) {

    /**
     * The default bake time: 15 minutes, as in AWS CloudFormation ({@code BakeTimeInMinutes} of {@code
     * AWS::ECS::Service}).
     */
    public static final Duration DEFAULT_BAKE_TIME = Duration.ofMinutes(15);

    /**
     * Checks every field, and the fields against each other.
     *
     * @param service the service to deploy
     * @param revision what to launch
     * @param productionRoutes the routes that carry production traffic
     * @param testRoute the route that carries test traffic
     * @param targetGroups the two target groups of the service, in any order
     * @param strategy the steps in which production traffic moves to green
     * @param bakeTime how long both revisions run after all production traffic has moved
     * @param hooks the hooks and pauses
     * @param alarms the alarms to watch, and what happens when one is in ALARM
     * @param analysis whether the metrics of green are compared with those of blue, and what counts as worse
     * @param circuitBreaker how many failed tasks of green end the deployment
     * @param health how many targets of green must be healthy
     * @param rollback the time limits and health limits of a rollback
     * @param drift what happens when somebody else changes a route
     * @param concurrency what happens to this deployment while another one of the same service runs
     * @param stickinessWait must be present if a production route pins clients to a target group
     * @param otherRoutes routes that give the target groups weight but that this deployment does not move
     * @param serve only for a recovery: the revision that shall serve production, even if another one was accepted
     *     before
     * @param keepBlue how long blue stays after SUCCESSFUL
     * @param kept only for a recovery with {@code serve}: the revision that was kept beside it
     * @param waivers the checks of the preflight that may fail, and who waives them
     * @param limits the time limits of the engine's own work
     * @throws InvalidSpecException with every fault of the whole specification
     */
    public DeploymentSpec {
        Builder draft = new Builder(service);
        draft.revision(revision);
        Given.value("productionRoutes", productionRoutes);
        Given.value("testRoute", testRoute);
        Given.value("hooks", hooks);
        Given.value("stickinessWait", stickinessWait);
        Given.value("otherRoutes", otherRoutes);
        Given.value("serve", serve);
        Given.value("keepBlue", keepBlue);
        Given.value("kept", kept);
        Given.value("waivers", waivers);
        productionRoutes.forEach(draft::productionRoute);
        testRoute.ifPresent(draft::testRoute);
        draft.firstGroup = targetGroups == null ? null : targetGroups.first().id();
        draft.secondGroup = targetGroups == null ? null : targetGroups.second().id();
        draft.strategy(strategy);
        draft.bakeTime = bakeTime;
        hooks.forEach(draft::hook);
        draft.alarms = alarms;
        draft.analysis = analysis;
        draft.circuitBreaker = circuitBreaker;
        draft.health = health;
        draft.rollback = rollback;
        draft.drift = drift;
        draft.concurrency = concurrency;
        stickinessWait.ifPresent(draft::allowStickiness);
        otherRoutes.forEach(draft::otherRoute);
        draft.serve = serve.orElse(null);
        keepBlue.ifPresent(draft::keepBlue);
        draft.kept = kept.orElse(null);
        waivers.forEach(draft::waive);
        draft.limits = limits;
        draft.check();
        productionRoutes = List.copyOf(productionRoutes);
        otherRoutes = List.copyOf(otherRoutes);
        hooks = List.copyOf(hooks);
        waivers = List.copyOf(waivers);
    }

    /** What happens when somebody else changes the groups, weights or stickiness of a route, or deletes it. */
    public enum OnDrift {
        /** The deployment rolls back. This is the default. */
        ROLL_BACK,
        /** The deployment pauses until an operator answers. It writes nothing until then. */
        PAUSE
    }

    /**
     * Starts the specification of a blue/green deployment.
     *
     * @param service the service to deploy
     * @return a new builder with every default
     */
    public static Builder blueGreen(ServiceRef service) {
        return new Builder(service);
    }

    /**
     * Starts the specification of a recovery: it repairs what an interrupted deployment left behind and launches
     * nothing. The engine gives production to one revision and retires the other revisions that it launched. Set only
     * the routes and the target groups.
     *
     * @param service the service to repair
     * @return a new builder for a recovery
     */
    public static Builder recovery(ServiceRef service) {
        return blueGreen(service).revision(RevisionSpec.NONE);
    }

    /**
     * Starts the specification of a recovery in which an operator chooses the revision that serves. Use it when the
     * engine must not choose by itself, for example because the accepted revision is dead. The engine gives
     * production to this revision, retires every other revision that it launched, and launches nothing.
     *
     * @param service the service to repair
     * @param revision an existing revision, as {@link ServiceDescription.Revision#revision} names it
     * @return a new builder for a recovery
     */
    public static Builder recovery(ServiceRef service, RevisionRef revision) {
        Builder builder = recovery(service);
        builder.serve = revision;
        builder.hasServe = true;
        return builder;
    }

    /** {@return whether this is a recovery, which launches nothing} */
    public boolean isRecovery() {
        return revision.equals(RevisionSpec.NONE);
    }

    /** {@return whether this keeps a revision that an earlier deployment left for an undo} */
    public boolean isKeeping() {
        return kept.isPresent() && keepBlue.isPresent();
    }

    /** {@return whether this takes production back to a revision that was kept} */
    public boolean isUndo() {
        return kept.isPresent() && keepBlue.isEmpty();
    }

    /**
     * {@return the specification of the order that keeps blue after this deployment: it waits until {@code keepBlue} is over, and then
     * retires blue} The order is a recovery. The engine places it under {@link DeploymentId#keeping}.
     *
     * @param blue the revision to keep
     * @param green the revision that serves
     * @throws IllegalStateException if this deployment keeps nothing
     */
    public DeploymentSpec keeping(RevisionRef blue, RevisionRef green) {
        if (keepBlue.isEmpty()) {
            throw new IllegalStateException("keepBlue: this deployment keeps nothing");
        }
        return afterwards(Optional.of(green), keepBlue, Optional.of(blue));
    }

    /**
     * {@return the specification of the undo: production goes back to the kept revision, and the one that served is retired}
     *
     * @throws IllegalStateException if this keeps no revision
     */
    public DeploymentSpec undo() {
        if (!isKeeping()) {
            throw new IllegalStateException("kept: this specification keeps no revision");
        }
        return afterwards(kept, Optional.empty(), serve);
    }

    private DeploymentSpec afterwards(
            Optional<RevisionRef> serving, Optional<KeepBlue> keep, Optional<RevisionRef> other) {
        return new DeploymentSpec(
                service,
                RevisionSpec.NONE,
                productionRoutes,
                testRoute,
                targetGroups,
                TrafficStrategy.allAtOnce(),
                Duration.ZERO,
                List.of(),
                AlarmPolicy.NONE,
                AnalysisPolicy.NONE,
                circuitBreaker,
                health,
                rollback,
                drift,
                ConcurrencyPolicy.QUEUE,
                stickinessWait,
                otherRoutes,
                serving,
                keep,
                other,
                List.of(),
                limits);
    }

    /**
     * {@return all routes that the deployment writes: the production routes, then the test route if there is one;
     * unmodifiable}
     */
    public List<RouteRef> routes() {
        if (testRoute.isEmpty()) {
            return productionRoutes;
        }
        List<RouteRef> routes = new ArrayList<>(productionRoutes);
        routes.add(testRoute.get());
        return Collections.unmodifiableList(routes);
    }

    /**
     * {@return the hooks and pauses of one stage, in the order in which they were added; unmodifiable, empty if there
     * are none}
     *
     * @param stage the stage
     */
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

    /** Hashes service and definition only: a specification is large, and few differ in nothing else. */
    @Override
    public int hashCode() {
        return 31 * service.hashCode() + revision.definition().hashCode();
    }

    /**
     * Collects a specification. {@link #build} checks it and reports every fault in one exception; no method before
     * it refuses a value. Required are {@code revision}, {@code productionRoute} and {@code targetGroups}. Not
     * thread-safe.
     */
    public static final class Builder {
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
        AnalysisPolicy analysis = AnalysisPolicy.NONE;
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

        @Nullable
        KeepBlue keepBlue;

        boolean hasKeepBlue;

        @Nullable
        RevisionRef kept;

        final List<@Nullable WaiverDraft> waivers = new ArrayList<>();
        DeploymentLimits limits = DeploymentLimits.DEFAULTS;

        private Builder(ServiceRef service) {
            this.service = service;
        }

        /**
         * Sets what to launch.
         *
         * @param definition a task definition, for example {@code "checkout:42"}
         * @return this builder
         */
        public Builder revision(String definition) {
            return revision(definition, Map.of());
        }

        /**
         * Sets what to launch, with settings for the runtime adapter.
         *
         * @param definition a task definition, for example {@code "checkout:42"}
         * @param settings passed to the runtime adapter unchanged; the adapter documents its keys
         * @return this builder
         */
        public Builder revision(String definition, Map<String, String> settings) {
            this.definition = definition;
            this.settings = settings;
            return this;
        }

        /**
         * Sets what to launch.
         *
         * @param revision the task definition and the settings of the runtime adapter
         * @return this builder
         */
        public Builder revision(RevisionSpec revision) {
            definition = revision == null ? null : revision.definition();
            settings = revision == null ? Map.of() : revision.settings();
            return this;
        }

        /**
         * Adds a route that carries production traffic; 1 to 10 in all. The engine writes them in the order in which
         * they are added.
         *
         * @param route a listener rule or listener
         * @return this builder
         */
        public Builder productionRoute(RouteRef route) {
            productionRoutes.add(route == null ? null : route.id());
            return this;
        }

        /**
         * Adds a route that carries production traffic; see {@link #productionRoute(RouteRef)}.
         *
         * @param route its id, as in {@link RouteRef#id}
         * @return this builder
         */
        public Builder productionRoute(String route) {
            productionRoutes.add(route);
            return this;
        }

        /**
         * Sets the route that carries test traffic. Without one the test stages and their hooks still run, but no
         * test traffic moves.
         *
         * @param route a listener rule or listener that is not a production route
         * @return this builder
         */
        public Builder testRoute(RouteRef route) {
            hasTestRoute = true;
            testRoute = route == null ? null : route.id();
            return this;
        }

        /**
         * Sets the route that carries test traffic; see {@link #testRoute(RouteRef)}.
         *
         * @param route its id, as in {@link RouteRef#id}
         * @return this builder
         */
        public Builder testRoute(String route) {
            hasTestRoute = true;
            testRoute = route;
            return this;
        }

        /**
         * Sets the two target groups of the service. The engine reads from the live weights which of them is blue's.
         *
         * @param first one of the two
         * @param second the other one
         * @return this builder
         */
        public Builder targetGroups(TargetGroupRef first, TargetGroupRef second) {
            firstGroup = first == null ? null : first.id();
            secondGroup = second == null ? null : second.id();
            return this;
        }

        /**
         * Sets the two target groups of the service; see {@link #targetGroups(TargetGroupRef, TargetGroupRef)}.
         *
         * @param first the id of one of the two, as in {@link TargetGroupRef#id}
         * @param second the id of the other one
         * @return this builder
         */
        public Builder targetGroups(String first, String second) {
            firstGroup = first;
            secondGroup = second;
            return this;
        }

        /**
         * Sets the steps in which production traffic moves. The default is {@linkplain TrafficStrategy#allAtOnce()
         * all at once}.
         *
         * @param strategy the steps
         * @return this builder
         */
        public Builder strategy(TrafficStrategy strategy) {
            this.strategy = faults -> {
                faults.present("strategy", strategy);
                return strategy;
            };
            return this;
        }

        /**
         * Moves a small share of production traffic first, then the rest.
         *
         * @param percent the first share in percent; 0.1 to 100, a multiple of 0.1
         * @param bake how long to watch the first share before the rest follows; 0 to 1440 minutes
         * @return this builder
         */
        public Builder canary(double percent, Duration bake) {
            strategy = faults -> StrategyRules.canary(faults, percent, bake);
            return this;
        }

        /**
         * Moves production traffic in equal steps.
         *
         * @param step the share that each step adds, in percent; 3 to 100, a multiple of 0.1
         * @param bake how long to watch after each step but the last; 0 to 1440 minutes
         * @return this builder
         */
        public Builder linear(double step, Duration bake) {
            strategy = faults -> StrategyRules.linear(faults, step, bake);
            return this;
        }

        /**
         * Sets how long both revisions run after all production traffic has moved. The default is 15 minutes.
         *
         * @param bakeTime 0 to 1440 minutes
         * @return this builder
         */
        public Builder bakeTime(Duration bakeTime) {
            this.bakeTime = bakeTime;
            return this;
        }

        /**
         * Adds a hook of this process. It has 24 hours to answer; after that the deployment rolls back.
         *
         * @param stage a stage that {@linkplain LifecycleStage#admitsHooks admits hooks}
         * @param name the name under which the hook is registered with the engine
         * @return this builder
         */
        public Builder hook(LifecycleStage stage, String name) {
            return hook(stage, name, HookSpec.DEFAULT_TIMEOUT, TimeoutAction.ROLLBACK);
        }

        /**
         * Adds a hook of this process with its own timeout.
         *
         * @param stage a stage that {@linkplain LifecycleStage#admitsHooks admits hooks}
         * @param name the name under which the hook is registered with the engine; unique in this deployment
         * @param timeout how long one execution may take, all its polls included; 1 to 1440 minutes
         * @param onTimeout what happens after that
         * @return this builder
         */
        public Builder hook(LifecycleStage stage, String name, Duration timeout, TimeoutAction onTimeout) {
            return hook(HookSpec.Kind.NAMED, name, null, stage, timeout, onTimeout);
        }

        /**
         * Adds an AWS Lambda function as a hook. It has 24 hours to answer; after that the deployment rolls back.
         *
         * @param stage a stage that {@linkplain LifecycleStage#admitsHooks admits hooks}
         * @param name the hook's name in this deployment; unique
         * @param functionArn the ARN of the function
         * @return this builder
         */
        public Builder lambda(LifecycleStage stage, String name, String functionArn) {
            return hook(
                    HookSpec.Kind.LAMBDA, name, functionArn, stage, HookSpec.DEFAULT_TIMEOUT, TimeoutAction.ROLLBACK);
        }

        /**
         * Adds a hook or a pause.
         *
         * @param hook the hook, with a name that is unique in this deployment
         * @return this builder
         */
        public Builder hook(HookSpec hook) {
            hooks.add(hook == null ? null : HookDraft.of(hook));
            return this;
        }

        /**
         * Adds a pause. Its name is {@code "pause-"} and the stage; a second one in the same stage is numbered:
         * {@code "pause-PRE_SCALE_UP-2"}.
         *
         * @param stage a stage that {@linkplain LifecycleStage#admitsPauses admits pauses}
         * @param timeout how long to wait for an operator; 1 to 20160 minutes (14 days)
         * @param onTimeout what happens after that
         * @return this builder
         */
        public Builder pause(LifecycleStage stage, Duration timeout, TimeoutAction onTimeout) {
            return hook(HookSpec.Kind.PAUSE, unusedName("pause-" + stage), null, stage, timeout, onTimeout);
        }

        /**
         * Adds a pause that certain people must approve, with the name that {@link #pause(LifecycleStage, Duration, TimeoutAction)} gives
         * it. If they do not approve in time, the deployment rolls back. The order must say who gives it: the author's own approval does
         * not count.
         *
         * @param stage a stage that {@linkplain LifecycleStage#admitsPauses admits pauses}
         * @param timeout how long to wait for the approvals; 1 to 20160 minutes (14 days)
         * @param approvals how many people must approve, and who may
         * @return this builder
         */
        public Builder pause(LifecycleStage stage, Duration timeout, Approvals approvals) {
            hooks.add(new HookDraft(
                    HookSpec.Kind.PAUSE,
                    unusedName("pause-" + stage),
                    null,
                    stage == null ? Set.of() : Set.of(stage),
                    timeout,
                    TimeoutAction.ROLLBACK,
                    HookDetails.EMPTY,
                    Optional.of(Given.value("approvals", approvals))));
            return this;
        }

        private Builder hook(
                HookSpec.Kind kind,
                String name,
                @Nullable String functionArn,
                LifecycleStage stage,
                Duration timeout,
                TimeoutAction onTimeout) {
            Set<LifecycleStage> stages = stage == null ? Set.of() : Set.of(stage);
            hooks.add(new HookDraft(kind, name, functionArn, stages, timeout, onTimeout, HookDetails.EMPTY));
            return this;
        }

        /**
         * Adds an alarm to those of {@link #alarms}.
         *
         * @param name the name of a CloudWatch alarm; 1 to 512 characters
         * @return this builder
         */
        public Builder alarm(String name) {
            alarmNames.add(name);
            return this;
        }

        /**
         * Sets how alarms are watched. Alarms that {@link #alarm} adds are watched too. The default is {@link
         * AlarmPolicy#NONE}.
         *
         * @param alarms the alarms and their policy
         * @return this builder
         */
        public Builder alarms(AlarmPolicy alarms) {
            this.alarms = alarms;
            return this;
        }

        /**
         * Sets how many failed tasks of green end the deployment. The default is {@link
         * CircuitBreakerPolicy#DEFAULT}.
         *
         * @param circuitBreaker the threshold and what happens when it is reached
         * @return this builder
         */
        public Builder circuitBreaker(CircuitBreakerPolicy circuitBreaker) {
            this.circuitBreaker = circuitBreaker;
            return this;
        }

        /**
         * Compares green with blue by their errors and latencies while both serve, with {@link AnalysisPolicy#STANDARD}.
         * The engine needs a source of metrics, and the strategy a step in which both serve.
         *
         * @return this builder
         */
        public Builder analysis() {
            return analysis(AnalysisPolicy.STANDARD);
        }

        /**
         * Sets whether green is compared with blue by their metrics, and what counts as worse. The default is {@link
         * AnalysisPolicy#NONE}.
         *
         * @param analysis the policy
         * @return this builder
         */
        public Builder analysis(AnalysisPolicy analysis) {
            this.analysis = analysis;
            return this;
        }

        /**
         * Sets how many targets of green must be healthy. The default is {@link HealthPolicy#DEFAULT}.
         *
         * @param health the shares of the desired count
         * @return this builder
         */
        public Builder health(HealthPolicy health) {
            this.health = health;
            return this;
        }

        /**
         * Sets the limits of a rollback. The default is {@link RollbackPolicy#DEFAULT}.
         *
         * @param rollback the limits
         * @return this builder
         */
        public Builder rollback(RollbackPolicy rollback) {
            this.rollback = rollback;
            return this;
        }

        /**
         * Sets what happens when somebody else changes a route. The default is {@link OnDrift#ROLL_BACK}.
         *
         * @param drift roll back or pause
         * @return this builder
         */
        public Builder drift(OnDrift drift) {
            this.drift = drift;
            return this;
        }

        /**
         * Sets what happens to this deployment while another one of the same service runs. The default is {@link
         * ConcurrencyPolicy#SUPERSEDE}.
         *
         * @param concurrency supersede, reject or queue
         * @return this builder
         */
        public Builder concurrency(ConcurrencyPolicy concurrency) {
            this.concurrency = concurrency;
            return this;
        }

        /**
         * Allows production routes that pin clients to a target group. Without this call the deployment is refused at
         * its start if a production route is sticky. Pinned clients follow neither a shift nor a rollback.
         *
         * @param maximumWait how long the engine waits at most for pinned clients before it retires a revision; 1 s
         *     to 7 days
         * @return this builder
         */
        public Builder allowStickiness(Duration maximumWait) {
            allowsStickiness = true;
            stickinessWait = maximumWait;
            return this;
        }

        /**
         * Names a route that gives the target groups weight but that this deployment does not move; at most 20. The
         * engine never writes it. If it still forwards to blue's target group after the clean-up, its requests fail.
         *
         * @param route a listener rule or listener
         * @return this builder
         */
        public Builder otherRoute(RouteRef route) {
            otherRoutes.add(route == null ? null : route.id());
            return this;
        }

        /**
         * Names a route that this deployment does not move; see {@link #otherRoute(RouteRef)}.
         *
         * @param route its id, as in {@link RouteRef#id}
         * @return this builder
         */
        public Builder otherRoute(String route) {
            otherRoutes.add(route);
            return this;
        }

        /**
         * Keeps blue at its full size after the deployment has ended as {@code SUCCESSFUL}; see {@link #keepBlue(KeepBlue)}.
         *
         * @param time how long; 1 minute to 7 days
         * @return this builder
         */
        public Builder keepBlue(Duration time) {
            return keepBlue(time, 100);
        }

        /**
         * Keeps blue after the deployment has ended as {@code SUCCESSFUL}; see {@link #keepBlue(KeepBlue)}.
         *
         * @param time how long; 1 minute to 7 days
         * @param scale the share of the service's desired count that blue runs meanwhile, in percent; 0.1 to 100, a multiple of 0.1
         * @return this builder
         */
        public Builder keepBlue(Duration time, double scale) {
            return keepBlue(new KeepBlue(time, Percent.of(scale)));
        }

        /**
         * Keeps blue after the deployment has ended as {@code SUCCESSFUL}. While it stays, one command takes production back to it. It
         * is retired when its time is over, and before that by the next deployment of the service. The tasks of both revisions cost
         * money until then. By default blue is retired in CLEAN_UP.
         *
         * @param keepBlue how long, and at which size
         * @return this builder
         */
        public Builder keepBlue(KeepBlue keepBlue) {
            this.keepBlue = keepBlue;
            hasKeepBlue = true;
            return this;
        }

        /**
         * Only for a recovery that names the revision to serve: names the revision that was kept beside it. The engine places such an
         * order itself, at the end of a deployment with {@link #keepBlue(KeepBlue)}.
         *
         * @param revision the revision that was kept
         * @return this builder
         */
        public Builder kept(RevisionRef revision) {
            kept = Given.value("kept", revision);
            return this;
        }

        /**
         * Lets the deployment start although a check of its preflight fails; at most 50. The journal records who waived
         * it. The errors of the engine's own checks cannot be waived.
         *
         * @param check the name of the check, as {@link Finding#check} has it; each once
         * @param by who waives it: a person, a job or a process. 1 to 512 characters in one line
         * @return this builder
         */
        public Builder waive(String check, String by) {
            waivers.add(new WaiverDraft(check, by));
            return this;
        }

        /**
         * Lets the deployment start although a check of its preflight fails; see {@link #waive(String, String)}.
         *
         * @param waiver the check, and who waives it
         * @return this builder
         */
        public Builder waive(Waiver waiver) {
            waivers.add(waiver == null ? null : new WaiverDraft(waiver.check(), waiver.by()));
            return this;
        }

        /** A waiver that is not checked yet. */
        record WaiverDraft(@Nullable String check, @Nullable String by) {}

        /**
         * Sets the time limits of the engine's own work. The default is {@link DeploymentLimits#DEFAULTS}.
         *
         * @param limits the limits
         * @return this builder
         */
        public Builder limits(DeploymentLimits limits) {
            this.limits = limits;
            return this;
        }

        /**
         * Checks and builds the specification.
         *
         * @return the specification
         * @throws InvalidSpecException with every fault of the whole specification
         */
        public DeploymentSpec build() {
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
                    alarms.withNames(allAlarms().stream().map(Builder::given).toList()),
                    analysis,
                    circuitBreaker,
                    health,
                    rollback,
                    drift,
                    concurrency,
                    Optional.ofNullable(stickinessWait),
                    otherRoutes.stream().map(id -> new RouteRef(given(id))).toList(),
                    Optional.ofNullable(serve),
                    Optional.ofNullable(keepBlue),
                    Optional.ofNullable(kept),
                    waivers.stream()
                            .map(waiver -> new Waiver(
                                    given(given(waiver).check()),
                                    given(given(waiver).by())))
                            .toList(),
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
            faults.present("analysis", analysis);
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
            SpecRules.kept(faults, this);
            SpecRules.waivers(faults, waivers);
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

        /** That name, numbered from 2 if a hook has it already. */
        private String unusedName(String wanted) {
            String name = wanted;
            for (int number = 2; isUsed(name); number++) {
                name = wanted + "-" + number;
            }
            return name;
        }

        private boolean isUsed(String name) {
            return hooks.stream().anyMatch(hook -> hook != null && name.equals(hook.name()));
        }

        boolean isRecovery() {
            return RevisionSpec.NONE.definition().equals(definition);
        }
    }
}
