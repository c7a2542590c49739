package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import java.time.Duration;

/**
 * The delays between retries. They double, and they are spread by the retried object, so that many deployments do not
 * retry at the same moment.
 */
final class BackOff {
    private BackOff() {}

    /** Between half and all of the doubled delay; always the same for the same attempt of the same object. */
    static Duration delay(DeploymentLimits limits, Object what, DeploymentId deployment, int tries) {
        long full = limits.backOff().toMillis() << Math.min(tries, limits.backOffDoublings());
        int spread = Math.floorMod((what + "/" + deployment + "/" + tries).hashCode(), 1000);
        return Duration.ofMillis(full / 2 + full / 2 * spread / 1000);
    }
}
