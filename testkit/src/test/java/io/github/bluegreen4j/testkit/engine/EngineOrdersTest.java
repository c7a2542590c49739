package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.SERVICE;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

/** Orders and the first commands to them: before the journal has them, and at an engine that does not own the service. */
class EngineOrdersTest {
    private static final DeploymentId SECOND_ID = new DeploymentId("d-2");
    /** An engine looks into the journal every 5 s. */
    private static final Duration POLL = Duration.ofSeconds(6);

    private final EngineFixture fixture = new EngineFixture();

    private static DeploymentSpec with(ConcurrencyPolicy policy) {
        return spec().concurrency(policy).build();
    }

    private List<DeploymentId> inJournal() {
        return fixture.journal.list(Optional.of(SERVICE)).stream()
                .map(Journal.Head::deployment)
                .toList();
    }

    private static void assertFails(CompletableFuture<?> future, Class<? extends Throwable> why, String message) {
        assertThat(future)
                .isCompletedExceptionally()
                .failsWithin(Duration.ZERO)
                .withThrowableOfType(ExecutionException.class)
                .withCauseInstanceOf(why)
                .withMessageContaining(message);
    }

    @Test
    void commandsRightAfterTheOrderAreObeyed() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            for (int i = 0; i < 20; i++) {
                Deployment deployment = virtual.engine().deploy(new DeploymentId("d-" + i), EngineFixture.paused());
                CompletableFuture<Deployment.CommandAnswer> early = deployment.proceed("a hook that has not begun");
                CompletableFuture<Deployment.CommandAnswer> command =
                        i % 2 == 0 ? deployment.abort("at once") : deployment.rollBack("at once");
                assertThat(deployment.accepted()).isNotDone();
                virtual.runUntilIdle();

                assertThat(deployment.accepted()).isCompletedWithValue(deployment);
                assertThat(early).isCompletedWithValueMatching(answer -> !answer.accepted());
                assertThat(command).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
                assertThat(run(virtual, deployment))
                        .isIn(DeploymentStatus.STOPPED, DeploymentStatus.ROLLBACK_SUCCESSFUL);
            }
        }
        assertThat(fixture.world.changes()).isEmpty();
    }

    @Test
    void anOrderThatTheJournalRefusesFailsAtOnceAndCanBeGivenAgain() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            AtomicInteger orders = new AtomicInteger();
            virtual.calls()
                    .fate(call -> call.operation() == CallRunner.Operation.OPEN && orders.incrementAndGet() == 1
                            ? Fate.fails(Problem.Kind.REFUSED, "value too long")
                            : Fate.answered());
            Deployment refused = virtual.engine().deploy(ID, spec().build());
            virtual.runUntilIdle();
            assertFails(refused.accepted(), PortException.class, "value too long");
            assertThat(orders).hasValue(1);

            Deployment again = virtual.engine().deploy(ID, spec().build());
            assertThat(run(virtual, again)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void ordersThatComeAtOnceGoIntoTheJournalTogether() {
        int many = 60;
        fixture.addServices(many);
        List<String> calls = new ArrayList<>();
        Journal watched = EngineFixture.intercepted(fixture.journal, (operation, arguments) -> calls.add(operation));
        try (VirtualEngine virtual =
                VirtualEngine.of(fixture.time, fixture.builder(watched).name("a"))) {
            List<Deployment> ordered = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                ordered.add(virtual.engine()
                        .deploy(
                                new DeploymentId("many-" + i),
                                EngineFixture.paused(EngineFixture.service(i), "-" + i)));
            }
            virtual.runUntilIdle();

            assertThat(ordered).allSatisfy(one -> assertThat(one.accepted()).isCompleted());
        }
        assertThat(calls).filteredOn("open"::equals).hasSizeLessThan(5);
        assertThat(calls).filteredOn("unfinished"::equals).hasSizeLessThan(5);
        assertThat(calls).doesNotContain("list");
    }

    @Test
    void anOrderThatTheJournalRefusesHoldsUpNoneThatComesWithIt() {
        int many = 20;
        fixture.addServices(many);
        Journal refusing = new ForwardingJournal(fixture.journal) {
            @Override
            public List<Appended> open(List<Opening> openings) {
                if (openings.stream().anyMatch(opening -> opening.deployment().equals(new DeploymentId("many-7")))) {
                    throw new PortException(new Problem(Problem.Kind.REFUSED, "open", "journal", "value too long"));
                }
                return super.open(openings);
            }
        };
        try (VirtualEngine virtual =
                VirtualEngine.of(fixture.time, fixture.builder(refusing).name("a"))) {
            List<Deployment> ordered = new ArrayList<>();
            for (int i = 0; i < many; i++) {
                ordered.add(virtual.engine()
                        .deploy(
                                new DeploymentId("many-" + i),
                                EngineFixture.paused(EngineFixture.service(i), "-" + i)));
            }
            virtual.runUntilIdle();

            assertFails(ordered.remove(7).accepted(), PortException.class, "value too long");
            assertThat(ordered).allSatisfy(one -> assertThat(one.accepted()).isCompletedWithValue(one));
        }
    }

    @Test
    void ordersForOneServiceThatComeAtOnceKeepTheirOrder() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            List<DeploymentId> ids = new ArrayList<>();
            for (int i = 9; i >= 0; i--) {
                ids.add(new DeploymentId("queued-" + i));
                virtual.engine().deploy(ids.get(ids.size() - 1), with(ConcurrencyPolicy.QUEUE));
            }
            virtual.runUntilIdle();

            assertThat(inJournal()).isEqualTo(ids);
        }
    }

    /** Found by the campaign, seed 5000029795: the engine asked such a journal in a loop without a pause. */
    @Test
    void aJournalWhoseReadsLagIsAskedWithPausesUntilItShowsTheOrder() {
        AtomicInteger opened = new AtomicInteger();
        Journal lagging = new ForwardingJournal(fixture.journal) {
            @Override
            public Optional<History> read(DeploymentId deployment) {
                boolean lags = fixture.time.sinceStart().compareTo(Duration.ofSeconds(8)) < 0;
                return lags ? Optional.empty() : super.read(deployment);
            }

            @Override
            public List<Appended> open(List<Opening> openings) {
                List<Appended> stored = super.open(openings);
                if (opened.incrementAndGet() == 1) {
                    throw EngineFixture.unavailable("open"); // it is stored, and nobody learns it
                }
                return stored;
            }
        };
        try (VirtualEngine virtual =
                VirtualEngine.of(fixture.time, fixture.builder(lagging).name("a"))) {
            Deployment deployment = virtual.engine().deploy(ID, spec().build());

            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(opened.get()).as("tries within 8 s").isBetween(3, 30);
        }
    }

    @Test
    void commandsBeforeTheOrderIsInTheJournalKeepTheirOrderThoughItFails() {
        List<Command> submitted = new ArrayList<>();
        Journal watched = EngineFixture.intercepted(fixture.journal, (operation, arguments) -> {
            if (operation.equals("submit")) {
                submitted.add((Command) arguments.get(2));
            }
        });
        try (VirtualEngine virtual =
                VirtualEngine.of(fixture.time, fixture.builder(watched).name("a"))) {
            AtomicInteger submits = new AtomicInteger();
            virtual.calls()
                    .fate(call -> call.operation() == CallRunner.Operation.SUBMIT && submits.incrementAndGet() == 1
                            ? Fate.fails(Problem.Kind.UNAVAILABLE, "away")
                            : Fate.answered());
            Deployment deployment = virtual.engine().deploy(ID, EngineFixture.paused());
            List<CompletableFuture<Deployment.CommandAnswer>> answers =
                    List.of(deployment.proceed("first"), deployment.proceed("second"));
            virtual.runUntilIdle();
            // The first one is on its way still, so one that follows may not overtake it.
            CompletableFuture<Deployment.CommandAnswer> third = deployment.abort("enough");

            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(submitted)
                    .extracting(Command::toString)
                    .satisfiesExactly(
                            one -> assertThat(one).contains("first"),
                            two -> assertThat(two).contains("second"),
                            last -> assertThat(last).contains("enough"));
            assertThat(answers).allSatisfy(answer -> assertThat(answer).isCompleted());
            assertThat(third).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
        }
    }

    @Test
    void aJournalThatIsAwayAtFirstDelaysTheOrderAndLosesNothing() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            AtomicBoolean away = new AtomicBoolean(true);
            virtual.calls()
                    .fate(call -> away.get() && call.operation().isOfJournal()
                            ? Fate.fails(Problem.Kind.UNAVAILABLE, "away")
                            : Fate.answered());
            Deployment deployment = virtual.engine().deploy(ID, EngineFixture.paused());
            CompletableFuture<Deployment.CommandAnswer> aborted = deployment.abort("at once");
            virtual.advance(Duration.ofMinutes(10));
            assertThat(deployment.accepted()).isNotDone();
            assertThat(aborted).isNotDone();
            assertThat(inJournal()).isEmpty();

            away.set(false);
            virtual.advance(Duration.ofSeconds(30));
            assertThat(deployment.accepted()).isCompletedWithValue(deployment);
            assertThat(aborted).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
            assertThat(deployment.status()).isEqualTo(DeploymentStatus.STOPPED);
        }
    }

    @Test
    void aCommandThatTheJournalDoesNotTakeFails() {
        AtomicBoolean away = new AtomicBoolean();
        Journal torn = EngineFixture.intercepted(fixture.journal, (operation, arguments) -> {
            if (away.get()) {
                throw EngineFixture.unavailable(operation);
            }
        });
        try (VirtualEngine virtual = VirtualEngine.of(fixture.time, fixture.builder(torn))) {
            Deployment deployment = virtual.engine().deploy(ID, EngineFixture.paused());
            virtual.runUntilIdle();
            away.set(true);
            assertFails(deployment.abort("lost"), RuntimeException.class, "away");
            away.set(false);
            CompletableFuture<Deployment.CommandAnswer> again = deployment.abort("again");
            virtual.runUntilIdle();
            assertThat(again).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
        }
    }

    @Test
    void commandsToAnOrderThatIsRejectedEnd() {
        try (VirtualEngine owner = fixture.engine("a");
                VirtualEngine other = fixture.engine("b")) {
            owner.engine().deploy(ID, EngineFixture.paused());
            owner.runUntilIdle();
            Deployment rejected = other.engine().deploy(SECOND_ID, with(ConcurrencyPolicy.REJECT));
            CompletableFuture<Deployment.CommandAnswer> command = rejected.rollBack("at once");
            other.runUntilIdle();

            for (CompletableFuture<?> future : List.of(rejected.accepted(), rejected.completion(), command)) {
                assertFails(future, DeploymentEngine.RejectedException.class, "deployment \"d-1\"");
            }
            assertFails(rejected.abort("later"), DeploymentEngine.RejectedException.class, "deployment \"d-1\"");
            assertThat(inJournal()).containsExactly(ID);
        }
    }

    @Test
    void anOrderAtAnEngineThatDoesNotOwnTheServiceStopsTheOneThatRuns() {
        try (VirtualEngine owner = fixture.engine("a");
                VirtualEngine other = fixture.engine("b")) {
            Deployment old = owner.engine().deploy(ID, EngineFixture.paused());
            owner.runUntilIdle();
            Deployment young = other.engine().deploy(SECOND_ID, with(ConcurrencyPolicy.SUPERSEDE));
            other.runUntilIdle();
            assertThat(inJournal()).as("at once").containsExactly(ID, SECOND_ID);
            assertThat(young.accepted()).isCompletedWithValue(young);
            assertThat(old.status()).isEqualTo(DeploymentStatus.IN_PROGRESS);

            other.advance(POLL);
            assertThat(old.view().statusReason()).contains("superseded by deployment d-2");
            assertThat(owner.engine().find(SECOND_ID))
                    .as("what the owner begins")
                    .hasValueSatisfying(begun -> assertThat(begun.status()).isEqualTo(DeploymentStatus.IN_PROGRESS));
            assertThat(run(other, young)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(young.completion()).isCompleted();
            assertThat(EngineFixture.count(young, ProgressEvent.EngineResumed.class))
                    .isZero();
        }
    }

    @Test
    void anOrderAtAnEngineThatDoesNotOwnTheServiceWaitsItsTurn() {
        try (VirtualEngine owner = fixture.engine("a");
                VirtualEngine other = fixture.engine("b")) {
            Deployment old = owner.engine().deploy(ID, EngineFixture.paused());
            owner.runUntilIdle();
            Deployment young = other.engine().deploy(SECOND_ID, with(ConcurrencyPolicy.QUEUE));
            other.advance(Duration.ofMinutes(10));
            assertThat(inJournal()).containsExactly(ID, SECOND_ID);
            assertThat(young.status()).isEqualTo(DeploymentStatus.PENDING);
            assertThat(old.status()).isEqualTo(DeploymentStatus.IN_PROGRESS);

            CompletableFuture<Deployment.CommandAnswer> aborted =
                    other.engine().find(ID).orElse(old).abort("make room");
            assertThat(run(other, young)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(aborted).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
        }
    }

    @Test
    void aCommandThroughTheEngineThatTookTheOrderIsAnsweredThere() {
        try (VirtualEngine owner = fixture.engine("a");
                VirtualEngine other = fixture.engine("b")) {
            owner.engine().deploy(ID, EngineFixture.paused());
            owner.runUntilIdle();
            Deployment young = other.engine().deploy(SECOND_ID, with(ConcurrencyPolicy.QUEUE));
            other.runUntilIdle();
            CompletableFuture<Deployment.CommandAnswer> aborted = young.abort("not needed");
            other.advance(Duration.ofSeconds(30));

            assertThat(aborted).isCompletedWithValueMatching(Deployment.CommandAnswer::accepted);
            assertThat(young.status()).isEqualTo(DeploymentStatus.STOPPED);
        }
    }

    @Test
    void ofTwoRejectingOrdersInTheSameMomentOneStopsAndItsIdIsFree() {
        try (VirtualEngine one = fixture.engine("a");
                VirtualEngine other = fixture.engine("b")) {
            Deployment first = one.engine().deploy(ID, with(ConcurrencyPolicy.REJECT));
            Deployment second = other.engine().deploy(SECOND_ID, with(ConcurrencyPolicy.REJECT));
            one.runUntilIdle();
            assertThat(inJournal()).as("each found nothing").containsExactlyInAnyOrder(ID, SECOND_ID);
            one.advanceUntil(
                    () -> first.status().isTerminal() && second.status().isTerminal(), Duration.ofDays(1));

            List<Deployment> stopped = new ArrayList<>(List.of(first, second));
            stopped.removeIf(deployment -> deployment.status() == DeploymentStatus.SUCCESSFUL);
            assertThat(stopped).hasSize(1);
            Deployment loser = stopped.get(0);
            DeploymentId winner = loser == first ? SECOND_ID : ID;
            assertThat(loser.status()).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(loser.view().statusReason()).contains(winner.value());
            assertThat(fixture.world.calls("launch")).isEqualTo(1);

            VirtualEngine taker = loser == first ? one : other;
            Deployment again = taker.engine().deploy(loser.id(), spec().build());
            assertThat(run(taker, again)).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void anOrderWhoseTakerDiesAtOnceIsBegunByAnotherEngine() {
        for (boolean isOwned : new boolean[] {true, false}) {
            EngineFixture fresh = new EngineFixture();
            try (VirtualEngine heir = fresh.engine("a")) {
                if (isOwned) {
                    heir.engine().deploy(ID, EngineFixture.paused());
                }
                heir.runUntilIdle();
                VirtualEngine dead = fresh.engine("b");
                dead.calls()
                        .fate(call -> call.operation() == CallRunner.Operation.CLAIM ? Fate.hangs() : Fate.answered());
                Deployment ordered = dead.engine().deploy(SECOND_ID, with(ConcurrencyPolicy.SUPERSEDE));
                heir.runUntilIdle();
                assertThat(ordered.accepted()).isCompleted();
                dead.kill();

                heir.advance(POLL.multipliedBy(2));
                assertThat(heir.engine().find(SECOND_ID)).isPresent();
                assertThat(run(heir, heir.engine().find(SECOND_ID).orElseThrow()))
                        .as("owned: %s", isOwned)
                        .isEqualTo(DeploymentStatus.SUCCESSFUL);
            }
        }
    }

    @Test
    void theSameIdThroughTwoEnginesIsOneDeploymentAndAnotherSpecificationIsRefused() {
        try (VirtualEngine one = fixture.engine("a");
                VirtualEngine other = fixture.engine("b")) {
            Deployment first = one.engine().deploy(ID, spec().build());
            Deployment same = other.engine().deploy(ID, spec().build());
            one.runUntilIdle();
            assertThat(first.accepted()).isCompleted();
            assertThat(same.accepted()).isCompleted();
            VirtualEngine third = fixture.engine("c");
            Deployment different =
                    third.engine().deploy(ID, spec().revision("checkout:43").build());
            third.runUntilIdle();
            assertFails(
                    different.accepted(),
                    DeploymentEngine.RejectedException.class,
                    "\"checkout:42\" before, \"checkout:43\" now");
            assertThat(third.engine().find(ID)).isEmpty();

            assertThat(run(one, first)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(run(other, same)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(fixture.world.calls("launch")).isEqualTo(1);
            third.close();
        }
    }

    @Test
    void aStandbyClaimsAndReadsNothingOfWhatAnotherEngineWorksOn() {
        List<String> byStandby = new ArrayList<>();
        List<String> byOwner = new ArrayList<>();
        try (VirtualEngine owner = fixture.engine("a");
                VirtualEngine standby = fixture.engine("b")) {
            List<Deployment> waiting = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                ServiceRef service = new ServiceRef("prod", "service-" + i);
                fixture.addService(service, "-" + i);
                waiting.add(owner.engine().deploy(new DeploymentId("d-" + i), EngineFixture.paused(service, "-" + i)));
            }
            owner.engine().deploy(new DeploymentId("d-next"), queuedBehindTheFirst());
            owner.advance(Duration.ofMinutes(1));
            assertThat(waiting).extracting(Deployment::status).containsOnly(DeploymentStatus.IN_PROGRESS);
            standby.calls().fate(call -> counted(call, byStandby));
            owner.calls().fate(call -> counted(call, byOwner));
            owner.advance(Duration.ofHours(1));

            assertThat(byStandby).isEmpty();
            assertThat(byOwner).isEmpty();
            assertThat(waiting).extracting(Deployment::status).containsOnly(DeploymentStatus.IN_PROGRESS);
        }
    }

    private static DeploymentSpec queuedBehindTheFirst() {
        return spec(new ServiceRef("prod", "service-0"), "-0")
                .concurrency(ConcurrencyPolicy.QUEUE)
                .build();
    }

    /** Everything of the journal except the lease and one look at what is due. */
    private static Fate counted(CallRunner.PortCall<?> call, List<String> calls) {
        boolean isExpected = call.operation() == CallRunner.Operation.RENEW
                || call.operation() == CallRunner.Operation.DUE
                || !call.operation().isOfJournal();
        if (!isExpected) {
            calls.add(call.text());
        }
        return Fate.answered();
    }

    @Test
    void anIdWhoseDeploymentHasEndedIsAnsweredFromTheJournalWithoutAClaim() {
        try (VirtualEngine one = fixture.engine("a");
                VirtualEngine other = fixture.engine("b")) {
            assertThat(run(one, one.engine().deploy(ID, spec().build()))).isEqualTo(DeploymentStatus.SUCCESSFUL);
            AtomicInteger claims = new AtomicInteger();
            other.calls().fate(call -> {
                claims.addAndGet(call.operation() == CallRunner.Operation.CLAIM ? 1 : 0);
                return Fate.answered();
            });

            Deployment again = other.engine().deploy(ID, spec().build());

            assertThat(run(other, again)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(again.accepted()).isCompleted();
            assertThat(claims).as("claims of the service").hasValue(0);
        }
    }
}
