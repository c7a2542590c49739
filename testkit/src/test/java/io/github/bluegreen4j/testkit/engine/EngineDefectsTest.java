package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.FIRST;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.PRODUCTION;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.time.CallWatcher;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.decide.Invariants;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.rules.Verdict;
import io.github.bluegreen4j.workflow.state.Running;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** What can't be decoded, the engine's own defects, and machines that stand still. */
class EngineDefectsTest {
    private static final DeploymentId SECOND_ID = new DeploymentId("d-2");

    private final EngineFixture fixture = new EngineFixture();
    private final AtomicBoolean isTorn = new AtomicBoolean(true);
    private final AtomicBoolean isGone = new AtomicBoolean();
    private final AtomicBoolean isNonsense = new AtomicBoolean();
    private final AtomicInteger tornOtherwise = new AtomicInteger();

    /** A journal that can't decode the first deployment. */
    private Journal torn() {
        Journal reading = EngineFixture.intercepted(fixture.journal, (operation, arguments) -> {
            if (operation.equals("read") && ID.equals(arguments.get(0)) && isTorn.get()) {
                if (tornOtherwise.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                    throw EngineFixture.unavailable("read");
                }
                throw new PortException(new Problem(Problem.Kind.REFUSED, "read", "d-1", "torn"));
            }
        });
        return new WithoutTheFirst(reading, isGone, isNonsense).journal();
    }

    /** A journal from which the first deployment can be removed, or whose events of it make no sense. */
    private record WithoutTheFirst(Journal truth, AtomicBoolean isGone, AtomicBoolean isNonsense) {
        Journal journal() {
            return (Journal) Proxy.newProxyInstance(
                    Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                        if (method.isDefault()) { // they call this proxy
                            return InvocationHandler.invokeDefault(proxy, method, arguments);
                        }
                        if (isGone.get() && method.getName().equals("read") && ID.equals(arguments[0])) {
                            return Optional.empty();
                        }
                        try {
                            Object answer = method.invoke(truth, arguments);
                            if (isGone.get() && answer instanceof List<?> heads) {
                                return heads.stream()
                                        .filter(one -> !(one instanceof Journal.Head head
                                                && head.deployment().equals(ID)))
                                        .toList();
                            }
                            boolean isRead = method.getName().equals("read") && ID.equals(arguments[0]);
                            return isRead && isNonsense.get() ? nonsense((Optional<?>) answer) : answer;
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause();
                        }
                    });
        }
    }

    private static Optional<Journal.History> nonsense(Optional<?> answer) {
        return answer.map(Journal.History.class::cast)
                .map(history -> new Journal.History(
                        history.head(),
                        withAStageThatIsNotInThePlan(history.events()),
                        history.entryIds(),
                        history.mail(),
                        history.delivered()));
    }

    private static List<DeploymentEvent> withAStageThatIsNotInThePlan(List<DeploymentEvent> events) {
        List<DeploymentEvent> nonsense = new ArrayList<>(events);
        nonsense.add(new ProgressEvent.StageEntered(events.get(0).at(), 999));
        return nonsense;
    }

    private VirtualEngine heirOfATornDeployment() {
        VirtualEngine dead = fixture.engine("a");
        dead.engine().deploy(ID, spec().bakeTime(Duration.ofHours(1)).build());
        dead.advance(Duration.ofMinutes(5));
        dead.kill();
        VirtualEngine heir =
                VirtualEngine.of(fixture.time, fixture.builder(torn()).name("b"));
        heir.advance(Duration.ofMinutes(1));
        return heir;
    }

    private static Set<DeploymentId> quarantinedAsAnotherThreadSeesIt(DeploymentEngine engine) {
        return CompletableFuture.supplyAsync(engine::quarantined)
                .orTimeout(5, TimeUnit.MINUTES)
                .join();
    }

    @Test
    void whatCannotBeDecodedBlocksItsServiceWhateverThePolicy() {
        try (VirtualEngine heir = heirOfATornDeployment()) {
            assertThat(quarantinedAsAnotherThreadSeesIt(heir.engine())).containsExactly(ID);
            Deployment superseding = heir.engine().deploy(SECOND_ID, spec().build());
            Deployment queued = heir.engine()
                    .deploy(
                            new DeploymentId("d-3"),
                            spec().concurrency(ConcurrencyPolicy.QUEUE).build());
            heir.advance(Duration.ofMinutes(10));
            for (Deployment waiting : List.of(superseding, queued)) {
                assertThat(waiting.status()).isEqualTo(DeploymentStatus.PENDING);
                assertThat(waiting.view().waitingFor())
                        .anyMatch(text -> text.contains("deployment d-1 of the service can't be read"));
            }
            DeploymentId rejecting = new DeploymentId("d-4");
            assertThatThrownBy(() -> heir.engine()
                            .deploy(
                                    rejecting,
                                    spec().concurrency(ConcurrencyPolicy.REJECT).build()))
                    .isInstanceOf(DeploymentEngine.RejectedException.class);
            assertThat(fixture.world.calls("launch")).isEqualTo(1);
        }
    }

    @Test
    void withRejectWhatCannotBeDecodedIsNamed() {
        try (VirtualEngine heir = heirOfATornDeployment()) {
            Deployment rejected = heir.engine()
                    .deploy(
                            SECOND_ID,
                            spec().concurrency(ConcurrencyPolicy.REJECT).build());
            heir.runUntilIdle();
            assertThat(rejected.completion()).isCompletedExceptionally();
            assertThatThrownBy(() -> rejected.completion().join()).hasMessageContaining("deployment \"d-1\"");
        }
    }

    @Test
    void aDeploymentGoesOnWhenItCanBeDecodedAgainAndThoseBehindItFollow() {
        try (VirtualEngine heir = heirOfATornDeployment()) {
            Deployment queued = heir.engine()
                    .deploy(
                            SECOND_ID,
                            spec().revision("checkout:43")
                                    .concurrency(ConcurrencyPolicy.QUEUE)
                                    .build());
            heir.advance(Duration.ofMinutes(1));
            assertThat(queued.status()).isEqualTo(DeploymentStatus.PENDING);
            // The journal fails otherwise, too, for as long as two rechecks take.
            tornOtherwise.set(2);
            heir.advance(Duration.ofMinutes(3));
            isTorn.set(false);
            heir.advance(Duration.ofMinutes(2));

            assertThat(quarantinedAsAnotherThreadSeesIt(heir.engine())).isEmpty();
            Deployment again = heir.engine().find(ID).orElseThrow();
            CompletableFuture<Deployment.CommandAnswer> command = again.skipBake();
            assertThat(run(heir, again)).as("%s", again.view()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(command).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
            assertThat(run(heir, queued)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void aDeploymentThatCanBeDecodedAgainLeavesTheQuarantineThoughNobodyWaitsBehindIt() {
        try (VirtualEngine heir = heirOfATornDeployment()) {
            Deployment blind = heir.engine()
                    .deploy(ID, spec().bakeTime(Duration.ofHours(1)).build());
            heir.runUntilIdle();
            assertThat(blind.completion()).isCompletedExceptionally();
            isTorn.set(false);
            heir.advance(Duration.ofMinutes(2));
            assertThat(heir.engine().quarantined()).isEmpty();

            Deployment seeing = heir.engine().find(ID).orElseThrow();
            CompletableFuture<Deployment.CommandAnswer> command = seeing.skipBake();
            assertThat(run(heir, seeing)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(command).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
        }
    }

    @Test
    void aDeploymentThatWasRemovedFromTheJournalBlocksNobodyAnyMore() {
        for (boolean somebodyWaits : new boolean[] {true, false}) {
            EngineDefectsTest fresh = new EngineDefectsTest();
            try (VirtualEngine heir = fresh.heirOfATornDeployment()) {
                if (somebodyWaits) {
                    heir.engine().deploy(SECOND_ID, spec().build());
                    heir.advance(Duration.ofMinutes(1));
                }
                fresh.isGone.set(true);
                heir.advance(Duration.ofMinutes(2));
                assertThat(heir.engine().quarantined())
                        .as("somebody waits: %s", somebodyWaits)
                        .isEmpty();
                Deployment next = heir.engine().deploy(SECOND_ID, spec().build());
                assertThat(run(heir, next)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            }
        }
    }

    @Test
    void eventsThatTheWorkflowCannotFollowBlockTheirServiceAlone() {
        isTorn.set(false);
        isNonsense.set(true);
        ServiceRef other = new ServiceRef("prod", "other");
        fixture.addService(other, "-2");
        try (VirtualEngine heir = heirOfATornDeployment()) {
            assertThat(heir.engine().quarantined()).containsExactly(ID);
            // More than the engine begins at once.
            for (int i = 0; i < 20; i++) {
                heir.engine()
                        .deploy(
                                new DeploymentId("queued-" + i),
                                spec().concurrency(ConcurrencyPolicy.QUEUE).build());
            }
            Deployment fine = heir.engine().deploy(SECOND_ID, spec(other, "-2").build());
            assertThat(run(heir, fine)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(fixture.world.calls("launch"))
                    .as("launches of the first, and of the other service")
                    .isEqualTo(2);
        }
    }

    /** Guards of which one throws on demand: the one is asked by a decision, the other by a script. */
    private static final class Throwing extends Guards {
        final AtomicBoolean isHealthBroken = new AtomicBoolean();
        final AtomicBoolean isCapacityBroken = new AtomicBoolean();

        @Override
        public Verdict health(Running run, Readings readings) {
            return thrown(isHealthBroken, super.health(run, readings));
        }

        @Override
        public Verdict capacity(Running run, Readings readings) {
            return thrown(isCapacityBroken, super.capacity(run, readings));
        }

        private static Verdict thrown(AtomicBoolean isBroken, Verdict verdict) {
            if (isBroken.get()) {
                throw new IllegalStateException("a rule of ours is broken");
            }
            return verdict;
        }
    }

    @Test
    void aRuleThatThrowsIsADefectAndTheDeploymentRollsBack() {
        for (boolean inScript : new boolean[] {true, false}) {
            EngineFixture fresh = new EngineFixture();
            Throwing guards = new Throwing();
            AtomicBoolean isBroken = inScript ? guards.isCapacityBroken : guards.isHealthBroken;
            try (VirtualEngine virtual =
                    VirtualEngine.of(fresh.time, fresh.builder().name("a"), new Workflow(guards, Invariants.ALL))) {
                Deployment deployment = virtual.engine().deploy(ID, spec().build());
                isBroken.set(true);
                assertThat(run(virtual, deployment))
                        .as("in a script: %s", inScript)
                        .isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
                isBroken.set(false);

                assertThat(deployment.history())
                        .filteredOn(ProgressEvent.RollbackStarted.class::isInstance)
                        .hasSize(1)
                        .first()
                        .asString()
                        .contains(RollbackCause.INVARIANT_BROKEN.name(), "a rule of ours is broken");
                assertThat(deployment.history())
                        .filteredOn(ProgressEvent.InvariantBroken.class::isInstance)
                        .isNotEmpty()
                        .first()
                        .asString()
                        .contains("the engine failed", "a rule of ours is broken");
                assertThat(fresh.world.split(PRODUCTION).isAllOn(FIRST)).isTrue();
                Deployment next = virtual.engine().deploy(SECOND_ID, spec().build());
                assertThat(run(virtual, next)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            }
        }
    }

    @Test
    void anErrorThatKillsTheLoopEndsEveryFutureWithItsCause() {
        for (Error error : List.of(new AssertionError("a defect"), new OutOfMemoryError("no memory"))) {
            AtomicBoolean isBroken = new AtomicBoolean();
            TimeSource machine = TimeSource.system();
            TimeSource breaking = new TimeSource() {
                @Override
                public Instant wall() {
                    return machine.wall();
                }

                @Override
                public long nanos() {
                    if (isBroken.get()) {
                        throw error;
                    }
                    return machine.nanos();
                }
            };
            EngineFixture real = EngineFixture.withThreads();
            try (DeploymentEngine engine = real.builder().time(breaking).build()) {
                Deployment known = engine.deploy(ID, EngineFixture.paused());
                known.accepted().orTimeout(5, TimeUnit.MINUTES).join();
                isBroken.set(true);
                CompletableFuture<Deployment.CommandAnswer> answer = known.abort("enough");

                for (CompletableFuture<?> open : List.of(known.completion(), answer)) {
                    assertThatThrownBy(() -> open.orTimeout(5, TimeUnit.MINUTES).join())
                            .isInstanceOf(CompletionException.class)
                            .cause()
                            .isInstanceOf(DeploymentEngine.ClosedException.class)
                            .hasCause(error);
                }
                assertThatThrownBy(() -> engine.deploy(EngineFixture.paused()))
                        .isInstanceOf(DeploymentEngine.ClosedException.class);
            }
        }
    }

    /** What an engine does with its journal and the world, in order. */
    private static final class Watcher implements CallWatcher {
        final List<CallRunner.Operation> begun = new ArrayList<>();

        @Override
        public void started(CallRunner.PortCall<?> call, Fate fate) {
            begun.add(call.operation());
        }

        void changesOnlyAfterRenewalAndClaim() {
            int change = first(CallRunner.Operation::changesTheWorld);
            assertThat(change).as("the first change of %s", begun).isNotNegative();
            int renewal = begun.indexOf(CallRunner.Operation.RENEW);
            int claim = begun.indexOf(CallRunner.Operation.CLAIM);
            assertThat(renewal).as("the first renewal of %s", begun).isBetween(0, change);
            assertThat(claim).as("the first claim of %s", begun).isBetween(renewal, change);
        }

        private int first(Predicate<CallRunner.Operation> like) {
            for (int i = 0; i < begun.size(); i++) {
                if (like.test(begun.get(i))) {
                    return i;
                }
            }
            return -1;
        }
    }

    @Test
    void afterTheMachineWasSuspendedNothingIsChangedBeforeTheServiceIsClaimedAgain() {
        for (Duration asleep : List.of(Duration.ofHours(1), Duration.ofSeconds(31))) {
            EngineFixture fresh = new EngineFixture();
            try (VirtualEngine virtual =
                    VirtualEngine.of(fresh.time, fresh.builder().name("a").lease(Duration.ofMinutes(10)))) {
                Deployment deployment = virtual.engine().deploy(ID, EngineFixture.paused());
                virtual.advance(Duration.ofSeconds(30));
                Watcher watcher = new Watcher();
                virtual.calls().watcher(watcher);
                fresh.time.jumpWall(asleep);
                CompletableFuture<Deployment.CommandAnswer> proceeds =
                        deployment.proceed(deployment.view().hooks().get(0).hookId());
                virtual.advance(Duration.ofMinutes(1));

                assertThat(proceeds).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
                watcher.changesOnlyAfterRenewalAndClaim();
                assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            }
        }
    }

    @Test
    void aMachineThatWakesUpAfterAnotherEngineTookOverChangesNothing() {
        try (VirtualEngine sleeper =
                VirtualEngine.of(fixture.time, fixture.builder().name("a").lease(Duration.ofMinutes(10)))) {
            sleeper.calls()
                    .fate(call -> call.operation() == CallRunner.Operation.LAUNCH
                            ? Fate.fails(Problem.Kind.UNAVAILABLE, "later")
                            : Fate.answered());
            sleeper.engine().deploy(ID, spec().build());
            sleeper.advance(Duration.ofSeconds(30));
            // Another engine takes the service over while the machine is asleep: the journal's clock goes on.
            fixture.journal.renew("a", Duration.ZERO);
            fixture.journal.renew("b", Duration.ofHours(1));
            assertThat(fixture.journal.claim(EngineFixture.SERVICE, "b")).isPresent();
            Watcher watcher = new Watcher();
            sleeper.calls().watcher(watcher);
            fixture.time.jumpWall(Duration.ofHours(1));
            sleeper.advance(Duration.ofMinutes(5));

            assertThat(watcher.begun).noneMatch(CallRunner.Operation::changesTheWorld);
        }
    }

    @Test
    void aRollbackFromAnotherProcessJustBeforeTheCleanUpGateOpensIsObeyed() {
        for (Duration away : List.of(Duration.ZERO, Duration.ofMinutes(2))) {
            EngineFixture fresh = new EngineFixture();
            try (VirtualEngine virtual =
                    VirtualEngine.of(fresh.time, fresh.builder().name("a").journalPoll(Duration.ofHours(1)))) {
                Deployment deployment = virtual.engine().deploy(ID, spec().build());
                AtomicBoolean isSubmitted = new AtomicBoolean();
                AtomicReference<Instant> until = new AtomicReference<>(Instant.MAX);
                virtual.calls().fate(call -> {
                    boolean isOfGate = call.operation() == CallRunner.Operation.READ_USERS
                            || call.operation() == CallRunner.Operation.READ_HEALTH;
                    boolean isLate = deployment
                            .view()
                            .lifecycleStage()
                            .filter(LifecycleStage.BAKE_TIME::equals)
                            .isPresent();
                    boolean bakeIsOver = fresh.time.sinceStart().compareTo(Duration.ofMinutes(5)) >= 0;
                    if (isOfGate && isLate && bakeIsOver && !isSubmitted.getAndSet(true)) {
                        fresh.journal.submit(ID, "from-elsewhere", new Command.RollBack("by a colleague"));
                        until.set(fresh.time.now().plus(away));
                    }
                    boolean isAway = isSubmitted.get() && fresh.time.now().isBefore(until.get());
                    return isAway && call.operation() == CallRunner.Operation.READ_JOURNAL
                            ? Fate.fails(Problem.Kind.UNAVAILABLE, "away")
                            : Fate.answered();
                });

                assertThat(run(virtual, deployment))
                        .as("reads fail for %s", away)
                        .isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
                assertThat(isSubmitted).isTrue();
                assertThat(EngineFixture.count(deployment, WorkEvent.RevisionRetired.class))
                        .as("revisions retired")
                        .isEqualTo(1);
                assertThat(fresh.world.split(PRODUCTION).isAllOn(FIRST)).isTrue();
            }
        }
    }

    @Test
    void callsThatAreLongerThanTheHeirsLeaseGoOn() {
        VirtualEngine dead =
                VirtualEngine.of(fixture.time, fixture.builder().name("a").lease(Duration.ofMinutes(2)));
        dead.engine()
                .deploy(
                        ID,
                        spec().limits(DeploymentLimits.DEFAULTS.withCall(Duration.ofSeconds(30)))
                                .build());
        dead.advance(Duration.ofMillis(1));
        dead.kill();
        int changes = fixture.world.changes().size();
        try (VirtualEngine heir = VirtualEngine.of(
                fixture.time,
                fixture.builder().name("b").lease(Duration.ofSeconds(6)).journalCall(Duration.ofSeconds(4)))) {
            heir.advanceUntil(() -> heir.engine().find(ID).isPresent(), Duration.ofMinutes(5));
            assertThat(run(heir, heir.engine().find(ID).orElseThrow())).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(fixture.world.changes()).as("changes by the heir").hasSizeGreaterThan(changes);
        }
    }
}
