package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;

/**
 * A hook that runs at a stage of a deployment. Four things can happen, and they are different: it says yes, it says no, it
 * says later ({@code IN_PROGRESS}), or it could not be reached (a {@link PortException}; any other exception too).
 *
 * <p>At least once: a hook may be asked more than once under the same {@link HookInvocation#executionId}, after a crash for
 * example. Safe for use by many threads. Do not wait inside a hook for long things: answer {@code IN_PROGRESS}.
 */
@FunctionalInterface
public interface LifecycleHook {

    /**
     * Asks the hook.
     *
     * @return its answer
     * @throws PortException when it could not be reached; the engine tries again, 3 times by default
     */
    HookResult invoke(HookInvocation invocation);
}
