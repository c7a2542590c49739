package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TargetHealth.Target;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.Test;

/** The engine as it runs in production, with its own threads and the machine's clock, and very many deployments. */
class ManyDeploymentsTest {
    private static final int MANY = 10_000;

    /** Every service there may be runs one healthy task; nothing can be changed. */
    private static ServiceDescription described(ServiceRef service) {
        String number = service.name().substring("service-".length());
        return new ServiceDescription(
                service,
                1,
                false,
                List.of(new ServiceDescription.Revision(
                        new RevisionRef("blue-" + number),
                        "checkout:41",
                        new TargetGroupRef("first-" + number),
                        true,
                        Optional.empty(),
                        new ServiceDescription.Counts(1, 0, 1, 0, true))));
    }

    private static ServiceRuntime runtime() {
        return (ServiceRuntime) Proxy.newProxyInstance(
                ServiceRuntime.class.getClassLoader(),
                new Class<?>[] {ServiceRuntime.class},
                (proxy, method, arguments) -> switch (method.getName()) {
                    case "describe" ->
                        ((List<?>) arguments[0])
                                .stream()
                                        .map(service -> described((ServiceRef) service))
                                        .toList();
                    case "describeBatch" -> 10;
                    case "check" -> null;
                    case "preflightChecks", "costs" -> List.of();
                    case "place" -> "";
                    case "otherNames" -> Set.of();
                    case "restoring", "at", "within" -> proxy;
                    default -> throw new UnsupportedOperationException(method.getName());
                });
    }

    private static final TrafficRouter ROUTER = new TrafficRouter() {
        @Override
        public WriteMode writeMode() {
            return WriteMode.ATOMIC;
        }

        @Override
        public RouteReading read(RouteRef route) {
            String number = route.id().substring(route.id().indexOf('-'));
            TrafficSplit split =
                    TrafficSplit.allOn(new TargetGroupRef("first" + number), new TargetGroupRef("second" + number));
            return new RouteReading(route, split, Optional.empty(), split.toString(), Duration.ZERO);
        }

        @Override
        public void write(RouteRef route, String fingerprint, TrafficSplit split) {
            throw new UnsupportedOperationException("write");
        }

        @Override
        public Set<RouteRef> routesTo(TargetGroups groups) {
            return Set.of();
        }

        @Override
        public TargetHealth health(ServiceRef service, TargetGroupRef group) {
            String number = group.id().substring(group.id().indexOf('-'));
            Target blue = new Target("blue", TargetHealth.State.HEALTHY, Optional.of(new RevisionRef("blue" + number)));
            return new TargetHealth(group, group.id().startsWith("first") ? List.of(blue) : List.of());
        }
    };

    private static ServiceRef service(int number) {
        return new ServiceRef("prod", "service-" + number);
    }

    private static long engineThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("bluegreen4j-"))
                .count();
    }

    /** Threads that have nothing to do go after a while. */
    private static void awaitTenThreads() {
        long deadline = System.nanoTime() + Duration.ofMinutes(5).toNanos();
        while (engineThreads() > 10 && System.nanoTime() < deadline) {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }
    }

    @Test
    void tenThousandDeploymentsThatWaitNeedNoMoreThreadsThanTen() throws InterruptedException {
        CountDownLatch waiting = new CountDownLatch(MANY);
        try (DeploymentEngine engine = DeploymentEngine.builder()
                .runtime(runtime())
                .router(ROUTER)
                .journal(InMemoryJournal.create())
                .journalPoll(Duration.ofHours(1))
                .listener((id, version, event) -> {
                    if (event instanceof HookEvent.HookStarted) {
                        waiting.countDown();
                    }
                })
                .build()) {
            List<Deployment> deployments = new ArrayList<>();
            for (int i = 0; i < MANY; i++) {
                deployments.add(engine.deploy(
                        new DeploymentId("d-" + i),
                        spec(service(i), "-" + i)
                                .pause(LifecycleStage.PRE_SCALE_UP, Duration.ofDays(14), TimeoutAction.ROLLBACK)
                                .build()));
            }
            assertThat(waiting.await(10, TimeUnit.MINUTES))
                    .as("all wait; %d do not", waiting.getCount())
                    .isTrue();

            awaitTenThreads();
            assertThat(engineThreads()).isBetween(1L, 10L);
            assertThat(deployments).extracting(Deployment::status).containsOnly(DeploymentStatus.IN_PROGRESS);

            Deployment one = deployments.get(MANY / 2);
            one.rollBack("not today").join();
            assertThat(one.completion().join().status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        }
        awaitTenThreads();
        assertThat(engineThreads()).as("threads after the engine was closed").isLessThanOrEqualTo(10);
    }
}
