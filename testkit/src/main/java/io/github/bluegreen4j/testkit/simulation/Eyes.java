package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.workflow.Response;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Predicate;

/** What one engine was told of the world lately: true or stale, it may act on it. */
final class Eyes {
    private static final int MOST = 24;

    private final Map<Object, Deque<Seen>> seen = new HashMap<>();

    private long blindAt = Long.MIN_VALUE;

    private record Seen(Object value, long askedAt) {}

    /** Some group's health could not be read: going back, that is as good as any reading. */
    void couldNotReadHealth(long now) {
        blindAt = now;
    }

    /** Whether some group's health could not be read since then. */
    boolean wasBlind(long since) {
        return blindAt >= since;
    }

    /** An answer, to a call that began at that instant. */
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

    /** Whether one of the looks at a group since then was like that. */
    boolean sawHealth(TargetGroupRef group, long since, Predicate<TargetHealth> like) {
        return any(group, since, value -> like.test((TargetHealth) value));
    }

    /** Whether one of the looks at a route since then was like that. */
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

    /** The lowest desired count of the looks at the service since then; 1 when there was none. */
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
