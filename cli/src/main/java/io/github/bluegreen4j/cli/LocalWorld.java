package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.examples.local.adapter.ErrorRate;
import io.github.bluegreen4j.examples.local.adapter.LocalAlarms;
import io.github.bluegreen4j.examples.local.adapter.LocalMetrics;
import io.github.bluegreen4j.examples.local.adapter.LocalRouter;
import io.github.bluegreen4j.examples.local.adapter.LocalRuntime;
import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.engine.LocalTimes;
import io.github.bluegreen4j.examples.local.http.AdminClient;
import io.github.bluegreen4j.examples.local.runner.RunnerClient;
import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.spi.ServiceRuntime;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;

/** The local demo's world, as {@link WorldCommand} has started it. */
final class LocalWorld implements TargetWorld {
    /** The alarm that there is: too many of the last requests on the production route were answered with 5xx. */
    static final String ALARM = "checkout-5xx";

    private static final ErrorRate CONDITION = new ErrorRate("production", 3, 20, 1);

    /** Short, because nothing here takes long: who goes on after a crash waits for the lease of the dead one. */
    private static final Duration LEASE = Duration.ofSeconds(6);

    private static final Duration JOURNAL_CALL = Duration.ofSeconds(4);
    private static final Duration JOURNAL_POLL = Duration.ofMillis(500);

    private final Path file;
    private final LocalRuntime runtime;
    private final DataPlaneClient dataPlane;

    private LocalWorld(Path file, LocalRuntime runtime, DataPlaneClient dataPlane) {
        this.file = file;
        this.runtime = runtime;
        this.dataPlane = dataPlane;
    }

    static LocalWorld at(Path file) {
        LocalWorldFile ports = LocalWorldFile.read(file);
        return new LocalWorld(
                file,
                new LocalRuntime(new RunnerClient(new AdminClient(ports.runner()))),
                new DataPlaneClient(new AdminClient(ports.dataPlane())));
    }

    @Override
    public ServiceRuntime runtime() {
        return runtime;
    }

    @Override
    public void furnish(EngineBuilder engine) {
        engine.runtime(runtime)
                .router(new LocalRouter(dataPlane))
                .alarms(new LocalAlarms(dataPlane, Map.of(ALARM, CONDITION)))
                .metrics(new LocalMetrics(dataPlane))
                .lease(LEASE)
                .journalCall(JOURNAL_CALL)
                .journalPoll(JOURNAL_POLL);
    }

    @Override
    public void pace(DeploymentSpec.Builder spec) {
        LocalTimes.apply(spec, LocalTimes.DRAIN);
        spec.alarms(AlarmPolicy.NONE.withInterval(Duration.ofSeconds(1)));
    }

    @Override
    public String place() {
        return "the world in " + file;
    }

    @Override
    public String hint() {
        return "";
    }

    @Override
    public String again() {
        return " --world local:" + file;
    }
}
