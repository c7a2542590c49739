package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.PRODUCTION;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.SECOND;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a user does with the engine and its handles. */
class EngineDeploysTest {
    private final EngineFixture fixture = new EngineFixture();

    @Test
    void aDeploymentWithAPauseOfFourteenDaysAndABakeOfADayTakesMilliseconds() {
        DeploymentSpec spec = spec().strategy(TrafficStrategy.canary(Percent.of(5), Duration.ofMinutes(10)))
                .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, "smoke-test")
                .pause(LifecycleStage.POST_SCALE_UP, Duration.ofDays(14), TimeoutAction.CONTINUE)
                .bakeTime(Duration.ofHours(24))
                .limits(DeploymentLimits.DEFAULTS.withWatchAge(Duration.ofMinutes(10)))
                .build();
        long began = System.nanoTime();
        try (VirtualEngine virtual = VirtualEngine.of(
                fixture.time, fixture.builder().lease(Duration.ofHours(1)).journalPoll(Duration.ofHours(1)))) {
            Deployment deployment = virtual.engine().deploy(ID, spec);
            virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofDays(16));

            assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(fixture.time.now()).isAfter("2026-03-16T03:10:00Z");
            assertThat(fixture.world.split(PRODUCTION).isAllOn(SECOND)).isTrue();
            assertThat(deployment.view().leftOvers()).isEmpty();
        }
        System.out.printf("15 days of deployment in %d ms%n", (System.nanoTime() - began) / 1_000_000);
    }

    @Test
    void aCallThatTheLeaseHasNoRoomForIsRefused() {
        assertThatThrownBy(() -> fixture.builder()
                        .lease(Duration.ofSeconds(2))
                        .journalCall(Duration.ofMillis(1_400))
                        .build())
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage(
                        "lease: \"PT2S\" is not allowed; allowed: one and a half times journalCall, which is PT1.4S, or"
                                + " more");
        try (VirtualEngine virtual = VirtualEngine.of(
                fixture.time, fixture.builder().lease(Duration.ofSeconds(3)).journalCall(Duration.ofSeconds(2)))) {
            assertThatThrownBy(() -> virtual.engine().deploy(ID, calling(Duration.ofMillis(2_001))))
                    .isInstanceOf(InvalidSpecException.class)
                    .hasMessage("limits.call: \"PT2.001S\" is not allowed; allowed: at most two thirds of the engine's"
                            + " lease, PT2S");
            Deployment deployment = virtual.engine().deploy(ID, calling(Duration.ofSeconds(2)));
            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    private static DeploymentSpec calling(Duration longest) {
        return spec().limits(DeploymentLimits.DEFAULTS.withCall(longest)).build();
    }

    @Test
    void aPauseIsAnsweredThroughTheHandle() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine().deploy(ID, paused());
            virtual.runUntilIdle();
            String hookId = deployment.view().hooks().get(0).hookId();
            assertThat(deployment.view().hooks().get(0).status()).isEqualTo("AWAITING_ACTION");

            var wrong = deployment.proceed("no-such-hook");
            var right = deployment.proceed(hookId);
            virtual.runUntilIdle();

            assertThat(wrong).isCompletedWithValueMatching(answer -> !answer.accepted());
            assertThat(right).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    private static DeploymentSpec paused() {
        return spec().pause(LifecycleStage.POST_SCALE_UP, Duration.ofHours(4), TimeoutAction.ROLLBACK)
                .build();
    }

    @Test
    void aRollbackRestoresProductionAndRetiresGreen() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine().deploy(ID, spec().build());
            virtual.advance(Duration.ofMinutes(2));
            assertThat(fixture.world.split(PRODUCTION).isAllOn(SECOND)).isTrue();

            var answer = deployment.rollBack("the numbers look odd");

            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(answer).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
            assertThat(fixture.world.split(PRODUCTION).isAllOn(EngineFixture.FIRST))
                    .isTrue();
            assertThat(fixture.world
                            .runtime()
                            .describe(List.of(EngineFixture.SERVICE))
                            .get(0)
                            .revisions())
                    .hasSize(1);
            assertThat(deployment.rollBack("again")).isCompletedWithValueMatching(late -> !late.accepted());
        }
    }

    @Test
    void theCauseOfARollbackIsInTheViewWhileItLasts() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine().deploy(ID, spec().build());
            virtual.advance(Duration.ofMinutes(2));
            assertThat(deployment.rollBack("the numbers look odd")).isNotNull();
            virtual.runUntilIdle();

            assertThat(deployment.status()).isEqualTo(DeploymentStatus.ROLLBACK_IN_PROGRESS);
            assertThat(deployment.view().rollback())
                    .hasValueSatisfying(rollback -> assertThat(rollback.cause()).isEqualTo(RollbackCause.REQUESTED));
        }
    }

    @Test
    void anAbortFreezesAndTheNextDeploymentReconciles() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment first = virtual.engine()
                    .deploy(
                            ID,
                            spec().strategy(TrafficStrategy.canary(Percent.of(10), Duration.ofHours(1)))
                                    .build());
            virtual.advance(Duration.ofMinutes(2));
            assertThat(first.abort("a colleague needs the service")).isNotNull();
            assertThat(run(virtual, first)).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(fixture.world.split(PRODUCTION).weightOf(SECOND)).isEqualTo(100);

            Deployment second = virtual.engine().deploy(new DeploymentId("d-2"), spec().build());

            assertThat(run(virtual, second)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(EngineFixture.count(second, WorkEvent.LeftOverRetired.class))
                    .isEqualTo(1);
        }
    }

    @Test
    void aRecoveryOnlyPutsRightWhatAnInterruptedDeploymentLeft() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment first = virtual.engine()
                    .deploy(
                            ID,
                            spec().strategy(TrafficStrategy.canary(Percent.of(10), Duration.ofHours(1)))
                                    .build());
            virtual.advance(Duration.ofMinutes(2));
            assertThat(first.abort("enough")).isNotNull();
            run(virtual, first);
            DeploymentSpec recovery = DeploymentSpec.recovery(EngineFixture.SERVICE)
                    .productionRoute(PRODUCTION)
                    .testRoute(EngineFixture.TEST)
                    .targetGroups(EngineFixture.FIRST, SECOND)
                    .build();

            Deployment recovered = virtual.engine().recover(recovery);
            assertThat(run(virtual, recovered)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            Deployment again = virtual.engine().recover(recovery);
            assertThat(run(virtual, again)).isEqualTo(DeploymentStatus.SUCCESSFUL);

            assertThat(fixture.world.split(PRODUCTION).isAllOn(EngineFixture.FIRST))
                    .isTrue();
            assertThat(fixture.world
                            .runtime()
                            .describe(List.of(EngineFixture.SERVICE))
                            .get(0)
                            .revisions())
                    .hasSize(1);
            assertThat(fixture.world.calls("launch")).isEqualTo(1);
            assertThatThrownBy(() -> virtual.engine().recover(spec().build()))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void theSameIdIsTheSameDeployment() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment one = virtual.engine().deploy(ID, spec().build());
            Deployment other = virtual.engine().deploy(ID, spec().build());

            assertThat(other).isSameAs(one);
            assertThatThrownBy(() -> virtual.engine().deploy(ID, paused()))
                    .isInstanceOf(DeploymentEngine.RejectedException.class)
                    .hasMessageContaining("hooks: \"[]\" before, \"[Pause");
            assertThat(run(virtual, one)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(fixture.world.calls("launch")).isEqualTo(1);
        }
    }

    @Test
    void aNewDeploymentSupersedesTheOneThatRuns() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment old = virtual.engine().deploy(ID, paused());
            virtual.runUntilIdle();
            Deployment young = virtual.engine().deploy(new DeploymentId("d-2"), spec().build());

            assertThat(run(virtual, young)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(old.status()).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(old.view().statusReason()).contains("superseded by deployment d-2");
        }
    }

    @Test
    void aRollbackIsNeverSuperseded() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment old = virtual.engine().deploy(ID, spec().build());
            virtual.advance(Duration.ofMinutes(2));
            assertThat(old.rollBack("bad")).isNotNull();
            virtual.runUntilIdle();
            Deployment young = virtual.engine().deploy(new DeploymentId("d-2"), spec().build());
            virtual.runUntilIdle();

            assertThat(young.status()).isEqualTo(DeploymentStatus.PENDING);
            assertThat(young.view().waitingFor()).anyMatch(text -> text.contains("its turn"));
            assertThat(run(virtual, young)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(old.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        }
    }

    @Test
    void withRejectASecondDeploymentIsRefusedBeforeAnythingIsKept() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            virtual.engine().deploy(ID, paused());
            virtual.runUntilIdle();
            DeploymentId second = new DeploymentId("d-2");
            DeploymentSpec rejecting =
                    spec().concurrency(ConcurrencyPolicy.REJECT).build();

            assertThatThrownBy(() -> virtual.engine().deploy(second, rejecting))
                    .isInstanceOf(DeploymentEngine.RejectedException.class)
                    .hasMessageContaining("REJECT");
            assertThat(fixture.journal.read(second)).isEmpty();
        }
    }

    @Test
    void withQueueDeploymentsRunOneAfterTheOther() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            List<Deployment> queued = new ArrayList<>();
            for (int i = 1; i <= 3; i++) {
                queued.add(virtual.engine()
                        .deploy(
                                new DeploymentId("d-" + i),
                                spec().concurrency(ConcurrencyPolicy.QUEUE).build()));
            }
            virtual.runUntilIdle();
            assertThat(queued).extracting(Deployment::status).startsWith(DeploymentStatus.IN_PROGRESS);
            assertThat(queued).extracting(Deployment::status).endsWith(DeploymentStatus.PENDING);

            assertThat(run(virtual, queued.get(2))).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(queued).extracting(Deployment::status).containsOnly(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void listenersHearEveryEventInOrderAndCanHurtNobody() {
        List<Long> versions = new ArrayList<>();
        List<DeploymentEvent> heard = new ArrayList<>();
        try (VirtualEngine virtual = VirtualEngine.of(
                fixture.time,
                fixture.builder()
                        .listener((id, version, event) -> {
                            throw new IllegalStateException("a bad listener");
                        })
                        .listener((id, version, event) -> {
                            versions.add(version);
                            heard.add(event);
                        }))) {
            Deployment deployment = virtual.engine().deploy(ID, spec().build());

            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(heard).isEqualTo(deployment.history());
            assertThat(versions.get(0)).isEqualTo(1);
            assertThat(versions).isSorted().doesNotHaveDuplicates();
        }
    }

    @Test
    void closingAnEngineTellsThoseWhoWait() {
        VirtualEngine virtual = fixture.engine("a");
        Deployment deployment = virtual.engine().deploy(ID, paused());
        virtual.runUntilIdle();
        virtual.close();

        assertThat(deployment.completion()).isCompletedExceptionally();
        assertThatThrownBy(() -> virtual.engine().deploy(new DeploymentId("d-2"), paused()))
                .isInstanceOf(DeploymentEngine.ClosedException.class);
    }

    @Test
    void readsOfManyDeploymentsAreMadeTogether() {
        try (VirtualEngine virtual = VirtualEngine.of(
                fixture.time, fixture.builder().journalPoll(Duration.ofHours(1)).lease(Duration.ofHours(1)))) {
            for (int i = 0; i < 20; i++) {
                var service = new io.github.bluegreen4j.model.ServiceRef("prod", "service-" + i);
                fixture.addService(service, "-" + i);
                virtual.engine()
                        .deploy(
                                new DeploymentId("d-" + i),
                                spec(service, "-" + i)
                                        .bakeTime(Duration.ofHours(3))
                                        .build());
            }
            virtual.advance(Duration.ofHours(1));
            int before = fixture.world.calls("describe");
            virtual.advance(Duration.ofMinutes(10));

            // 20 services in batches of ten, every 24 s on average: 2 calls a round.
            assertThat(fixture.world.calls("describe") - before).isBetween(44, 58);
        }
    }
}
