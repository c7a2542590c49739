package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.SERVICE;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** Where services and alarms are is users' code: it is asked once, and never on the loop. */
class EngineAsksForPlacesTest {
    private static final ServiceRef OTHER = new ServiceRef("prod", "other");

    private final Queue<String> asked = new ConcurrentLinkedQueue<>();
    private final Queue<String> threads = new ConcurrentLinkedQueue<>();

    /** A port that is somewhere. */
    private <P> P placed(Class<P> type, P port, Function<Object, String> place) {
        return type.cast(Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getName().equals("place")) {
                        asked.add(arguments[0].toString());
                        threads.add(Thread.currentThread().getName());
                        return place.apply(arguments[0]);
                    }
                    try {
                        Object answer = method.invoke(port, arguments);
                        return type.equals(method.getReturnType()) ? placed(type, type.cast(answer), place) : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                }));
    }

    @Test
    void eachServiceAndEachAlarmIsAskedOnce() {
        EngineFixture fixture = new EngineFixture();
        fixture.world.alarm("5xx", AlarmReading.State.OK);
        try (VirtualEngine virtual = VirtualEngine.of(
                fixture.time,
                fixture.builder()
                        .runtime(placed(ServiceRuntime.class, fixture.world.runtime(), service -> "here"))
                        .alarms(placed(AlarmSource.class, fixture.world.alarms(), alarm -> "there")))) {
            for (int i = 0; i < 2; i++) {
                Deployment deployment = virtual.engine()
                        .deploy(new DeploymentId("d-" + i), spec().alarm("5xx").build());
                assertThat(EngineFixture.run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            }
        }
        assertThat(asked).containsExactly(SERVICE.toString(), "5xx");
    }

    @Test
    void aPlaceThatFailsCountsAsNone() {
        EngineFixture fixture = new EngineFixture();
        try (VirtualEngine virtual = VirtualEngine.of(
                fixture.time,
                fixture.builder().runtime(placed(ServiceRuntime.class, fixture.world.runtime(), service -> {
                    throw new IllegalStateException("a defect of a port");
                })))) {
            assertThat(EngineFixture.run(virtual, virtual.engine().deploy(spec().build())))
                    .isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
        assertThat(asked).hasSize(1);
    }

    /** The deployment itself does not start, and that is all. */
    @Test
    void aPlaceThatBlocksHoldsUpNoOtherDeployment() throws InterruptedException {
        EngineFixture fixture = EngineFixture.withThreads();
        fixture.addService(OTHER, "-other");
        CountDownLatch blocked = new CountDownLatch(1);
        CountDownLatch free = new CountDownLatch(1);
        ServiceRuntime runtime = placed(ServiceRuntime.class, fixture.world.runtime(), service -> {
            if (service.equals(SERVICE)) {
                blocked.countDown();
                try {
                    free.await();
                } catch (InterruptedException abandoned) {
                    Thread.currentThread().interrupt();
                }
            }
            return "here";
        });
        try (DeploymentEngine engine =
                fixture.builder().name("a").runtime(runtime).build()) {
            engine.deploy(ID, EngineFixture.paused());
            assertThat(blocked.await(60, TimeUnit.SECONDS)).isTrue();

            Deployment other = engine.deploy(new DeploymentId("d-other"), EngineFixture.paused(OTHER, "-other"));
            other.abort("enough").orTimeout(60, TimeUnit.SECONDS).join();

            assertThat(other.completion().orTimeout(60, TimeUnit.SECONDS).join().status())
                    .isEqualTo(DeploymentStatus.STOPPED);
            free.countDown();
        }
        assertThat(List.copyOf(threads)).hasSize(2).noneMatch("bluegreen4j-a"::equals);
    }
}
