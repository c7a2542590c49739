package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import java.util.LinkedHashSet;
import java.util.Set;

/**
 * How far the data plane of a route is behind its weights.
 *
 * @param former the splits that it may still send by; empty when it has followed
 * @param promised whether the workflow has read the route since the last write, so that its timer of the settle time
 *     ends only after the data plane followed
 */
record Lag(Set<TrafficSplit> former, boolean promised) {
    /** The data plane sends by the weights of the route. */
    static final Lag NONE = new Lag(Set.of(), true);

    boolean isOver() {
        return former.isEmpty();
    }

    /** The route was written: the data plane may send by any split since it last followed. */
    Lag behind(TrafficSplit old) {
        Set<TrafficSplit> more = new LinkedHashSet<>(former);
        more.add(old);
        return new Lag(Set.copyOf(more), false);
    }

    /** The workflow has read the route, and gives its data plane the time that the reading states. */
    Lag withPromise() {
        return isOver() ? this : new Lag(former, true);
    }

    /** Whether a timer of the settle time has to wait: the router follows a write within the time that it states. */
    boolean holdsTimer() {
        return promised && !isOver();
    }

    boolean maySendTo(TargetGroupRef group) {
        return former.stream().anyMatch(split -> split.weightOf(group) > 0);
    }
}
