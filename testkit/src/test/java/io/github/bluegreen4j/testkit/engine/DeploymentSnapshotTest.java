package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentSnapshot;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** A deployment as it was at each version of its journal. */
class DeploymentSnapshotTest {
    private final EngineFixture fixture = new EngineFixture();

    @Test
    void theNewestVersionIsWhatTheEngineDescribesAndExplains() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine()
                    .deploy(
                            ID,
                            spec().strategy(TrafficStrategy.canary(Percent.percent(10), Duration.ofMinutes(10)))
                                    .build());
            virtual.advance(Duration.ofMinutes(5));
            List<DeploymentEvent> events = deployment.history();

            DeploymentSnapshot live = virtual.engine().snapshot(events);
            DeploymentSnapshot read = DeploymentSnapshot.of(events);

            assertThat(live.description()).isEqualTo(deployment.view());
            assertThat(live.explanation()).isEqualTo(deployment.explain());
            assertThat(live.description().targetTasks())
                    .as("only the engine knows them")
                    .isPresent();
            assertThat(read.description().targetTasks()).isEmpty();
            assertThat(read.version()).isEqualTo(events.size());
            assertThat(read.at()).isEqualTo(events.get(events.size() - 1).at());
            assertThat(read.plan().get(read.position()).stage()).isEqualTo(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT);
            assertThat(read.routes())
                    .first()
                    .satisfies(route -> assertThat(route.green()).isEqualTo(10.0))
                    .satisfies(route -> assertThat(route.production()).isTrue());
            assertThat(read.groups().orElseThrow().green())
                    .isNotEqualTo(read.groups().orElseThrow().blue());
            assertThat(read.conditions())
                    .extracting(DeploymentSnapshot.Condition::watch)
                    .contains(Watch.GREEN_HEALTH);
            assertThat(read.work()).as("a bake is no work").isEmpty();
        }
    }

    @Test
    void everyVersionOfThePastIsAsItWas() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine().deploy(ID, spec().build());
            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            List<DeploymentEvent> events = deployment.history();

            List<String> work = new ArrayList<>();
            for (int version = 1; version <= events.size(); version++) {
                DeploymentSnapshot then = DeploymentSnapshot.of(events.subList(0, version));
                work.addAll(then.work());
                assertThat(then.version()).isEqualTo(version);
                assertThat(then.description().status().isTerminal()).isEqualTo(version == events.size());
                assertThat(then.explanation().deadlines().isEmpty()).isEqualTo(version == events.size());
            }

            assertThat(work).contains("launch green", "retire blue", "give green 100% on route production");
            DeploymentSnapshot first = DeploymentSnapshot.of(events.subList(0, 1));
            assertThat(first.description().status()).isEqualTo(DeploymentStatus.PENDING);
            assertThat(first.position()).isEqualTo(-1);
            assertThat(first.plan()).isEmpty();
            assertThat(first.spec())
                    .map(ordered -> ordered.revision().definition())
                    .isPresent();
        }
    }

    @Test
    void eventsThatContradictEachOtherAreRefused() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine().deploy(ID, spec().build());
            run(virtual, deployment);
            List<DeploymentEvent> backwards = new ArrayList<>(deployment.history());
            Collections.reverse(backwards);

            assertThatThrownBy(() -> DeploymentSnapshot.of(backwards)).isInstanceOf(PortException.class);
            assertThatThrownBy(() -> DeploymentSnapshot.of(List.of())).isInstanceOf(InvalidSpecException.class);
        }
    }
}
