package io.github.bluegreen4j.testkit.time;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;

/**
 * Wraps ports so that they return null when a call's fate is {@link Fate#returnsNull}. The null comes out of the port
 * itself, so that code between the port and the engine receives it, too. Not thread-safe: use it on the thread of the test.
 */
public final class NullAnswers {
    private boolean due;

    /**
     * Wraps a port.
     *
     * @param <P> the interface of the port
     * @param type the interface of the port
     * @param port the port to wrap
     * @return a port that delegates to {@code port}, and returns null when the current call's fate says so
     */
    public <P> P of(Class<P> type, P port) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    Object answer;
                    try {
                        answer = method.invoke(port, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                    if (type.equals(method.getReturnType())) {
                        return of(type, type.cast(answer)); // a variant of the port itself, such as within(permit)
                    }
                    if (due && !method.getReturnType().isPrimitive()) {
                        due = false;
                        return null;
                    }
                    return answer;
                }));
    }

    /** Makes a call whose port returns null. If the call invokes none of the wrapped ports, it throws a NullPointerException. */
    <T> T call(Callable<T> body) throws Exception {
        due = true;
        try {
            T answer = body.call();
            if (due) {
                throw new NullPointerException("the port returned null");
            }
            return answer;
        } finally {
            due = false;
        }
    }
}
