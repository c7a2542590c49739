package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;

/**
 * Receives committed events, for each deployment in order and at least once. A listener may lag behind. It cannot
 * block or fail the engine or another listener.
 *
 * <p>A listener has its own threads and receives events of up to 4 deployments at the same time, so it must be safe
 * for use by many threads. A call may take 1 minute. If it throws or takes longer, the engine logs this and delivers
 * the event again after 1 s. After the third attempt it skips the event, with an error in the log. A call that took
 * too long may still be running when its event is delivered again.
 *
 * <p>To receive an event later instead, for example because a receiver does not answer, throw {@link PortException#later}: the
 * engine calls the listener again after that time, 1 s or more, with the same event first, and skips nothing. An engine that
 * closes does not wait for such a listener if it has a name; the journal has what it did not receive.
 *
 * <p>Up to 10,000 events wait in memory for a slow listener; the engine reads further ones from the journal later.
 * While more than 64 of its calls hang, the engine does not call a listener; it skips nothing in that time.
 *
 * <p>When an engine dies, its successor delivers all events of a deployment again from the first, if the deployment
 * has not ended. A listener that was registered under a name continues after the last event that it received. It also
 * receives the final event that the dead engine did not deliver: a minute later, from any engine on the same journal
 * that has a listener of that name.
 */
@FunctionalInterface
public interface DeploymentListener {

    /**
     * Receives one event.
     *
     * @param deployment the deployment
     * @param version the position of the event in the deployment's journal, from 1. Deployment and version together
     *     identify the event: use them to detect repeated delivery
     * @param event what happened
     */
    void onEvent(DeploymentId deployment, long version, DeploymentEvent event);
}
