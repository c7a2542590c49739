package io.github.bluegreen4j.aws.elb;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import java.util.Map;
import java.util.Set;

/** Finds the revision behind the IP address of a target. Implementations must be thread-safe. */
@FunctionalInterface
public interface TargetOwners {

    /**
     * Finds the revisions to which addresses belong.
     *
     * @param service the service whose tasks are considered
     * @param addresses private IP addresses, as a target group registers them
     * @return an entry for each address that belongs to a task of the service
     * @throws io.github.bluegreen4j.spi.PortException if the owners cannot be read
     */
    Map<String, RevisionRef> ownersOf(ServiceRef service, Set<String> addresses);

    /**
     * Returns the same owners, read with another urgency. By default the urgency makes no difference.
     *
     * @param urgency the order in the budget's queue
     * @return the owners
     */
    default TargetOwners at(Urgency urgency) {
        return this;
    }
}
