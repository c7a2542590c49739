package io.github.bluegreen4j.model;

import java.util.List;
import java.util.Optional;

/**
 * A service as its runtime describes it.
 *
 * @param service which service
 * @param desiredCount how many tasks the service is asked to run now
 * @param scalesRevisions whether the runtime scales every revision with the service's desired count by itself (an ECS
 *     task set with a scale of 100 % does)
 * @param revisions all revisions that exist, the retiring ones included, until they are gone
 */
public record ServiceDescription(
        ServiceRef service, int desiredCount, boolean scalesRevisions, List<RevisionDescription> revisions) {
    public ServiceDescription {
        Faults.check(desiredCount >= 0, "desiredCount", desiredCount, "0 or more");
        revisions = List.copyOf(revisions);
    }

    /** The revision with that identity, if it still exists. */
    public Optional<RevisionDescription> find(RevisionRef revision) {
        return revisions.stream().filter(r -> r.revision().equals(revision)).findFirst();
    }

    /** The revision that deployment launched, if it exists. */
    public Optional<RevisionDescription> launchedBy(DeploymentId deployment) {
        return revisions.stream()
                .filter(r -> r.owner().equals(Optional.of(deployment)))
                .findFirst();
    }
}
