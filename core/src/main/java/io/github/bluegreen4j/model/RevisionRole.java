package io.github.bluegreen4j.model;

/** The part a revision plays in a deployment. */
public enum RevisionRole {
    /** In production when the deployment started. */
    BLUE,
    /** Being deployed. */
    GREEN
}
