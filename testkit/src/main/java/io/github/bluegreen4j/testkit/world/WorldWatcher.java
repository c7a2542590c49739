package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TrafficSplit;

/**
 * Observes the changes that an engine's calls make in a world, before each change. It is called while the world is locked.
 * It may read the world, but must not change it. All methods do nothing by default.
 */
public interface WorldWatcher {
    /** A watcher that ignores everything. */
    WorldWatcher NOBODY = new WorldWatcher() {};

    /**
     * A route is about to be given another split.
     *
     * @param route the route
     * @param before the current split
     * @param after the split that is being written
     */
    default void writes(RouteRef route, TrafficSplit before, TrafficSplit after) {}

    /**
     * A revision is about to be launched. A repeated token launches nothing and is not reported.
     *
     * @param request what the engine asked for
     */
    default void launches(LaunchRequest request) {}

    /**
     * A revision is about to be scaled.
     *
     * @param service the service
     * @param revision the revision
     * @param before the current number of desired tasks
     * @param after the new number of desired tasks
     */
    default void scales(ServiceRef service, RevisionRef revision, int before, int after) {}

    /**
     * A revision is about to be scaled to zero and deleted.
     *
     * @param service the service
     * @param revision the revision
     */
    default void retires(ServiceRef service, RevisionRef revision) {}
}
