package io.github.bluegreen4j.awstestkit.ecs;

/** Who deploys a service. */
public enum Controller {
    /** Whoever creates task sets: what a deployment engine needs. */
    EXTERNAL,
    /** Amazon ECS itself, which reports {@code deployments} and refuses to create task sets. */
    ECS,
    /** It was {@link #ECS} once and is {@link #EXTERNAL} now; it still reports {@code deployments} and no task sets. */
    CONVERTED;

    String reported() {
        return this == ECS ? "ECS" : "EXTERNAL";
    }
}
