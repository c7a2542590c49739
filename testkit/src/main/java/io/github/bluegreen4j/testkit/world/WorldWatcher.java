package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TrafficSplit;

/** Hears what an engine's calls change in a world, just before each change; it may look at the world, and changes nothing. */
public interface WorldWatcher {
    /** Hears nothing. */
    WorldWatcher NOBODY = new WorldWatcher() {};

    /** A route is about to be given another split. */
    default void writes(RouteRef route, TrafficSplit before, TrafficSplit after) {}

    /** A revision is about to be launched: not an answer to a token that was seen before. */
    default void launches(LaunchRequest request) {}

    /** A revision is about to be asked to run another number of tasks. */
    default void scales(ServiceRef service, RevisionRef revision, int before, int after) {}

    /** A revision is about to be scaled to zero for good. */
    default void retires(ServiceRef service, RevisionRef revision) {}
}
