package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;

/**
 * A hook that runs at a stage of a deployment. Five things can happen, and they are different:
 *
 * <ul>
 *   <li>it says yes;
 *   <li>it says no;
 *   <li>it says later ({@code IN_PROGRESS});
 *   <li>it could not be reached: it throws a {@link PortException}, and the engine tries again;
 *   <li>it is broken: it throws any other exception or an error, which is logged with its stack, or it returns null. That is
 *       a failure like a no, and the engine does not try again.
 * </ul>
 *
 * <p>Each hook, by its name, has up to 64 threads of its own. Further calls of it wait for one of them until the hook's time is
 * over. A hook that hangs therefore never holds up another hook.
 *
 * <p>At least once: a hook may be asked more than once under the same {@link HookInvocation#executionId}, after a crash for
 * example. Safe for use by many threads. Do not wait inside a hook for long things: answer {@code IN_PROGRESS}.
 */
@FunctionalInterface
public interface LifecycleHook {

    /**
     * Asks the hook.
     *
     * @return its answer; null counts as an invalid response
     * @throws PortException when it could not be reached; the engine tries 3 times by default. Wrap what a
     *     client throws when it can't connect: any other exception fails the hook at once
     */
    HookResult invoke(HookInvocation invocation);
}
