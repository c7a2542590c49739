package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.workflow.script.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** The recent readings of the world that one engine received. It may act on them, even if they are stale. */
final class RecentReadings {
    private static final int MOST = 24;

    private final Map<Object, Deque<Seen>> seen = new HashMap<>();

    private long blindAt = Long.MIN_VALUE;

    private record Seen(Object value, long askedAt) {}

    /** Records that the health of a group could not be read. A rollback may proceed without that reading. */
    void couldNotReadHealth(long now) {
        blindAt = now;
    }

    /** Tells whether the health of a group could not be read since an instant. */
    boolean wasBlind(long since) {
        return blindAt >= since;
    }

    /** Records an answer to a call that started at an instant. */
    void saw(Object answer, long askedAt) {
        if (answer instanceof Response response) {
            note(response, askedAt);
        } else if (answer instanceof Map<?, ?> answers) {
            for (Object one : answers.values()) {
                if (one instanceof Response response) {
                    note(response, askedAt);
                }
            }
        }
    }

    private void note(Response response, long askedAt) {
        if (response instanceof Response.HealthRead health) {
            put(health.health().group(), health.health(), askedAt);
        } else if (response instanceof Response.RouteRead route) {
            put(route.route().route(), route.route(), askedAt);
        } else if (response instanceof Response.ServiceDescribed service) {
            put(service.service().service(), service.service(), askedAt);
        }
    }

    private void put(Object key, Object value, long askedAt) {
        Deque<Seen> values = seen.computeIfAbsent(key, none -> new ArrayDeque<>(MOST));
        if (values.size() == MOST) {
            values.removeLast();
        }
        values.addFirst(new Seen(value, askedAt));
    }

    /** Tells whether a reading of a group since an instant matches. */
    boolean sawHealth(TargetGroupRef group, long since, Predicate<TargetHealth> like) {
        return any(group, since, value -> like.test((TargetHealth) value));
    }

    /** Tells whether a reading of a route since an instant matches. */
    boolean sawRoute(RouteRef route, long since, Predicate<RouteReading> like) {
        return any(route, since, value -> like.test((RouteReading) value));
    }

    private boolean any(Object key, long since, Predicate<Object> like) {
        Deque<Seen> values = seen.get(key);
        if (values != null) {
            for (Seen one : values) {
                if (one.askedAt() >= since && like.test(one.value())) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the lowest desired count in the readings of the service since an instant; 1 if there was none. */
    int lowestDesired(ServiceRef service, long since) {
        int lowest = Integer.MAX_VALUE;
        Deque<Seen> values = seen.get(service);
        if (values != null) {
            for (Seen one : values) {
                if (one.askedAt() >= since) {
                    lowest = Math.min(lowest, ((ServiceDescription) one.value()).desiredCount());
                }
            }
        }
        return lowest == Integer.MAX_VALUE ? 1 : lowest;
    }
}
