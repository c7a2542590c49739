package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.PRODUCTION;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.run;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the engine's watches notice, and what of it a user sees. */
class EngineWatchesTest {
    private final EngineFixture fixture = new EngineFixture();

    @Test
    void aProductionRouteThatIsDeletedDuringABakeIsNoticedAtTheNextLook() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine()
                    .deploy(ID, spec().bakeTime(Duration.ofHours(2)).build());
            virtual.advance(Duration.ofMinutes(5));
            assertThat(deployment.view().lifecycleStage()).contains(LifecycleStage.BAKE_TIME);
            fixture.world.removeRoute(PRODUCTION);
            virtual.advance(Duration.ofSeconds(35));

            assertThat(EngineFixture.count(deployment, WatchEvent.DriftFound.class))
                    .isEqualTo(1);
            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.ROLLBACK_FAILED);
            assertThat(deployment.view().statusReason()).contains(PRODUCTION.id(), "gone");
        }
    }

    @Test
    void theTasksOfBothRevisionsAreInTheViewWhileTheyAreWatched() {
        try (VirtualEngine virtual = fixture.engine("a")) {
            Deployment deployment = virtual.engine()
                    .deploy(ID, spec().bakeTime(Duration.ofHours(2)).build());
            assertThat(deployment.view().targetTasks()).isEmpty();
            virtual.advance(Duration.ofMinutes(5));
            DeploymentDescription.Tasks both = new DeploymentDescription.Tasks(2, 0, 2);
            assertThat(deployment.view().sourceTasks()).contains(both);
            assertThat(deployment.view().targetTasks()).contains(both);
            assertThat(virtual.engine().describe(ID).orElseThrow().targetTasks())
                    .contains(both);

            fixture.world.outOfReach(true);
            virtual.advance(Duration.ofMinutes(5));
            assertThat(deployment.view().targetTasks()).as("too old to be told").isEmpty();

            fixture.world.outOfReach(false);
            virtual.advance(Duration.ofMinutes(5));
            assertThat(deployment.view().targetTasks()).contains(both);

            assertThat(run(virtual, deployment)).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(deployment.view().targetTasks()).as("at the end").isEmpty();
        }
    }

    @Test
    void anEngineThatDoesNotActForADeploymentShowsNoTasks() {
        try (VirtualEngine virtual = fixture.engine("a");
                VirtualEngine other = fixture.engine("b")) {
            virtual.engine().deploy(ID, spec().bakeTime(Duration.ofHours(2)).build());
            virtual.advance(Duration.ofMinutes(5));

            assertThat(other.engine().describe(ID).orElseThrow().lifecycleStage())
                    .contains(LifecycleStage.BAKE_TIME);
            assertThat(other.engine().describe(ID).orElseThrow().targetTasks()).isEmpty();
        }
    }

    /** A port for alarms, and what it does instead of an answer. */
    private final class StubbornAlarms implements AlarmSource {
        private Optional<PortException> problem = Optional.empty();
        private int reads;

        @Override
        public AlarmReading read(Set<String> names) {
            reads++;
            problem.ifPresent(thrown -> {
                throw thrown;
            });
            return fixture.world.alarms().read(names);
        }
    }

    private static final Duration SPARE = Duration.ofSeconds(2);

    /** Whether the alarms are known to be good a little before the last reading is too old, and not a little later. */
    private void assertThatTheLastReadingCountsUntilItIsTooOld(StubbornAlarms alarms, PortException problem) {
        fixture.world.alarm("errors", AlarmReading.State.OK);
        DeploymentSpec spec =
                spec().alarm("errors").bakeTime(Duration.ofHours(2)).build();
        Duration age = spec.limits().watchAge();
        try (VirtualEngine virtual =
                VirtualEngine.of(fixture.time, fixture.builder().alarms(alarms).name("a"))) {
            Deployment deployment = virtual.engine().deploy(ID, spec);
            virtual.advance(Duration.ofMinutes(5));
            int before = alarms.reads;
            virtual.advanceUntil(() -> alarms.reads > before, Duration.ofMinutes(1)); // the last one that succeeds
            alarms.problem = Optional.of(problem);
            virtual.advance(age.minus(SPARE));
            assertThat(EngineFixture.count(deployment, ProgressEvent.BakePaused.class))
                    .as("while it counts")
                    .isZero();
            virtual.advance(SPARE.multipliedBy(2));
            assertThat(EngineFixture.count(deployment, ProgressEvent.BakePaused.class))
                    .as("when it is too old")
                    .isEqualTo(1);
        }
    }

    @Test
    void aValueThatAPortWithoutRoomDoesNotReadIsUnknownWhenItIsTooOld() {
        Problem full = new Problem(Problem.Kind.UNAVAILABLE, "read", "alarms", "the budget is used up");
        assertThatTheLastReadingCountsUntilItIsTooOld(
                new StubbornAlarms(), PortException.later(full, Duration.ofHours(1)));
    }

    @Test
    void aValueThatAPortFailsToReadIsUnknownWhenItIsTooOld() {
        Problem away = new Problem(Problem.Kind.UNAVAILABLE, "read", "alarms", "away");
        assertThatTheLastReadingCountsUntilItIsTooOld(new StubbornAlarms(), new PortException(away));
    }
}
