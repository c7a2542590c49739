package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;

/**
 * Hears of committed events: in their order for each deployment, at least once. It may lag, and it can neither block nor
 * hurt the engine: what it throws is logged, and the event is delivered again, a few times.
 *
 * <p>When an engine dies, the next one tells a deployment's events again from the first, if the deployment has not ended. What
 * an engine had committed and not told before it died stays untold when it was the end: the journal knows it, and so does the handle
 * of who orders the deployment again under its id.
 */
@FunctionalInterface
public interface DeploymentListener {

    /**
     * Hears of one event.
     *
     * @param deployment whose
     * @param version the event's place in its deployment's journal, from 1; together with the deployment it identifies the
     *     event, for those who must not count it twice
     * @param event what happened
     */
    void onEvent(DeploymentId deployment, long version, DeploymentEvent event);
}
