package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import java.util.List;

/**
 * A check that is made before a deployment changes anything: by {@code engine.preflight(spec)}, and again when the deployment
 * starts, which is refused if a finding is an error and nobody waived it. A recovery is not checked.
 *
 * <p>A check only reads, and reads little: all checks of an engine together have {@code limits.call} to end, 10 s by default.
 * While the service drains what an earlier deployment left, they are made again every {@code limits.poll}. Implementations must
 * be safe for use by many threads.
 *
 * <p>Ports bring their own with {@link ServiceRuntime#preflightChecks} and the like; add yours with {@code
 * EngineBuilder.preflightCheck}.
 */
public interface PreflightCheck {

    /**
     * {@return the name of the check, by which it is waived: lower case, with dashes} {@code "deregistration-delay"}, for
     * example. 1 to 512 characters in one line, always the same
     */
    String name();

    /**
     * Makes the check.
     *
     * @param spec what would be deployed
     * @return what was found: usually one finding, with {@link #name} as its check
     * @throws PortException if something cannot be read. {@code UNAVAILABLE} and {@code UNKNOWN}: the deployment waits and makes
     *     all checks again. Other kinds: the check counts as {@link Finding.Severity#NOT_CHECKED}. Any other exception is an error
     *     of this check, for which the deployment is refused
     */
    List<Finding> check(DeploymentSpec spec);
}
