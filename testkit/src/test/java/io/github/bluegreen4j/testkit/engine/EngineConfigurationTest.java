package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What an engine lacks is said when it is built, or when a specification that needs it is ordered: before anything starts. */
class EngineConfigurationTest {
    private final EngineFixture fixture = new EngineFixture();

    private EngineBuilder bare() {
        return DeploymentEngine.builder()
                .runtime(fixture.world.runtime())
                .router(fixture.world.router())
                .journal(fixture.journal);
    }

    private void refused(EngineBuilder builder, DeploymentSpec spec, String... messages) {
        try (VirtualEngine virtual = VirtualEngine.of(fixture.time, builder)) {
            assertThatThrownBy(() -> virtual.engine().deploy(ID, spec))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessage(String.join("\n", messages));
            virtual.advance(Duration.ofMinutes(1));
            assertThat(virtual.engine().find(ID)).isEmpty();
        }
        assertThat(fixture.journal.read(ID)).isEmpty();
    }

    @Test
    void aHookThatIsNotRegisteredIsRefusedWithThoseThatAre() {
        refused(
                bare().hook("warm-up", invocation -> HookResult.succeeded())
                        .hook("smoke-test", invocation -> HookResult.succeeded()),
                spec().hook(LifecycleStage.POST_SCALE_UP, "warm-up")
                        .hook(LifecycleStage.POST_SCALE_UP, "smoke-tset")
                        .build(),
                "hooks[1].name: \"smoke-tset\" is no registered hook; allowed: smoke-test, warm-up");
    }

    @Test
    void everythingThatIsMissingIsNamedAtOnce() {
        refused(
                bare(),
                spec().hook(LifecycleStage.POST_SCALE_UP, "smoke-test")
                        .lambda(
                                LifecycleStage.POST_SCALE_UP,
                                "check",
                                "arn:aws:lambda:eu-west-1:123456789012:function:check")
                        .alarm("5xx")
                        .build(),
                "hooks[0].name: \"smoke-test\" is no registered hook; allowed: none; register it with hook(name, hook) of the"
                        + " engine's builder",
                "hooks[1]: \"check\" is a Lambda hook, and this engine can't call any; allowed: an engine built with"
                        + " lambdaHooks(...)",
                "alarms.names: \"5xx\" can't be read, since this engine has no AlarmSource; allowed: no alarms, or an engine"
                        + " built with alarms(...)");
    }

    @Test
    void anEmptyBuilderNamesEveryMissingPort() {
        assertThatThrownBy(() -> DeploymentEngine.builder().build())
                .isInstanceOf(IllegalStateException.class)
                .hasMessage(
                        "runtime: is missing; allowed: a ServiceRuntime\nrouter: is missing; allowed: a TrafficRouter");
        assertThatThrownBy(() -> DeploymentEngine.builder().buildDriven())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContainingAll("runtime", "router", "callRunner: is missing; allowed: a CallRunner");
    }

    static Stream<Method> settersOfTheBuilder() {
        return Arrays.stream(EngineBuilder.class.getMethods())
                .filter(method -> method.getReturnType() == EngineBuilder.class)
                .filter(method -> Arrays.stream(method.getParameterTypes()).noneMatch(Class::isPrimitive));
    }

    @ParameterizedTest
    @MethodSource("settersOfTheBuilder")
    void nothingIsTakenForAnArgumentOfTheBuilder(Method setter) {
        Object[] arguments = new Object[setter.getParameterCount()];
        assertThatThrownBy(() -> call(setter, arguments))
                .isInstanceOf(InvalidSpecException.class)
                .hasMessageMatching("(?s)[a-zA-Z]+: is missing; allowed: .*");
        if (setter.getName().equals("hook")) {
            assertThatThrownBy(() -> call(setter, "smoke-test", null))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessage("hook: is missing; allowed: a value");
        }
    }

    private static void call(Method setter, Object... arguments) throws Throwable {
        try {
            setter.invoke(DeploymentEngine.builder(), arguments);
        } catch (InvocationTargetException thrown) {
            throw thrown.getCause();
        }
    }

    @Test
    void aRouterWhoseWritesMayArriveInThePastOrTomorrowIsRefused() {
        for (Duration delay : List.of(Duration.ofSeconds(-1), Duration.ofHours(2))) {
            TrafficRouter router = (TrafficRouter) Proxy.newProxyInstance(
                    TrafficRouter.class.getClassLoader(),
                    new Class<?>[] {TrafficRouter.class},
                    (proxy, method, arguments) -> method.getName().equals("maxWriteDelay")
                            ? delay
                            : method.invoke(fixture.world.router(), arguments));

            assertThatThrownBy(() -> VirtualEngine.of(fixture.time, bare().router(router)))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessage("router.maxWriteDelay: \"" + delay + "\" is not allowed; allowed: 0 to 1 hour");
        }
    }

    @Test
    void aNameThatIsNoneIsRefused() {
        for (String name : List.of("", " ", "a\nb", "a\u0000", "x".repeat(513))) {
            assertThatThrownBy(() -> DeploymentEngine.builder().name(name))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessageStartingWith("name: \"");
        }
    }
}
