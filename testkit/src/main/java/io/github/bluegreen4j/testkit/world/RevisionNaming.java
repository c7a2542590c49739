package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.ServiceRef;

/** How the revisions of a world are named. */
@FunctionalInterface
public interface RevisionNaming {
    /**
     * The name of a revision, that of no other.
     *
     * @param number counts up, with gaps
     */
    String name(ServiceRef service, String definition, int number);
}
