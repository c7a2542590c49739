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
 * Amazon ECS: the world's services and revisions as services and task sets. From its creation on, the ids of revisions are
 * ARNs of task sets. Its public methods set up what the world does not have. Get it from {@code FakeAws.ecs()}. Thread-safe.
 */
public final class FakeEcs implements FakeService {
    private final Object lock;
    private final Services services;
    private final TaskDefinitions definitions;
    private final FakeTaskSets taskSets;
    private final SimulatedWorld world;
    private final Set<ServiceRef> adopted = new HashSet<>();
    private List<ServiceRef> lastSeen = List.of();
    private final Map<String, Operation> operations;

    /**
     * Creates the service of a world.
     *
     * @param world the world
     * @param arns the account and Region
     * @param lock the lock of the fake, held while an operation runs
     * @param balanced tells whether a load balancer uses a target group
     */
    public FakeEcs(SimulatedWorld world, Arns arns, Object lock, Predicate<TargetGroupRef> balanced) {
        this.lock = lock;
        this.world = world;
        EcsNames names = new EcsNames(arns, world.view());
        world.nameRevisions((service, definition, number) -> names.taskSet(service, number));
        taskSets = new FakeTaskSets(names, world.view());
        services = new Services(names, world.view(), taskSets);
        definitions = new TaskDefinitions(names);
        TaskSetOperations sets = new TaskSetOperations(names, world, taskSets, services);
        CreateTaskSet create = new CreateTaskSet(names, world, taskSets, definitions, services, balanced);
        Tasks tasks = new Tasks(names, world.view(), new EcsTaskView(names, definitions));
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

    /** Makes new services of the world scale their revisions, as ECS does with task sets. Called before each request. */
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

    /**
     * Returns the roles that a request passes to tasks and that need {@code iam:PassRole}.
     *
     * @param call the request
     * @return the ARNs of the roles in the task definition of a new task set; empty for any other request
     */
    public List<String> passedRoles(AwsCall call) {
        return call.api() == Api.ECS && call.operation().equals("CreateTaskSet")
                ? definitions.roles(call.input())
                : List.of();
    }

    /**
     * Returns how a target of the world is registered with its target group.
     *
     * @param target a target of the world
     * @return its address and port
     */
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

    /**
     * Sets the deployment controller of a service. The default is {@link Controller#EXTERNAL}.
     *
     * @param service the service
     * @param controller the controller
     */
    public void controller(ServiceRef service, Controller controller) {
        synchronized (lock) {
            services.controller(service, controller);
        }
    }

    /**
     * Deletes a service, as an outsider does. It is {@code INACTIVE} from now on and refuses task sets.
     *
     * @param service the service
     */
    public void deleted(ServiceRef service) {
        synchronized (lock) {
            services.deleted(service);
        }
    }

    /**
     * Turns a task set into one that CodeDeploy created.
     *
     * @param service the service
     * @param taskSet the task set
     * @param deployment the id of CodeDeploy's deployment, for example {@code d-A1B2C3111}
     */
    public void madeByCodeDeploy(ServiceRef service, RevisionRef taskSet, String deployment) {
        synchronized (lock) {
            ServiceDescription.Revision made =
                    world.describe(service).find(taskSet).orElseThrow(EcsRefusals::noTaskSet);
            taskSets.facts(made).settings().put("startedBy", "CODE_DEPLOY").put("externalId", deployment);
        }
    }

    /**
     * Adds an event to a service. A service has its last hundred events.
     *
     * @param service the service
     * @param message for example {@code (service checkout) was unable to place a task because no container instance met all
     *     of its requirements.}
     */
    public void reports(ServiceRef service, String message) {
        synchronized (lock) {
            services.report(service, message);
        }
    }

    /**
     * Registers a task definition. By default, every definition of the world has one container {@code app} on port 8080, the
     * network mode {@code awsvpc}, a task role and an execution role.
     *
     * @param definition family and revision, for example {@code checkout:42}; the family alone then means its latest
     *     revision
     * @param description the fields of a {@code TaskDefinition} as JSON, for example {@code containerDefinitions} and {@code
     *     networkMode}
     */
    public void register(String definition, ObjectNode description) {
        synchronized (lock) {
            definitions.register(definition, description.deepCopy());
        }
    }
}
