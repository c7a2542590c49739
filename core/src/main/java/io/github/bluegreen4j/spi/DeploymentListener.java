package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;

/**
 * Hears of committed events: in their order for each deployment, at least once. It may lag, and it can neither block nor
 * hurt the engine: what it throws is logged, and the event is delivered again, a few times.
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
