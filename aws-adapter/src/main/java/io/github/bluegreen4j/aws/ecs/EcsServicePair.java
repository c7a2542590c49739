package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.aws.call.WarningCheck;
import io.github.bluegreen4j.aws.elb.TargetOwners;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.services.applicationautoscaling.ApplicationAutoScalingClient;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Runs revisions in a pair of ordinary services with ECS's own rolling controller: an existing service and its twin, each tied to its own
 * target group. The two take turns. Thread-safe.
 *
 * <pre>{@code
 * EcsServicePair pair = EcsServicePair.create(SdkClients.oneAttempt(EcsClient.builder()).build());
 * engine.runtime(pair).router(ElbRouter.create(elb, pair.owners()));
 * }</pre>
 *
 * <p>A specification names the existing service. A {@link RevisionRef} is the ARN of one of the two services, {@code @}, and the task
 * definition that it runs. To launch a revision, the adapter gives the idle service its task definition and its desired count. To retire
 * one, it scales the service to 0, and waits until its last task has stopped. The launch settings are those of the services; a
 * revision has no settings of its own.
 *
 * <p>The adapter stores who launched what, and which service is PRIMARY, as tags of the services that begin with {@code bluegreen4j:}. A
 * rolling deployment that somebody else starts on one of the services replaces the revision there.
 *
 * <p>Tasks must use the network mode {@code awsvpc}, because the owner of a target is found by its IP address.
 */
public final class EcsServicePair implements ServiceRuntime {
    /** Two services of ECS for each service, ten in one request. */
    private static final int PAIRS = 5;

    private static final Map<ApiGroup, Integer> DESCRIBE = Map.of(ApiGroup.ECS_SERVICE_READ, 1);
    private static final Map<ApiGroup, Integer> CHECK =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_TASK_DEFINITION_READ, 1);
    private static final Map<ApiGroup, Integer> CHANGES =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_TASK_DEFINITION_READ, 2);
    private static final Map<ApiGroup, Integer> LAUNCH =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_SERVICE_MODIFY, 2);
    /** With the lists of tasks while those of the new revision start, for the failed ones and for the owners of targets. */
    private static final Map<ApiGroup, Integer> LAUNCH_AND_LIST =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_SERVICE_MODIFY, 2, ApiGroup.ECS_CLUSTER_READ, 16);

    private static final Map<ApiGroup, Integer> CHANGE =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_SERVICE_MODIFY, 1);

    private static final Logger LOG = LoggerFactory.getLogger(EcsServicePair.class);
    private static final int MOST_WARNED = 1_000;

    private final EcsApi api;
    private final UnaryOperator<ServiceRef> twins;
    private final FailedTasks failed;
    private final TaskAddresses addresses;

    private final Optional<ScalableTargets> scalable;

    /** The rolling deployments of others that were logged. */
    private final Set<String> warned;

    private EcsServicePair(
            EcsApi api,
            UnaryOperator<ServiceRef> twins,
            FailedTasks failed,
            TaskAddresses addresses,
            Optional<ScalableTargets> scalable,
            Set<String> warned) {
        this.scalable = scalable;
        this.warned = warned;
        this.api = api;
        this.twins = twins;
        this.failed = failed;
        this.addresses = addresses;
    }

    /**
     * Creates a runtime with the default budget, the system's clock and twins named like their service with {@code -twin}.
     *
     * @param client makes one attempt per call, see {@link io.github.bluegreen4j.aws.SdkClients#oneAttempt}
     * @return the runtime
     */
    public static EcsServicePair create(EcsClient client) {
        return builder(client).build();
    }

    /**
     * Creates a builder with default settings.
     *
     * @param client makes one attempt per call, see {@link io.github.bluegreen4j.aws.SdkClients#oneAttempt}
     * @return the builder
     */
    public static Builder builder(EcsClient client) {
        return new Builder(client);
    }

    /** Builds a runtime. Not thread-safe. */
    public static final class Builder {
        private final EcsClient client;
        private ApiBudget budget = ApiBudget.ofDefaults();
        private TimeSource time = TimeSource.system();
        private Optional<ApplicationAutoScalingClient> autoScaling = Optional.empty();
        private UnaryOperator<ServiceRef> twins =
                service -> new ServiceRef(service.cluster(), service.name() + "-twin");

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
         * Sets which service is the twin of a service. By default it has the name of the service, followed by {@code -twin}, in the
         * same cluster.
         *
         * @param newTwins returns the twin of a service; always the same one
         * @return this
         */
        public Builder twins(UnaryOperator<ServiceRef> newTwins) {
            twins = newTwins;
            return this;
        }

        /**
         * Lets the scalable targets of Application Auto Scaling take turns with the services: the service that is launched gets the
         * minimum and the maximum of the other one, whose target rests when it is retired. Give {@link
         * EcsServicePair#autoScalingGuard()} to the engine, too. Without this client, the adapter does not know of scalable targets, and
         * the target of a service at rest may start tasks in it.
         *
         * @param client makes one attempt per call, see {@link io.github.bluegreen4j.aws.SdkClients#oneAttempt}
         * @return this
         */
        public Builder autoScaling(ApplicationAutoScalingClient client) {
            SdkClients.reportRetries(client);
            autoScaling = Optional.of(client);
            return this;
        }

        /** {@return a runtime with these settings} */
        public EcsServicePair build() {
            SdkClients.reportRetries(client);
            EcsApi api = new EcsApi(client, ApiCalls.of(client, budget));
            UnaryOperator<ServiceRef> twinOf = twins;
            TaskAddresses addresses = TaskAddresses.of(
                    api,
                    time,
                    service -> List.of(service, twinOf.apply(service)),
                    (service, task) ->
                            Optional.of(PairedService.revision(service, task.clusterArn(), task.taskDefinitionArn())));
            return new EcsServicePair(
                    api,
                    twins,
                    new FailedTasks(time),
                    addresses,
                    autoScaling.map(scaling -> new ScalableTargets(scaling, budget)),
                    ConcurrentHashMap.newKeySet());
        }
    }

    /**
     * Creates the twin of an existing service, which is only read. The twin has the same task definition, launch type or capacity
     * providers, network, placement, Service Connect, volumes, deployment configuration and tags, the other target group, and a desired
     * count of 0. If the service has a scalable target, and the runtime was built with {@link Builder#autoScaling}, the twin gets one at
     * rest: minimum and maximum 0, all scaling suspended, with copies of the service's target tracking policies, step scaling policies and
     * scheduled actions. What the twin has already stays as it is.
     *
     * @param service the existing service
     * @param targetGroup the target group in which the twin's tasks register; not that of the service
     * @return the twin
     * @throws PortException {@code REFUSED} with everything that is wrong: the service has another controller, several load
     *     balancers or a service registry, or the twin exists and differs from it; {@code GONE} if there is no such service
     */
    public Twin createTwin(ServiceRef service, TargetGroupRef targetGroup) {
        return api.within(
                "ecs create twin",
                service,
                CHANGE,
                within -> new TwinCreation(within, pair(within, service), targetGroup, scalable).create());
    }

    /**
     * {@return the guard of the scalable targets of both services, for the engine} It reads and suspends scale-in of the services that
     * run tasks. When it restores, it also allows what a launch that was cut off left at its first step. Without {@link
     * Builder#autoScaling} it finds no service scalable.
     */
    public AutoScalingGuard autoScalingGuard() {
        return scalable.<AutoScalingGuard>map(targets -> new PairAutoScaling(api, targets, twins))
                .orElseGet(AutoScalingGuard::none);
    }

    /** {@return the owners of target addresses, for {@link io.github.bluegreen4j.aws.elb.ElbRouter}} */
    public TargetOwners owners() {
        return addresses;
    }

    @Override
    public ServiceRuntime at(Urgency urgency) {
        return new EcsServicePair(
                api.at(urgency), twins, failed, addresses, scalable.map(targets -> targets.at(urgency)), warned);
    }

    @Override
    public ServiceRuntime within(SendPermit permit) {
        return new EcsServicePair(
                api.within(permit), twins, failed, addresses, scalable.map(targets -> targets.within(permit)), warned);
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        return switch (operation) {
            case DESCRIBE -> api.costs(DESCRIBE);
            case CHECK -> costs(CHECK, 0);
            case LAUNCH -> costs(LAUNCH_AND_LIST, 2);
            case SCALE -> api.costs(CHANGE);
            case MAKE_PRIMARY -> costs(CHANGE, 0);
            case RETIRE -> costs(CHANGE, 1);
            default -> List.of();
        };
    }

    private List<RequestCost> costs(Map<ApiGroup, Integer> ofEcs, int registrations) {
        List<RequestCost> costs = new ArrayList<>(api.costs(ofEcs));
        scalable.ifPresent(targets -> {
            costs.addAll(targets.costs(Map.of(ApiGroup.AUTO_SCALING_READ, 1)));
            if (registrations > 0) {
                costs.addAll(targets.costs(Map.of(ApiGroup.AUTO_SCALING_MODIFY, registrations)));
            }
        });
        return costs;
    }

    /** {@inheritDoc} Compares the task definitions of both: two reads of task definitions and one of the services. */
    @Override
    public List<RevisionChange> changes(ServiceRef ref, RevisionRef existing, RevisionSpec revision) {
        return api.within(
                "ecs changes",
                ref,
                CHANGES,
                within -> DefinitionChanges.between(
                        within.taskDefinition(pair(within, ref).get(existing).definition()),
                        within.taskDefinition(revision.definition())));
    }

    /** {@inheritDoc} They are known as soon as a service was described: the answer says in which account this client is. */
    @Override
    public Set<ServiceRef> otherNames(ServiceRef ref) {
        return api.otherNames(ref);
    }

    /**
     * {@inheritDoc}
     *
     * <p>{@code headroom} warns if the container instances have no room for green, {@code ecs-permissions} names the permissions that
     * cannot be tried. {@link #check} has all other checks.
     */
    @Override
    public List<PreflightCheck> preflightChecks() {
        return List.of(
                new WarningCheck(Headroom.NAME, spec -> List.of(headroom(spec))),
                WarningCheck.ofWrites("ecs-permissions", List.of("ecs:UpdateService", "ecs:TagResource")));
    }

    private Finding headroom(DeploymentSpec spec) {
        return api.within("ecs headroom", spec.service(), DESCRIBE, within -> {
            Service service = within.service(spec.service());
            int tasks = describe(within, pair(within, spec.service())).desiredCount();
            return new Headroom(within, spec).finding(tasks, service.launchType(), service.capacityProviderStrategy());
        });
    }

    /** {@return 5: a pair has two of the ten services of one request} */
    @Override
    public int describeBatch() {
        return PAIRS;
    }

    private ServicePair pair(EcsApi within, ServiceRef ref) {
        return ServicePair.read(within, ref, twins.apply(ref));
    }

    private Optional<PairScaling> scaling(ServicePair pair) {
        return scalable.map(targets -> PairScaling.read(targets, pair));
    }

    /**
     * {@inheritDoc}
     *
     * <p>To count failed tasks, it makes one more request for each service that is being deployed. If the budget has no room for it, it
     * reports the last count for up to a minute. The desired count is that of the service that is PRIMARY.
     */
    @Override
    public List<ServiceDescription> describe(List<ServiceRef> services) {
        return api.within("ecs describe", services, DESCRIBE, within -> describe(within, services));
    }

    private List<ServiceDescription> describe(EcsApi within, List<ServiceRef> services) {
        List<ServiceRef> all = new ArrayList<>(services);
        services.forEach(service -> all.add(twins.apply(service)));
        EcsApi.Answer answer = within.servicesWithTags(all);
        if (services.size() == 1) {
            answer.checkPlace(services.get(0));
        }
        List<ServiceDescription> described = new ArrayList<>();
        for (ServiceRef ref : services.stream().distinct().toList()) {
            ServicePair pair = ServicePair.of(ref, twins.apply(ref), answer);
            if (services.size() == 1) {
                pair.checkControllers();
            }
            if (!pair.services().isEmpty() && pair.isRolling()) {
                described.add(describe(within, pair));
            }
        }
        return described;
    }

    private ServiceDescription describe(EcsApi within, ServicePair pair) {
        List<ServiceDescription.Revision> revisions = new ArrayList<>();
        for (PairedService service : pair.services()) {
            boolean isDeployed = service.owner().isPresent() && !service.isPrimary();
            service.foreign().ifPresent(what -> warn(service, what));
            failed.read(service.ref(), isDeployed, service.service(), service.rolloutIds(), within);
            revisions.addAll(service.describe(failed));
        }
        return new ServiceDescription(pair.ref(), pair.desiredCount(), false, revisions);
    }

    /** Names a rolling deployment of somebody else, once. */
    private void warn(PairedService service, String what) {
        if (warned.size() >= MOST_WARNED) {
            warned.clear();
        }
        if (warned.add(service.ref() + " " + service.newestId())) {
            LOG.warn("service {}: {}; leave the services of a pair to the engine", service.ref(), what);
        }
    }

    @Override
    public void check(ServiceRef ref, RevisionSpec revision, TargetGroups groups) {
        api.change(
                "ecs check",
                ref,
                CHECK,
                within -> new PairCheck(within, pair(within, ref), revision, scalable).check(groups));
    }

    @Override
    public void launch(LaunchRequest request) {
        ServiceRef ref = request.service();
        api.change("ecs launch", ref, LAUNCH, within -> {
            ServicePair pair = pair(within, ref);
            pair.checkControllers();
            launch(within, pair, pair.in(request.targetGroup()), request);
        });
    }

    private void launch(EcsApi within, ServicePair pair, PairedService idle, LaunchRequest request) {
        if (idle.isLaunchedBy(request.owner()) || isOver(idle, request)) {
            return;
        }
        String wanted = PairedService.shortName(request.revision().definition());
        if (idle.hasRevision()) {
            // Tags may be visible later than the launch that wrote them.
            boolean mayBeOurs = wanted.equals(idle.definition());
            throw new PortException(new Problem(
                    mayBeOurs ? Problem.Kind.UNAVAILABLE : Problem.Kind.REFUSED,
                    "ecs:UpdateService",
                    idle.ref().toString(),
                    "it is not idle: it runs " + idle.definition() + " in the rolling deployment " + idle.newestId()
                            + (mayBeOurs ? ", and its tags do not say for this deployment" : "; scale it to 0 first")));
        }
        Optional<PairScaling> scaling = scaling(pair);
        announce(within, idle, request, wanted, scaling.flatMap(targets -> targets.taken(idle.ref())));
        scaling.ifPresent(targets -> targets.prepare(idle.ref()));
        try {
            within.update(
                    idle.ref(),
                    update -> update.taskDefinition(request.revision().definition())
                            .desiredCount(request.desiredCount())
                            // Without a new definition, only force starts a new rolling deployment. Its id tells that
                            // the
                            // launch took effect.
                            .forceNewDeployment(wanted.equals(idle.definition()) ? Boolean.TRUE : null));
        } catch (PortException failed) {
            if (failed.problem().kind() == Problem.Kind.REFUSED) {
                restAfter(failed, pair, idle.ref());
            }
            throw failed;
        }
        scaling.ifPresent(targets -> targets.complete(idle.ref()));
    }

    private void restAfter(PortException refused, ServicePair pair, ServiceRef idle) {
        try {
            scaling(pair).ifPresent(targets -> targets.rest(idle));
        } catch (PortException unrested) {
            refused.addSuppressed(unrested);
        }
    }

    /** Writes the tags of a launch. If ECS refuses the update afterwards, they announce a launch that took no effect: no revision. */
    private static void announce(
            EcsApi within, PairedService idle, LaunchRequest request, String wanted, Optional<ScalingLimits> limits) {
        Map<String, String> tags = new TreeMap<>();
        if (!idle.marks().deployment().equals(Optional.of(request.owner()))
                || !idle.marks().isBefore(idle.newestId())) {
            tags.putAll(PairMarks.launched(request.owner(), wanted, idle.definition(), idle.newestId()));
        }
        if (!idle.marks().limits().equals(limits)) {
            tags.putAll(PairMarks.limits(limits));
        }
        if (!tags.isEmpty()) {
            within.tag(idle.ref(), idle.service().serviceArn(), tags);
        }
    }

    /** Tells whether the deployment's revision was launched and retired: then a late request launches nothing. */
    private static boolean isOver(PairedService idle, LaunchRequest request) {
        return idle.marks().isIdle()
                && idle.marks().deployment().equals(Optional.of(request.owner()))
                && !idle.marks().isBefore(idle.newestId());
    }

    @Override
    public void scale(ServiceRef ref, RevisionRef revision, int desired) {
        api.change("ecs scale", revision, CHANGE, within -> {
            PairedService service = pair(within, ref).get(revision);
            if (service.desired() != desired) {
                within.update(service.ref(), update -> update.desiredCount(desired));
            }
        });
    }

    @Override
    public void makePrimary(ServiceRef ref, RevisionRef revision) {
        api.change("ecs make primary", revision, CHANGE, within -> {
            ServicePair pair = pair(within, ref);
            PairedService service = pair.get(revision);
            if (!service.isPrimary()) {
                scaling(pair).ifPresent(targets -> targets.settle(service));
                within.tag(service.ref(), service.service().serviceArn(), PairMarks.primary(pair.highestPrimary() + 1));
            }
        });
    }

    @Override
    public void retire(ServiceRef ref, RevisionRef revision) {
        api.change("ecs retire", revision, CHANGE, within -> {
            ServicePair pair = pair(within, ref);
            pair.find(revision).ifPresent(service -> retire(within, pair, service));
        });
    }

    private void retire(EcsApi within, ServicePair pair, PairedService service) {
        if (service.desired() > 0) {
            scaling(pair).ifPresent(targets -> targets.rest(service.ref()));
            within.update(service.ref(), update -> update.desiredCount(0));
        } else if (service.isEmpty() && hasStopped(within, service)) {
            scaling(pair).ifPresent(targets -> targets.rest(service.ref()));
            within.tag(service.ref(), service.service().serviceArn(), PairMarks.retired());
        }
    }

    /** Tells whether no task is stopping. A task that is being deregistered from its target group is no longer counted as running. */
    private static boolean hasStopped(EcsApi within, PairedService service) {
        List<String> stopped = within.tasks(service.ref(), DesiredStatus.STOPPED);
        List<Task> tasks = stopped.isEmpty() ? List.of() : within.describe(service.ref(), stopped);
        return tasks.stream().allMatch(task -> "STOPPED".equals(task.lastStatus()));
    }
}
