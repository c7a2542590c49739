package io.github.bluegreen4j.engine.loop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.workflow.Workflow;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LoopTest {
    private static <T> T unused(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) -> method.getReturnType() == Duration.class ? Duration.ZERO : proxy));
    }

    @Test
    void aStepThatFailsIsReportedOnceAndTheNextOneRuns() {
        try (ThreadedCallRunner runner = new ThreadedCallRunner(8)) {
            Loop loop = new Loop(
                    new EngineClock(TimeSource.system()),
                    runner,
                    new Ports(
                            unused(ServiceRuntime.class),
                            unused(TrafficRouter.class),
                            AlarmSource.none(),
                            MetricSource.none(),
                            AutoScalingGuard.none(),
                            Map.of(),
                            Optional.empty(),
                            List.of(),
                            new Policies(Map.of(), TimeSource.system()),
                            InMemoryJournal.create(TimeSource.system())),
                    new EngineSettings(
                            "a",
                            Duration.ofSeconds(30),
                            Duration.ofSeconds(10),
                            Duration.ofSeconds(1),
                            Duration.ofSeconds(5)),
                    Workflow.standard());
            IllegalStateException defect = new IllegalStateException("planted");
            List<String> ran = new ArrayList<>();
            loop.post(() -> {
                throw defect;
            });
            loop.post(() -> ran.add("next"));

            loop.poll();

            assertThat(ran).containsExactly("next");
            assertThat(loop.takeFailedSteps()).containsExactly(defect);
            assertThat(loop.takeFailedSteps()).isEmpty();
        }
    }
}
