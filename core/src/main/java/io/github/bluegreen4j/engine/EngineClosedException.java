package io.github.bluegreen4j.engine;

/**
 * The engine was closed before the deployment had ended. The deployment is where it was, and the next engine on the same
 * journal goes on with it.
 */
public final class EngineClosedException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    EngineClosedException() {
        super("the engine was closed; the deployment goes on when an engine is started on the same journal");
    }
}
