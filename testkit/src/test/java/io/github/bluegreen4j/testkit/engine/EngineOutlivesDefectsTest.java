package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Ports and hooks that do what their contracts do not allow: they throw what they like, or return null. */
class EngineOutlivesDefectsTest {
    private final EngineFixture fixture = new EngineFixture();

    private VirtualEngine with(Consumer<EngineBuilder> change) {
        EngineBuilder builder = fixture.builder();
        change.accept(builder);
        return VirtualEngine.of(fixture.time, builder.name("a"));
    }

    private Deployment hooked(LifecycleHook hook) {
        try (VirtualEngine virtual = with(builder -> builder.hook("smoke-test", hook))) {
            Deployment deployment = virtual.engine()
                    .deploy(
                            ID,
                            spec().hook(LifecycleStage.POST_SCALE_UP, "smoke-test")
                                    .build());
            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            return deployment;
        }
    }

    private static HookEvent.HookFailed failure(Deployment deployment) {
        return (HookEvent.HookFailed) deployment.history().stream()
                .filter(HookEvent.HookFailed.class::isInstance)
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aHookThatThrowsHasADefectAndTheReasonSaysWhere() {
        AtomicInteger asked = new AtomicInteger();
        List<Deployment> ended = new ArrayList<>();
        String log = logged(() -> ended.add(hooked(invocation -> {
            asked.incrementAndGet();
            throw new NullPointerException("the cart is null");
        })));

        HookEvent.HookFailed failed = failure(ended.get(0));
        assertThat(failed.failure()).isEqualTo(HookEvent.Failure.DEFECT);
        assertThat(failed.reason())
                .startsWith("the hook threw java.lang.NullPointerException: the cart is null at "
                        + EngineOutlivesDefectsTest.class.getName())
                .contains("EngineOutlivesDefectsTest.java:");
        assertThat(ended.get(0).view().statusReason()).contains("DEFECT: the hook threw");
        assertThat(asked).as("a verdict is never asked for again").hasValue(1);
        assertThat(log)
                .containsOnlyOnce("Deployment d-1: hook \"smoke-test\" threw an exception")
                .containsOnlyOnce("java.lang.NullPointerException: the cart is null")
                .contains("\tat " + EngineOutlivesDefectsTest.class.getName());
    }

    @Test
    void anErrorOfAHookIsAVerdictToo() {
        for (Error error : List.of(
                new StackOverflowError(), new NoClassDefFoundError("com/acme/Cart"), new AssertionError("wrong"))) {
            EngineFixture own = new EngineFixture();
            try (VirtualEngine virtual =
                    VirtualEngine.of(own.time, own.builder().hook("smoke-test", invocation -> {
                        throw error;
                    }))) {
                Deployment deployment = virtual.engine()
                        .deploy(
                                ID,
                                spec().hook(LifecycleStage.POST_SCALE_UP, "smoke-test")
                                        .build());
                assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
                assertThat(failure(deployment).failure()).isEqualTo(HookEvent.Failure.DEFECT);
                assertThat(failure(deployment).reason())
                        .contains(error.getClass().getName());
            }
        }
    }

    @Test
    void aHookThatReturnsNullHasAnsweredNonsense() {
        HookEvent.HookFailed failed = failure(hooked(invocation -> nothing()));

        assertThat(failed.failure()).isEqualTo(HookEvent.Failure.INVALID_RESPONSE);
        assertThat(failed.reason()).isEqualTo("hook \"smoke-test\" returned null");
    }

    @SuppressWarnings({"NullAway", "DataFlowIssue"}) // that is what is tested
    private static HookResult nothing() {
        return null;
    }

    /** How a method of a port misbehaves. */
    private static final class Misbehaving {
        private final String method;
        private final Function<Object, Object> change;
        private int left;
        private int calls;

        Misbehaving(String method, int times, Function<Object, Object> change) {
            this.method = method;
            this.left = times;
            this.change = change;
        }

        <T> T of(Class<T> port, T real) {
            return port.cast(Proxy.newProxyInstance(
                    port.getClassLoader(),
                    new Class<?>[] {port},
                    (proxy, called, arguments) -> port.equals(called.getReturnType())
                            ? of(port, port.cast(called.invoke(real, arguments)))
                            : made(port.getSimpleName() + "." + called.getName(), real, called, arguments)));
        }

        private Object made(String name, Object real, Method called, Object[] arguments) throws Throwable {
            try {
                Object answer = called.invoke(real, arguments);
                if (!name.equals(method)) {
                    return answer;
                }
                calls++;
                return left-- > 0 ? change.apply(answer) : answer;
            } catch (InvocationTargetException thrown) {
                throw thrown.getCause();
            }
        }
    }

    @SuppressWarnings("NullAway") // that is what is tested
    private static Misbehaving returnsNull(String method, int times) {
        return new Misbehaving(method, times, answer -> null);
    }

    private static Misbehaving throwing(String method, int times) {
        return new Misbehaving(method, times, answer -> {
            throw new IllegalArgumentException("a bug in " + method);
        });
    }

    private EngineBuilder ports(Misbehaving fault) {
        return fixture.builder(fault.of(Journal.class, fixture.journal))
                .runtime(fault.of(ServiceRuntime.class, fixture.world.runtime()))
                .router(fault.of(TrafficRouter.class, fixture.world.router()))
                .alarms(fault.of(AlarmSource.class, fixture.world.alarms()))
                .autoScaling(fault.of(AutoScalingGuard.class, fixture.world.autoScaling()))
                .name("a");
    }

    private void endsWellWith(Misbehaving fault) {
        fixture.world.alarm("errors", AlarmReading.State.OK);
        try (VirtualEngine virtual = VirtualEngine.of(fixture.time, ports(fault))) {
            Deployment deployment = virtual.engine()
                    .deploy(
                            ID,
                            spec().alarm("errors")
                                    .concurrency(ConcurrencyPolicy.QUEUE)
                                    .build());
            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(fault.calls).isGreaterThan(1);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ServiceRuntime.describe",
                "TrafficRouter.read",
                "TrafficRouter.health",
                "TrafficRouter.routesTo",
                "AlarmSource.read",
                "AutoScalingGuard.read",
                "Journal.append",
                "Journal.unfinished",
                "Journal.due"
            })
    void nullFromAPortIsAnOutcomeAtOnce(String method) {
        String log = logged(() -> endsWellWith(returnsNull(method, 1)));

        assertThat(log).contains(method + " returned null");
    }

    @Test
    void nullFromAClaimIsAnOutcomeAtOnce() {
        endsWellWith(returnsNull("Journal.claimAndRead", 3));
    }

    @Test
    void aListWithNullInItIsAnOutcomeAtOnce() {
        for (String method : List.of("ServiceRuntime.describe", "Journal.due", "Journal.append")) {
            EngineFixture own = new EngineFixture();
            Misbehaving fault =
                    new Misbehaving(method, 1, answer -> Arrays.asList(new Object[((List<?>) answer).size() + 1]));
            String log = logged(() -> {
                try (VirtualEngine virtual = VirtualEngine.of(
                        own.time,
                        own.builder(fault.of(Journal.class, own.journal))
                                .runtime(fault.of(ServiceRuntime.class, own.world.runtime()))
                                .name("a"))) {
                    Deployment deployment = virtual.engine().deploy(ID, spec().build());
                    assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
                }
            });
            assertThat(log).contains(method + " returned a collection with null in it");
        }
    }

    @Test
    void anAppendThatAnswersTooLittleIsUnknown() {
        String log = logged(() -> endsWellWith(new Misbehaving("Journal.append", 3, answer -> List.of())));

        assertThat(log).contains("Journal.append returned 0 outcomes for 1 extensions");
    }

    @Test
    void anOrderThatIsAnsweredWithNullOrWithTooLittleIsFoundInTheJournal() {
        orderedWith(returnsNull("Journal.open", 1), "Journal.open returned null");
        orderedWith(
                new Misbehaving("Journal.open", 1, answer -> List.of()),
                "the call to order returned 0 answers for 1 questions");
    }

    private static void orderedWith(Misbehaving fault, String logged) {
        EngineFixture own = new EngineFixture();
        String log = logged(() -> {
            try (VirtualEngine virtual =
                    VirtualEngine.of(own.time, own.builder(fault.of(Journal.class, own.journal)))) {
                Deployment deployment = virtual.engine().deploy(ID, spec().build());
                assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
                assertThat(fault.calls).isEqualTo(1);
            }
        });
        assertThat(log).contains(logged);
    }

    @Test
    void theRenewalOfTheLeaseHasALaneThatNothingElseFills() {
        Set<CallRunner.Operation> renewals = EnumSet.noneOf(CallRunner.Operation.class);
        try (VirtualEngine virtual = VirtualEngine.of(fixture.time, fixture.builder())) {
            virtual.calls().fate(call -> {
                if (call.lane().kind() == CallRunner.PortCall.Kind.LEASE) {
                    renewals.add(call.operation());
                } else {
                    assertThat(call.operation()).isNotEqualTo(CallRunner.Operation.RENEW);
                }
                return Fate.answered();
            });
            run(virtual, virtual.engine().deploy(ID, spec().build()));
        }
        assertThat(renewals).containsExactly(CallRunner.Operation.RENEW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"ServiceRuntime.describe", "TrafficRouter.health", "TrafficRouter.write", "ServiceRuntime.retire"
            })
    void anExceptionThatAPortMustNotThrowIsLoggedOnceWithItsStackAndTheDeployment(String method) {
        String log = logged(() -> {
            try (VirtualEngine virtual = VirtualEngine.of(fixture.time, ports(throwing(method, 2)))) {
                Deployment deployment = virtual.engine().deploy(ID, spec().build());
                virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofDays(2));
                assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            }
        });

        assertThat(log)
                .contains("Deployment d-1: the call")
                .containsOnlyOnce(System.lineSeparator() + "java.lang.IllegalArgumentException: a bug in " + method)
                .containsPattern(
                        "failed again at .*: java.lang.IllegalArgumentException: a bug in " + Pattern.quote(method));
    }

    /** What is logged meanwhile. */
    private static String logged(Runnable action) {
        PrintStream before = System.err;
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        System.setErr(new PrintStream(bytes, true, StandardCharsets.UTF_8));
        try {
            action.run();
        } finally {
            System.setErr(before);
        }
        return bytes.toString(StandardCharsets.UTF_8);
    }
}
