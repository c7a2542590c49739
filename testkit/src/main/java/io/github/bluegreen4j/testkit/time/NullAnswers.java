package io.github.bluegreen4j.testkit.time;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.concurrent.Callable;

/**
 * Ports that return null when a call's fate says so ({@link Fate#returnsNull}): the null is returned where a careless port would return
 * it, and the code between the port and the engine meets it. To be used by one thread.
 */
public final class NullAnswers {
    private boolean due;

    /** The same port; it returns null while a call with that fate is made. */
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
                        return of(type, type.cast(answer)); // the same port on its way back
                    }
                    if (due && !method.getReturnType().isPrimitive()) {
                        due = false;
                        return null;
                    }
                    return answer;
                }));
    }

    /** Makes a call whose port returns null; when no port of these was asked, it fails like code that met a null. */
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
