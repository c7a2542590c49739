package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.aws.elb.TargetOwners;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TimeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/**
 * The task sets of services with the deployment controller EXTERNAL as revisions. Safe for use by many threads.
 *
 * <pre>{@code
 * EcsTaskSets taskSets = EcsTaskSets.create(SdkClients.oneAttempt(EcsClient.builder()).build());
 * engine.runtime(taskSets).router(ElbRouter.create(elb, taskSets.owners()));
 * }</pre>
 *
 * <p>A {@link RevisionRef} is a task set's ARN. Green is created with a scale of 100 %, so ECS itself scales it with its service. It is
 * marked: its external id is {@code bluegreen4j:} and the deployment's id. Only sets so marked, and the blue of a deployment, are ever
 * scaled in or deleted, and never by force. What CodeDeploy made is never ours. {@link TaskSetSettings} says what green is launched with
 * beyond its task definition.
 *
 * <p>Tasks need the network mode awsvpc: their addresses are how the owner of a target is told.
 */
public final class EcsTaskSets implements ServiceRuntime {
    private static final Map<ApiGroup, Integer> DESCRIBE = Map.of(ApiGroup.ECS_SERVICE_READ, 1);
    private static final Map<ApiGroup, Integer> CHECK =
            Map.of(ApiGroup.ECS_SERVICE_READ, 1, ApiGroup.ECS_TASK_DEFINITION_READ, 1);
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

    /** Task sets with the default budget. */
    public static EcsTaskSets create(EcsClient client) {
        return builder(client).build();
    }

    /**
     * Task sets with a budget of their own.
     *
     * @param budget how many requests a second may be made
     * @param time by which the age of what is known of tasks is measured
     */
    public static EcsTaskSets create(EcsClient client, ApiBudget budget, TimeSource time) {
        return builder(client).budget(budget).time(time).build();
    }

    /** Task sets with settings of their own. */
    public static Builder builder(EcsClient client) {
        return new Builder(client);
    }

    /** Builds them. Not safe for use by several threads. */
    public static final class Builder {
        private final EcsClient client;
        private ApiBudget budget = ApiBudget.ofDefaults();
        private TimeSource time = TimeSource.system();
        private Predicate<DeploymentId> olderMarks = deployment -> true;

        private Builder(EcsClient client) {
            this.client = client;
        }

        /** How many requests a second may be made. Default: AWS's own rates. */
        public Builder budget(ApiBudget newBudget) {
            budget = newBudget;
            return this;
        }

        /** The clock for the age of cached task addresses. Default: the system's. */
        public Builder time(TimeSource newTime) {
            time = newTime;
            return this;
        }

        /**
         * Decides whether a task set belongs to the engine if its external id is a bare deployment id, as early versions wrote it.
         * Default: always, unless {@code startedBy} is set or the id looks like CodeDeploy's. If other tools write external ids too, use
         * the journal:
         *
         * <pre>{@code
         * EcsTaskSets.builder(ecs).olderMarks(id -> journal.read(id).isPresent()).build()
         * }</pre>
         *
         * @param newOlderMarks called once for each id; if it throws, the service's description is unavailable
         */
        public Builder olderMarks(Predicate<DeploymentId> newOlderMarks) {
            olderMarks = newOlderMarks;
            return this;
        }

        public EcsTaskSets build() {
            SdkClients.reportRetries(client);
            EcsApi api = new EcsApi(client, ApiCalls.of(client, budget));
            Marks marks = new Marks(olderMarks);
            return new EcsTaskSets(api, marks, new FailedTasks(marks, time), new TaskAddresses(api, time));
        }
    }

    /** Which task set is behind an address: for the router. */
    public TargetOwners owners() {
        return addresses;
    }

    @Override
    public ServiceRuntime restoring() {
        return at(Urgency.RESTORING);
    }

    @Override
    public ServiceRuntime at(Urgency urgency) {
        return new EcsTaskSets(api.at(urgency), marks, failed, addresses);
    }

    @Override
    public ServiceRuntime within(SendPermit permit) {
        return new EcsTaskSets(api.within(permit), marks, failed, addresses);
    }

    /**
     * {@inheritDoc}
     *
     * <p>Failed tasks are listed with one request more for each service that is being deployed. Where the budget has no room for it, the
     * last count is reported for up to a minute.
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

    /** One service that is none of ours must not hide the others of a batch. */
    private static boolean isOurs(ServiceRef ref, Service service) {
        try {
            TaskSets.checkController(ref, service);
            return true;
        } catch (PortException notOurs) {
            return false;
        }
    }

    private ServiceDescription describe(EcsApi within, ServiceRef ref, Service service) {
        failed.read(ref, service, within);
        return new ServiceDescription(
                ref,
                service.desiredCount(),
                true,
                service.taskSets().stream()
                        .map(set -> TaskSets.describe(
                                set,
                                marks.owner(set),
                                service.desiredCount(),
                                failed.of(ref, set),
                                failed.reasons(ref, service, set)))
                        .toList());
    }

    @Override
    public void check(ServiceRef ref, RevisionSpec revision, TargetGroups groups) {
        api.change("ecs check", ref, CHECK, within -> {
            Service service = within.service(ref);
            TaskSets.checkController(ref, service);
            new Preflight(within, ref, service, revision, marks).check(groups);
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

    /** ECS deletes a PRIMARY by force only, so the label goes to the set that serves in its place: it moves no traffic. */
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
