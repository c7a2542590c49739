package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.model.ServiceRef;

/** A deployment was not accepted, because of another one of the same service. Nothing was kept or touched. */
public final class DeploymentRejectedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DeploymentRejectedException(String message) {
        super(message);
    }

    static DeploymentRejectedException anotherRuns(ServiceRef service) {
        return new DeploymentRejectedException("another deployment of service " + service
                + " is not over, and this one's concurrency policy is REJECT");
    }
}
