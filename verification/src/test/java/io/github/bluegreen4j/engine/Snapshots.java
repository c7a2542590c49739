package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.time.Instant;
import java.util.Optional;

/** Snapshots of states that no journal has. */
public final class Snapshots {
    private Snapshots() {}

    /** The snapshot of a state, as the console would have it. */
    public static DeploymentSnapshot of(DeploymentState state, Instant at) {
        return DeploymentSnapshot.of(state, 1, at, Optional.empty());
    }
}
