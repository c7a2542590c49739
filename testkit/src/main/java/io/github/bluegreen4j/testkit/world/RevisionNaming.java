package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.ServiceRef;

/** Names the revisions of a simulated world, for example with ARNs. */
@FunctionalInterface
public interface RevisionNaming {
    /**
     * Returns a name for a new revision. It must differ from the names of all other revisions.
     *
     * @param service the service of the revision
     * @param definition what the revision's tasks run, for example a task definition
     * @param number a number that increases with each revision of the world, with gaps
     * @return the name
     */
    String name(ServiceRef service, String definition, int number);
}
