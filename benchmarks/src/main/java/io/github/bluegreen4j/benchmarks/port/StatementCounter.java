package io.github.bluegreen4j.benchmarks.port;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Map;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/** Counts what goes to a database: each execution of a statement, a batch as one, and each commit that is called. */
public final class StatementCounter {
    private static final Map<Class<?>, Class<?>> COUNTED = Map.of(
            Connection.class, Connection.class,
            Statement.class, Statement.class,
            PreparedStatement.class, PreparedStatement.class,
            CallableStatement.class, CallableStatement.class);

    private final LongAdder count = new LongAdder();

    /**
     * {@return the same source, counted}
     *
     * @param source the source
     */
    public DataSource counted(DataSource source) {
        return (DataSource) counted(DataSource.class, source);
    }

    private Object counted(Class<?> type, Object target) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            String name = method.getName();
            if (name.startsWith("execute") || name.equals("commit")) {
                count.increment();
            }
            Object answer;
            try {
                answer = method.invoke(target, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
            return answer == null ? null : wrapped(method.getReturnType(), answer);
        });
    }

    private Object wrapped(Class<?> returned, Object answer) {
        @Nullable Class<?> type = COUNTED.get(returned);
        return type == null ? answer : counted(type, answer);
    }

    /** {@return how many there were so far} */
    public long count() {
        return count.sum();
    }
}
