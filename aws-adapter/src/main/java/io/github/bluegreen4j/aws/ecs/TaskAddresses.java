package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.aws.elb.TargetOwners;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiFunction;
import java.util.function.Function;
import software.amazon.awssdk.services.ecs.model.DesiredStatus;
import software.amazon.awssdk.services.ecs.model.KeyValuePair;
import software.amazon.awssdk.services.ecs.model.Task;

/**
 * Maps IP addresses to the revisions of their tasks. Addresses are cached for a minute, and for watches, which follow the
 * same targets for long, ten minutes. An unknown address triggers a new read, but at most every five seconds, because it
 * may belong to no task.
 */
final class TaskAddresses implements TargetOwners {
    private static final Duration KNOWN_FOR = Duration.ofSeconds(60);
    private static final Duration KNOWN_TO_WATCHES_FOR = Duration.ofMinutes(10);
    private static final Duration ASK_AGAIN_AFTER = Duration.ofSeconds(5);

    /** How long the target of a task that is no longer listed may drain. The default of a target group is 5 minutes. */
    private static final Duration DRAINS_FOR = Duration.ofMinutes(15);

    private final EcsApi api;
    private final TimeSource time;
    private final Duration knownFor;
    private final Function<ServiceRef, List<ServiceRef>> inEcs;
    private final BiFunction<ServiceRef, Task, Optional<RevisionRef>> owner;
    private final Map<ServiceRef, KnownAddress> services;

    private TaskAddresses(
            EcsApi api,
            TimeSource time,
            Duration knownFor,
            Function<ServiceRef, List<ServiceRef>> inEcs,
            BiFunction<ServiceRef, Task, Optional<RevisionRef>> owner,
            Map<ServiceRef, KnownAddress> services) {
        this.api = api;
        this.time = time;
        this.knownFor = knownFor;
        this.inEcs = inEcs;
        this.owner = owner;
        this.services = services;
    }

    /** Returns the addresses of services whose revisions are task sets. */
    static TaskAddresses ofTaskSets(EcsApi api, TimeSource time) {
        return of(api, time, List::of, TaskAddresses::taskSet);
    }

    /**
     * Returns the addresses of services whose revisions run in several services of ECS.
     *
     * @param inEcs the services of ECS that belong to a service
     * @param owner the revision of a task of one of them
     */
    static TaskAddresses of(
            EcsApi api,
            TimeSource time,
            Function<ServiceRef, List<ServiceRef>> inEcs,
            BiFunction<ServiceRef, Task, Optional<RevisionRef>> owner) {
        return new TaskAddresses(api, time, KNOWN_FOR, inEcs, owner, new ConcurrentHashMap<>());
    }

    /** A task and when it was last listed. If it is no longer listed, its target may still drain. */
    private record Owned(String address, Optional<RevisionRef> owner, long listedAt) {}

    /** @param tasks the tasks by ARN */
    private record KnownAddress(long askedAt, Map<String, Owned> tasks, Map<String, RevisionRef> owners) {
        private static final KnownAddress NOTHING = new KnownAddress(Long.MIN_VALUE, Map.of());

        KnownAddress(long askedAt, Map<String, Owned> tasks) {
            this(askedAt, Map.copyOf(tasks), byAddress(tasks.values()));
        }

        /** Maps each address to the task that was listed last, because AWS may reassign an address. */
        private static Map<String, RevisionRef> byAddress(Collection<Owned> tasks) {
            Map<String, RevisionRef> owners = new HashMap<>();
            tasks.stream()
                    .sorted(Comparator.comparingLong(Owned::listedAt))
                    .forEach(task -> task.owner().ifPresent(owner -> owners.put(task.address(), owner)));
            return owners;
        }

        boolean isYoungerThan(Duration age, long now) {
            return askedAt != Long.MIN_VALUE && now - askedAt < age.toNanos();
        }
    }

    @Override
    public TargetOwners at(Urgency urgency) {
        Duration newKnownFor = urgency == Urgency.WATCH ? KNOWN_TO_WATCHES_FOR : KNOWN_FOR;
        return new TaskAddresses(api.at(urgency), time, newKnownFor, inEcs, owner, services);
    }

    @Override
    public Map<String, RevisionRef> ownersOf(ServiceRef service, Set<String> addresses) {
        KnownAddress known = services.getOrDefault(service, KnownAddress.NOTHING);
        boolean complete = known.owners().keySet().containsAll(addresses);
        if (!known.isYoungerThan(complete ? knownFor : ASK_AGAIN_AFTER, time.nanos())) {
            KnownAddress before = known;
            Map<ApiGroup, Integer> cost =
                    Map.of(ApiGroup.ECS_CLUSTER_READ, inEcs.apply(service).size());
            known = api.within("ecs tasks", service, cost, within -> ask(within, service, before));
            services.put(service, known);
        }
        Map<String, RevisionRef> owners = new HashMap<>(known.owners());
        owners.keySet().retainAll(addresses);
        return owners;
    }

    private KnownAddress ask(EcsApi within, ServiceRef service, KnownAddress before) {
        long now = time.nanos();
        Map<String, Owned> tasks = new HashMap<>();
        before.tasks().forEach((arn, task) -> {
            if (now - task.listedAt() < DRAINS_FOR.toNanos()) {
                tasks.put(arn, task);
            }
        });
        for (ServiceRef one : inEcs.apply(service)) {
            List<String> listed = listed(within, one);
            List<String> unknown = listed.stream()
                    .filter(task -> !before.tasks().containsKey(task))
                    .toList();
            for (String arn : listed) {
                tasks.computeIfPresent(arn, (same, task) -> new Owned(task.address(), task.owner(), now));
            }
            for (Task task : unknown.isEmpty() ? List.<Task>of() : within.describe(one, unknown)) {
                address(task)
                        .ifPresent(
                                address -> tasks.put(task.taskArn(), new Owned(address, owner.apply(one, task), now)));
            }
        }
        return new KnownAddress(now, tasks);
    }

    /** Lists the tasks of a service. A deleted service has none: its GONE must not look like that of the target group. */
    private static List<String> listed(EcsApi within, ServiceRef service) {
        try {
            return within.tasks(service, DesiredStatus.RUNNING);
        } catch (PortException failed) {
            if (failed.problem().kind() == Problem.Kind.GONE) {
                return List.of();
            }
            throw failed;
        }
    }

    private static Optional<String> address(Task task) {
        return task.attachments().stream()
                .filter(attachment -> "ElasticNetworkInterface".equals(attachment.type()))
                .flatMap(attachment -> attachment.details().stream())
                .filter(detail -> "privateIPv4Address".equals(detail.name()))
                .map(KeyValuePair::value)
                .findFirst();
    }

    /** Builds the ARN of a task's task set: {@code ...:task-set/cluster/service/id}. */
    private static Optional<RevisionRef> taskSet(ServiceRef service, Task task) {
        String arn = task.taskArn();
        int resource = arn.indexOf(":task/");
        if (resource < 0 || task.startedBy() == null) {
            return Optional.empty();
        }
        String cluster = lastPart(task.clusterArn() == null ? service.cluster() : task.clusterArn());
        return Optional.of(new RevisionRef(arn.substring(0, resource) + ":task-set/" + cluster + "/"
                + lastPart(service.name()) + "/" + task.startedBy()));
    }

    private static String lastPart(String arn) {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }
}
