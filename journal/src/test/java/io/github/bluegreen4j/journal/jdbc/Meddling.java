package io.github.bluegreen4j.journal.jdbc;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** Connections to which something happens just before a method of theirs is called. */
final class Meddling {
    private Meddling() {}

    /** What happens to a connection. */
    @FunctionalInterface
    interface InjectedFault {
        void happen(Connection connection) throws SQLException;
    }

    /** Connections with which that happens when a method is called. */
    static DataSource with(DataSource source, String method, InjectedFault mishap) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, called, arguments) -> {
                    Object result = invoke(source, called, arguments);
                    return result instanceof Connection connection ? meddledWith(connection, method, mishap) : result;
                });
    }

    private static Connection meddledWith(Connection connection, String method, InjectedFault mishap) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, called, arguments) -> {
                    if (called.getName().equals(method)) {
                        mishap.happen(connection);
                    }
                    return invoke(connection, called, arguments);
                });
    }

    private static Object invoke(Object target, Method called, Object[] arguments) throws Throwable {
        try {
            return called.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }
}
