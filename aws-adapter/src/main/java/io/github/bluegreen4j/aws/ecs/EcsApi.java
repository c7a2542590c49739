package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.aws.arn.EcsArns;
import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.ContainerInstance;
import software.amazon.awssdk.services.ecs.model.ContainerInstanceStatus;
import software.amazon.awssdk.services.ecs.model.CreateServiceRequest;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DeploymentLifecycleHookAction;
import software.amazon.awssdk.services.ecs.model.DescribeServicesResponse;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.Failure;
import software.amazon.awssdk.services.ecs.model.ListContainerInstancesResponse;
import software.amazon.awssdk.services.ecs.model.ListServiceDeploymentsResponse;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.ServiceDeployment;
import software.amazon.awssdk.services.ecs.model.ServiceDeploymentBrief;
import software.amazon.awssdk.services.ecs.model.ServiceField;
import software.amazon.awssdk.services.ecs.model.ServiceRevision;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;
import software.amazon.awssdk.services.ecs.model.Tag;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskSet;
import software.amazon.awssdk.services.ecs.model.UpdateServiceRequest;

/** The requests to ECS that task sets and pairs of services need, within AWS's batch sizes and with all pages. */
final class EcsApi {
    private static final int SERVICES = 10;
    private static final int TASKS = 100;
    private static final int REVISIONS = 20;
    private static final int DEPLOYMENTS = 100;

    private final EcsClient client;
    private final ApiCalls calls;
    private final EcsPlaces places;

    private final Own own;

    /** The account and Region of the client, which a described service tells; shared by all copies. */
    private static final class Own {
        private volatile Optional<EcsArns> arns = Optional.empty();
    }

    EcsApi(EcsClient client, ApiCalls calls) {
        this(client, calls, new Own());
    }

    private EcsApi(EcsClient client, ApiCalls calls, Own own) {
        this.client = client;
        this.calls = calls;
        this.places = new EcsPlaces(calls.region());
        this.own = own;
    }

    /**
     * {@return the other names of a service: its cluster and itself by name and by ARN} Empty before any service was described, and for a
     * service that is elsewhere.
     */
    Set<ServiceRef> otherNames(ServiceRef service) {
        return own.arns.map(arns -> otherNames(arns, service)).orElse(Set.of());
    }

    private static Set<ServiceRef> otherNames(EcsArns arns, ServiceRef service) {
        boolean elsewhere = Stream.of(service.cluster(), service.name())
                .anyMatch(name -> EcsArns.beside(name)
                        .filter(place -> !place.equals(arns))
                        .isPresent());
        Set<ServiceRef> names = new LinkedHashSet<>();
        if (!elsewhere) {
            for (String cluster : List.of(EcsPlaces.last(service.cluster()), arns.cluster(service))) {
                for (String name : List.of(EcsPlaces.last(service.name()), arns.service(service))) {
                    names.add(new ServiceRef(cluster, name));
                }
            }
            names.remove(service);
        }
        return names;
    }

    /** Returns the Region for messages, for example {@code " in Region eu-west-1"}. */
    String place() {
        return calls.region().map(id -> " in Region " + id).orElse("");
    }

    EcsApi at(Urgency urgency) {
        return new EcsApi(client, calls.at(urgency), own);
    }

    /** Makes a call of several requests when the budget has room for all of them. */
    <T> T within(String operation, Object resource, Map<ApiGroup, Integer> cost, Function<EcsApi, T> body) {
        return calls.within(operation, resource, cost, within -> body.apply(new EcsApi(client, within, own)));
    }

    /** Does the same for a call without a result. */
    void change(String operation, Object resource, Map<ApiGroup, Integer> cost, Consumer<EcsApi> body) {
        within(operation, resource, cost, within -> {
            body.accept(within);
            return true;
        });
    }

    List<RequestCost> costs(Map<ApiGroup, Integer> cost) {
        return calls.costs(cost);
    }

    /** Tells whether one more request that reads a cluster's tasks fits now. */
    boolean hasRoomForTasks() {
        return calls.hasRoom(ApiGroup.ECS_CLUSTER_READ);
    }

    EcsApi within(SendPermit permit) {
        return new EcsApi(client, calls.within(permit), own);
    }

    /** The result for each requested service: it is either found, or missing for a reason. */
    record Answer(Map<ServiceRef, Service> services, Map<ServiceRef, Problem> missing) {
        Answer() {
            this(
                    new TreeMap<>(Comparator.comparing(ServiceRef::toString)),
                    new TreeMap<>(Comparator.comparing(ServiceRef::toString)));
        }

        Optional<Service> find(ServiceRef ref) {
            return Optional.ofNullable(services.get(ref));
        }

        /** Tells whether a service or its cluster does not exist. */
        boolean isGone(ServiceRef ref) {
            return missing.containsKey(ref) && missing.get(ref).kind() == Problem.Kind.GONE;
        }

        /**
         * Throws if the service's cluster does not exist or is in another Region. That is a misconfiguration, not a missing
         * service.
         */
        void checkPlace(ServiceRef ref) {
            Optional.ofNullable(missing.get(ref))
                    .filter(problem -> !problem.resource().equals(ref.toString()))
                    .ifPresent(problem -> {
                        throw new PortException(problem);
                    });
        }

        /** Returns the service, which must exist. */
        Service get(ServiceRef ref) {
            return find(ref).orElseThrow(() -> new PortException(missing.getOrDefault(ref, unanswered(ref))));
        }
    }

    /** Describes services, ten in each request. */
    Answer services(Collection<ServiceRef> refs) {
        return services(refs, false);
    }

    /** Describes services with their tags. */
    Answer servicesWithTags(Collection<ServiceRef> refs) {
        return services(refs, true);
    }

    private Answer services(Collection<ServiceRef> refs, boolean withTags) {
        Map<String, List<ServiceRef>> byCluster = refs.stream()
                .distinct()
                .collect(Collectors.groupingBy(ServiceRef::cluster, TreeMap::new, Collectors.toList()));
        Answer answer = new Answer();
        byCluster.forEach((cluster, all) -> {
            Optional<Problem> elsewhere = places.elsewhere(cluster);
            if (elsewhere.isPresent()) {
                all.forEach(ref -> answer.missing().put(ref, elsewhere.get()));
                return;
            }
            for (List<ServiceRef> some : batches(all, SERVICES)) {
                ask(cluster, some, withTags, answer);
            }
        });
        return answer;
    }

    private void ask(String cluster, List<ServiceRef> refs, boolean withTags, Answer answer) {
        List<String> names = refs.stream().map(ServiceRef::name).toList();
        DescribeServicesResponse response;
        try {
            response = calls.read(
                    ApiGroup.ECS_SERVICE_READ,
                    "ecs:DescribeServices",
                    refs,
                    () -> client.describeServices(request -> {
                        request.cluster(cluster).services(names);
                        if (withTags) {
                            request.include(ServiceField.TAGS);
                        }
                    }));
        } catch (PortException missing) {
            if (missing.problem().kind() != Problem.Kind.GONE) {
                throw missing;
            }
            refs.forEach(ref -> answer.missing().put(ref, places.noCluster(cluster)));
            return;
        }
        response.services().stream()
                .flatMap(service -> Optional.ofNullable(service.serviceArn()).flatMap(EcsArns::beside).stream())
                .findFirst()
                .ifPresent(arns -> own.arns = Optional.of(arns));
        for (ServiceRef ref : refs) {
            Optional<Service> found = response.services().stream()
                    .filter(service -> isCalled(service, ref.name()))
                    .findFirst();
            if (found.isEmpty()) {
                answer.missing().put(ref, missing(ref, response.failures()));
            } else if (isOver(found.get())) {
                answer.missing().put(ref, places.deleted(ref, found.get()));
            } else {
                answer.services().put(ref, found.get());
            }
        }
        // A service that the answer does not mention is unknown, not deleted.
        answer.missing().values().stream()
                .filter(problem -> problem.kind() == Problem.Kind.UNAVAILABLE)
                .findFirst()
                .ifPresent(problem -> {
                    throw new PortException(problem);
                });
    }

    private Problem missing(ServiceRef ref, List<Failure> failures) {
        return failures.stream()
                .filter(failure -> EcsPlaces.last(String.valueOf(failure.arn())).equals(EcsPlaces.last(ref.name())))
                .findFirst()
                .map(failure -> places.noService(ref, failure))
                .orElseGet(() -> unanswered(ref));
    }

    private static Problem unanswered(ServiceRef ref) {
        return new Problem(
                Problem.Kind.UNAVAILABLE,
                "ecs:DescribeServices",
                ref.toString(),
                "the answer names it neither among the services nor among the failures");
    }

    /** A service that is being deleted accepts no changes and can't be restored. */
    private static boolean isOver(Service service) {
        return "INACTIVE".equals(service.status()) || "DRAINING".equals(service.status());
    }

    private static boolean isCalled(Service service, String name) {
        return name.equals(service.serviceName()) || name.equals(service.serviceArn());
    }

    private static <T> List<List<T>> batches(List<T> all, int size) {
        List<List<T>> batches = new ArrayList<>();
        for (int from = 0; from < all.size(); from += size) {
            batches.add(all.subList(from, Math.min(all.size(), from + size)));
        }
        return batches;
    }

    /** Describes one service, which must exist. */
    Service service(ServiceRef ref) {
        return services(List.of(ref)).get(ref);
    }

    /** Returns the ARNs of a service's running tasks, or of those that stopped within about an hour. */
    List<String> tasks(ServiceRef service, DesiredStatus desired) {
        return pages(
                from -> calls.read(
                        ApiGroup.ECS_CLUSTER_READ,
                        "ecs:ListTasks",
                        service,
                        () -> client.listTasks(request -> request.cluster(service.cluster())
                                .serviceName(service.name())
                                .desiredStatus(desired)
                                .nextToken(from))),
                ListTasksResponse::taskArns,
                ListTasksResponse::nextToken);
    }

    /**
     * Reads all pages of a list.
     *
     * @param page reads one page, from a token on that is null for the first one
     * @param items what is on a page
     * @param token the token of the next page; null on the last one
     */
    private static <P, T> List<T> pages(
            Function<@Nullable String, P> page, Function<P, List<T>> items, Function<P, @Nullable String> token) {
        List<T> all = new ArrayList<>();
        @Nullable String from = null;
        do {
            P read = page.apply(from);
            all.addAll(items.apply(read));
            from = token.apply(read);
        } while (from != null);
        return all;
    }

    List<Task> describe(ServiceRef service, List<String> taskArns) {
        List<Task> tasks = new ArrayList<>();
        for (List<String> some : batches(taskArns, TASKS)) {
            tasks.addAll(calls.read(
                    ApiGroup.ECS_CLUSTER_READ,
                    "ecs:DescribeTasks",
                    service,
                    () -> client.describeTasks(request ->
                                    request.cluster(service.cluster()).tasks(some))
                            .tasks()));
        }
        return tasks;
    }

    /** The active container instances of a service's cluster. */
    List<ContainerInstance> instances(ServiceRef service) {
        List<String> arns = pages(
                from -> calls.read(
                        ApiGroup.ECS_CLUSTER_READ,
                        "ecs:ListContainerInstances",
                        service.cluster(),
                        () -> client.listContainerInstances(request -> request.cluster(service.cluster())
                                .status(ContainerInstanceStatus.ACTIVE)
                                .nextToken(from))),
                ListContainerInstancesResponse::containerInstanceArns,
                ListContainerInstancesResponse::nextToken);
        List<ContainerInstance> instances = new ArrayList<>();
        for (List<String> some : batches(arns, TASKS)) {
            instances.addAll(calls.read(
                    ApiGroup.ECS_CLUSTER_READ,
                    "ecs:DescribeContainerInstances",
                    service.cluster(),
                    () -> client.describeContainerInstances(request ->
                                    request.cluster(service.cluster()).containerInstances(some))
                            .containerInstances()));
        }
        return instances;
    }

    TaskDefinition taskDefinition(String definition) {
        return calls.read(
                ApiGroup.ECS_TASK_DEFINITION_READ,
                "ecs:DescribeTaskDefinition",
                definition,
                () -> client.describeTaskDefinition(request -> request.taskDefinition(definition))
                        .taskDefinition());
    }

    void create(ServiceRef service, CreateTaskSetRequest request) {
        calls.change(ApiGroup.ECS_TASK_SET_MODIFY, "ecs:CreateTaskSet", service, () -> client.createTaskSet(request));
    }

    void scale(ServiceRef service, TaskSet set, double percent) {
        calls.change(
                ApiGroup.ECS_TASK_SET_MODIFY,
                "ecs:UpdateTaskSet",
                set.taskSetArn(),
                () -> client.updateTaskSet(request -> request.cluster(service.cluster())
                        .service(service.name())
                        .taskSet(set.taskSetArn())
                        .scale(scale -> scale.unit(ScaleUnit.PERCENT).value(percent))));
    }

    void makePrimary(ServiceRef service, RevisionRef revision) {
        calls.change(
                ApiGroup.ECS_SERVICE_MODIFY,
                "ecs:UpdateServicePrimaryTaskSet",
                revision,
                () -> client.updateServicePrimaryTaskSet(request -> request.cluster(service.cluster())
                        .service(service.name())
                        .primaryTaskSet(revision.id())));
    }

    void delete(ServiceRef service, TaskSet set) {
        calls.change(
                ApiGroup.ECS_TASK_SET_MODIFY,
                "ecs:DeleteTaskSet",
                set.taskSetArn(),
                () -> client.deleteTaskSet(request -> request.cluster(service.cluster())
                        .service(service.name())
                        .taskSet(set.taskSetArn())));
    }

    /** Updates a service with the rolling controller, and returns it as ECS answers. */
    Service update(ServiceRef service, Consumer<UpdateServiceRequest.Builder> update) {
        return calls.change(
                ApiGroup.ECS_SERVICE_MODIFY,
                "ecs:UpdateService",
                service,
                () -> client.updateService(request ->
                                update.accept(request.cluster(service.cluster()).service(service.name())))
                        .service());
    }

    /** Describes one deployment of ECS's own controller. */
    ServiceDeployment deployment(ServiceRef service, String arn) {
        return calls
                .read(
                        ApiGroup.ECS_DEPLOYMENT_READ,
                        "ecs:DescribeServiceDeployments",
                        service,
                        () -> client.describeServiceDeployments(request -> request.serviceDeploymentArns(arn)))
                .serviceDeployments()
                .stream()
                .findFirst()
                .orElseThrow(() -> new PortException(new Problem(
                        Problem.Kind.UNAVAILABLE,
                        "ecs:DescribeServiceDeployments",
                        service.toString(),
                        "the answer does not have " + arn)));
    }

    /** Returns all deployments of ECS's own controller that ECS remembers, the newest first. */
    List<ServiceDeploymentBrief> deployments(ServiceRef service) {
        List<ServiceDeploymentBrief> all = pages(
                from -> calls.read(
                        ApiGroup.ECS_DEPLOYMENT_READ,
                        "ecs:ListServiceDeployments",
                        service,
                        () -> client.listServiceDeployments(request -> request.cluster(service.cluster())
                                .service(service.name())
                                .maxResults(DEPLOYMENTS)
                                .nextToken(from))),
                ListServiceDeploymentsResponse::serviceDeployments,
                ListServiceDeploymentsResponse::nextToken);
        all.sort(Comparator.comparing(ServiceDeploymentBrief::createdAt).reversed());
        return all;
    }

    List<ServiceRevision> revisions(ServiceRef service, Collection<String> arns) {
        List<ServiceRevision> revisions = new ArrayList<>();
        for (List<String> some : batches(List.copyOf(arns), REVISIONS)) {
            revisions.addAll(calls.read(
                    ApiGroup.ECS_REVISION_READ,
                    "ecs:DescribeServiceRevisions",
                    service,
                    () -> client.describeServiceRevisions(request -> request.serviceRevisionArns(some))
                            .serviceRevisions()));
        }
        return revisions;
    }

    /** Answers a pause hook of a deployment of ECS's own controller. */
    void proceed(ServiceRef service, String deploymentArn, String hookId) {
        calls.change(
                ApiGroup.ECS_SERVICE_MODIFY,
                "ecs:ContinueServiceDeployment",
                service,
                () -> client.continueServiceDeployment(request -> request.serviceDeploymentArn(deploymentArn)
                        .hookId(hookId)
                        .action(DeploymentLifecycleHookAction.CONTINUE)));
    }

    void stop(ServiceRef service, String deploymentArn, StopServiceDeploymentStopType how) {
        calls.change(
                ApiGroup.ECS_SERVICE_MODIFY,
                "ecs:StopServiceDeployment",
                service,
                () -> client.stopServiceDeployment(
                        request -> request.serviceDeploymentArn(deploymentArn).stopType(how)));
    }

    void tag(ServiceRef service, String arn, Map<String, String> tags) {
        calls.change(
                ApiGroup.ECS_SERVICE_MODIFY,
                "ecs:TagResource",
                service,
                () -> client.tagResource(request -> request.resourceArn(arn)
                        .tags(tags.entrySet().stream()
                                .map(tag -> Tag.builder()
                                        .key(tag.getKey())
                                        .value(tag.getValue())
                                        .build())
                                .toList())));
    }

    Service create(ServiceRef service, CreateServiceRequest request) {
        return calls.change(
                ApiGroup.ECS_SERVICE_MODIFY,
                "ecs:CreateService",
                service,
                () -> client.createService(request).service());
    }
}
