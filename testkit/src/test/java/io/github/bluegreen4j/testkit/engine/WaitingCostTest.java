package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

/** What deployments cost that wait for weeks: nothing of their own. */
class WaitingCostTest {
    private static final Duration A_WEEK = Duration.ofDays(7);

    private final Map<String, Integer> calls = new TreeMap<>();

    private Journal counted(Journal journal) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    calls.merge(method.getName(), 1, Integer::sum);
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** The calls of the journal in a week in which so many deployments wait for an answer. */
    private Map<String, Integer> aWeekOf(int deployments) {
        EngineFixture fixture = new EngineFixture();
        List<Deployment> waiting = new ArrayList<>();
        try (VirtualEngine virtual = VirtualEngine.of(
                fixture.time,
                fixture.builder(counted(fixture.journal))
                        .lease(Duration.ofHours(3))
                        .journalPoll(Duration.ofHours(1)))) {
            for (int i = 0; i < deployments; i++) {
                ServiceRef service = new ServiceRef("prod", "service-" + i);
                fixture.addService(service, "-" + i);
                waiting.add(virtual.engine()
                        .deploy(
                                new DeploymentId("d-" + i),
                                spec(service, "-" + i)
                                        .pause(
                                                LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT,
                                                Duration.ofDays(14),
                                                TimeoutAction.ROLLBACK)
                                        .build()));
            }
            virtual.advance(Duration.ofHours(1));
            assertThat(waiting)
                    .allMatch(deployment -> deployment
                            .view()
                            .lifecycleStage()
                            .filter(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT::equals)
                            .isPresent());
            calls.clear();
            virtual.advance(A_WEEK);
            return new TreeMap<>(calls);
        }
    }

    @Test
    void fortyDeploymentsThatWaitAWeekCostTheJournalNoMoreThanOne() {
        Map<String, Integer> ofOne = aWeekOf(1);
        assertThat(ofOne).as("calls of the journal").containsOnlyKeys("due", "renew");
        assertThat(aWeekOf(40)).isEqualTo(ofOne);
    }
}
