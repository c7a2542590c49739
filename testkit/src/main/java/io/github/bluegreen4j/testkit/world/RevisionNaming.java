package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;

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

    /**
     * Returns a name for a new revision that runs in a target group. By default the group makes no difference.
     *
     * @param service the service of the revision
     * @param definition what the revision's tasks run
     * @param group the target group in which the revision's tasks register
     * @param number a number that increases with each revision of the world, with gaps
     * @return the name
     */
    default String name(ServiceRef service, String definition, TargetGroupRef group, int number) {
        return name(service, definition, number);
    }
}
