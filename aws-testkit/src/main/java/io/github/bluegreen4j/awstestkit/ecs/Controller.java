package io.github.bluegreen4j.awstestkit.ecs;

/** The deployment controller of a service. */
public enum Controller {
    /** {@code EXTERNAL}: clients create task sets. A deployment engine needs this. */
    EXTERNAL,
    /** {@code ECS}: the service reports {@code deployments} and refuses task sets. */
    ECS,
    /** {@code EXTERNAL}, but it was {@link #ECS} before. The service still reports {@code deployments} and no task sets. */
    CONVERTED;

    String reported() {
        return this == ECS ? "ECS" : "EXTERNAL";
    }
}
