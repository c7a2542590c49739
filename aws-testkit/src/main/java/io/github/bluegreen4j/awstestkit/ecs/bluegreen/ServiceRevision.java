package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.time.Instant;
import java.util.Optional;

/**
 * An immutable record of what is deployed, except that its target group is known only once its tasks were launched. Guarded
 * by the lock of its fake.
 */
final class ServiceRevision {
    private final String arn;
    private final String taskDefinition;
    private final ObjectNode settings;
    private final TrafficRules rules;
    private final Instant createdAt;
    private Optional<TargetGroupRef> group = Optional.empty();
    private Optional<DeploymentId> owner = Optional.empty();

    /**
     * @param taskDefinition family and revision
     * @param settings the fields of the service that belong to a revision
     */
    ServiceRevision(String arn, String taskDefinition, ObjectNode settings, Instant createdAt) {
        this.arn = arn;
        this.taskDefinition = taskDefinition;
        this.settings = settings;
        this.rules = TrafficRules.of(settings);
        this.createdAt = createdAt;
    }

    String arn() {
        return arn;
    }

    /** Returns its name in the world, as a revision with tasks. */
    RevisionRef ref() {
        return new RevisionRef(arn);
    }

    /** Returns the last part of the ARN. */
    String id() {
        return arn.substring(arn.lastIndexOf('/') + 1);
    }

    String taskDefinition() {
        return taskDefinition;
    }

    ObjectNode settings() {
        return settings;
    }

    TrafficRules rules() {
        return rules;
    }

    Instant createdAt() {
        return createdAt;
    }

    /** Returns the deployment of an engine that asked for it; empty if somebody else did. */
    Optional<DeploymentId> owner() {
        return owner;
    }

    void belongsTo(DeploymentId deployment) {
        owner = Optional.of(deployment);
    }

    /** Returns the target group of its tasks; empty before they were launched. */
    Optional<TargetGroupRef> group() {
        return group;
    }

    void launchedIn(TargetGroupRef newGroup) {
        group = Optional.of(newGroup);
    }
}
