package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * A route of the small world, and how far its data plane is behind its weights.
 *
 * @param split its weights
 * @param foreign whether somebody else wrote it last
 * @param former the splits that its data plane may still send by; empty when it has followed
 * @param promised whether the workflow has read the route since the last write, so that its timer of the settle time
 *     ends only after the data plane followed
 */
record ModelRoute(TrafficSplit split, boolean foreign, Set<TrafficSplit> former, boolean promised) {

    /** What a route that does not exist any more is kept as. */
    private static final TrafficSplit GONE = new TrafficSplit(Map.of(new TargetGroupRef("nowhere"), 100));

    /** A route that we wrote, and whose data plane has followed. */
    static ModelRoute of(TrafficSplit split) {
        return new ModelRoute(split, false, Set.of(), true);
    }

    boolean isGone() {
        return split.equals(GONE);
    }

    /** The route after somebody else has deleted it. */
    ModelRoute deleted() {
        return new ModelRoute(GONE, true, former, promised);
    }

    /** The route after it was written: where data planes lag, it may send by any split since it last followed. */
    ModelRoute written(TrafficSplit newSplit, boolean byOthers, boolean lagging) {
        if (!lagging || newSplit.equals(split)) {
            return new ModelRoute(newSplit, byOthers, former, promised);
        }
        Set<TrafficSplit> more = new LinkedHashSet<>(former);
        more.add(split);
        return new ModelRoute(newSplit, byOthers, Set.copyOf(more), false);
    }

    /** The workflow has read the route, and gives its data plane the time that the reading states. */
    ModelRoute withPromise() {
        return isBehind() ? new ModelRoute(split, foreign, former, true) : this;
    }

    ModelRoute followed() {
        return new ModelRoute(split, foreign, Set.of(), true);
    }

    boolean isBehind() {
        return !former.isEmpty();
    }

    /** Whether a timer of the settle time has to wait: the router follows a write within the time that it states. */
    boolean holdsTimer() {
        return promised && isBehind();
    }

    boolean maySendTo(TargetGroupRef group) {
        return former.stream().anyMatch(one -> one.weightOf(group) > 0);
    }
}
