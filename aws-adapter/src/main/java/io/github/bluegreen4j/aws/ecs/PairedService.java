package io.github.bluegreen4j.aws.ecs;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.services.ecs.model.Deployment;
import software.amazon.awssdk.services.ecs.model.DeploymentRolloutState;
import software.amazon.awssdk.services.ecs.model.Service;

/**
 * One of the two services of a pair, as ECS describes it. Each task definition that it runs is a revision: the newest, and those
 * that ECS is replacing by it.
 *
 * @param ref the service
 * @param service what ECS says
 * @param marks its tags
 * @param isPrimary whether it has the label PRIMARY
 * @param isAdopted whether it ran tasks before the engine knew it
 */
record PairedService(ServiceRef ref, Service service, PairMarks marks, boolean isPrimary, boolean isAdopted) {
    private static final TargetGroupRef NO_GROUP = new TargetGroupRef("(no target group)");

    /** The circuit breaker of ECS: half of the desired count, at least 3, at most 200 ("Amazon ECS deployment circuit breaker"). */
    private static final int LEAST_FAILURES = 3;

    private static final int MOST_FAILURES = 200;

    /** Returns the reference of a revision: the ARN of the service, {@code @}, and the task definition. */
    static RevisionRef revision(ServiceRef service, @Nullable String clusterArn, @Nullable String definition) {
        String cluster = clusterArn == null ? service.cluster() : clusterArn;
        return new RevisionRef(cluster.replace(":cluster/", ":service/") + "/" + EcsPlaces.last(service.name()) + "@"
                + shortName(definition));
    }

    /** {@code family:revision} of a task definition's ARN. */
    static String shortName(@Nullable String definition) {
        return definition == null ? "(unknown)" : EcsPlaces.last(definition);
    }

    RevisionRef revision() {
        return revision(ref, service.clusterArn(), definition());
    }

    /**
     * Returns the definition of the newest revision. If ECS itself rolled back a launch of the engine, it is the one that was
     * launched: the launch failed, and what ECS started in its place is retired with it.
     */
    String definition() {
        String current = shortName(service.taskDefinition());
        return isRolledBackByEcs() ? marks.definition().orElse(current) : current;
    }

    TargetGroupRef group() {
        return service.loadBalancers().stream()
                .flatMap(balancer -> Optional.ofNullable(balancer.targetGroupArn()).stream())
                .findFirst()
                .map(TargetGroupRef::new)
                .orElse(NO_GROUP);
    }

    int desired() {
        return number(service.desiredCount());
    }

    private static int number(@Nullable Integer count) {
        return count == null ? 0 : count;
    }

    /** Returns the newest rolling deployment, which ECS calls PRIMARY. */
    Optional<Deployment> newest() {
        return service.deployments().stream().filter(PairedService::isNewest).findFirst();
    }

    String newestId() {
        return newest().map(Deployment::id).orElse("(none)");
    }

    /** Tells whether no task is running or starting, and none shall. */
    boolean isEmpty() {
        return desired() == 0 && number(service.runningCount()) == 0 && number(service.pendingCount()) == 0;
    }

    /**
     * Tells whether the launch that the tags announce took effect: it changed the definition, or started a rolling deployment.
     */
    private boolean isLaunched() {
        String current = shortName(service.taskDefinition());
        boolean changed = marks.isDefinition(current) && !marks.isFormer(current);
        return marks.deployment().isPresent() && !marks.isIdle() && (changed || !marks.isBefore(newestId()));
    }

    boolean isLaunchedBy(DeploymentId deployment) {
        return isLaunched() && marks.deployment().equals(Optional.of(deployment));
    }

    /**
     * Tells whether the service has a revision. If not, one can be launched in it. A revision that was scaled to 0 exists until
     * it is retired, so that its last tasks can drain.
     */
    boolean hasRevision() {
        boolean isUntouched = isAdopted && marks.deployment().isEmpty();
        return !isEmpty() || (!marks.isIdle() && (isLaunched() || isPrimary || isUntouched));
    }

    /**
     * Tells whether ECS started the newest rolling deployment in place of a launch of the engine: its circuit breaker or an
     * alarm of the service did. Afterwards only the definition shows it: ECS goes back to the one before.
     */
    private boolean isRolledBackByEcs() {
        String current = shortName(service.taskDefinition());
        return isLaunched()
                && !isPrimary
                && !marks.isDefinition(current)
                && (marks.isFormer(current)
                        || newest().map(Deployment::rolloutStateReason)
                                .filter(reason -> reason.contains("rolling back to deploymentId"))
                                .isPresent());
    }

    /** Returns the deployment that launched what the service runs; empty if it is not the engine's. */
    Optional<DeploymentId> owner() {
        return isLaunched() && marks.isDefinition(definition()) ? marks.deployment() : Optional.empty();
    }

    /** Returns what somebody else runs in place of a launch of the engine; empty if nobody does. */
    Optional<String> foreign() {
        return isLaunched() && owner().isEmpty()
                ? Optional.of("it runs " + definition() + " in the rolling deployment " + newestId()
                        + ", which somebody else started, in place of "
                        + marks.definition().orElse("what") + ", which deployment "
                        + marks.deployment().orElseThrow() + " launched")
                : Optional.empty();
    }

    /**
     * Tells whether somebody else is replacing what the service runs. A rolling deployment that replaces nothing and is not
     * completed belongs to a service that is broken, which the next deployment shall repair.
     */
    boolean isReplacedByOthers() {
        return owner().isEmpty() && !isEmpty() && service.deployments().size() > 1;
    }

    private Optional<String> failure(List<Deployment> rollouts) {
        if (isRolledBackByEcs() && rollouts.stream().anyMatch(PairedService::isNewest)) {
            return Optional.of("ECS itself rolled back to " + shortName(service.taskDefinition()) + ": "
                    + newest().map(Deployment::rolloutStateReason).orElse("no reason given"));
        }
        return rollouts.stream()
                .filter(rollout -> rollout.rolloutState() == DeploymentRolloutState.FAILED)
                .map(rollout -> String.valueOf(rollout.rolloutStateReason()))
                .findFirst();
    }

    private static boolean isNewest(Deployment rollout) {
        return "PRIMARY".equals(rollout.status());
    }

    Set<String> rolloutIds() {
        return service.deployments().stream().map(Deployment::id).collect(Collectors.toSet());
    }

    /** Describes all revisions of this service, the newest first. */
    List<ServiceDescription.Revision> describe(FailedTasks failed) {
        Map<String, List<Deployment>> byDefinition = new LinkedHashMap<>();
        byDefinition.put(definition(), new ArrayList<>());
        service.deployments()
                .forEach(rollout -> byDefinition
                        .computeIfAbsent(
                                isNewest(rollout) ? definition() : shortName(rollout.taskDefinition()),
                                key -> new ArrayList<>())
                        .add(rollout));
        List<ServiceDescription.Revision> revisions = new ArrayList<>();
        byDefinition.forEach((definition, rollouts) -> {
            boolean isNewest = definition.equals(definition());
            if (isNewest ? hasRevision() : rollouts.stream().anyMatch(PairedService::hasTasks)) {
                revisions.add(describe(definition, rollouts, isNewest, failed));
            }
        });
        return revisions;
    }

    private static boolean hasTasks(Deployment rollout) {
        return number(rollout.desiredCount()) + number(rollout.runningCount()) + number(rollout.pendingCount()) > 0;
    }

    private ServiceDescription.Revision describe(
            String definition, List<Deployment> rollouts, boolean isNewest, FailedTasks failed) {
        Optional<DeploymentId> owner =
                isNewest ? owner() : marks.deployment().filter(same -> isLaunched() && marks.isDefinition(definition));
        int desired = isNewest ? desired() : sum(rollouts, Deployment::desiredCount);
        int running = sum(rollouts, Deployment::runningCount);
        int pending = sum(rollouts, Deployment::pendingCount);
        int failures = rollouts.stream()
                .mapToInt(rollout -> failed.of(ref, rollout.id()))
                .sum();
        if (failure(rollouts).isPresent()) {
            failures = Math.max(failures, threshold(desired()));
        }
        boolean isCompleted = failure(rollouts).isEmpty()
                && rollouts.stream()
                        .filter(PairedService::isNewest)
                        .allMatch(rollout -> rollout.rolloutState() == null
                                || rollout.rolloutState() == DeploymentRolloutState.COMPLETED);
        return new ServiceDescription.Revision(
                revision(ref, service.clusterArn(), definition),
                definition,
                group(),
                isNewest && isPrimary,
                owner,
                new ServiceDescription.Counts(
                        desired,
                        pending,
                        running,
                        failures,
                        isNewest && isCompleted && running == desired && pending == 0),
                failures(rollouts, isNewest, desired > running, failed));
    }

    static int threshold(int desired) {
        return Math.min(MOST_FAILURES, Math.max(LEAST_FAILURES, (desired + 1) / 2));
    }

    private static int sum(List<Deployment> rollouts, Function<Deployment, Integer> count) {
        return rollouts.stream()
                .mapToInt(rollout -> number(count.apply(rollout)))
                .sum();
    }

    /** Returns why tasks failed; first why ECS, or somebody else, replaces the revision. */
    private List<String> failures(List<Deployment> rollouts, boolean isNewest, boolean isShort, FailedTasks failed) {
        List<String> texts = new ArrayList<>();
        if (!isNewest) {
            texts.add("service " + ref + " is replacing it by " + definition() + " in the rolling deployment "
                    + newestId() + ", which somebody else started");
        }
        if (isNewest) {
            foreign().ifPresent(texts::add);
        }
        failure(rollouts).ifPresent(texts::add);
        for (Deployment rollout : rollouts) {
            texts.addAll(failed.reasons(
                    ref, rollout.id(), StopReason.ofEvents(service, rollout.id(), rollout.createdAt(), isShort)));
        }
        return texts.stream().distinct().limit(StopReason.MOST).toList();
    }
}
