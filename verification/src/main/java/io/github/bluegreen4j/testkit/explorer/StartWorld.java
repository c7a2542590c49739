package io.github.bluegreen4j.testkit.explorer;

/** How the service stands when the deployment is ordered. The first target group of the specification is blue's. */
public enum StartWorld {
    /** One revision serves, the other group is empty. */
    STEADY,
    /** No revision yet; production points at the first, empty group. */
    FIRST_DEPLOYMENT,
    /** No revision of the service, but somebody else's healthy target in the first group. */
    FOREIGN_BLUE,
    /** An aborted first deployment left production split between somebody else's healthy target and its own revision. */
    FOREIGN_SPLIT,
    /** An aborted first deployment left everything on its own revision; somebody else's healthy target still runs. */
    FOREIGN_SHIFTED,
    /** A superseded deployment left production split between two healthy revisions. */
    SPLIT,
    /** A superseded deployment left the production routes pointing at different groups. */
    DISAGREEING,
    /** A superseded deployment left a second revision without weight. */
    LEFT_OVER,
    /** A successful deployment kept the blue before it: its green, in the second group, has everything and the label. */
    KEPT,
    /** A superseded deployment left everything on its own revision, which never became PRIMARY. */
    SHIFTED,
    /** Production is split, and the last successful revision has no healthy target. */
    BROKEN_BLUE,
    /** Production is split, and no revision has a healthy target. */
    ALL_BROKEN,
    /** One revision serves, and it has no healthy target. */
    SICK
}
