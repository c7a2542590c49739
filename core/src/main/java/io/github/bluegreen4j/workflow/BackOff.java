package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import java.time.Duration;

/** Delays between tries: they double, and are spread by what is retried, so that a thousand deployments do not march in step. */
final class BackOff {
    private BackOff() {}

    /** Between half and all of the doubled delay; the same for the same try of the same thing. */
    static Duration delay(DeploymentLimits limits, Object what, DeploymentId deployment, int tries) {
        long full = limits.backOff().toMillis() << Math.min(tries, limits.backOffDoublings());
        int spread = Math.floorMod((what + "/" + deployment + "/" + tries).hashCode(), 1000);
        return Duration.ofMillis(full / 2 + full / 2 * spread / 1000);
    }
}
