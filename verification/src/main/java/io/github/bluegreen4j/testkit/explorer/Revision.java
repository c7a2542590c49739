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
record Revision(
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

    Revision started() {
        return new Revision(ref, group, primary, owner, desired, desired, false);
    }

    Revision withHealthy(int count) {
        return new Revision(ref, group, primary, owner, desired, count, true);
    }

    Revision withDesired(int count) {
        return new Revision(ref, group, primary, owner, count, Math.min(healthy, count), ill);
    }

    Revision withPrimary(boolean bears) {
        return new Revision(ref, group, bears, owner, desired, healthy, ill);
    }
}
