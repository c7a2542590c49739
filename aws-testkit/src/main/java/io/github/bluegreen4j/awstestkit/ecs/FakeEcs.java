package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.autoscaling.OrdinaryServices;
import io.github.bluegreen4j.awstestkit.ecs.bluegreen.BlueGreenServices;
import io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour;
import io.github.bluegreen4j.awstestkit.elb.RegisteredTarget;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.awstestkit.wire.Api;
import io.github.bluegreen4j.awstestkit.wire.AwsCall;
import io.github.bluegreen4j.awstestkit.wire.AwsRefusal;
import io.github.bluegreen4j.awstestkit.wire.FakeService;
import io.github.bluegreen4j.awstestkit.wire.Inputs;
import io.github.bluegreen4j.awstestkit.wire.Operation;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.testkit.world.RevisionNaming;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Predicate;

/**
 * Amazon ECS: the world's services and revisions as services and task sets. From its creation on, the ids of revisions are
 * ARNs of task sets. Its public methods set up what the world does not have. Get it from {@code FakeAws.ecs()}. Thread-safe.
 */
public final class FakeEcs implements FakeService {
    private static final Set<String> PASSING = Set.of("CreateTaskSet", "CreateService", "UpdateService");

    private final Object lock;
    private final EcsNames names;
    private final RollingServices rolling;
    private final BlueGreenServices blueGreen;
    private final Services services;
    private final TaskDefinitions definitions;
    private final ContainerInstances instances;
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
     * @param functions calls a Lambda function by ARN with a payload; empty if there is no such function
     */
    public FakeEcs(
            SimulatedWorld world,
            Arns arns,
            Object lock,
            Predicate<TargetGroupRef> balanced,
            BiFunction<String, String, Optional<LambdaAnswer>> functions) {
        this.lock = lock;
        this.world = world;
        EcsNames names = new EcsNames(arns, world.view());
        this.names = names;
        taskSets = new FakeTaskSets(names, world.view());
        definitions = new TaskDefinitions(names);
        instances = new ContainerInstances(names);
        rolling = new RollingServices(names, world, definitions, balanced);
        blueGreen = new BlueGreenServices(world, arns, names::cluster, rolling::definition, functions);
        services = new Services(names, world.view(), taskSets, rolling, blueGreen);
        nameRevisions();
        ServiceTags tags = new ServiceTags(arn -> rolling.tags(arn).or(() -> blueGreen.tags(arn)), blueGreen::tagged);
        TaskSetOperations sets = new TaskSetOperations(names, world, taskSets, services);
        CreateTaskSet create = new CreateTaskSet(names, world, taskSets, definitions, services, balanced);
        Tasks tasks = new Tasks(names, world.view(), new EcsTaskView(names, definitions), rolling);
        operations = Map.ofEntries(
                Map.entry("DescribeServices", new Operation(names::describedArns, services::describeServices)),
                Map.entry("DescribeTaskSets", new Operation(names::serviceArns, sets::describeTaskSets)),
                Map.entry("CreateTaskSet", new Operation(names::serviceArns, create::create)),
                Map.entry(
                        "UpdateTaskSet",
                        new Operation(input -> names.taskSetArns(input, "taskSet"), sets::updateTaskSet)),
                Map.entry(
                        "DeleteTaskSet",
                        new Operation(input -> names.taskSetArns(input, "taskSet"), sets::deleteTaskSet)),
                Map.entry(
                        "UpdateServicePrimaryTaskSet",
                        new Operation(names::serviceArns, sets::updateServicePrimaryTaskSet)),
                Map.entry("ListContainerInstances", new Operation(names::clusterArns, instances::list)),
                Map.entry("DescribeContainerInstances", new Operation(EcsNames::instanceArns, instances::describe)),
                Map.entry("ListTasks", new Operation(input -> List.of("*"), tasks::listTasks)),
                Map.entry("DescribeTasks", new Operation(names::taskArns, tasks::describeTasks)),
                Map.entry(
                        "DescribeTaskDefinition", new Operation(input -> List.of("*"), definitions::describeOperation)),
                Map.entry("UpdateService", new Operation(names::serviceArns, this::updateService)),
                Map.entry(
                        "ListServiceDeployments", new Operation(names::serviceArns, blueGreen::listServiceDeployments)),
                Map.entry(
                        "DescribeServiceDeployments",
                        new Operation(
                                input -> Inputs.texts(input, "serviceDeploymentArns"),
                                blueGreen::describeServiceDeployments)),
                Map.entry(
                        "DescribeServiceRevisions",
                        new Operation(
                                input -> Inputs.texts(input, "serviceRevisionArns"),
                                blueGreen::describeServiceRevisions)),
                Map.entry(
                        "StopServiceDeployment",
                        new Operation(EcsNames::deploymentArns, blueGreen::stopServiceDeployment)),
                Map.entry(
                        "ContinueServiceDeployment",
                        new Operation(EcsNames::deploymentArns, blueGreen::continueServiceDeployment)),
                Map.entry("CreateService", new Operation(names::createdArns, this::createService)),
                Map.entry("TagResource", new Operation(EcsNames::resourceArns, tags::tag)),
                Map.entry("UntagResource", new Operation(EcsNames::resourceArns, tags::untag)));
    }

    /**
     * Makes new services of the world scale their revisions, as ECS does with task sets, and lets rolling deployments go on.
     * Called before each request.
     */
    public void adopt() {
        List<ServiceRef> services = world.view().services();
        if (!services.equals(lastSeen)) {
            lastSeen = services;
            for (ServiceRef service : services) {
                if (adopted.add(service)) {
                    world.scalesRevisions(service, !rolling.runs(service));
                }
            }
        }
        rolling.advance();
        blueGreen.adopt();
    }

    /**
     * Returns the roles that a request passes to tasks and that need {@code iam:PassRole}.
     *
     * @param call the request
     * @return the ARNs of the roles in the task definition of a new task set or a service; empty for any other request
     */
    public List<String> passedRoles(AwsCall call) {
        return call.api() == Api.ECS
                        && PASSING.contains(call.operation())
                        && call.input().hasNonNull("taskDefinition")
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

    /** {@return the ordinary services, for Application Auto Scaling} */
    public OrdinaryServices ordinaryServices() {
        return rolling;
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

    private void nameRevisions() {
        world.nameRevisions(new RevisionNaming() {
            @Override
            public String name(ServiceRef service, String definition, int number) {
                return names.taskSet(service, number);
            }

            @Override
            public String name(ServiceRef service, String definition, TargetGroupRef group, int number) {
                return rolling.of(service, group)
                        .map(ordinary -> ordinary.revision(definition, number))
                        .or(() -> blueGreen.nameRevision(service, TaskDefinitions.numbered(definition), group))
                        .orElseGet(() -> name(service, definition, number));
            }
        });
    }

    /**
     * Adds an ordinary service, with ECS's own rolling controller. Its tasks are those that a service of the world has in one
     * target group, so two ordinary services can be one service of the world. Call it before you use the name of a revision:
     * a revision is then named by the ARN of the ordinary service, {@code @} and its task definition.
     *
     * @param service the name of the ordinary service
     * @param inWorld the service of the world; it may be the same name
     * @param group the target group of the ordinary service
     * @param definition the task definition with which it was created
     */
    public void ordinary(ServiceRef service, ServiceRef inWorld, TargetGroupRef group, String definition) {
        synchronized (lock) {
            ObjectNode settings = Defaults.taskSet(group);
            rolling.add(new RollingService(service, inWorld, group, names, world, definition, settings));
            world.addGroup(group);
            adopted.remove(inWorld);
            lastSeen = List.of();
            nameRevisions();
        }
    }

    private ObjectNode createService(ObjectNode input) {
        if (!BlueGreenServices.asksFor(input)) {
            return rolling.create(input);
        }
        ServiceRef ref = rolling.created(input);
        ObjectNode answer = blueGreen.create(ref, input);
        ServiceTags.put(blueGreen.tags(names.arns().service(ref)).orElseThrow(), Inputs.list(input, "tags"));
        return answer;
    }

    private ObjectNode updateService(ObjectNode input) {
        ServiceRef ref = new ServiceRef(
                EcsNames.clusterName(input),
                EcsNames.last(Inputs.text(input, "service").orElse("-")));
        if (BlueGreenServices.asksFor(input)) {
            rolling.find(ref).ifPresent(service -> convert(service, input));
        }
        return blueGreen.has(ref) ? blueGreen.update(ref, input) : rolling.update(input);
    }

    /** Gives an ordinary service one of the blue/green strategies. */
    private void convert(RollingService service, ObjectNode input) {
        if (!service.ref().equals(service.inWorld())) {
            throw EcsRefusals.invalid(
                    "This fake has no blue/green strategy for a service that shares its tasks' service.");
        }
        ObjectNode settings = service.settings().deepCopy();
        settings.setAll(input.deepCopy().retain("deploymentConfiguration", "loadBalancers"));
        if (input.hasNonNull("taskDefinition")) {
            rolling.definition(input, settings);
        }
        blueGreen.add(service.ref(), TaskDefinitions.numbered(service.definition()), settings);
        blueGreen.tags(names.arns().service(service.ref())).orElseThrow().putAll(service.tags());
        rolling.remove(service);
        nameRevisions();
        blueGreen.adopt();
    }

    /**
     * Makes a service of the world one with ECS's own controller for blue/green deployments, with the strategy {@code
     * BLUE_GREEN}, 5 minutes of bake time and no hooks; {@code UpdateService} and {@link #configure} change that. The revision
     * in the group that has production traffic is its current one. Call it before you use the name of a revision: a revision
     * is then named by the ARN of its service revision.
     *
     * @param service the service
     * @param primary its target group
     * @param alternate the alternate target group
     * @param production the production rule, or the listener of a Network Load Balancer
     * @param test the test rule or listener; empty if it has none
     * @throws AwsRefusal if ECS would refuse such a service, for example because the groups do not exist
     */
    public void blueGreen(
            ServiceRef service,
            TargetGroupRef primary,
            TargetGroupRef alternate,
            RouteRef production,
            Optional<RouteRef> test) {
        synchronized (lock) {
            ObjectNode settings = Defaults.taskSet(primary);
            ObjectNode advanced =
                    ((ObjectNode) settings.get("loadBalancers").get(0)).putObject("advancedConfiguration");
            advanced.put("alternateTargetGroupArn", alternate.id()).put("productionListenerRule", production.id());
            test.ifPresent(rule -> advanced.put("testListenerRule", rule.id()));
            advanced.put("roleArn", "arn:aws:iam::" + names.arns().account() + ":role/ecsInfrastructureRole");
            ObjectNode configuration = settings.putObject("deploymentConfiguration");
            configuration.put("strategy", "BLUE_GREEN").put("bakeTimeInMinutes", 5);
            configuration.put("maximumPercent", 200).put("minimumHealthyPercent", 100);
            blueGreen.add(service, Defaults.TASK_DEFINITION, settings);
            adopted.remove(service);
            lastSeen = List.of();
            nameRevisions();
        }
    }

    /**
     * Makes a role one that ECS cannot assume, for example because somebody deleted it. Deployments then fail where they need
     * it.
     *
     * @param roleArn the role of a hook or of a load balancer's {@code advancedConfiguration}
     * @param missing whether ECS cannot assume it from now on
     */
    public void roleMissing(String roleArn, boolean missing) {
        synchronized (lock) {
            blueGreen.roleMissing(roleArn, missing);
        }
    }

    /** {@return what AWS does not document about its controller for blue/green deployments, as switches} */
    public UndocumentedBehaviour undocumented() {
        return blueGreen.undocumented();
    }

    /**
     * Changes settings of an ordinary service or one with a blue/green strategy, for example its {@code
     * deploymentConfiguration}.
     *
     * @param service the service
     * @param settings fields of a {@code Service} as JSON; they replace those of the same name
     */
    public void configure(ServiceRef service, ObjectNode settings) {
        synchronized (lock) {
            if (!blueGreen.configure(service, settings)) {
                ordinary(service).settings().setAll(settings.deepCopy());
            }
        }
    }

    /**
     * Starts a rolling deployment of an ordinary service, as somebody else does.
     *
     * @param service the ordinary service
     * @param definition the new task definition; the one that it runs forces a new deployment
     */
    public void startsRollingDeployment(ServiceRef service, String definition) {
        synchronized (lock) {
            RollingService ordinary = ordinary(service);
            ordinary.advance();
            ordinary.update(Optional.of(definition), true, ordinary.desired(), Optional.empty());
        }
    }

    /**
     * Sets a tag of an ordinary service or one with a blue/green strategy, as somebody else does.
     *
     * @param service the service
     * @param key the key of the tag
     * @param value its value
     */
    public void tag(ServiceRef service, String key, String value) {
        synchronized (lock) {
            tagsOf(service).put(key, value);
        }
    }

    /**
     * Returns the tags of an ordinary service or one with a blue/green strategy.
     *
     * @param service the service
     * @return its tags, by key
     */
    public Map<String, String> tags(ServiceRef service) {
        synchronized (lock) {
            return Map.copyOf(tagsOf(service));
        }
    }

    private Map<String, String> tagsOf(ServiceRef service) {
        return blueGreen
                .tags(names.arns().service(service))
                .orElseGet(() -> ordinary(service).tags());
    }

    private RollingService ordinary(ServiceRef service) {
        return rolling.services().stream()
                .filter(ordinary -> ordinary.ref().equals(service))
                .findFirst()
                .orElseThrow(EcsRefusals::noService);
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
     * Registers an active container instance. By default a cluster has none. Tasks of the world do not use its resources.
     *
     * @param cluster the name of the cluster
     * @param cpu the CPU units that are left
     * @param memory the memory that is left, in MiB
     */
    public void containerInstance(String cluster, int cpu, int memory) {
        synchronized (lock) {
            instances.add(cluster, cpu, memory);
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
