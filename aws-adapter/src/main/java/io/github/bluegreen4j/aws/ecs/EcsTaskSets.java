package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.aws.call.WarningCheck;
import io.github.bluegreen4j.aws.elb.TargetOwners;
import io.github.bluegreen4j.model.DeploymentId;
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
import io.github.bluegreen4j.model.TargetGroups;
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
import java.util.function.Predicate;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * Runs revisions as task sets of services with the deployment controller {@code EXTERNAL}. Thread-safe.
 *
 * <pre>{@code
 * EcsTaskSets taskSets = EcsTaskSets.create(SdkClients.oneAttempt(EcsClient.builder()).build());
 * engine.runtime(taskSets).router(ElbRouter.create(elb, taskSets.owners()));
 * }</pre>
 *
 * <p>A {@link RevisionRef} is the ARN of a task set. Green is created with a scale of 100 %, so ECS scales it with its
 * service. Its external id is {@code bluegreen4j:} followed by the deployment's id. The adapter scales in and deletes only
 * task sets with such a mark and the deployment's blue, and never by force. Task sets of CodeDeploy are never treated as
 * ours. {@link TaskSetSettings} are green's launch settings beyond its task definition.
 *
 * <p>Tasks must use the network mode {@code awsvpc}, because the owner of a target is found by its IP address.
 */
public final class EcsTaskSets implements ServiceRuntime {
    private static final Map<ApiGroup, Integer> DESCRIBE = Map.of(ApiGroup.ECS_SERVICE_READ, 1);
    /** With the lists of tasks while those of the new revision start, for the failed ones and for the owners of targets. */
    private static final Map<ApiGroup, Integer> LAUNCH_AND_LIST =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_TASK_SET_MODIFY, 1, ApiGroup.ECS_CLUSTER_READ, 12);

    private static final Map<ApiGroup, Integer> CHECK =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_TASK_DEFINITION_READ, 1);
    private static final Map<ApiGroup, Integer> CHANGES =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_TASK_DEFINITION_READ, 2);
    private static final Map<ApiGroup, Integer> CHANGE =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_TASK_SET_MODIFY, 1);
    private static final Map<ApiGroup, Integer> MAKE_PRIMARY =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_SERVICE_MODIFY, 1);

    private final EcsApi api;
    private final Marks marks;
    private final FailedTasks failed;
    private final TaskAddresses addresses;

    private EcsTaskSets(EcsApi api, Marks marks, FailedTasks failed, TaskAddresses addresses) {
        this.api = api;
        this.marks = marks;
        this.failed = failed;
        this.addresses = addresses;
    }

    /**
     * Creates a runtime with the default budget and the system's clock.
     *
     * @param client makes one attempt per call, see {@link io.github.bluegreen4j.aws.SdkClients#oneAttempt}
     * @return the runtime
     */
    public static EcsTaskSets create(EcsClient client) {
        return builder(client).build();
    }

    /**
     * Creates a runtime.
     *
     * @param client makes one attempt per call, see {@link io.github.bluegreen4j.aws.SdkClients#oneAttempt}
     * @param budget limits the rate of requests; adapters may share one
     * @param time the clock by which cached task addresses and failure counts expire
     * @return the runtime
     */
    public static EcsTaskSets create(EcsClient client, ApiBudget budget, TimeSource time) {
        return builder(client).budget(budget).time(time).build();
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
        private Predicate<DeploymentId> olderMarks = deployment -> true;

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
         * Decides whether a task set is ours if its external id is a bare deployment id, as early versions wrote it. By
         * default it is, unless {@code startedBy} is set or the id looks like one of CodeDeploy. If other tools write
         * external ids, too, ask the journal:
         *
         * <pre>{@code
         * EcsTaskSets.builder(ecs).olderMarks(id -> journal.read(id).isPresent()).build()
         * }</pre>
         *
         * @param newOlderMarks called once for each id; if it throws, the service cannot be described
         * @return this
         */
        public Builder olderMarks(Predicate<DeploymentId> newOlderMarks) {
            olderMarks = newOlderMarks;
            return this;
        }

        /** {@return a runtime with these settings} */
        public EcsTaskSets build() {
            SdkClients.reportRetries(client);
            EcsApi api = new EcsApi(client, ApiCalls.of(client, budget));
            Marks marks = new Marks(olderMarks);
            return new EcsTaskSets(api, marks, new FailedTasks(time), TaskAddresses.ofTaskSets(api, time));
        }
    }

    /** {@return the owners of target addresses, for {@link io.github.bluegreen4j.aws.elb.ElbRouter}} */
    public TargetOwners owners() {
        return addresses;
    }

    @Override
    public ServiceRuntime at(Urgency urgency) {
        return new EcsTaskSets(api.at(urgency), marks, failed, addresses);
    }

    @Override
    public List<RequestCost> costs(CallRunner.Operation operation) {
        return switch (operation) {
            case DESCRIBE -> api.costs(DESCRIBE);
            case CHECK -> api.costs(CHECK);
            case LAUNCH -> api.costs(LAUNCH_AND_LIST);
            case SCALE, RETIRE -> api.costs(CHANGE);
            case MAKE_PRIMARY -> api.costs(MAKE_PRIMARY);
            default -> List.of();
        };
    }

    @Override
    public ServiceRuntime within(SendPermit permit) {
        return new EcsTaskSets(api.within(permit), marks, failed, addresses);
    }

    /**
     * {@inheritDoc}
     *
     * <p>To count failed tasks, it makes one more request for each service that is being deployed. If the budget has no room for it, it
     * reports the last count for up to a minute.
     */
    @Override
    public List<ServiceDescription> describe(List<ServiceRef> services) {
        return api.within("ecs describe", services, DESCRIBE, within -> describe(within, services));
    }

    private List<ServiceDescription> describe(EcsApi within, List<ServiceRef> services) {
        EcsApi.Answer answer = within.services(services);
        if (services.size() == 1) {
            answer.checkPlace(services.get(0));
        }
        List<ServiceDescription> described = new ArrayList<>();
        answer.services().forEach((ref, service) -> {
            if (services.size() == 1) {
                TaskSets.checkController(ref, service);
            }
            if (isOurs(ref, service)) {
                described.add(describe(within, ref, service));
            }
        });
        return described;
    }

    /** Excludes a service with another controller, so that it does not fail the description of the others. */
    private static boolean isOurs(ServiceRef ref, Service service) {
        try {
            TaskSets.checkController(ref, service);
            return true;
        } catch (PortException notOurs) {
            return false;
        }
    }

    private ServiceDescription describe(EcsApi within, ServiceRef ref, Service service) {
        Set<String> sets = service.taskSets().stream().map(TaskSet::id).collect(Collectors.toSet());
        boolean isDeployed =
                service.taskSets().stream().anyMatch(set -> "ACTIVE".equals(set.status()) && marks.isOurs(set));
        failed.read(ref, isDeployed, service, sets, within);
        return new ServiceDescription(
                ref,
                service.desiredCount(),
                true,
                service.taskSets().stream()
                        .map(set -> TaskSets.describe(
                                set,
                                marks.owner(set),
                                service.desiredCount(),
                                failed.of(ref, set.id()),
                                failed.reasons(ref, set.id(), StopReason.ofEvents(service, set))))
                        .toList());
    }

    @Override
    public void check(ServiceRef ref, RevisionSpec revision, TargetGroups groups) {
        api.change("ecs check", ref, CHECK, within -> {
            Service service = within.service(ref);
            TaskSets.checkController(ref, service);
            new TaskSetCheck(within, ref, service, revision, marks).check(groups);
        });
    }

    /** {@inheritDoc} Compares the task definitions of both: two reads of task definitions and one of the service. */
    @Override
    public List<RevisionChange> changes(ServiceRef ref, RevisionRef existing, RevisionSpec revision) {
        return api.within("ecs changes", ref, CHANGES, within -> {
            TaskSet set = TaskSets.get(ref, within.service(ref), existing);
            return DefinitionChanges.between(
                    within.taskDefinition(set.taskDefinition()), within.taskDefinition(revision.definition()));
        });
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
     * cannot be tried. {@link #check} has all other checks: it reads what green needs and refuses what could not be launched.
     */
    @Override
    public List<PreflightCheck> preflightChecks() {
        return List.of(
                new WarningCheck(Headroom.NAME, spec -> List.of(headroom(spec))),
                WarningCheck.ofWrites(
                        "ecs-permissions",
                        List.of(
                                "ecs:CreateTaskSet",
                                "ecs:UpdateTaskSet",
                                "ecs:DeleteTaskSet",
                                "ecs:UpdateServicePrimaryTaskSet",
                                "iam:PassRole")));
    }

    private Finding headroom(DeploymentSpec spec) {
        return api.within("ecs headroom", spec.service(), DESCRIBE, within -> {
            Service service = within.service(spec.service());
            CreateTaskSetRequest.Builder order = CreateTaskSetRequest.builder();
            new LaunchSettings(spec.revision().settings(), TaskSets.blue(service, marks), new Refusals())
                    .into(order, spec.targetGroups().first().id());
            CreateTaskSetRequest green = order.build();
            return new Headroom(within, spec)
                    .finding(service.desiredCount(), green.launchType(), green.capacityProviderStrategy());
        });
    }

    @Override
    public void launch(LaunchRequest request) {
        ServiceRef ref = request.service();
        api.change("ecs launch", ref, CHANGE, within -> {
            Service service = within.service(ref);
            TaskSets.checkController(ref, service);
            boolean isLaunched =
                    service.taskSets().stream().anyMatch(set -> marks.owner(set).equals(Optional.of(request.owner())));
            if (!isLaunched) {
                within.create(ref, order(request, service));
            }
        });
    }

    private CreateTaskSetRequest order(LaunchRequest request, Service service) {
        Refusals refusals = new Refusals();
        CreateTaskSetRequest.Builder order = CreateTaskSetRequest.builder()
                .cluster(request.service().cluster())
                .service(request.service().name())
                .taskDefinition(request.revision().definition())
                .externalId(Marks.of(request.owner()))
                .clientToken(request.token())
                .scale(scale -> scale.unit(ScaleUnit.PERCENT).value(100.0));
        new LaunchSettings(request.revision().settings(), TaskSets.blue(service, marks), refusals)
                .into(order, request.targetGroup().id());
        refusals.throwIfAny("ecs:CreateTaskSet", request.service());
        return order.build();
    }

    @Override
    public void scale(ServiceRef ref, RevisionRef revision, int desired) {
        api.change("ecs scale", revision, CHANGE, within -> {
            Service service = within.service(ref);
            TaskSet set = TaskSets.get(ref, service, revision);
            double percent = TaskSets.percentOf(desired, service.desiredCount());
            if (TaskSets.percent(set) != percent) {
                within.scale(ref, set, percent);
            }
        });
    }

    @Override
    public void makePrimary(ServiceRef ref, RevisionRef revision) {
        api.change("ecs make primary", revision, MAKE_PRIMARY, within -> {
            TaskSet set = TaskSets.get(ref, within.service(ref), revision);
            if (!TaskSets.isPrimary(set)) {
                within.makePrimary(ref, revision);
            }
        });
    }

    @Override
    public void retire(ServiceRef ref, RevisionRef revision) {
        api.change("ecs retire", revision, CHANGE, within -> retire(within, ref, revision));
    }

    private static void retire(EcsApi api, ServiceRef ref, RevisionRef revision) {
        EcsApi.Answer answer = api.services(List.of(ref));
        Optional<Service> service = answer.find(ref);
        if (service.isEmpty() && !answer.isGone(ref)) {
            answer.get(ref);
        }
        Optional<TaskSet> found = service.flatMap(all -> TaskSets.find(all, revision));
        if (found.isEmpty() || TaskSets.isDraining(found.get())) {
            return;
        }
        TaskSet set = found.get();
        if (TaskSets.percent(set) > 0) {
            api.scale(ref, set, 0);
        } else if (TaskSets.isEmpty(set)) {
            if (TaskSets.isPrimary(set)) {
                passOnLabel(api, ref, service.orElseThrow(), set);
            } else {
                api.delete(ref, set);
            }
        }
    }

    /** Moves the PRIMARY label to the set that serves instead, because ECS deletes a PRIMARY set only by force. The label moves no traffic. */
    private static void passOnLabel(EcsApi api, ServiceRef ref, Service service, TaskSet retired) {
        TaskSet heir = TaskSets.heirOf(retired, service)
                .orElseThrow(
                        () -> new PortException(
                                new Problem(
                                        Problem.Kind.UNAVAILABLE,
                                        "ecs:DeleteTaskSet",
                                        retired.taskSetArn(),
                                        "it is PRIMARY, which only force would delete, and there is no other to pass that label on to")));
        api.makePrimary(ref, new RevisionRef(heir.taskSetArn()));
    }
}
