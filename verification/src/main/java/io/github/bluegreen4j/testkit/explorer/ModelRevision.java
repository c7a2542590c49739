package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.util.Optional;

/**
 * A revision in the small world.
 *
 * @param ref its identity
 * @param group where its tasks register
 * @param primary whether it bears the label PRIMARY
 * @param owner the deployment that launched it
 * @param desired how many tasks it is asked to run
 * @param healthy how many of them are healthy
 * @param ill whether those that are not will not become so by themselves
 */
record ModelRevision(
        RevisionRef ref,
        TargetGroupRef group,
        boolean primary,
        Optional<DeploymentId> owner,
        int desired,
        int healthy,
        boolean ill) {

    boolean starts() {
        return !ill && healthy < desired;
    }

    ModelRevision started() {
        return new ModelRevision(ref, group, primary, owner, desired, desired, false);
    }

    ModelRevision withHealthy(int count) {
        return new ModelRevision(ref, group, primary, owner, desired, count, true);
    }

    ModelRevision withDesired(int count) {
        return new ModelRevision(ref, group, primary, owner, count, Math.min(healthy, count), ill);
    }

    ModelRevision withPrimary(boolean bears) {
        return new ModelRevision(ref, group, bears, owner, desired, healthy, ill);
    }
}
