package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.aws.call.ApiCalls;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.PortException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.CreateTaskSetRequest;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.ListTasksResponse;
import software.amazon.awssdk.services.ecs.model.ScaleUnit;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.Task;
import software.amazon.awssdk.services.ecs.model.TaskDefinition;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** The requests of ECS that task sets need, each within AWS's limits and with all its pages. */
final class EcsApi {
    private static final int SERVICES = 10;
    private static final int TASKS = 100;

    private final EcsClient client;
    private final ApiCalls calls;

    EcsApi(EcsClient client, ApiCalls calls) {
        this.client = client;
        this.calls = calls;
    }

    EcsApi restoring() {
        return new EcsApi(client, calls.restoring());
    }

    /** The services that exist, by how they are called here. */
    Map<ServiceRef, Service> services(Collection<ServiceRef> refs) {
        Map<String, List<ServiceRef>> byCluster = refs.stream()
                .distinct()
                .collect(Collectors.groupingBy(ServiceRef::cluster, TreeMap::new, Collectors.toList()));
        Map<ServiceRef, Service> found =
                new TreeMap<>((one, other) -> one.toString().compareTo(other.toString()));
        byCluster.forEach((cluster, all) -> {
            for (List<ServiceRef> some : batches(all, SERVICES)) {
                describe(cluster, some)
                        .forEach(service -> some.stream()
                                .filter(ref -> isCalled(service, ref.name()) && !"INACTIVE".equals(service.status()))
                                .forEach(ref -> found.put(ref, service)));
            }
        });
        return found;
    }

    private List<Service> describe(String cluster, List<ServiceRef> refs) {
        List<String> names = refs.stream().map(ServiceRef::name).toList();
        try {
            return calls.read(
                    ApiGroup.ECS_SERVICE_READ,
                    "ecs:DescribeServices",
                    refs,
                    () -> client.describeServices(
                                    request -> request.cluster(cluster).services(names))
                            .services());
        } catch (PortException missing) {
            if (missing.problem().kind() == Problem.Kind.GONE) {
                return List.of(); // There is no such cluster.
            }
            throw missing;
        }
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

    /** The service, which has to exist. */
    Service service(ServiceRef ref) {
        return Optional.ofNullable(services(List.of(ref)).get(ref))
                .orElseThrow(() -> new PortException(new Problem(
                        Problem.Kind.GONE, "ecs:DescribeServices", ref.toString(), "there is no such service")));
    }

    /** The ARNs of a service's tasks that are to run, or that have stopped within about an hour. */
    List<String> tasks(ServiceRef service, DesiredStatus desired) {
        List<String> arns = new ArrayList<>();
        Optional<String> next = Optional.empty();
        do {
            Optional<String> from = next;
            ListTasksResponse page = calls.read(
                    ApiGroup.ECS_CLUSTER_READ,
                    "ecs:ListTasks",
                    service,
                    () -> client.listTasks(request -> request.cluster(service.cluster())
                            .serviceName(service.name())
                            .desiredStatus(desired)
                            .nextToken(from.orElse(null))));
            arns.addAll(page.taskArns());
            next = Optional.ofNullable(page.nextToken());
        } while (next.isPresent());
        return arns;
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
}
