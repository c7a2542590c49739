package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import java.util.List;

/**
 * A hook that runs at a stage of a deployment. A call has one of five outcomes:
 *
 * <ul>
 *   <li>succeeded;
 *   <li>failed;
 *   <li>in progress: the engine calls again later;
 *   <li>unreachable: the hook throws a {@link PortException}, and the engine retries;
 *   <li>broken: the hook returns null, or it throws any other exception or an error, which the engine logs with its
 *       stack trace. That counts as a failure, and the engine does not retry.
 * </ul>
 *
 * <p>Each hook, identified by its name, has up to 64 threads of its own. Further calls wait for a free thread until
 * the hook's timeout. So a hook that hangs never delays another hook.
 *
 * <p>Delivery is at least once: after a crash, for example, the engine may call a hook again with the same {@link
 * HookInvocation#executionId}. Implementations must be safe for use by many threads. Do not wait inside a hook for
 * something slow: return {@code IN_PROGRESS} instead.
 */
@FunctionalInterface
public interface LifecycleHook {

    /**
     * Calls the hook.
     *
     * @param invocation the deployment, the stage, the weights and the hook's details
     * @return the answer; null counts as an invalid answer, which is a failure
     * @throws PortException if the hook could not be reached; the engine makes 3 attempts by default. Wrap the
     *     exceptions that a client throws when it cannot connect: any other exception fails the hook at once
     */
    HookResult invoke(HookInvocation invocation);

    /**
     * {@return the checks that this hook brings for the preflight of every deployment} A class that wraps another LifecycleHook
     * passes them on. By default none.
     */
    default List<PreflightCheck> preflightChecks() {
        return List.of();
    }
}
