package io.github.bluegreen4j.journal.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLTransientConnectionException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/** Connections for a while, and then none. */
final class Away {
    private Away() {}

    /** @param connections how many there are */
    static DataSource after(DataSource source, int connections) {
        AtomicInteger left = new AtomicInteger(connections);
        return (DataSource) Proxy.newProxyInstance(
                Away.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    if (method.getReturnType() == Connection.class && left.getAndDecrement() <= 0) {
                        throw new SQLTransientConnectionException("nobody answers", "08001");
                    }
                    try {
                        return method.invoke(source, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }
}
