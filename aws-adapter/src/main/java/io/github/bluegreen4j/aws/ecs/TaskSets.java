package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.PortException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.DeploymentControllerType;
import software.amazon.awssdk.services.ecs.model.Scale;
import software.amazon.awssdk.services.ecs.model.Service;
import software.amazon.awssdk.services.ecs.model.StabilityStatus;
import software.amazon.awssdk.services.ecs.model.TaskSet;

/** Translates task sets of ECS to the engine's model. */
final class TaskSets {
    private static final TargetGroupRef NO_GROUP = new TargetGroupRef("(no target group)");

    private TaskSets() {}

    static boolean isPrimary(TaskSet set) {
        return "PRIMARY".equals(set.status());
    }

    /** Refuses a service whose task sets the engine may not change. */
    static void checkController(ServiceRef ref, Service service) {
        Refusals refusals = new Refusals();
        DeploymentControllerType type = service.deploymentController() == null
                ? DeploymentControllerType.ECS
                : service.deploymentController().type();
        if (type != DeploymentControllerType.EXTERNAL) {
            refusals.add(
                    "service.deploymentController",
                    String.valueOf(type),
                    "EXTERNAL: create a service with that controller beside this one, or change this one's with"
                            + " UpdateService where ECS allows it");
        } else if (service.taskSets().isEmpty() && !service.deployments().isEmpty()) {
            refusals.add(
                    "service.deployments",
                    service.deployments().size() + " of the controller it had before",
                    "task sets: a service converted from the ECS controller goes on reporting deployments; create a"
                            + " service with the EXTERNAL controller beside it, move traffic to that one, and delete this one");
        }
        refusals.throwIfAny("ecs:DescribeServices", ref);
    }

    /** Returns the set from which green copies the settings that its specification omits. */
    static Optional<TaskSet> blue(Service service, Marks marks) {
        Comparator<TaskSet> byRank = Comparator.comparing(TaskSets::isPrimary)
                .thenComparing(set -> !marks.isOurs(set))
                .thenComparing(set -> Optional.ofNullable(set.createdAt())
                        .map(Object::toString)
                        .orElse(""));
        return service.taskSets().stream().filter(set -> !isDraining(set)).max(byRank);
    }

    static Optional<TaskSet> find(Service service, RevisionRef revision) {
        return service.taskSets().stream()
                .filter(set -> revision.id().equals(set.taskSetArn()))
                .findFirst();
    }

    /** Returns a task set, which must exist. A set that is being deleted accepts no changes and cannot be restored. */
    static TaskSet get(ServiceRef ref, Service service, RevisionRef revision) {
        TaskSet found =
                find(service, revision).orElseThrow(() -> gone(revision, "service " + ref + " has no such task set"));
        if (isDraining(found)) {
            throw gone(revision, "the task set is being deleted (DRAINING)");
        }
        return found;
    }

    private static PortException gone(RevisionRef revision, String message) {
        return new PortException(new Problem(Problem.Kind.GONE, "ecs:DescribeServices", revision.id(), message));
    }

    static boolean isDraining(TaskSet set) {
        return "DRAINING".equals(set.status());
    }

    /** Returns the set that serves when another one is retired: the one with the most running tasks. */
    static Optional<TaskSet> heirOf(TaskSet retired, Service service) {
        return service.taskSets().stream()
                .filter(set -> "ACTIVE".equals(set.status()) && percent(set) > 0)
                .filter(set -> !set.taskSetArn().equals(retired.taskSetArn()))
                .max(Comparator.comparing(
                        set -> Optional.ofNullable(set.runningCount()).orElse(0)));
    }

    /** Tells whether a set has no tasks. Missing counts are unknown, so not empty. */
    static boolean isEmpty(TaskSet set) {
        return Integer.valueOf(0).equals(set.runningCount())
                && Integer.valueOf(0).equals(set.pendingCount());
    }

    static double percent(TaskSet set) {
        return Optional.ofNullable(set.scale()).map(Scale::value).orElse(100.0);
    }

    /**
     * Returns the scale for a number of tasks. ECS rounds the product up, so the scale is cut after four digits: otherwise a
     * rounding error would add a task.
     */
    static double percentOf(int desired, int serviceDesired) {
        return desired >= serviceDesired ? 100 : Math.floor(1_000_000.0 * desired / serviceDesired) / 10_000;
    }

    static ServiceDescription.Revision describe(
            TaskSet set, Optional<DeploymentId> owner, int serviceDesired, int failed, List<String> failures) {
        TargetGroupRef group = set.loadBalancers().stream()
                .flatMap(balancer -> Optional.ofNullable(balancer.targetGroupArn()).stream())
                .findFirst()
                .map(TargetGroupRef::new)
                .orElse(NO_GROUP);
        return new ServiceDescription.Revision(
                new RevisionRef(set.taskSetArn()),
                shortName(set.taskDefinition()),
                group,
                isPrimary(set),
                owner,
                counts(set, serviceDesired, failed),
                failures);
    }

    /** Returns the counts of a set. Missing counts are unknown, so not steady. */
    private static ServiceDescription.Counts counts(TaskSet set, int serviceDesired, int failed) {
        Optional<Integer> running = Optional.ofNullable(set.runningCount());
        // computedDesiredCount may lag behind a scale that was just set to 0.
        int desired = percent(set) == 0
                ? 0
                : Optional.ofNullable(set.computedDesiredCount())
                        .orElseGet(() -> (int) Math.ceil(serviceDesired * percent(set) / 100));
        return new ServiceDescription.Counts(
                desired,
                Optional.ofNullable(set.pendingCount()).orElse(0),
                running.orElse(0),
                failed,
                running.isPresent() && set.stabilityStatus() == StabilityStatus.STEADY_STATE);
    }

    /** {@code family:revision} of a task definition's ARN. */
    private static String shortName(@Nullable String taskDefinition) {
        if (taskDefinition == null) {
            return "(unknown)";
        }
        return taskDefinition.substring(taskDefinition.lastIndexOf('/') + 1);
    }
}
