package io.github.bluegreen4j.testkit.adapters;

import io.github.bluegreen4j.spi.Journal;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** Ports that do nothing and answer nothing. */
final class NoOp {
    private static final Map<Class<?>, Object> NOTHING = Map.of(
            List.class,
            List.of(),
            Optional.class,
            Optional.empty(),
            boolean.class,
            false,
            int.class,
            0,
            long.class,
            0L,
            Journal.Appended.class,
            new Journal.Appended(Journal.Appended.Status.UNKNOWN, 0, 0));

    private NoOp() {}

    /** Takes the place of a port that works. */
    static <P> UnaryOperator<P> insteadOf(Class<P> port) {
        return working -> port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, args) -> NOTHING.get(method.getReturnType())));
    }
}
