package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.DeploymentEngine.Status;
import io.github.bluegreen4j.engine.DeploymentEngine.Status.Phase;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

/** What an engine says of itself, and engines that are built before they start. */
class EngineStatusTest {
    private final EngineFixture fixture = new EngineFixture();
    private boolean isAway;
    private String awayFor = "";

    private VirtualEngine virtual() {
        Journal journal = EngineFixture.intercepted(fixture.journal, (operation, arguments) -> {
            if (isAway && operation.startsWith(awayFor)) {
                throw EngineFixture.unavailable(operation);
            }
        });
        return VirtualEngine.of(fixture.time, fixture.builder(journal).name("one"));
    }

    @Test
    void anEngineThatRunsHoldsItsLease() {
        try (VirtualEngine virtual = virtual()) {
            assertThat(virtual.engine().status().holdsLease()).isFalse();
            virtual.advance(Duration.ofSeconds(1));

            Status status = virtual.engine().status();
            assertThat(status.engine()).isEqualTo("one");
            assertThat(status.phase()).isEqualTo(Phase.RUNNING);
            assertThat(status.holdsLease()).isTrue();
            assertThat(status.leaseUntil())
                    .hasValueSatisfying(until -> assertThat(until)
                            .isBetween(fixture.time.now(), fixture.time.now().plusSeconds(30)));
            assertThat(status.journalProblem()).isEmpty();
            assertThat(status.failure()).isEmpty();
        }
    }

    @Test
    void aLeaseThatIsNotRenewedIsLostWhenItRunsOut() {
        try (VirtualEngine virtual = virtual()) {
            virtual.advance(Duration.ofSeconds(1));
            isAway = true;
            virtual.advance(Duration.ofSeconds(15));
            assertThat(virtual.engine().status().holdsLease()).isTrue();
            assertThat(virtual.engine().status().journalProblem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("renew", "away"));

            virtual.advance(Duration.ofSeconds(30));
            assertThat(virtual.engine().status().holdsLease()).isFalse();

            isAway = false;
            virtual.advance(Duration.ofSeconds(15));
            assertThat(virtual.engine().status().holdsLease()).isTrue();
            assertThat(virtual.engine().status().journalProblem()).isEmpty();
        }
    }

    @Test
    void aJournalThatTakesNoDecisionsIsAProblemAlthoughTheLeaseIsRenewed() {
        try (VirtualEngine virtual = virtual()) {
            Deployment deployment = virtual.engine().deploy(ID, EngineFixture.paused());
            virtual.advance(Duration.ofSeconds(30));
            isAway = true;
            awayFor = "append";
            CompletableFuture<Deployment.CommandAnswer> aborted = deployment.abort("enough");
            virtual.advance(Duration.ofSeconds(30));

            Status status = virtual.engine().status();
            assertThat(status.holdsLease()).isTrue();
            assertThat(status.journalProblem())
                    .hasValueSatisfying(problem -> assertThat(problem).contains("append", "away"));

            isAway = false;
            virtual.advance(Duration.ofSeconds(30));
            assertThat(virtual.engine().status().journalProblem()).isEmpty();
            assertThat(aborted.join().accepted()).isTrue();
        }
    }

    @Test
    void anEngineThatHasNotStartedTakesOrdersAndBeginsNone() {
        EngineFixture real = EngineFixture.withThreads();
        try (DeploymentEngine engine = real.builder().buildStopped()) {
            Deployment deployment = engine.deploy(ID, EngineFixture.paused());
            assertThat(engine.status().phase()).isEqualTo(Phase.STOPPED);
            assertThat(engine.status().leaseUntil()).isEmpty();
            assertThat(real.journal.read(ID)).isEmpty();

            engine.start();
            engine.start();

            deployment.accepted().orTimeout(1, TimeUnit.MINUTES).join();
            assertThat(engine.status().phase()).isEqualTo(Phase.RUNNING);
        }
    }

    @Test
    void anEngineThatNeverStartedClosesAtOnceAndDoesNotStartAnyMore() {
        DeploymentEngine engine = EngineFixture.withThreads().builder().buildStopped();
        Deployment deployment = engine.deploy(ID, EngineFixture.paused());
        long before = System.nanoTime();

        engine.close(Duration.ofMinutes(5));

        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofMinutes(1));
        assertThat(engine.status().phase()).isEqualTo(Phase.CLOSED);
        assertThatThrownBy(() ->
                        deployment.accepted().orTimeout(1, TimeUnit.MINUTES).join())
                .isInstanceOf(CompletionException.class)
                .hasCauseInstanceOf(DeploymentEngine.ClosedException.class);
        assertThatThrownBy(engine::start).isInstanceOf(DeploymentEngine.ClosedException.class);
    }

    @Test
    void aLoopThatDiedSaysWhy() {
        AtomicBoolean isBroken = new AtomicBoolean();
        TimeSource machine = TimeSource.system();
        TimeSource breaking = new TimeSource() {
            @Override
            public Instant wall() {
                return machine.wall();
            }

            @Override
            public long nanos() {
                if (isBroken.get() && Thread.currentThread().getName().equals("bluegreen4j-doomed")) {
                    throw new LinkageError("a class is missing");
                }
                return machine.nanos();
            }
        };
        EngineFixture real = EngineFixture.withThreads();
        try (DeploymentEngine engine =
                real.builder().name("doomed").time(breaking).build()) {
            Deployment known = engine.deploy(ID, EngineFixture.paused());
            known.accepted().orTimeout(1, TimeUnit.MINUTES).join();
            isBroken.set(true);
            assertThatThrownBy(() ->
                            known.abort("enough").orTimeout(1, TimeUnit.MINUTES).join())
                    .isInstanceOf(CompletionException.class);

            assertThat(engine.status().phase()).isEqualTo(Phase.FAILED);
            assertThat(engine.status().failure())
                    .hasValueSatisfying(why -> assertThat(why).contains("a class is missing"));
        }
    }
}
