package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.SERVICE;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A journal that tells what can't have happened: its deployment is left alone, by its version, and every other service is served. */
class EngineImpossibleHistoryTest {
    private final EngineFixture fixture = new EngineFixture();

    /** What is wrong with a history. */
    enum Damage {
        FIRST_EVENT_LOST(history -> events(history, events -> events.remove(0)), "version 1, DeploymentAdmitted"),
        EVENT_LOST(history -> events(history, events -> events.remove(2)), "version "),
        EVENTS_SWAPPED(history -> events(history, events -> events.add(0, events.remove(1))), "version 1"),
        EVENT_REPEATED(
                history -> events(history, events -> events.add(1, events.get(0))), "version 2, DeploymentCreated"),
        HEAD_BEHIND_ITS_EVENTS(
                history -> head(
                        history,
                        history.head().version() - 1,
                        SERVICE,
                        history.head().wakeUp()),
                "the head"),
        ANOTHER_SERVICE(
                history -> head(
                        history,
                        history.head().version(),
                        new ServiceRef("prod", "stranger"),
                        history.head().wakeUp()),
                "it names service prod/stranger, and the events prod/checkout"),
        HEAD_ENDED_BEFORE_ITS_EVENTS(
                history -> head(history, history.head().version(), SERVICE, Optional.empty()), "the events go on");

        @SuppressWarnings("ImmutableEnumChecker") // they have no state
        private final UnaryOperator<Journal.History> doing;

        private final String told;

        Damage(UnaryOperator<Journal.History> doing, String told) {
            this.doing = doing;
            this.told = told;
        }

        private static Journal.History events(Journal.History history, Consumer<List<DeploymentEvent>> change) {
            List<DeploymentEvent> events = new ArrayList<>(history.events());
            change.accept(events);
            Journal.Head head = history.head();
            return new Journal.History(
                    new Journal.Head(
                            head.deployment(),
                            head.service(),
                            events.size(),
                            head.fence(),
                            head.wakeUp(),
                            head.hasMail()),
                    events,
                    history.entryIds(),
                    history.mail(),
                    history.delivered());
        }

        private static Journal.History head(
                Journal.History history, long version, ServiceRef service, Optional<Instant> wakeUp) {
            Journal.Head head = history.head();
            return new Journal.History(
                    new Journal.Head(head.deployment(), service, version, head.fence(), wakeUp, head.hasMail()),
                    history.events(),
                    history.entryIds(),
                    history.mail(),
                    history.delivered());
        }
    }

    private Journal damaged(Damage damage) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    if (method.isDefault()) { // they call this proxy
                        return InvocationHandler.invokeDefault(proxy, method, arguments);
                    }
                    try {
                        Object answer = method.invoke(fixture.journal, arguments);
                        return method.getName().equals("read") && ID.equals(arguments[0])
                                ? ((Optional<?>) answer).map(read -> damage.doing.apply((Journal.History) read))
                                : answer;
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    @ParameterizedTest
    @EnumSource
    void itIsQuarantinedWithItsVersionAndOtherServicesAreServed(Damage damage) {
        VirtualEngine dead = fixture.engine("a");
        dead.engine().deploy(ID, spec().build());
        dead.advance(Duration.ofSeconds(5));
        dead.kill();
        ServiceRef other = new ServiceRef("prod", "other");
        fixture.addService(other, "-2");
        Journal journal = damaged(damage);
        try (VirtualEngine heir =
                VirtualEngine.of(fixture.time, fixture.builder(journal).name("b"))) {
            heir.advance(Duration.ofMinutes(1));
            Deployment fine = heir.engine()
                    .deploy(new DeploymentId("d-2"), spec(other, "-2").build());

            assertThat(heir.engine().quarantined()).containsExactly(ID);
            assertThat(run(heir, fine)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(heir.engine().quarantined()).containsExactly(ID);
            assertThatThrownBy(() -> heir.engine().describe(ID))
                    .isInstanceOf(PortException.class)
                    .hasMessageContaining("REFUSED")
                    .hasMessageContaining("version ")
                    .hasMessageContaining(damage.told);
            assertThatThrownBy(() -> DeploymentEngine.describe(journal, ID)).isInstanceOf(PortException.class);
        }
    }

    /** An order under the id of such a deployment is answered, and takes nothing with it. */
    @ParameterizedTest
    @EnumSource
    void anOrderUnderItsIdFailsByItself(Damage damage) {
        VirtualEngine dead = fixture.engine("a");
        dead.engine().deploy(ID, spec().build());
        dead.advance(Duration.ofSeconds(5));
        dead.kill();
        try (VirtualEngine heir =
                VirtualEngine.of(fixture.time, fixture.builder(damaged(damage)).name("b"))) {
            Deployment again = heir.engine().deploy(ID, spec().build());
            heir.advance(Duration.ofMinutes(1));

            assertThat(again.completion()).isCompletedExceptionally();
        }
    }
}
