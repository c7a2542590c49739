package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DrivenEngine;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.CallRunner;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.Test;

/** All threads of a hook are busy for longer than one call of it may take. */
class HookWaitsForThreadTest {
    private final EngineFixture fixture = new EngineFixture();
    private final List<Held<?>> held = new ArrayList<>();

    /** Makes every call at once, except those of hooks: they wait for a thread. */
    private final class Busy implements CallRunner {
        @Override
        public <T> CallHandle run(PortCall<T> call, Completion<T> completion) {
            Held<T> made = new Held<>(call, completion);
            if (call.operation() == Operation.INVOKE_HOOK) {
                assertThat(call.lane()).isEqualTo(new PortCall.Lane(PortCall.Kind.HOOK, "smoke-test", ""));
                held.add(made);
            } else {
                made.make();
            }
            return made;
        }

        @Override
        public void close() {}
    }

    private static final class Held<T> implements CallRunner.CallHandle {
        private final CallRunner.PortCall<T> call;
        private final CallRunner.Completion<T> completion;
        private boolean begun;
        private boolean abandoned;

        Held(CallRunner.PortCall<T> call, CallRunner.Completion<T> completion) {
            this.call = call;
            this.completion = completion;
        }

        void make() {
            begun = true;
            completion.started();
            try {
                completion.succeeded(call.make());
            } catch (Exception thrown) {
                completion.failed(thrown);
            }
        }

        @Override
        public boolean abandon() {
            abandoned = true;
            return !begun;
        }
    }

    private void drive(DrivenEngine driven, BooleanSupplier condition, Duration longest) {
        for (long second = 0; second < longest.toSeconds() && !condition.getAsBoolean(); second++) {
            driven.poll();
            fixture.time.advance(Duration.ofSeconds(1));
        }
    }

    private DrivenEngine engine() {
        return fixture.builder()
                .name("a")
                .time(fixture.time)
                .callRunner(new Busy())
                .buildDriven();
    }

    private Deployment deploy(DrivenEngine driven) {
        return driven.engine()
                .deploy(
                        ID,
                        spec().hook(
                                        LifecycleStage.POST_SCALE_UP,
                                        "smoke-test",
                                        Duration.ofHours(1),
                                        TimeoutAction.ROLLBACK)
                                .build());
    }

    @Test
    void waitingForAThreadIsNoFailedTry() {
        try (DeploymentEngineCloser closer = new DeploymentEngineCloser(engine())) {
            Deployment deployment = deploy(closer.driven());
            drive(closer.driven(), () -> !held.isEmpty(), Duration.ofMinutes(5));
            drive(closer.driven(), () -> held.get(0).abandoned, Duration.ofMinutes(40));

            assertThat(held).hasSize(1);
            assertThat(held.get(0).abandoned)
                    .as("one call takes 15 minutes at most")
                    .isFalse();
            held.get(0).make();
            drive(closer.driven(), () -> deployment.status().isTerminal(), Duration.ofHours(1));
            assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void aHookThatWaitsForAThreadForAllOfItsTimeHasTimedOut() {
        try (DeploymentEngineCloser closer = new DeploymentEngineCloser(engine())) {
            Deployment deployment = deploy(closer.driven());
            drive(closer.driven(), () -> deployment.status().isTerminal(), Duration.ofHours(2));

            assertThat(deployment.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(EngineFixture.count(deployment, HookEvent.HookTimedOut.class))
                    .isEqualTo(1);
            assertThat(held).hasSize(1);
            assertThat(held.get(0).abandoned).isTrue();
        }
    }

    private record DeploymentEngineCloser(DrivenEngine driven) implements AutoCloseable {
        @Override
        public void close() {
            driven.engine().close();
        }
    }
}
