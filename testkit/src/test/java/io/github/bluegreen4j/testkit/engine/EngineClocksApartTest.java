package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An engine dies, and another one goes on whose clock is ten minutes or forty days away. */
class EngineClocksApartTest {
    private static final Duration MINUTE = Duration.ofMinutes(1);

    private final EngineFixture fixture = new EngineFixture();
    private Deployment deployment;
    private VirtualEngine engine;

    private void start(DeploymentSpec spec) {
        engine = fixture.engine("engine");
        deployment = engine.engine().deploy(ID, spec);
    }

    private void takeOver(DeploymentSpec spec, Duration apart) {
        engine.kill();
        fixture.time.advance(MINUTE);
        fixture.time.jumpWall(apart);
        start(spec);
    }

    private boolean has(Class<? extends DeploymentEvent> kind) {
        return EngineFixture.count(deployment, kind) > 0;
    }

    private Duration until(Class<? extends DeploymentEvent> kind, Duration longest) {
        Duration from = fixture.time.sinceStart();
        engine.advanceUntil(() -> has(kind), longest);
        return fixture.time.sinceStart().minus(from);
    }

    private void end(Duration longest) {
        engine.advanceUntil(() -> deployment.status().isTerminal(), longest);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT10M", "-PT10M", "P40D", "-P40D"})
    void aDrainWindowLastsAsLongAsItSays(Duration apart) {
        DeploymentSpec spec = spec().limits(DeploymentLimits.DEFAULTS.withDrain(Duration.ofMinutes(8)))
                .build();
        start(spec);
        until(ProgressEvent.DrainStarted.class, Duration.ofHours(1));
        engine.advance(Duration.ofSeconds(20));
        takeOver(spec, apart);

        assertThat(until(ProgressEvent.DrainEnded.class, Duration.ofMinutes(10)))
                .isGreaterThanOrEqualTo(Duration.ofMinutes(8));
        end(Duration.ofHours(1));
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT10M", "-PT10M", "P20D", "-P40D"})
    void aBakeKeepsWhatIsLeftOfIt(Duration apart) {
        DeploymentSpec spec = spec().bakeTime(Duration.ofMinutes(30)).build();
        start(spec);
        until(ProgressEvent.BakeStarted.class, Duration.ofHours(1));
        engine.advance(Duration.ofMinutes(5));
        takeOver(spec, apart);

        assertThat(until(ProgressEvent.BakeEnded.class, Duration.ofHours(1)))
                .isBetween(Duration.ofMinutes(25), Duration.ofMinutes(31));
        end(Duration.ofHours(1));
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT10M", "-PT10M", "-P40D"})
    void aHookKeepsWhatIsLeftOfItsTimeAndNoMore(Duration apart) {
        DeploymentSpec spec = spec().hook(
                        LifecycleStage.POST_SCALE_UP, "smoke-test", Duration.ofMinutes(12), TimeoutAction.CONTINUE)
                .build();
        engine = VirtualEngine.of(
                fixture.time,
                fixture.builder()
                        .name("engine")
                        .hook("smoke-test", invocation -> HookResult.inProgress(Duration.ofSeconds(30))));
        deployment = engine.engine().deploy(ID, spec);
        until(HookEvent.HookStarted.class, Duration.ofHours(1));
        engine.advance(Duration.ofMinutes(4));
        engine.kill();
        fixture.time.jumpWall(apart);
        engine = VirtualEngine.of(
                fixture.time,
                fixture.builder()
                        .name("engine")
                        .hook("smoke-test", invocation -> HookResult.inProgress(Duration.ofSeconds(30))));
        deployment = engine.engine().deploy(ID, spec);

        assertThat(until(HookEvent.HookTimedOut.class, Duration.ofHours(1)))
                .isBetween(Duration.ofMinutes(8), Duration.ofMinutes(13));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT10M", "-PT10M", "P20D", "-P40D"})
    void aStageThatIsStuckEndsWithinItsLimit(Duration apart) {
        fixture.world.behaves("checkout:42", TaskBehaviour.unhealthy());
        DeploymentSpec spec = spec().build();
        start(spec);
        engine.advance(Duration.ofHours(1));
        takeOver(spec, apart);

        Duration from = fixture.time.sinceStart();
        end(Duration.ofHours(30));
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(fixture.time.sinceStart().minus(from)).isGreaterThan(Duration.ofHours(22));
    }

    /** What the first engine knew is lost, and comes back: a clock that returns is no time that has passed. */
    @Test
    void aClockThatGoesBackAndReturnsEndsNothingEarly() {
        DeploymentSpec spec = spec().pause(LifecycleStage.POST_SCALE_UP, Duration.ofHours(4), TimeoutAction.ROLLBACK)
                .build();
        start(spec);
        until(HookEvent.HookStarted.class, Duration.ofHours(1));
        takeOver(spec, Duration.ofDays(-40));
        engine.advance(MINUTE);
        takeOver(spec, Duration.ofDays(40));
        engine.advance(Duration.ofHours(3));
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.IN_PROGRESS);

        until(HookEvent.HookTimedOut.class, Duration.ofHours(2));
        end(Duration.ofHours(1));
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
    }
}
