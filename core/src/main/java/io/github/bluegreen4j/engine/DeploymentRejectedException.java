package io.github.bluegreen4j.engine;

/** A deployment was not accepted, because of another one of the same service. Nothing was kept or touched. */
public final class DeploymentRejectedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    DeploymentRejectedException(String message) {
        super(message);
    }
}
