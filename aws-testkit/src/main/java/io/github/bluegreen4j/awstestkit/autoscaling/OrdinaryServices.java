package io.github.bluegreen4j.awstestkit.autoscaling;

import io.github.bluegreen4j.model.ServiceRef;
import java.util.List;
import java.util.Optional;

/** The ordinary services of Amazon ECS. Application Auto Scaling scales each of them by itself. Used under the lock of the fake. */
public interface OrdinaryServices {
    /** {@return the names of all ordinary services} */
    List<ServiceRef> all();

    /**
     * {@return the service of the world that an ordinary service is a part of; empty if there is no such ordinary service}
     *
     * @param service the name of an ordinary service
     */
    Optional<ServiceRef> inWorld(ServiceRef service);

    /**
     * {@return the desired count of an ordinary service}
     *
     * @param service the name of an ordinary service
     */
    int desired(ServiceRef service);

    /**
     * Sets the desired count of an ordinary service, as {@code UpdateService} does.
     *
     * @param service the name of an ordinary service
     * @param tasks the desired count
     */
    void desire(ServiceRef service, int tasks);

    /**
     * Sets the desired count of an ordinary service, as a scaling policy does. To the world, somebody else does it.
     *
     * @param service the name of an ordinary service
     * @param tasks the desired count
     */
    void scale(ServiceRef service, int tasks);
}
