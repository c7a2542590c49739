package io.github.bluegreen4j.testkit.simulation;

import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.SHOP;
import static io.github.bluegreen4j.testkit.simulation.SimulatedShop.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What engines promise to users and to each other is judged: each broken promise is found, and a kept one is none. */
class PromisesTest {
    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final Claims claims = new Claims();
    private final Promises promises = new Promises(time, claims, new HashMap<>());

    private static Optional<BrokenInvariantError> run(Simulation simulation) {
        try (simulation) {
            simulation.run();
            simulation.rest(Duration.ofHours(1));
            return Optional.empty();
        } catch (BrokenInvariantError error) {
            return Optional.of(error);
        }
    }

    private static void finds(WorldInvariant invariant, String what, Simulation simulation) {
        assertThat(run(simulation)).hasValueSatisfying(error -> {
            assertThat(error.invariant()).isEqualTo(invariant);
            assertThat(error).hasMessageContaining(what);
        });
    }

    /** Takes commands, and stores none. */
    private static Journal forgetful(Journal journal) {
        return changed(journal, "submit", arguments -> true);
    }

    private static Journal changed(Journal journal, String name, Function<Object[], @Nullable Object> instead) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (method.isDefault()) { // they call this proxy
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    if (method.getName().equals(name)) {
                        return instead.apply(arguments);
                    }
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** Knows of no end that a listener was not notified of. */
    private static Journal withoutUndelivered(Journal journal) {
        return changed(journal, "undelivered", arguments -> List.of());
    }

    /** Says of every event that the listener was notified of it. */
    private static Journal withEverythingDelivered(Journal journal) {
        return changed(
                journal,
                "read",
                arguments -> journal.read((DeploymentId) arguments[0])
                        .map(read -> new Journal.History(
                                read.head(), read.events(), read.entryIds(), read.mail(), Map.of("audit", (long)
                                        read.events().size()))));
    }

    private static Simulation killed(Class<? extends DeploymentEvent> when, Scenario scenario) {
        Simulation simulation = scenario.namedListener(false).simulate();
        simulation.when(when, then -> then.killAndRestart(Duration.ofSeconds(30)));
        return simulation;
    }

    @Test
    void anEndThatANamedListenerIsNotNotifiedOf() {
        Scenario scenario = Scenario.of(spec().build());
        assertThat(run(killed(ProgressEvent.DeploymentEnded.class, scenario))).isEmpty();
        finds(
                WorldInvariant.I17,
                "listener \"audit\" was notified up to version",
                killed(ProgressEvent.DeploymentEnded.class, scenario.journal(PromisesTest::withoutUndelivered)));
    }

    @Test
    void anEventThatANamedListenerIsNotNotifiedOf() {
        Scenario scenario = Scenario.of(spec().build());
        assertThat(run(killed(ProgressEvent.BakeStarted.class, scenario))).isEmpty();
        finds(
                WorldInvariant.I17,
                "listener \"audit\" is notified of version",
                killed(ProgressEvent.BakeStarted.class, scenario.journal(PromisesTest::withEverythingDelivered)));
    }

    private static Simulation skippingTheBake(Scenario scenario) {
        Simulation simulation = scenario.simulate();
        simulation.when(
                ProgressEvent.BakeStarted.class,
                then -> then.users().command(0, "skip the bake", handle -> handle.skipBake()));
        return simulation;
    }

    @Test
    void aCommandThatTheJournalTookAndNobodyAnswered() {
        assertThat(run(skippingTheBake(Scenario.of(spec().build())))).isEmpty();
        finds(
                WorldInvariant.I17,
                "has ended, but never answered",
                skippingTheBake(Scenario.of(spec().build()).journal(PromisesTest::forgetful)));
    }

    @Test
    void anOrderThatIsAcceptedAndNotInTheJournal() {
        finds(
                WorldInvariant.I17,
                "has accepted the order of d-1, which is not in the journal",
                Scenario.of(spec().build())
                        .ports((world, builder) -> builder.journal(InMemoryJournal.create()))
                        .simulate());
    }

    @Test
    void aFutureThatStaysOpenAfterTheEnd() {
        finds(
                WorldInvariant.I18,
                "still open",
                Scenario.of(spec().build())
                        .engine(builder -> builder.callbacks(task -> {}))
                        .simulate());
    }

    @Test
    void aFutureThatStaysOpenAfterItsEngineClosed() {
        Simulation simulation = Scenario.of(spec().build())
                .engine(builder -> builder.callbacks(task -> {}))
                .simulate();
        simulation.at(Duration.ofSeconds(30), then -> then.closeInOrder(Duration.ofSeconds(10)));
        finds(WorldInvariant.I18, "engine-1 is closed, but still open is the", simulation);
    }

    @Test
    void anEngineThatAsksForWhatAnotherHoldsWithoutAReason() {
        claims.renewed("a", Duration.ofSeconds(30), time.nanos());
        claims.claimed(SHOP, "a", 1);
        assertThatThrownBy(() -> promises.asks(SHOP, "b"))
                .isInstanceOf(BrokenInvariantError.class)
                .hasMessageContaining("I18")
                .hasMessageContaining("b asks for " + SHOP + ", which a holds");
        assertThatCode(() -> promises.asks(SHOP, "a")).doesNotThrowAnyException();
    }

    @Test
    void whoHasAnOrderOrHadTheServiceOrWasToldThatItIsDueMayAsk() {
        claims.renewed("a", Duration.ofSeconds(30), time.nanos());
        claims.claimed(SHOP, "a", 1);
        promises.ordered("b", new DeploymentId("d-1"));
        promises.claimed(SHOP, "c");
        promises.due(
                "d", List.of(new Journal.Head(new DeploymentId("d-1"), SHOP, 1, 1, Optional.of(Instant.EPOCH), false)));
        assertThatCode(() -> {
                    promises.asks(SHOP, "b");
                    promises.asks(SHOP, "c");
                    promises.asks(SHOP, "d");
                })
                .doesNotThrowAnyException();
        time.advance(Duration.ofSeconds(30));
        assertThatCode(() -> promises.asks(SHOP, "e"))
                .as("the lease has expired")
                .doesNotThrowAnyException();
    }

    @Test
    void anEngineThatHasClosedAndStillHoldsItsService() {
        time.advance(Duration.ofSeconds(1));
        claims.renewed("a", Duration.ofSeconds(30), time.nanos());
        claims.claimed(SHOP, "a", 1);
        assertThatThrownBy(() -> promises.ended("a", SHOP, time.nanos()))
                .isInstanceOf(BrokenInvariantError.class)
                .hasMessageContaining("a has closed in order and still holds " + SHOP);
        claims.renewed("a", Duration.ZERO, time.nanos());
        assertThatCode(() -> promises.ended("a", SHOP, time.nanos())).doesNotThrowAnyException();
    }

    @Test
    void aLeaseThatIsNotRenewedInTime() {
        Renewal renewal = new Renewal("a", 0);
        renewal.began(Operation.DUE, Duration.ofSeconds(5).toNanos());
        renewal.lasts(Duration.ofSeconds(30));
        renewal.began(Operation.RENEW, Duration.ofSeconds(10).toNanos());
        renewal.began(Operation.APPEND, Duration.ofSeconds(31).toNanos());
        assertThatThrownBy(() ->
                        renewal.began(Operation.APPEND, Duration.ofSeconds(32).toNanos()))
                .isInstanceOf(BrokenInvariantError.class)
                .hasMessageContaining("a begins APPEND, but has not tried to renew its lease for PT22S");
        renewal.standsStill(Duration.ofSeconds(60).toNanos());
        assertThatCode(() ->
                        renewal.began(Operation.APPEND, Duration.ofSeconds(70).toNanos()))
                .doesNotThrowAnyException();
        renewal.ends();
        assertThatCode(() ->
                        renewal.began(Operation.LISTEN, Duration.ofSeconds(700).toNanos()))
                .doesNotThrowAnyException();
    }

    @Test
    void anEngineThatClosesInOrderLeavesItsDeploymentToTheNextOneAtOnce() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(ProgressEvent.BakeStarted.class, then -> {
            then.closeInOrder(Duration.ofSeconds(10));
            then.after(Duration.ofSeconds(1), later -> {
                assertThat(later.livingEngines()).isEqualTo(1);
                assertThat(later.oracle().claims().owner(SHOP)).contains("engine-2");
            });
        });
        assertThat(run(simulation)).isEmpty();
        assertThat(simulation.record().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
    }

    @Test
    void anEngineThatCanNotReachItsJournalEndsAllTheSame() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.when(ProgressEvent.BakeStarted.class, then -> {
            then.faults()
                    .on(Operation.RENEW)
                    .between(Duration.ZERO, Duration.ofHours(1))
                    .happens(Fault.HANGS);
            then.closeInOrder(Duration.ofSeconds(2));
            then.after(Duration.ofSeconds(3), later -> later.faults().end());
        });
        assertThat(run(simulation)).isEmpty();
        assertThat(simulation.record().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
    }

    @Test
    void aCommandInTheSameInstantAsTheOrderIsAnsweredByTheDeployment() {
        Simulation simulation = Scenario.of(spec().build()).simulate();
        simulation.users().order(spec().build(), 0);
        simulation.users().command(0, "abort", handle -> handle.abort("wrong version"));
        assertThat(run(simulation)).isEmpty();
        assertThat(simulation.record().status()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(simulation.record().count(ProgressEvent.CommandAnswered.class))
                .isEqualTo(1);
    }

    @Test
    void anOrderOfAStandbyIsBegunByTheEngineThatOwnsTheService() {
        Simulation simulation = Scenario.of(spec().build()).engines(2).simulate();
        simulation.deploy();
        simulation.when(ProgressEvent.BakeStarted.class, then -> {
            then.users().order(Users.with(spec().build(), ConcurrencyPolicy.REJECT), 1);
            then.users().order(Users.with(spec().build(), ConcurrencyPolicy.QUEUE), 1);
            then.users().orderTwice(0);
        });
        assertThat(run(simulation)).isEmpty();
        assertThat(simulation.records())
                .extracting(DeploymentRecord::id)
                .containsExactly(new DeploymentId("d-1"), new DeploymentId("d-3"));
        assertThat(simulation.records()).extracting(DeploymentRecord::status).containsOnly(DeploymentStatus.SUCCESSFUL);
    }
}
