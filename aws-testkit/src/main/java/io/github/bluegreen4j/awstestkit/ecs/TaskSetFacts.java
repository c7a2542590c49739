package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** What the world does not store of a task set. Guarded by the lock of its fake. */
final class TaskSetFacts {
    private final ObjectNode settings;
    private final Instant createdAt;
    private Instant updatedAt;
    private double scale;
    private boolean draining;
    private String stability = "STABILIZING";
    private Instant stabilityAt;

    /** @param settings the parameters of its creation, as fields of a task set, including {@code externalId} and tags */
    TaskSetFacts(ObjectNode settings, double scale, Instant createdAt) {
        this.settings = settings;
        this.scale = scale;
        this.createdAt = createdAt;
        this.updatedAt = createdAt;
        this.stabilityAt = createdAt;
    }

    ObjectNode settings() {
        return settings;
    }

    Instant createdAt() {
        return createdAt;
    }

    Instant updatedAt() {
        return updatedAt;
    }

    void touch(Instant now) {
        updatedAt = now;
    }

    /** Returns the share of the service's desired count, 0 to 100 percent. */
    double scale() {
        return scale;
    }

    void scale(double newScale) {
        scale = newScale;
    }

    /** Tells whether it was deleted and still has tasks. */
    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    /** Records whether it is stable, and returns since when. */
    Instant stability(String newStability, Instant now) {
        if (!stability.equals(newStability)) {
            stability = newStability;
            stabilityAt = now;
        }
        return stabilityAt;
    }
}
