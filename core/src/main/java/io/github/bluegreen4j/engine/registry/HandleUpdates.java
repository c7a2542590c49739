package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the handles of users are told about their deployments. Called on the loop. */
public interface HandleUpdates {
    /** Whether a user has a handle on a deployment that has not ended, as far as the handle knows. */
    boolean isAwaited(DeploymentId id);

    /** The journal has the order of a deployment. */
    void accepted(DeploymentId id);

    /** An order was not taken because of another deployment: there is no such deployment. */
    void rejected(DeploymentId id, String why);

    /** The journal will never store an order: there is no such deployment. */
    void refused(DeploymentId id, Throwable why);

    /** A deployment has a new state. */
    void changed(DeploymentId id, ServiceRef service, DeploymentState state, List<DeploymentEvent> events);

    /** A deployment's watch shows something new. */
    void observed(DeploymentId id, Optional<ServiceDescription> described);

    /** What keeps a deployment from its turn; empty when nothing does but its service's other deployments. */
    void blocked(DeploymentId id, Optional<String> obstacle);

    /** Why work of a deployment does not make its next call yet; without what nothing delays. */
    void delayed(DeploymentId id, Map<Effect, String> delays);

    /** A deployment can't be followed any more. */
    void failed(DeploymentId id, Throwable problem);

    /** A deployment whose handle had failed goes on: whoever asks for it gets a new handle. */
    void renew(DeploymentId id);
}
