package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Listeners whose place the journal stores. */
class EngineListenersTest {
    private final EngineFixture fixture = new EngineFixture();
    private final List<String> heard = new ArrayList<>();

    private VirtualEngine engine(String name) {
        DeploymentListener listener = (deployment, version, event) ->
                heard.add(name + " " + version + (event instanceof ProgressEvent.DeploymentEnded ? " end" : ""));
        return VirtualEngine.of(fixture.time, fixture.builder().name(name).listener("mail", listener));
    }

    private List<String> heardBy(String name) {
        return heard.stream().filter(text -> text.startsWith(name)).toList();
    }

    private int events() {
        return fixture.journal.read(ID).orElseThrow().events().size();
    }

    @Test
    void anEndThatADeadEngineDidNotDeliverIsDeliveredByAnother() {
        VirtualEngine dead = engine("a");
        dead.calls().fate(call -> call.operation() == CallRunner.Operation.LISTEN ? Fate.hangs() : Fate.answered());
        assertThat(run(dead, dead.engine().deploy(ID, spec().build()))).isEqualTo(DeploymentStatus.SUCCESSFUL);
        dead.kill();
        assertThat(heard).isEmpty();

        try (VirtualEngine heir = engine("b")) {
            heir.advance(Duration.ofMinutes(3));
            assertThat(heardBy("b")).hasSize(events()).last().isEqualTo("b " + events() + " end");
            heir.advance(Duration.ofMinutes(10));
            assertThat(heardBy("b")).as("delivered once").hasSize(events());
        }
    }

    @Test
    void aTakeOverDeliversOnlyWhatWasNotDelivered() {
        VirtualEngine dead = engine("a");
        dead.engine().deploy(ID, spec().bakeTime(Duration.ofHours(1)).build());
        dead.advance(Duration.ofMinutes(10));
        int before = events();
        assertThat(heardBy("a")).hasSize(before);
        dead.kill();

        try (VirtualEngine heir = engine("b")) {
            heir.advance(Duration.ofHours(2));
            assertThat(heardBy("b")).first().isEqualTo("b " + (before + 1));
            assertThat(heardBy("b")).last().isEqualTo("b " + events() + " end");
        }
    }

    @Test
    void twoListenersOfOneNameAreRefused() {
        DeploymentListener listener = (deployment, version, event) -> heard.add("never");
        assertThatThrownBy(() ->
                        DeploymentEngine.builder().listener("mail", listener).listener("mail", listener))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("listenerName: \"mail\"");
    }
}
