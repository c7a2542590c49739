package io.github.bluegreen4j.journal;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ForwardingJournalTest {
    private static final Map<Class<?>, Object> ANSWERS =
            Map.of(List.class, new ArrayList<>(), Optional.class, Optional.of(7L), boolean.class, true);

    static List<Method> calls() {
        return Arrays.stream(Journal.class.getMethods())
                .filter(method -> !isOfOne(method))
                .toList();
    }

    /** What is done to one is passed on as a list of one. */
    private static boolean isOfOne(Method method) {
        List<Class<?>> parameters = List.of(method.getParameterTypes());
        return parameters.contains(Journal.Opening.class)
                || (parameters.equals(List.of(ServiceRef.class, String.class))
                        && method.getName().equals("release"));
    }

    @ParameterizedTest
    @MethodSource("calls")
    void everyCallAndItsAnswerArePassedOn(Method call) throws ReflectiveOperationException {
        List<Object> received = new ArrayList<>();
        Journal journal = (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    received.add(method);
                    received.addAll(arguments == null ? List.of() : Arrays.asList(arguments));
                    return ANSWERS.get(method.getReturnType());
                });
        Object[] arguments = Arrays.stream(call.getParameterTypes())
                .map(type -> type == long.class ? (Object) 3L : type == String.class ? "a text" : ANSWERS.get(type))
                .toArray();

        Object answer = call.invoke(new ForwardingJournal(journal) {}, arguments);

        assertThat(received).hasSize(1 + arguments.length).startsWith(call).endsWith(arguments);
        assertThat(answer).isEqualTo(ANSWERS.get(call.getReturnType()));
    }

    @Test
    void oneOrderIsPassedOnAsAListOfOne() {
        Journal.Opening opening = new Journal.Opening(
                new DeploymentId("d-1"),
                new ServiceRef("prod", "shop"),
                0,
                "entry",
                new ProgressEvent.DeploymentAdmitted(Instant.EPOCH),
                Instant.EPOCH);
        Journal.Appended stored = new Journal.Appended(Journal.Appended.Status.APPENDED, 1, 0);
        List<Object> received = new ArrayList<>();
        Journal journal = (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    received.addAll(Arrays.asList(arguments));
                    return List.of(stored);
                });

        assertThat(new ForwardingJournal(journal) {}.open(opening)).isEqualTo(stored);
        assertThat(received).containsExactly(List.of(opening));
    }

    @Test
    void theReleaseOfOneServiceIsPassedOnAsAListOfOne() {
        ServiceRef service = new ServiceRef("prod", "shop");
        List<Object> received = new ArrayList<>();
        Journal journal = (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    received.addAll(Arrays.asList(arguments));
                    return null;
                });

        new ForwardingJournal(journal) {}.release(service, "engine");

        assertThat(received).containsExactly(List.of(service), "engine");
    }

    @Test
    void aMissingJournalIsRefused() {
        assertThatThrownBy(() -> new ForwardingJournal(null) {})
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageContaining("journal: is missing");
    }
}
