package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.FIRST;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.PRODUCTION;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.SECOND;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.fault.UnreliableJournal;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What the engine does when calls, journals, engines and leases fail. */
class EngineSurvivesTest {
    private final EngineFixture fixture = new EngineFixture();

    private static boolean isWrite(CallRunner.PortCall<?> call) {
        return call.operation() == CallRunner.Operation.WRITE_ROUTE;
    }

    /** The first call like that has this fate, all others are answered. */
    private static void first(VirtualEngine virtual, Predicate<CallRunner.PortCall<?>> like, Fate fate) {
        AtomicBoolean done = new AtomicBoolean();
        virtual.calls().fate(call -> like.test(call) && !done.getAndSet(true) ? fate : Fate.answered());
    }

    @Test
    void anEngineThatIsKilledInTheMiddleOfAShiftIsSucceededByAnother() {
        VirtualEngine dead = fixture.engine("a");
        first(dead, EngineSurvivesTest::isWrite, Fate.hangs());
        dead.engine().deploy(ID, spec().build());
        dead.advance(Duration.ofSeconds(5));
        dead.kill();

        try (VirtualEngine heir = fixture.engine("b")) {
            heir.advance(Duration.ofSeconds(20));
            assertThat(heir.engine().find(ID)).as("the lease still holds").isEmpty();
            heir.advance(Duration.ofSeconds(20));
            Deployment deployment = heir.engine().find(ID).orElseThrow();

            assertThat(run(heir, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(EngineFixture.count(deployment, ProgressEvent.EngineResumed.class))
                    .isEqualTo(1);
            assertThat(fixture.world.calls("launch")).isEqualTo(1);
        }
    }

    @Test
    void afterATakeOverNothingIsWrittenWhereAnEarlierWriteMayStillLand() {
        VirtualEngine dead = fixture.engine("a");
        dead.calls().fate(call -> isWrite(call) ? Fate.landsLate(Duration.ofSeconds(44)) : Fate.answered());
        dead.engine().deploy(ID, spec().build());
        dead.advance(Duration.ofSeconds(5));
        dead.kill();

        try (VirtualEngine heir = fixture.engine("b")) {
            AtomicInteger writes = new AtomicInteger();
            heir.calls().fate(call -> {
                writes.addAndGet(isWrite(call) ? 1 : 0);
                return Fate.answered();
            });
            heir.advanceUntil(() -> heir.engine().find(ID).isPresent(), Duration.ofMinutes(2));
            heir.advance(Duration.ofSeconds(14));
            assertThat(writes).hasValue(0);
            assertThat(run(heir, heir.engine().find(ID).orElseThrow())).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(writes).hasPositiveValue();
        }
    }

    @Test
    void dueTimersAreDeliveredBeforeAnyWorkIsBegun() {
        VirtualEngine dead = fixture.engine("a");
        dead.engine()
                .deploy(
                        ID,
                        spec().pause(LifecycleStage.POST_SCALE_UP, Duration.ofMinutes(30), TimeoutAction.ROLLBACK)
                                .build());
        dead.advance(Duration.ofSeconds(5));
        dead.kill();
        fixture.time.advance(Duration.ofHours(1));
        int writes = fixture.world.calls("write");

        try (VirtualEngine heir = fixture.engine("b")) {
            heir.runUntilIdle();
            Deployment deployment = heir.engine().find(ID).orElseThrow();

            assertThat(deployment.status()).isEqualTo(DeploymentStatus.ROLLBACK_IN_PROGRESS);
            assertThat(run(heir, deployment)).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(fixture.world.calls("write")).isEqualTo(writes);
        }
    }

    @Test
    void anEngineWhoseLeaseRunsOutChangesNothingAndTheOtherOneGoesOn() {
        AtomicBoolean cutOff = new AtomicBoolean();
        Journal unreachable = intercepted(fixture.journal, cutOff::get);
        VirtualEngine lonely =
                VirtualEngine.of(fixture.time, fixture.builder(unreachable).name("lonely"));
        Deployment stale = lonely.engine().deploy(ID, spec().build());
        lonely.advance(Duration.ofSeconds(40));
        cutOff.set(true);
        AtomicInteger changes = new AtomicInteger();
        lonely.calls().fate(call -> {
            boolean begunInTime = fixture.time.sinceStart().compareTo(Duration.ofSeconds(70)) < 0;
            changes.addAndGet(call.lane().kind() == CallRunner.PortCall.Kind.CHANGE && !begunInTime ? 1 : 0);
            return Fate.answered();
        });
        try (VirtualEngine other = fixture.engine("other")) {
            other.advance(Duration.ofMinutes(10));
            assertThat(changes).as("changes of an engine without a lease").hasValue(0);
            Deployment taken = other.engine().find(ID).orElseThrow();
            assertThat(run(other, taken)).isEqualTo(DeploymentStatus.SUCCESSFUL);

            cutOff.set(false);
            lonely.advance(Duration.ofMinutes(1));
            assertThat(stale.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    /** A journal that can be cut off. */
    private static Journal intercepted(Journal journal, java.util.function.BooleanSupplier cutOff) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (cutOff.getAsBoolean()) {
                        throw new PortException(
                                new Problem(Problem.Kind.UNAVAILABLE, method.getName(), "journal", "cut off"));
                    }
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    @Test
    void withoutTheJournalNothingIsChangedAndItGoesOnWhenItReturns() {
        AtomicBoolean cutOff = new AtomicBoolean();
        try (VirtualEngine virtual =
                VirtualEngine.of(fixture.time, fixture.builder(intercepted(fixture.journal, cutOff::get)))) {
            Deployment deployment = virtual.engine()
                    .deploy(
                            ID,
                            spec().pause(LifecycleStage.POST_SCALE_UP, Duration.ofMinutes(1), TimeoutAction.CONTINUE)
                                    .build());
            virtual.advance(Duration.ofSeconds(5));
            int changes = fixture.world.changes().size();
            cutOff.set(true);
            virtual.advance(Duration.ofMinutes(20));
            assertThat(fixture.world.changes()).hasSize(changes);

            cutOff.set(false);
            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void anAppendWhoseOutcomeIsUnknownIsRecognisedByItsId() {
        for (UnreliableJournal.Answer answer : List.of(
                UnreliableJournal.Answer.UNKNOWN_KEPT,
                UnreliableJournal.Answer.UNKNOWN_NOT_KEPT,
                UnreliableJournal.Answer.LOST)) {
            EngineFixture fresh = new EngineFixture();
            UnreliableJournal journal = new UnreliableJournal(fresh.journal);
            try (VirtualEngine virtual =
                    VirtualEngine.of(fresh.time, fresh.builder(journal).name("a"))) {
                journal.answerNext(UnreliableJournal.Answer.APPENDED, answer, answer);
                Deployment deployment = virtual.engine().deploy(ID, spec().build());

                assertThat(run(virtual, deployment)).as(answer.name()).isEqualTo(DeploymentStatus.SUCCESSFUL);
                assertThat(EngineFixture.count(deployment, ProgressEvent.DeploymentCreated.class))
                        .isEqualTo(1);
                assertThat(fresh.world.calls("launch")).isEqualTo(1);
            }
        }
    }

    @Test
    void aWriteThatHangsIsGivenUpAndMayLandForAWhileBeforeItIsRepeated() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            first(virtual, EngineSurvivesTest::isWrite, Fate.hangs());
            Deployment deployment = virtual.engine().deploy(ID, spec().build());

            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(EngineFixture.count(deployment, WorkEvent.WorkUncertain.class))
                    .isEqualTo(1);
            assertThat(EngineFixture.count(deployment, WorkEvent.ResourceQuieted.class))
                    .isEqualTo(1);
        }
    }

    @Test
    void aHookThatHangsTimesOut() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            virtual.calls()
                    .fate(call ->
                            call.operation() == CallRunner.Operation.INVOKE_HOOK ? Fate.hangs() : Fate.answered());
            Deployment deployment = virtual.engine()
                    .deploy(
                            ID,
                            spec().hook(LifecycleStage.POST_SCALE_UP, "smoke-test")
                                    .build());

            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(deployment.view().statusReason()).contains("smoke-test");
        }
    }

    @Test
    void aHookThatTheNextEngineDoesNotKnowCountsAsUnreachable() {
        VirtualEngine dead = VirtualEngine.of(
                fixture.time, fixture.builder().name("a").hook("nobody", invocation -> HookResult.inProgress()));
        dead.engine()
                .deploy(ID, spec().hook(LifecycleStage.POST_SCALE_UP, "nobody").build());
        dead.advance(Duration.ofSeconds(5));
        dead.kill();

        try (VirtualEngine heir = fixture.engine("b")) {
            heir.advanceUntil(() -> heir.engine().find(ID).isPresent(), Duration.ofMinutes(2));
            Deployment deployment = heir.engine().find(ID).orElseThrow();

            assertThat(run(heir, deployment)).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(deployment.view().statusReason()).contains("UNREACHABLE");
        }
    }

    @Test
    void aCommandFromAnotherProcessIsFoundInTheMailbox() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            DeploymentSpec spec = spec().bakeTime(Duration.ofHours(2)).build();
            Deployment deployment = virtual.engine().deploy(ID, spec);
            virtual.advance(Duration.ofMinutes(2));
            fixture.journal.submit(ID, "from-elsewhere", new Command.RollBack("by a colleague"));

            virtual.advance(Duration.ofSeconds(6));
            assertThat(deployment.status()).isEqualTo(DeploymentStatus.ROLLBACK_IN_PROGRESS);
            assertThat(fixture.journal.read(ID).orElseThrow().mail()).isEmpty();
        }
    }

    @Test
    void aDeploymentThatCannotBeDecodedIsQuarantinedAndBlocksNobody() {
        VirtualEngine dead = fixture.engine("a");
        dead.engine().deploy(ID, spec().build());
        dead.advance(Duration.ofSeconds(5));
        dead.kill();
        ServiceRef other = new ServiceRef("prod", "other");
        fixture.addService(other, "-2");
        Journal torn = (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (method.isDefault()) { // they call this proxy
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    if (method.getName().equals("read") && ID.equals(arguments[0])) {
                        throw new PortException(new Problem(Problem.Kind.REFUSED, "read", "d-1", "torn"));
                    }
                    return method.invoke(fixture.journal, arguments);
                });
        try (VirtualEngine heir =
                VirtualEngine.of(fixture.time, fixture.builder(torn).name("b"))) {
            heir.advance(Duration.ofMinutes(1));
            Deployment fine = heir.engine()
                    .deploy(new DeploymentId("d-2"), spec(other, "-2").build());

            assertThat(heir.engine().quarantined()).containsExactly(ID);
            assertThat(run(heir, fine)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void aJumpOfTheWallClockEndsNoBake() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine()
                    .deploy(ID, spec().bakeTime(Duration.ofHours(2)).build());
            virtual.advance(Duration.ofMinutes(5));
            fixture.time.jumpWall(Duration.ofDays(3));
            virtual.advance(Duration.ofMinutes(30));

            assertThat(deployment.view().lifecycleStage()).isEqualTo(Optional.of(LifecycleStage.BAKE_TIME));
        }
    }

    @Test
    void aWriteWithdrawnByARollbackMayLandAndIsUndone() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            AtomicInteger writes = new AtomicInteger();
            // The second write is production's: it lands only after the rollback has begun.
            virtual.calls()
                    .fate(call -> isWrite(call) && writes.incrementAndGet() == 2
                            ? Fate.landsLate(Duration.ofSeconds(12))
                            : Fate.answered());
            Deployment deployment = virtual.engine().deploy(ID, spec().build());
            virtual.advance(Duration.ofSeconds(3));
            assertThat(deployment.rollBack("changed my mind")).isNotNull();

            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(fixture.world.split(PRODUCTION).isAllOn(FIRST)).isTrue();
            assertThat(fixture.world.split(PRODUCTION).weightOf(SECOND)).isZero();
        }
    }
}
