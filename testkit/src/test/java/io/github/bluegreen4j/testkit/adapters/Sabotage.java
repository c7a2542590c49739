package io.github.bluegreen4j.testkit.adapters;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.bluegreen4j.spi.PortException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DynamicTest;

/** Ports that work, but for one thing. */
final class Sabotage {
    private Sabotage() {}

    /** The port's own way to do something. */
    interface Working {
        Object answer() throws Throwable;

        /** The same with other arguments. */
        Object with(Object... args) throws Throwable;
    }

    /** What becomes of one of its methods. */
    interface Twist {
        Object answer(Working working, Object[] args) throws Throwable;
    }

    /** A port one of whose methods is twisted. */
    static <P> P of(Class<P> port, P working, String method, Twist twist) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, called, args) -> called.getName().equals(method)
                        ? twist.answer(way(working, called, args), args)
                        : call(working, called, args)));
    }

    private static Working way(Object working, Method called, Object[] args) {
        return new Working() {
            @Override
            public Object answer() throws Throwable {
                return call(working, called, args);
            }

            @Override
            public Object with(Object... others) throws Throwable {
                return call(working, called, others);
            }
        };
    }

    private static Object call(Object working, Method called, Object[] args) throws Throwable {
        try {
            return called.invoke(working, args);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    /** Swallows every problem and answers that instead. */
    static Twist swallowing(Object instead) {
        return (working, args) -> {
            try {
                return working.answer();
            } catch (PortException swallowed) {
                return instead;
            }
        };
    }

    /** A suite with a sabotaged port: this test of it fails by an assertion. */
    static <S> DynamicTest caught(String sabotage, S suite, Consumer<S> test) {
        return DynamicTest.dynamicTest(sabotage, () -> {
            List<Class<?>> types = new ArrayList<>();
            for (Class<?> type = suite.getClass(); type != Object.class; type = type.getSuperclass()) {
                types.add(0, type); // JUnit prepares a superclass before its subclasses
            }
            types.stream()
                    .flatMap(type -> Stream.of(type.getDeclaredMethods()))
                    .filter(method -> method.isAnnotationPresent(BeforeEach.class))
                    .forEach(method -> prepare(suite, method));
            assertThat(catchThrowable(() -> test.accept(suite))).as(sabotage).isInstanceOf(AssertionError.class);
        });
    }

    private static void prepare(Object suite, Method method) {
        try {
            method.setAccessible(true);
            method.invoke(suite);
        } catch (ReflectiveOperationException failed) {
            throw new IllegalStateException(failed);
        }
    }
}
