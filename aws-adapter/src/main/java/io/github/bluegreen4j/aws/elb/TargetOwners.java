package io.github.bluegreen4j.aws.elb;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import java.util.Map;
import java.util.Set;

/** Knows which revision of a service is behind an address. Safe for use by many threads. */
@FunctionalInterface
public interface TargetOwners {

    /**
     * Which revisions of a service these addresses belong to.
     *
     * @param addresses private IP addresses, as a target group registers them
     * @return an entry for each address that belongs to a task of the service
     * @throws io.github.bluegreen4j.spi.PortException when that can't be found out
     */
    Map<String, RevisionRef> ownersOf(ServiceRef service, Set<String> addresses);

    /** The same for calls of that urgency. By default nothing differs. */
    default TargetOwners at(Urgency urgency) {
        return this;
    }
}
