package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.intercepted;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.paused;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.unavailable;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineStatus;
import io.github.bluegreen4j.engine.EngineStatus.Part;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallObserver.ObservedCall;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** What an engine says about itself, and what it lets others see of its calls. */
class EngineStatusTest {
    private final EngineFixture fixture = new EngineFixture();
    private final AtomicBoolean away = new AtomicBoolean();

    private VirtualEngine engine() {
        return VirtualEngine.of(
                fixture.time,
                fixture.builder(intercepted(fixture.journal, (operation, arguments) -> {
                            if (away.get() && !operation.equals("limitCalls")) {
                                throw unavailable(operation);
                            }
                        }))
                        .name("a")
                        .listener("mail", (deployment, version, event) -> {}));
    }

    private static List<Part> parts(EngineStatus status) {
        return status.troubles().stream().map(EngineStatus.Trouble::part).toList();
    }

    @Test
    void anEngineThatHasNotStartedHasNoLease() {
        try (VirtualEngine virtual = engine()) {
            EngineStatus status = virtual.engine().status();
            assertThat(status.lease())
                    .isEqualTo(new EngineStatus.Lease(Duration.ofSeconds(30), Optional.empty(), false));
            assertThat(parts(status)).containsExactly(Part.LEASE);
        }
    }

    @Test
    void aHealthyEngineHasALeaseThatIsYoungAndAJournalThatAnswers() {
        try (VirtualEngine virtual = engine()) {
            virtual.engine().deploy(ID, paused());
            virtual.advance(Duration.ofMinutes(10));
            EngineStatus status = virtual.engine().status();

            assertThat(status.troubles()).isEmpty();
            assertThat(status.phase()).isEqualTo(EngineStatus.Phase.RUNNING);
            assertThat(status.engine()).isEqualTo("a");
            assertThat(status.at()).isEqualTo(fixture.time.wall());
            assertThat(status.lease().held()).isTrue();
            assertThat(status.leaseUntil().orElseThrow())
                    .isBetween(
                            fixture.time.wall().plusSeconds(20),
                            fixture.time.wall().plusSeconds(30));
            assertThat(status.lease().age().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(10));
            assertThat(status.journal().sinceAnswer().orElseThrow()).isLessThanOrEqualTo(Duration.ofSeconds(5));
            assertThat(status.journal().lag()).isZero();
            assertThat(status.openDeployments()).isEqualTo(1);
            assertThat(status.busy()).isZero();
            assertThat(status.listeners()).contains(new EngineStatus.ListenerQueue("mail", 0, 0));
        }
    }

    @Test
    void aJournalThatIsAwayIsSaidWithTheDecisionsThatWait() {
        try (VirtualEngine virtual = engine()) {
            Deployment deployment = virtual.engine().deploy(ID, paused());
            virtual.advance(Duration.ofMinutes(1));
            away.set(true);
            CompletableFuture<Deployment.CommandAnswer> answer = deployment.rollBack("enough");
            virtual.advance(Duration.ofHours(5));
            EngineStatus status = virtual.engine().status();

            assertThat(status.journal().failingFor().orElseThrow())
                    .isBetween(Duration.ofHours(5).minusSeconds(10), Duration.ofHours(5));
            assertThat(status.journal().failure()).contains("away");
            assertThat(parts(status)).contains(Part.LEASE, Part.JOURNAL);
            assertThat(status.troubles().toString()).contains("the lease has expired");

            away.set(false);
            virtual.advance(Duration.ofMinutes(2));
            assertThat(virtual.engine().status().troubles()).isEmpty();
            assertThat(answer).isDone();
        }
    }

    @Test
    void aDecisionThatIsNotStoredLags() {
        try (VirtualEngine virtual = engine()) {
            Deployment deployment = virtual.engine()
                    .deploy(ID, spec().bakeTime(Duration.ofHours(1)).build());
            virtual.advance(Duration.ofMinutes(20));
            virtual.calls()
                    .fate(call -> call.operation() == Operation.APPEND
                            ? Fate.fails(Problem.Kind.UNAVAILABLE, "away")
                            : Fate.answered());
            CompletableFuture<Deployment.CommandAnswer> answer = deployment.rollBack("enough");
            virtual.advance(Duration.ofMinutes(1));
            EngineStatus status = virtual.engine().status();

            assertThat(status.journal().unstored()).isEqualTo(1);
            assertThat(status.journal().lag()).isBetween(Duration.ofSeconds(50), Duration.ofMinutes(1));
            assertThat(parts(status)).containsExactly(Part.JOURNAL);
            assertThat(status.troubles().toString()).contains("decisions that are not stored: 1, the oldest since PT");

            virtual.calls().fate(call -> Fate.answered());
            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(answer.join().accepted()).isTrue();
            assertThat(virtual.engine().status().journal().unstored()).isZero();
        }
    }

    @Test
    void aListenerThatHangsHasAQueue() {
        try (VirtualEngine virtual = engine()) {
            virtual.calls().fate(call -> call.operation() == Operation.LISTEN ? Fate.hangs() : Fate.answered());
            Deployment deployment = virtual.engine().deploy(ID, spec().build());
            virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofHours(1));

            assertThat(virtual.engine().status().listeners())
                    .filteredOn(queue -> queue.listener().equals("mail"))
                    .singleElement()
                    .satisfies(queue -> {
                        assertThat(queue.deployments()).isEqualTo(1);
                        assertThat(queue.events()).isPositive();
                    });
            assertThat(virtual.engine().status().calls()).containsKey(CallRunner.PortCall.Kind.LISTENER);
        }
    }

    @Test
    void aClosedEngineSaysSo() {
        VirtualEngine virtual = engine();
        virtual.close();
        assertThat(virtual.engine().status().phase()).isEqualTo(EngineStatus.Phase.CLOSED);
        assertThat(parts(virtual.engine().status())).containsExactly(Part.LOOP);
    }

    @Test
    void anEngineWhoseLoopHasFailedSaysWhy() throws Exception {
        EngineFixture threaded = EngineFixture.withThreads();
        AtomicBoolean broken = new AtomicBoolean();
        TimeSource breaks = new TimeSource() {
            @Override
            public Instant wall() {
                return TimeSource.system().wall();
            }

            @Override
            public long nanos() {
                if (broken.get() && Thread.currentThread().getName().equals("bluegreen4j-a")) {
                    throw new StackOverflowError("the loop");
                }
                return TimeSource.system().nanos();
            }
        };
        try (DeploymentEngine engine = threaded.builder().name("a").time(breaks).build()) {
            Deployment deployment = engine.deploy(ID, paused());
            deployment.accepted().get(5, TimeUnit.MINUTES);
            broken.set(true);
            assertThat(deployment.completion()).failsWithin(Duration.ofMinutes(5));

            EngineStatus status = engine.status();
            assertThat(status.phase()).isEqualTo(EngineStatus.Phase.FAILED);
            assertThat(status.failure().orElseThrow()).hasMessage("the loop");
            assertThat(status.troubles().get(0).toString())
                    .isEqualTo("LOOP: the loop has failed: java.lang.StackOverflowError: the loop");
        }
    }

    @Test
    void anObserverSeesEveryCallOfADeploymentAndWhatItIsFor() {
        List<ObservedCall> seen = new ArrayList<>();
        try (VirtualEngine virtual = VirtualEngine.of(
                fixture.time,
                fixture.builder()
                        .name("a")
                        .listener((deployment, version, event) -> {})
                        .callObserver(call -> {
                            seen.add(call);
                            return end -> {};
                        }))) {
            Deployment deployment = virtual.engine()
                    .deploy(
                            ID,
                            spec().hook(LifecycleStage.POST_SCALE_UP, "smoke-test")
                                    .build());
            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(seen).hasSize((int) virtual.calls().count());
        }

        Set<Operation> ofTheDeployment = seen.stream()
                .filter(call -> call.purpose().deployment().filter(ID::equals).isPresent())
                .map(ObservedCall::operation)
                .collect(Collectors.toCollection(() -> EnumSet.noneOf(Operation.class)));
        assertThat(ofTheDeployment)
                .contains(
                        Operation.OPEN,
                        Operation.LAUNCH,
                        Operation.WRITE_ROUTE,
                        Operation.INVOKE_HOOK,
                        Operation.RETIRE,
                        Operation.LISTEN);
        assertThat(seen)
                .filteredOn(call -> call.operation() == Operation.INVOKE_HOOK)
                .allSatisfy(call -> {
                    assertThat(call.lane().group()).isEqualTo("smoke-test");
                    assertThat(call.purpose().work().orElseThrow()).isInstanceOf(Effect.InvokeHook.class);
                });
    }

    @Test
    void everyOperationNamesItsPortAndMethod() throws Exception {
        for (Operation operation : Operation.values()) {
            Class<?> port = Class.forName("io.github.bluegreen4j.spi." + operation.port());
            assertThat(port.getMethods())
                    .as(operation.name())
                    .anyMatch(method -> method.getName().equals(operation.method()));
        }
    }
}
