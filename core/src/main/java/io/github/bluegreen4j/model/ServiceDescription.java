package io.github.bluegreen4j.model;

import java.util.List;
import java.util.Optional;

/**
 * A service as its runtime describes it.
 *
 * @param service the service
 * @param desiredCount how many tasks the service is asked to run now; 0 or more
 * @param scalesRevisions whether the runtime itself scales every revision with the service's desired count, as ECS
 *     does for a task set with a scale of 100 %
 * @param revisions all revisions that exist, including those that are being retired, until they are gone
 */
public record ServiceDescription(
        ServiceRef service, int desiredCount, boolean scalesRevisions, List<Revision> revisions) {
    /**
     * Checks that nothing is missing.
     *
     * @param service the service
     * @param desiredCount how many tasks the service is asked to run now
     * @param scalesRevisions whether the runtime itself scales every revision with the service's desired count, as
     *     ECS does for a task set with a scale of 100 %
     * @param revisions all revisions that exist, including those that are being retired, until they are gone
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public ServiceDescription {
        Given.value("service", service);
        SpecFaults.check(desiredCount >= 0, "desiredCount", desiredCount, "0 or more");
        revisions = Given.list("revisions", revisions);
    }

    /**
     * {@return the revision with this reference; empty if it does not exist}
     *
     * @param revision the reference
     */
    public Optional<Revision> find(RevisionRef revision) {
        return revisions.stream().filter(r -> r.revision().equals(revision)).findFirst();
    }

    /**
     * {@return the revision that a deployment launched; empty if it does not exist}
     *
     * @param deployment the deployment
     */
    public Optional<Revision> launchedBy(DeploymentId deployment) {
        return revisions.stream()
                .filter(r -> r.owner().equals(Optional.of(deployment)))
                .findFirst();
    }

    /**
     * The task counts of one revision, as its runtime reports them.
     *
     * @param desired how many tasks the revision is asked to run; 0 or more
     * @param pending how many tasks are starting; 0 or more
     * @param running how many tasks are running; 0 or more
     * @param failed how many tasks failed since the launch of the revision. Each task counts once. Tasks that were
     *     stopped by scaling, by a user or by a Spot interruption do not count
     * @param steady whether the runtime reports the revision as steady: running equals desired and none is pending
     */
    public record Counts(int desired, int pending, int running, int failed, boolean steady) {
        /**
         * Checks that nothing is missing.
         *
         * @param desired how many tasks the revision is asked to run
         * @param pending how many tasks are starting
         * @param running how many tasks are running
         * @param failed how many tasks failed since the launch of the revision
         * @param steady whether the runtime reports the revision as steady: running equals desired and none is
         *     pending
         * @throws InvalidSpecException if a value is missing or not allowed
         */
        public Counts {
            SpecFaults.check(desired >= 0, "desired", desired, "0 or more");
            SpecFaults.check(pending >= 0, "pending", pending, "0 or more");
            SpecFaults.check(running >= 0, "running", running, "0 or more");
            SpecFaults.check(failed >= 0, "failed", failed, "0 or more");
        }
    }

    /**
     * One revision of a service as it stands now.
     *
     * @param revision the runtime's reference to it
     * @param definition what it runs (a task definition)
     * @param targetGroup the target group in which its tasks register
     * @param primary whether it has the label PRIMARY. The engine gives the label to a revision only after its
     *     deployment was successful. So PRIMARY means "last successful"; the label moves no traffic
     * @param owner the deployment that launched it; empty if this engine did not launch it
     * @param counts its task counts
     * @param failures why its tasks failed or could not be placed, in the runtime's words, newest first; at most 5
     */
    public record Revision(
            RevisionRef revision,
            String definition,
            TargetGroupRef targetGroup,
            boolean primary,
            Optional<DeploymentId> owner,
            ServiceDescription.Counts counts,
            List<String> failures) {
        /**
         * Checks that nothing is missing.
         *
         * @param revision the runtime's reference to it
         * @param definition what it runs (a task definition)
         * @param targetGroup the target group in which its tasks register
         * @param primary whether it has the label PRIMARY
         * @param owner the deployment that launched it
         * @param counts its task counts
         * @param failures why its tasks failed or could not be placed, in the runtime's words, newest first
         * @throws InvalidSpecException if a value is missing or not allowed
         */
        public Revision {
            Given.value("revision", revision);
            definition = Given.foreignText("definition", definition);
            Given.value("targetGroup", targetGroup);
            Given.value("owner", owner);
            Given.value("counts", counts);
            failures = Given.foreignTexts("failures", failures);
            SpecFaults.check(failures.size() <= 5, "failures", failures.size() + " texts", "at most 5");
        }

        /**
         * A revision without known failures.
         *
         * @param revision the runtime's reference to it
         * @param definition what it runs (a task definition)
         * @param targetGroup the target group in which its tasks register
         * @param primary whether it has the label PRIMARY
         * @param owner the deployment that launched it
         * @param counts its task counts
         */
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
