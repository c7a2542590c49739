package io.github.bluegreen4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.time.CallWatcher;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/**
 * Ten thousand orders at one instant come to rest: calls of the journal take 10 ms, and four are made at once. Each order is refused, because
 * its service does not exist: that takes every step of an order, and nothing else.
 */
class ManyOrdersTest {
    private static final int MANY = 10_000;
    private static final Duration JOURNAL_CALL = Duration.ofMillis(10);
    /** A third of the lease, and a call of the journal. */
    private static final Duration LONGEST_BETWEEN_RENEWALS =
            Duration.ofSeconds(10).plus(JOURNAL_CALL);

    private final EngineFixture fixture = new EngineFixture();
    private Duration longestBetweenRenewals = Duration.ZERO;

    private VirtualEngine engine(String name) {
        VirtualEngine engine = fixture.engine(name);
        engine.calls()
                .fate(call -> call.operation().isOfJournal() ? Fate.answeredAfter(JOURNAL_CALL) : Fate.answered());
        engine.calls().watcher(new CallWatcher() {
            private Duration renewed = Duration.ZERO;

            @Override
            public void started(CallRunner.PortCall<?> call, Fate fate) {
                if (call.operation() == Operation.RENEW) {
                    Duration since = fixture.time.sinceStart().minus(renewed);
                    longestBetweenRenewals =
                            longestBetweenRenewals.compareTo(since) < 0 ? since : longestBetweenRenewals;
                    renewed = fixture.time.sinceStart();
                }
            }
        });
        return engine;
    }

    private static DeploymentSpec order(int number) {
        return DeploymentSpec.blueGreen(new ServiceRef("prod", "service-" + number))
                .revision("checkout:42")
                .productionRoute(new RouteRef("route-" + number))
                .targetGroups("first-" + number, "second-" + number)
                .build();
    }

    private void comeToRest(List<VirtualEngine> engines, Duration longest) {
        List<Deployment> orders = new ArrayList<>();
        AtomicInteger open = new AtomicInteger(MANY);
        for (int i = 0; i < MANY; i++) {
            VirtualEngine engine = engines.get(i % engines.size());
            Deployment order = engine.engine().deploy(new DeploymentId("d-" + i), order(i));
            var unused = order.completion().thenRun(open::decrementAndGet);
            orders.add(order);
        }
        engines.get(0).advanceUntil(() -> open.get() == 0, longest);
        assertThat(orders).extracting(Deployment::status).containsOnly(DeploymentStatus.STOPPED);
        assertThat(longestBetweenRenewals).isLessThanOrEqualTo(LONGEST_BETWEEN_RENEWALS);
        engines.forEach(VirtualEngine::close);
    }

    @Test
    void inOneEngine() {
        comeToRest(List.of(engine("a")), Duration.ofMinutes(10));
    }

    @Test
    void inTwoEngines() {
        comeToRest(List.of(engine("a"), engine("b")), Duration.ofMinutes(10));
    }
}
