package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.aws.call.WarningCheck;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.aws.elb.TargetOwners;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DeploymentConfiguration;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Deploys with ECS's own blue/green controller, and guards it: ECS launches green, moves the traffic and removes blue, and waits for the
 * engine before each of these steps. Thread-safe.
 *
 * <pre>{@code
 * EcsNative ecs = EcsNative.create(SdkClients.oneAttempt(EcsClient.builder()).build());
 * engine.runtime(ecs).router(ecs.router(ElbRouter.create(elb, ecs.owners()))).autoScaling(ecs.pauses());
 * }</pre>
 *
 * <p>The service has ECS's own controller and {@code advancedConfiguration}. A {@link RevisionRef} is the ARN of a service revision. A
 * launch is one {@code UpdateService} with the task definition, the strategy of the specification, no bake times, and a pause hook before
 * the test shift, before each production shift, and before the bake. The engine's gates, hooks and bakes run while ECS is paused. To
 * write weights, the engine continues the pause before that shift. To restore weights, or to retire green, it stops the service
 * deployment with {@code ROLLBACK}. ECS also goes back by itself if nobody answers a pause within the pause's time-out.
 *
 * <p>Hooks of the service that are not the engine's stay, and ECS runs them. The engine's pause hook, and what it changed of the
 * strategy, are taken back at every end of a deployment. The adapter stores what it changed, and who launched what, as tags of the service
 * that begin with {@code bluegreen4j:}.
 *
 * <p>Tasks must use the network mode {@code awsvpc}, because the owner of a target is found by its IP address.
 */
public final class EcsNative implements ServiceRuntime {
    static final Map<ApiGroup, Integer> READ =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_DEPLOYMENT_READ, 1, ApiGroup.ECS_REVISION_READ, 1);
    static final Map<ApiGroup, Integer> CHANGE = Map.of(
            ApiGroup.ECS_SERVICE_READ,
            1,
            ApiGroup.ECS_DEPLOYMENT_READ,
            1,
            ApiGroup.ECS_REVISION_READ,
            1,
            ApiGroup.ECS_SERVICE_MODIFY,
            1);
    private static final Map<ApiGroup, Integer> LAUNCH = Map.of(
            ApiGroup.ECS_SERVICE_READ,
            1,
            ApiGroup.ECS_DEPLOYMENT_READ,
            2,
            ApiGroup.ECS_REVISION_READ,
            1,
            ApiGroup.ECS_SERVICE_MODIFY,
            2);
    private static final Map<ApiGroup, Integer> CHANGES =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_TASK_DEFINITION_READ, 2, ApiGroup.ECS_REVISION_READ, 1);

    /** How long until the engine looks again where ECS has not come to its pause yet. */
    static final Duration SOON = Duration.ofSeconds(2);

    private final EcsApi api;
    private final NativeReader reader;
    private final FailedTasks failed;
    private final TaskAddresses addresses;
    private final Duration pauseTimeout;

    private EcsNative(
            EcsApi api, NativeReader reader, FailedTasks failed, TaskAddresses addresses, Duration pauseTimeout) {
        this.api = api;
        this.reader = reader;
        this.failed = failed;
        this.addresses = addresses;
        this.pauseTimeout = pauseTimeout;
    }

    /**
     * Creates a runtime with the default budget, the system's clock and pauses of 72 hours.
     *
     * @param client makes one attempt per call, see {@link SdkClients#oneAttempt}
     * @return the runtime
     */
    public static EcsNative create(EcsClient client) {
        return builder(client).build();
    }

    /**
     * Creates a builder with default settings.
     *
     * @param client makes one attempt per call, see {@link SdkClients#oneAttempt}
     * @return the builder
     */
    public static Builder builder(EcsClient client) {
        return new Builder(client);
    }

    /** Builds a runtime. Not thread-safe. */
    public static final class Builder {
        /** The limit of a pause hook ("DeploymentLifecycleHook" in the ECS API reference). */
        private static final Duration LONGEST_PAUSE = Duration.ofMinutes(20_160);

        private final EcsClient client;
        private ApiBudget budget = ApiBudget.ofDefaults();
        private TimeSource time = TimeSource.system();
        private Duration pauseTimeout = Duration.ofHours(72);

        private Builder(EcsClient client) {
            this.client = client;
        }

        /**
         * Sets the limit for the rate of requests. By default it has AWS's default rates.
         *
         * @param newBudget the budget; adapters may share one
         * @return this
         */
        public Builder budget(ApiBudget newBudget) {
            budget = newBudget;
            return this;
        }

        /**
         * Sets the clock by which cached task addresses and failure counts expire. By default the system's.
         *
         * @param newTime the clock
         * @return this
         */
        public Builder time(TimeSource newTime) {
            time = newTime;
            return this;
        }

        /**
         * Sets after what time ECS rolls back by itself, if no engine answers a pause. Everything that the engine does while ECS is
         * paused must fit: the hooks, pauses and bakes between two shifts. By default 72 hours.
         *
         * @param newPauseTimeout whole minutes, 1 minute to 14 days
         * @return this
         * @throws IllegalArgumentException if it is out of range
         */
        public Builder pauseTimeout(Duration newPauseTimeout) {
            boolean isWhole = newPauseTimeout.equals(Duration.ofMinutes(newPauseTimeout.toMinutes()));
            if (!isWhole
                    || newPauseTimeout.compareTo(Duration.ofMinutes(1)) < 0
                    || newPauseTimeout.compareTo(LONGEST_PAUSE) > 0) {
                throw new IllegalArgumentException("pauseTimeout: \"" + newPauseTimeout
                        + "\" is not allowed; allowed: whole minutes, 1 minute to 14 days");
            }
            pauseTimeout = newPauseTimeout;
            return this;
        }

        /** {@return a runtime with these settings} */
        public EcsNative build() {
            SdkClients.reportRetries(client);
            EcsApi api = new EcsApi(client, ApiCalls.of(client, budget));
            return new EcsNative(
                    api,
                    new NativeReader(),
                    new FailedTasks(time),
                    TaskAddresses.of(api, time, List::of, EcsNative::revision),
                    pauseTimeout);
        }
    }

    /** Builds the ARN of a task's service revision: {@code ...:service-revision/cluster/service/id}. */
    private static Optional<RevisionRef> revision(ServiceRef service, Task task) {
        String arn = task.taskArn();
        int resource = arn.indexOf(":task/");
        String startedBy = String.valueOf(task.startedBy());
        if (resource < 0 || !startedBy.startsWith("ecs-svc/")) {
            return Optional.empty();
        }
        String cluster = EcsPlaces.last(Objects.requireNonNullElse(task.clusterArn(), service.cluster()));
        return Optional.of(new RevisionRef(arn.substring(0, resource) + ":service-revision/" + cluster + "/"
                + EcsPlaces.last(service.name()) + "/" + EcsPlaces.last(startedBy)));
    }

    /** {@return the owners of target addresses, for {@link ElbRouter}} */
    public TargetOwners owners() {
        return addresses;
    }

    /**
     * Returns a router that lets ECS write the weights. It reads the routes and targets itself.
     *
     * @param router reads the load balancer. It writes only what no service deployment is in progress to write: when a route is
     *     restored after ECS has stopped
     * @return the router; its write mode is {@code ATOMIC}, because ECS answers a pause only once
     */
    public TrafficRouter router(ElbRouter router) {
        return new NativeRouter(this, router);
    }

    /**
     * Returns what places the engine's pauses and takes them back. ECS itself suspends the scale-in of its services while it deploys, so
     * the pauses take that place in the engine: where it suspends scale-in, it prepares them, and where it restores scale-in, it takes them
     * back. A service deployment that still waits for the engine then is rolled back.
     *
     * @return the guard
     */
    public AutoScalingGuard pauses() {
        return new NativePauses(this);
    }

    /**
     * Returns a guard for the service deployments of a service that somebody else starts.
     *
     * @param policy what the engine does in each of them: the service, its routes and target groups, steps, hooks, alarms and bakes. Its
     *     revision is replaced by the one that is found
     * @return the guard; it does nothing by itself
     * @throws InvalidSpecException if the policy is a recovery, or has steps that ECS does not know
     */
    public NativeGuard guard(DeploymentSpec policy) {
        return new NativeGuard(this, policy, pauseTimeout);
    }

    EcsApi api() {
        return api;
    }

    NativeReader reader() {
        return reader;
    }

    @Override
    public EcsNative at(Urgency urgency) {
        return new EcsNative(api.at(urgency), reader, failed, addresses, pauseTimeout);
    }

    @Override
    public EcsNative within(SendPermit permit) {
        return new EcsNative(api.within(permit), reader, failed, addresses, pauseTimeout);
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        return switch (operation) {
            case DESCRIBE, CHECK -> api.costs(READ);
            case LAUNCH -> api.costs(LAUNCH);
            case SCALE, MAKE_PRIMARY, RETIRE -> api.costs(CHANGE);
            default -> List.of();
        };
    }

    /** {@inheritDoc} Compares the task definitions of both. */
    @Override
    public List<RevisionChange> changes(ServiceRef ref, RevisionRef existing, RevisionSpec revision) {
        return api.within("ecs changes", ref, CHANGES, within -> {
            String definition = within.revisions(ref, List.of(existing.id())).stream()
                    .map(known -> known.taskDefinition())
                    .findFirst()
                    .orElseThrow(() -> new PortException(new Problem(
                            Problem.Kind.GONE, "ecs:DescribeServiceRevisions", existing.id(), "ECS does not list it")));
            return DefinitionChanges.between(
                    within.taskDefinition(definition), within.taskDefinition(revision.definition()));
        });
    }

    @Override
    public void check(ServiceRef service, RevisionSpec revision, TargetGroups groups) {
        api.change(
                "ecs check",
                service,
                READ,
                within -> new NativeCheck(within, reader.readAtStart(within, service)).check(revision, groups));
    }

    /** {@inheritDoc} They are known as soon as a service was described: the answer says in which account this client is. */
    @Override
    public Set<ServiceRef> otherNames(ServiceRef ref) {
        return api.otherNames(ref);
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code native-controller} refuses specifications that ECS's controller cannot follow: other routes than those of the
     * service, other steps than ECS knows, or a hook, pause or bake that is longer than the pauses. {@code ecs-permissions} names the
     * permissions that cannot be tried.
     */
    @Override
    public List<PreflightCheck> preflightChecks() {
        return List.of(
                new NativeSpecCheck(this, pauseTimeout),
                WarningCheck.ofWrites(
                        "ecs-permissions",
                        List.of(
                                "ecs:UpdateService",
                                "ecs:TagResource",
                                "ecs:ContinueServiceDeployment",
                                "ecs:StopServiceDeployment")));
    }

    @Override
    public List<ServiceDescription> describe(List<ServiceRef> services) {
        return api.within("ecs describe", services, READ, within -> {
            EcsApi.Answer answer = within.servicesWithTags(services);
            if (services.size() == 1) {
                answer.checkPlace(services.get(0));
            }
            List<ServiceDescription> described = new ArrayList<>();
            for (ServiceRef ref : services.stream().distinct().toList()) {
                Optional<Service> found = answer.find(ref);
                if (found.isPresent()) {
                    if (services.size() == 1) {
                        NativeCheck.checkController(ref, found.get());
                    }
                    described.add(describe(within, reader.read(within, ref, found.get())));
                }
            }
            return described;
        });
    }

    private ServiceDescription describe(EcsApi within, NativeService service) {
        boolean isDeployed = service.owner().isPresent() && !service.isLetGo();
        failed.read(service.ref(), isDeployed, service.service(), service.starters(), within);
        return reader.describe(service, failed);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Starts a service deployment. Refused while another one is in progress, and if the deployment's own one has ended.
     */
    @Override
    public void launch(LaunchRequest request) {
        api.change("ecs launch", request.service(), LAUNCH, within -> launch(within, request));
    }

    private void launch(EcsApi within, LaunchRequest request) {
        NativeService now = reader.read(within, request.service());
        String wanted = PairedService.shortName(request.revision().definition());
        if (now.owner().equals(Optional.of(request.owner()))) {
            return; // It was launched, whatever became of it.
        }
        if (NativeGuard.isGuard(request.owner())) {
            adopt(within, now, request, wanted);
            return;
        }
        if (now.isOngoing() || now.isReplacedNow()) {
            throw refused(now, now.progress() + ", which somebody else started");
        }
        if (!NativeConfiguration.canMove(request.strategy())) {
            throw refused(now, "ECS can't move production by " + request.strategy());
        }
        String before = NativeReader.newest(within, request.service()).orElse("none");
        boolean isMarked = now.marks().deployment().equals(Optional.of(request.owner()))
                && now.marks().isDefinition(wanted)
                && now.marks().isBefore(before);
        if (!isMarked) {
            // If ECS refuses the update, these tags announce a launch that took no effect. That is no revision.
            within.tag(now.ref(), now.service().serviceArn(), NativeMarks.launched(request.owner(), wanted, before));
        }
        DeploymentConfiguration guarded =
                NativeConfiguration.guarded(now.configuration(), request.strategy(), now.shiftsTest(), pauseTimeout);
        within.update(
                now.ref(),
                update -> update.taskDefinition(request.revision().definition())
                        .deploymentConfiguration(guarded)
                        // Without a new definition, only force starts a service deployment.
                        .forceNewDeployment(
                                wanted.equals(PairedService.shortName(
                                                now.service().taskDefinition()))
                                        ? Boolean.TRUE
                                        : null));
    }

    /** Takes over a service deployment that somebody else started. */
    private static void adopt(EcsApi within, NativeService now, LaunchRequest request, String wanted) {
        String arn = now.deployment()
                .filter(found -> now.isAdoptable())
                .map(ServiceDeployment::serviceDeploymentArn)
                .filter(found -> NativeGuard.id(found).equals(request.owner()))
                .orElseThrow(() -> refused(
                        now, "the service deployment that " + request.owner() + " guards is over; " + now.progress()));
        within.tag(
                now.ref(),
                now.service().serviceArn(),
                NativeMarks.launched(
                        request.owner(),
                        wanted,
                        NativeReader.before(within, now.ref(), arn).orElse("none")));
    }

    static PortException refused(NativeService now, String why) {
        return new PortException(
                new Problem(Problem.Kind.REFUSED, "ecs:UpdateService", now.ref().toString(), why));
    }

    /** Continues a pause. If ECS refuses, it has gone on meanwhile, or not stopped to show the pause: the next reading tells. */
    static void proceed(EcsApi within, NativeService now, String pause) {
        try {
            within.proceed(now.ref(), now.deployment().orElseThrow().serviceDeploymentArn(), pause);
        } catch (PortException refused) {
            if (refused.problem().kind() != Problem.Kind.REFUSED) {
                throw refused;
            }
            throw PortException.later(
                    new Problem(
                            Problem.Kind.UNAVAILABLE,
                            refused.problem().operation(),
                            refused.problem().resource(),
                            refused.problem().message()),
                    SOON);
        }
    }

    static PortException notYet(NativeService now, String what) {
        return PortException.later(
                new Problem(
                        Problem.Kind.UNAVAILABLE,
                        "ecs:ContinueServiceDeployment",
                        now.ref().toString(),
                        "ECS does not wait for " + what + " yet: " + now.progress()),
                SOON);
    }

    @Override
    public void scale(ServiceRef ref, RevisionRef revision, int desired) {
        api.change("ecs scale", revision, CHANGE, within -> {
            Integer present = within.service(ref).desiredCount();
            if (present == null || present != desired) {
                within.update(ref, update -> update.desiredCount(desired));
            }
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>Continues the last pause: ECS cleans up, and the new revision is the one that it would roll back to.
     */
    @Override
    public void makePrimary(ServiceRef ref, RevisionRef revision) {
        api.change("ecs make primary", revision, CHANGE, within -> {
            NativeService now = reader.read(within, ref);
            if (now.isLetGo()) {
                return;
            }
            if (!now.isTarget(revision) || !now.goesForward()) {
                throw refused(now, "ECS makes a revision primary only by its own deployment; " + now.progress());
            }
            String pause = now.pause()
                    .filter(id -> now.stage().equals(NativeService.POST_PRODUCTION))
                    .orElseThrow(() -> notYet(now, "the engine before it cleans up"));
            proceed(within, now, pause);
        });
    }

    /**
     * {@inheritDoc}
     *
     * <p>Green is retired by a rollback of the service deployment. Blue is retired by ECS, after {@link #makePrimary}.
     */
    @Override
    public void retire(ServiceRef ref, RevisionRef revision) {
        api.change("ecs retire", revision, CHANGE, within -> {
            NativeService now = reader.read(within, ref);
            if (now.isTarget(revision)) {
                rollBack(within, now);
                if (!now.isOngoing() && now.isListed(revision)) {
                    throw refused(now, "ECS has ended and left it running; " + now.progress());
                }
                if (!now.isOngoing()) {
                    reader.retired(revision);
                }
            } else if (!now.isOngoing() && !now.isSuccessful()) {
                throw refused(
                        now,
                        "no service deployment is in progress that would retire it: ECS does so when the next one starts;"
                                + " last, " + now.progress());
            }
        });
    }

    /** Makes ECS go back. It does not, if it cleans up already. */
    static void rollBack(EcsApi within, NativeService now) {
        if (now.goesForward()) {
            within.stop(
                    now.ref(),
                    now.deployment().orElseThrow().serviceDeploymentArn(),
                    StopServiceDeploymentStopType.ROLLBACK);
        }
    }
}
