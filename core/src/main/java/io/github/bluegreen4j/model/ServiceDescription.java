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
        ServiceRef service, int desiredCount, boolean scalesRevisions, List<Revision> revisions) {
    public ServiceDescription {
        Given.value("service", service);
        Faults.check(desiredCount >= 0, "desiredCount", desiredCount, "0 or more");
        revisions = Given.list("revisions", revisions);
    }

    /** The revision with that identity, if it still exists. */
    public Optional<Revision> find(RevisionRef revision) {
        return revisions.stream().filter(r -> r.revision().equals(revision)).findFirst();
    }

    /** The revision that deployment launched, if it exists. */
    public Optional<Revision> launchedBy(DeploymentId deployment) {
        return revisions.stream()
                .filter(r -> r.owner().equals(Optional.of(deployment)))
                .findFirst();
    }

    /**
     * The task counts of one service revision, as its runtime reports them.
     *
     * @param desired how many tasks the revision is asked to run
     * @param pending how many are starting
     * @param running how many run
     * @param failed how many tasks have failed since the revision was launched: each task counts once; a task that was
     *     stopped by scaling, by a user or by a Spot interruption does not count
     * @param steady whether the runtime calls the revision steady: running equals desired, none is pending
     */
    public record Counts(int desired, int pending, int running, int failed, boolean steady) {
        public Counts {
            Faults.check(desired >= 0, "desired", desired, "0 or more");
            Faults.check(pending >= 0, "pending", pending, "0 or more");
            Faults.check(running >= 0, "running", running, "0 or more");
            Faults.check(failed >= 0, "failed", failed, "0 or more");
        }
    }

    /**
     * One revision of a service as it stands now.
     *
     * @param revision the runtime's identity of it
     * @param definition what it runs (a task definition)
     * @param targetGroup the target group its tasks register in
     * @param primary whether it bears the label PRIMARY, which this engine gives to a revision only after its deployment
     *     was successful: PRIMARY means "last successful" and moves no traffic
     * @param owner the deployment that launched it; empty when it was not launched by this engine
     * @param counts its task counts
     * @param failures why tasks of it failed or could not be placed, in the runtime's words, the newest first; at most 5
     */
    public record Revision(
            RevisionRef revision,
            String definition,
            TargetGroupRef targetGroup,
            boolean primary,
            Optional<DeploymentId> owner,
            ServiceDescription.Counts counts,
            List<String> failures) {
        public Revision {
            Given.value("revision", revision);
            definition = Given.foreignText("definition", definition);
            Given.value("targetGroup", targetGroup);
            Given.value("owner", owner);
            Given.value("counts", counts);
            failures = Given.foreignTexts("failures", failures);
            Faults.check(failures.size() <= 5, "failures", failures.size() + " texts", "at most 5");
        }

        /** A revision of which no failure is known. */
        public Revision(
                RevisionRef revision,
                String definition,
                TargetGroupRef targetGroup,
                boolean primary,
                Optional<DeploymentId> owner,
                ServiceDescription.Counts counts) {
            this(revision, definition, targetGroup, primary, owner, counts, List.of());
        }
    }
}
