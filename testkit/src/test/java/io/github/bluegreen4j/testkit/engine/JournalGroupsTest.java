package io.github.bluegreen4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.time.CallWatcher;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** What many deployments need of the journal at once goes into a few calls, the most urgent first. */
class JournalGroupsTest {
    private static final int MANY = 300;
    private static final Duration JOURNAL_CALL = Duration.ofMillis(10);

    private final EngineFixture fixture = new EngineFixture();

    private static ServiceRef service(int number) {
        return new ServiceRef("prod", "service-" + number);
    }

    private List<Deployment> pausedDeployments(VirtualEngine virtual) {
        List<Deployment> ordered = new ArrayList<>();
        for (int i = 0; i < MANY; i++) {
            fixture.addService(service(i), "-" + i);
            ordered.add(
                    virtual.engine().deploy(new DeploymentId("many-" + i), EngineFixture.paused(service(i), "-" + i)));
        }
        virtual.advance(Duration.ofMinutes(2));
        assertThat(ordered).allMatch(deployment -> !deployment.view().hooks().isEmpty());
        return ordered;
    }

    private static void slow(VirtualEngine virtual, Operation operation, Duration duration) {
        virtual.calls().fate(call -> call.operation() == operation ? Fate.answeredAfter(duration) : Fate.answered());
    }

    @Test
    void anHeirClaimsHundredsOfServicesWithAFewCalls() {
        VirtualEngine dead = fixture.engine("a");
        List<Deployment> ordered = pausedDeployments(dead);
        dead.kill();
        AtomicInteger claims = new AtomicInteger();
        try (VirtualEngine heir = fixture.engine("b")) {
            slow(heir, Operation.CLAIM, JOURNAL_CALL);
            heir.calls().watcher(new CallWatcher() {
                @Override
                public void started(CallRunner.PortCall<?> call, Fate fate) {
                    if (call.operation() == Operation.CLAIM) {
                        claims.incrementAndGet();
                    }
                }
            });
            heir.advance(Duration.ofMinutes(1));

            assertThat(heir.engine().list())
                    .extracting(Deployment::id)
                    .containsAll(ordered.stream().map(Deployment::id).toList());
            assertThat(claims).as("calls that claim %d services", MANY).hasValueLessThan(20);
        }
    }

    @Test
    void aRollbackIsJournaledBeforeHundredsThatWereDecidedEarlier() {
        List<List<DeploymentId>> appends = new ArrayList<>();
        Journal watched = EngineFixture.intercepted(fixture.journal, (operation, arguments) -> {
            if (operation.equals("append")) {
                appends.add(((List<?>) arguments.get(0))
                        .stream()
                                .map(extension -> ((Journal.Extension) extension).deployment())
                                .toList());
            }
        });
        try (VirtualEngine virtual =
                VirtualEngine.of(fixture.time, fixture.builder(watched).name("a"))) {
            List<Deployment> ordered = pausedDeployments(virtual);
            slow(virtual, Operation.APPEND, Duration.ofSeconds(1));
            appends.clear();
            for (Deployment deployment : ordered.subList(0, MANY - 1)) {
                var unused = deployment.proceed(deployment.view().hooks().get(0).hookId());
            }
            Deployment last = ordered.get(MANY - 1);
            var unused = last.rollBack("it is wrong");
            virtual.advance(Duration.ofSeconds(10));

            assertThat(appends.size()).isGreaterThan(2);
            assertThat(appends.get(1)).hasSizeGreaterThan(100).startsWith(last.id());
        }
    }
}
