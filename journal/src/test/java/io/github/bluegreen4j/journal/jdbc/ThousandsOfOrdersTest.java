package io.github.bluegreen4j.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Engines as they run in production, on a PostgreSQL that takes 10 ms longer for each call, with very many orders at once:
 * 5,000, or as many as {@code load.orders} says.
 */
@Tag("load")
class ThousandsOfOrdersTest {
    private static final int ORDERS = Integer.getInteger("load.orders", 5_000);
    private static final Duration DELAY = Duration.ofMillis(10);

    private final HikariDataSource pool = pool();
    private final Map<String, Integer> calls = new ConcurrentHashMap<>();

    private static HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(Postgres.database());
        config.setMaximumPoolSize(20);
        return new HikariDataSource(config);
    }

    @AfterEach
    void close() {
        pool.close();
    }

    /** A slow journal; counts its calls for one engine. */
    private Journal slow(String engine) {
        Journal journal = JdbcJournal.postgresql(pool);
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    calls.merge(engine + " " + method.getName(), 1, Integer::sum);
                    LockSupport.parkNanos(DELAY.toNanos());
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    private static String numberOf(String name) {
        return name.substring(name.indexOf('-'));
    }

    /** Every service there may be runs one healthy task; nothing can be changed. */
    private static ServiceDescription described(ServiceRef service) {
        String number = numberOf(service.name());
        return new ServiceDescription(
                service,
                1,
                false,
                List.of(new ServiceDescription.Revision(
                        new RevisionRef("blue" + number),
                        "checkout:41",
                        new TargetGroupRef("first" + number),
                        true,
                        Optional.empty(),
                        new ServiceDescription.Counts(1, 0, 1, 0, true))));
    }

    private static final ServiceRuntime RUNTIME = (ServiceRuntime) Proxy.newProxyInstance(
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

    private static final TrafficRouter ROUTER = new TrafficRouter() {
        @Override
        public WriteMode writeMode() {
            return WriteMode.ATOMIC;
        }

        @Override
        public RouteReading read(RouteRef route) {
            String number = numberOf(route.id());
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
            String number = numberOf(group.id());
            TargetHealth.Target blue = new TargetHealth.Target(
                    "blue", TargetHealth.State.HEALTHY, Optional.of(new RevisionRef("blue" + number)));
            return new TargetHealth(group, group.id().startsWith("first") ? List.of(blue) : List.of());
        }
    };

    private static DeploymentSpec.Builder spec(int number) {
        return DeploymentSpec.blueGreen(new ServiceRef("prod", "service-" + number))
                .revision("checkout:42")
                .productionRoute(new RouteRef("production-" + number))
                .targetGroups(new TargetGroupRef("first-" + number), new TargetGroupRef("second-" + number));
    }

    private static DeploymentEngine engine(String name, Journal journal) {
        return DeploymentEngine.builder()
                .runtime(RUNTIME)
                .router(ROUTER)
                .journal(journal)
                .name(name)
                .hook("is-it-friday", invocation -> HookResult.failed("it is Friday"))
                .build();
    }

    /** Each goes all the way to its end: its first hook says no. */
    private void allEnd(List<DeploymentEngine> engines) throws Exception {
        List<Deployment> deployments = new ArrayList<>();
        long began = System.nanoTime();
        for (int i = 0; i < ORDERS; i++) {
            deployments.add(engines.get(i % engines.size())
                    .deploy(
                            new DeploymentId("d-" + i),
                            spec(i).hook(LifecycleStage.PRE_SCALE_UP, "is-it-friday")
                                    .build()));
        }
        Map<DeploymentStatus, Integer> ends = new HashMap<>();
        for (Deployment deployment : deployments) {
            DeploymentDescription end = deployment.completion().get(10, TimeUnit.MINUTES);
            ends.merge(end.status(), 1, Integer::sum);
        }
        System.out.printf(
                "%,d orders at once, %d engine(s), each call of the journal %d ms longer: all ended in %d s; calls %s%n",
                ORDERS,
                engines.size(),
                DELAY.toMillis(),
                TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - began),
                new TreeMap<>(calls));
        assertThat(ends).containsExactly(Map.entry(DeploymentStatus.ROLLBACK_SUCCESSFUL, ORDERS));
        // An engine that takes its own services for lost takes their deployments up again.
        Journal journal = JdbcJournal.postgresql(pool);
        for (int i = 0; i < ORDERS; i++) {
            assertThat(journal.read(new DeploymentId("d-" + i)).orElseThrow().events())
                    .noneMatch(ProgressEvent.EngineResumed.class::isInstance);
        }
    }

    @Test
    void ordersAtOnceEndAndNoServiceIsTakenForLost() throws Exception {
        try (DeploymentEngine engine = engine("one", slow("one"))) {
            allEnd(List.of(engine));
        }
    }

    @Test
    void ordersAtTwoEnginesEndAndNoServiceIsTakenForLost() throws Exception {
        try (DeploymentEngine one = engine("one", slow("one"));
                DeploymentEngine other = engine("other", slow("other"))) {
            allEnd(List.of(one, other));
        }
    }

    /** What waits costs the journal nothing, whoever waits: the engine that owns it, or a standby. */
    @Test
    void deploymentsThatWaitCostNeitherTheirEngineNorAStandbyACallOfTheJournal() throws Exception {
        try (DeploymentEngine owner = engine("owner", slow("owner"))) {
            List<Deployment> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                waiting.add(owner.deploy(
                        spec(i).pause(LifecycleStage.PRE_SCALE_UP, Duration.ofHours(4), TimeoutAction.ROLLBACK)
                                .build()));
            }
            long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
            while (waiting.stream().anyMatch(one -> one.view().hooks().isEmpty())) {
                assertThat(System.nanoTime()).as("within 2 minutes").isLessThan(end);
                LockSupport.parkNanos(Duration.ofMillis(100).toNanos());
            }
            try (DeploymentEngine standby = engine("standby", slow("standby"))) {
                assertThat(standby.list()).isEmpty();
                // The first rounds of both, with what was on its way.
                LockSupport.parkNanos(Duration.ofSeconds(10).toNanos());
                calls.clear();
                LockSupport.parkNanos(Duration.ofSeconds(30).toNanos());
                Map<String, Integer> made = new TreeMap<>(calls);
                int ofTheEnginesThemselves = 0;
                for (String call : List.of("owner due", "owner renew", "standby due", "standby renew")) {
                    ofTheEnginesThemselves += made.getOrDefault(call, 0);
                }
                int others = made.values().stream().mapToInt(Integer::intValue).sum() - ofTheEnginesThemselves;
                System.out.printf("20 deployments wait, one standby, 30 s: %d calls for them (%s)%n", others, made);
                assertThat(others)
                        .as("calls of the journal, but for each engine's poll and lease: %s", made)
                        .isZero();
            }
        }
    }
}
