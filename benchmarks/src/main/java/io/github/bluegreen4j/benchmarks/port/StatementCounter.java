package io.github.bluegreen4j.benchmarks.port;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.CallableStatement;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.Statement;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Counts what goes to a database. A text with several statements counts as several statements and one round trip, and so does a batch. What a
 * driver adds is not counted: the commit of {@link Connection#commit}, for example.
 */
public final class StatementCounter {
    private static final Set<Class<?>> COUNTED =
            Set.of(Connection.class, Statement.class, PreparedStatement.class, CallableStatement.class);

    private final LongAdder statements = new LongAdder();
    private final LongAdder roundTrips = new LongAdder();

    /**
     * {@return the same source, counted}
     *
     * @param source the source
     */
    public DataSource counted(DataSource source) {
        return (DataSource) counted(DataSource.class, source, 0);
    }

    /**
     * {@return the same object, counted}
     *
     * @param prepared how many statements it was prepared with; 0 if it was not
     */
    private Object counted(Class<?> type, Object target, int prepared) {
        AtomicInteger batch = new AtomicInteger();
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
            count(method, arguments, prepared, batch);
            Object answer;
            try {
                answer = method.invoke(target, arguments);
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
            return answer == null || !COUNTED.contains(method.getReturnType())
                    ? answer
                    : counted(method.getReturnType(), answer, statementsIn(arguments, 0));
        });
    }

    private void count(Method method, Object @Nullable [] arguments, int prepared, AtomicInteger batch) {
        String name = method.getName();
        if (name.equals("addBatch")) {
            batch.addAndGet(statementsIn(arguments, prepared));
        } else if (name.startsWith("execute")) {
            roundTrips.increment();
            statements.add(name.endsWith("Batch") ? batch.getAndSet(0) : statementsIn(arguments, prepared));
        }
    }

    /** How many statements the first argument has, if it is a text. */
    private static int statementsIn(Object @Nullable [] arguments, int otherwise) {
        if (arguments == null || arguments.length == 0 || !(arguments[0] instanceof String text)) {
            return otherwise;
        }
        return (int) text.chars().filter(letter -> letter == ';').count()
                + (text.stripTrailing().endsWith(";") ? 0 : 1);
    }

    /** {@return how many statements there were so far} */
    public long statements() {
        return statements.sum();
    }

    /** {@return how often something was sent so far} */
    public long roundTrips() {
        return roundTrips.sum();
    }
}
