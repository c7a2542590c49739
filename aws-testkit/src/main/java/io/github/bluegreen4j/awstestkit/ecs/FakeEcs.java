package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.elb.RegisteredTarget;
import io.github.bluegreen4j.awstestkit.wire.Api;
import io.github.bluegreen4j.awstestkit.wire.AwsCall;
import io.github.bluegreen4j.awstestkit.wire.FakeService;
import io.github.bluegreen4j.awstestkit.wire.Operation;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/**
 * Amazon ECS: the services and revisions of a world as services and task sets. The ids of revisions are ARNs of task sets from
 * the moment on when it is made. Its methods are what a test sets up.
 */
public final class FakeEcs implements FakeService {
    private final Object lock;
    private final Services services;
    private final TaskDefinitions definitions;
    private final TaskSets taskSets;
    private final SimulatedWorld world;
    private final Set<ServiceRef> adopted = new HashSet<>();
    private List<ServiceRef> lastSeen = List.of();
    private final Map<String, Operation> operations;

    /**
     * That of a world.
     *
     * @param lock held by whoever lets an operation happen
     * @param balanced whether a target group is used by a load balancer
     */
    public FakeEcs(SimulatedWorld world, Arns arns, Object lock, Predicate<TargetGroupRef> balanced) {
        this.lock = lock;
        this.world = world;
        EcsNames names = new EcsNames(arns, world.view());
        world.nameRevisions((service, definition, number) -> names.taskSet(service, number));
        taskSets = new TaskSets(names, world.view());
        services = new Services(names, world.view(), taskSets);
        definitions = new TaskDefinitions(names);
        TaskSetOperations sets = new TaskSetOperations(names, world, taskSets, services);
        CreateTaskSet create = new CreateTaskSet(names, world, taskSets, definitions, services, balanced);
        Tasks tasks = new Tasks(names, world.view(), new TaskView(names, definitions));
        operations = Map.of(
                "DescribeServices",
                new Operation(names::describedArns, services::describeServices),
                "DescribeTaskSets",
                new Operation(names::serviceArns, sets::describeTaskSets),
                "CreateTaskSet",
                new Operation(names::serviceArns, create::create),
                "UpdateTaskSet",
                new Operation(input -> names.taskSetArns(input, "taskSet"), sets::updateTaskSet),
                "DeleteTaskSet",
                new Operation(input -> names.taskSetArns(input, "taskSet"), sets::deleteTaskSet),
                "UpdateServicePrimaryTaskSet",
                new Operation(names::serviceArns, sets::updateServicePrimaryTaskSet),
                "ListTasks",
                new Operation(input -> List.of("*"), tasks::listTasks),
                "DescribeTasks",
                new Operation(names::taskArns, tasks::describeTasks),
                "DescribeTaskDefinition",
                new Operation(input -> List.of("*"), definitions::describeOperation));
    }

    /** Makes the services that have appeared scale their revisions, as ECS scales task sets. */
    public void adopt() {
        List<ServiceRef> services = world.view().services();
        if (services.equals(lastSeen)) {
            return;
        }
        lastSeen = services;
        for (ServiceRef service : services) {
            if (adopted.add(service)) {
                world.scalesRevisions(service, true);
            }
        }
    }

    /** The roles that a call passes to tasks: those of the definition of a task set that is created. */
    public List<String> passedRoles(AwsCall call) {
        return call.api() == Api.ECS && call.operation().equals("CreateTaskSet")
                ? definitions.roles(call.input())
                : List.of();
    }

    /** How a target of the world is registered with its target group. */
    public RegisteredTarget registered(TargetHealth.Target target) {
        return target.owner().isEmpty()
                ? new RegisteredTarget(target.id(), Defaults.PORT)
                : new RegisteredTarget(
                        EcsNames.address(target.id()),
                        taskSets.port(target.owner().get()));
    }

    @Override
    public Api api() {
        return Api.ECS;
    }

    @Override
    public Map<String, Operation> operations() {
        return operations;
    }

    /** Who deploys a service; {@link Controller#EXTERNAL} at first. */
    public void controller(ServiceRef service, Controller controller) {
        synchronized (lock) {
            services.controller(service, controller);
        }
    }

    /** Somebody has deleted a service: it is {@code INACTIVE} from now on, and takes no task sets. */
    public void deleted(ServiceRef service) {
        synchronized (lock) {
            services.deleted(service);
        }
    }

    /**
     * Turns a task set into one that CodeDeploy created.
     *
     * @param deployment the id of CodeDeploy's deployment, {@code d-A1B2C3111} for example
     */
    public void madeByCodeDeploy(ServiceRef service, RevisionRef taskSet, String deployment) {
        synchronized (lock) {
            ServiceDescription.Revision made =
                    world.describe(service).find(taskSet).orElseThrow(EcsRefusals::noTaskSet);
            taskSets.facts(made).settings().put("startedBy", "CODE_DEPLOY").put("externalId", deployment);
        }
    }

    /**
     * Adds an event to a service, which has the last hundred.
     *
     * @param message {@code (service checkout) was unable to place a task because no container instance met all of its
     *     requirements.} for example
     */
    public void reports(ServiceRef service, String message) {
        synchronized (lock) {
            services.report(service, message);
        }
    }

    /**
     * A task definition is registered. Without that each definition that the world knows has one container {@code app} that
     * listens on port 8080, the network mode {@code awsvpc}, and a task and an execution role.
     *
     * @param definition family and revision, {@code checkout:42} for example; the family alone then names the newest
     * @param description the fields of a {@code TaskDefinition}, as JSON: {@code containerDefinitions}, {@code networkMode}
     *     and so on
     */
    public void register(String definition, ObjectNode description) {
        synchronized (lock) {
            definitions.register(definition, description.deepCopy());
        }
    }
}
