package io.github.bluegreen4j.awstestkit.ecs;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Instant;

/** What the world does not know of a task set. Confined to the lock of its fake. */
final class TaskSetFacts {
    private final ObjectNode settings;
    private final Instant createdAt;
    private Instant updatedAt;
    private double scale;
    private boolean draining;
    private String stability = "STABILIZING";
    private Instant stabilityAt;

    /** @param settings what it was created with, in the fields of a task set; {@code externalId} and tags too */
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

    /** How much of what its service wants it is to run, 0 to 100 percent. */
    double scale() {
        return scale;
    }

    void scale(double newScale) {
        scale = newScale;
    }

    /** Whether it was deleted and still has tasks. */
    boolean isDraining() {
        return draining;
    }

    void drain() {
        draining = true;
    }

    /** Notes whether it is stable, and says since when. */
    Instant stability(String newStability, Instant now) {
        if (!stability.equals(newStability)) {
            stability = newStability;
            stabilityAt = now;
        }
        return stabilityAt;
    }
}
