package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;

/**
 * Hears of committed events: in their order for each deployment, at least once. It may lag, and it can neither block nor
 * hurt the engine, nor another listener.
 *
 * <p>Up to 4 deployments are told of at the same time, on threads of the listener's own: it has to be safe for use by many
 * threads. A call may take 1 minute. What throws or takes longer is logged and delivered again after 1 s; after the third try the
 * event is skipped, with an error in the log. A call that took too long may still be running when its event is delivered again.
 *
 * <p>10,000 events wait in memory for a slow listener; further ones are read from the journal when their turn comes. While more
 * than 64 of its calls hang, a listener is not called; nothing is skipped then.
 *
 * <p>When an engine dies, the next one notifies a listener of a deployment's events again from the first, if the deployment has not ended. A
 * listener that was registered under a name goes on where it had come to, and is notified of ends, too, that the dead engine did not
 * deliver: a minute later, by any engine on the same journal that has a listener of that name.
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
