package io.github.bluegreen4j.examples.local.adapter;

import static org.awaitility.Awaitility.await;

import io.github.bluegreen4j.examples.local.ClosedPort;
import io.github.bluegreen4j.examples.local.LocalCluster;
import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.dataplane.TargetState;
import io.github.bluegreen4j.examples.local.runner.Launch;
import io.github.bluegreen4j.examples.local.runner.RunnerClient;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeContract;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeFixture;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The runtime keeps its contract with real processes; each test has a service and groups of its own. */
@Timeout(600)
class LocalRuntimeTest extends ServiceRuntimeContract {

    @TempDir
    static Path directory;

    private static LocalCluster cluster;
    private static int worlds;

    @BeforeAll
    static void startCluster() {
        cluster = new LocalCluster(
                directory,
                List.of("--route", "production", "--route", "test", "--route", "probe", "--check-interval", "PT0.1S"),
                List.of());
        cluster.runner().define("checkout:1", Map.of());
        cluster.runner().define("checkout:2", Map.of());
        cluster.runner().define("checkout:3", Map.of("exit-at-start", "true"));
    }

    @AfterAll
    static void stopCluster() {
        cluster.close();
    }

    @Override
    protected ServiceRuntimeFixture fixture() {
        return new LocalFixture("contract-" + worlds++);
    }

    private static final class LocalFixture implements ServiceRuntimeFixture {

        private final RunnerClient runner = cluster.runner();
        private final DataPlaneClient dataPlane = cluster.dataPlane();
        private final String name;
        private final String blue;
        private LocalRuntime runtime = new LocalRuntime(runner);

        LocalFixture(String name) {
            this.name = name;
            runner.createService(name, desiredCount());
            runner.createService(name + "-other", 1);
            dataPlane.createGroup(blueGroup().id());
            dataPlane.createGroup(idleGroup().id());
            dataPlane.overwrite(
                    "production", Map.of(blueGroup().id(), 100, idleGroup().id(), 0));
            blue = runner.launch(
                            name,
                            new Launch(
                                    "blue",
                                    "",
                                    blueDefinition(),
                                    Map.of(),
                                    blueGroup().id(),
                                    desiredCount()))
                    .id();
            runner.makePrimary(name, blue);
            await().atMost(Duration.ofMinutes(3)).until(() -> healthy(blueGroup()) == desiredCount());
        }

        private long healthy(TargetGroupRef group) {
            return dataPlane.targets(group.id()).stream()
                    .filter(target -> target.state() == TargetState.HEALTHY)
                    .count();
        }

        @Override
        public ServiceRuntime runtime() {
            return runtime;
        }

        @Override
        public ServiceRef service() {
            return new ServiceRef("local", name);
        }

        @Override
        public int desiredCount() {
            return 2;
        }

        @Override
        public RevisionRef blue() {
            return new RevisionRef(blue);
        }

        @Override
        public String blueDefinition() {
            return "checkout:1";
        }

        @Override
        public TargetGroupRef blueGroup() {
            return new TargetGroupRef(name + "-blue");
        }

        @Override
        public TargetGroupRef idleGroup() {
            return new TargetGroupRef(name + "-idle");
        }

        @Override
        public ServiceRef otherService() {
            return new ServiceRef("local", name + "-other");
        }

        @Override
        public ServiceRef missingService() {
            return new ServiceRef("local", "missing");
        }

        @Override
        public RevisionRef missingRevision() {
            return new RevisionRef(name + "-99");
        }

        @Override
        public RevisionSpec definition() {
            return RevisionSpec.of("checkout:2");
        }

        @Override
        public RevisionSpec missingDefinition() {
            return RevisionSpec.of("checkout:99");
        }

        @Override
        public boolean tasksStart() {
            return true;
        }

        @Override
        public RevisionSpec failingDefinition() {
            return RevisionSpec.of("checkout:3");
        }

        @Override
        public void killTask(RevisionRef revision) {
            runner.kill(name, revision.id(), 1, true);
        }

        @Override
        public int registered(TargetGroupRef group) {
            return dataPlane.targets(group.id()).size();
        }

        @Override
        public String traffic() {
            return dataPlane.route("production") + " " + dataPlane.route("test");
        }

        @Override
        public Request begin(TargetGroupRef group) {
            dataPlane.overwrite("probe", Map.of(group.id(), 100));
            await().until(() -> healthy(group) > 0);
            HeldRequest request = new HeldRequest(cluster.dataPlanePort("probe"));
            await().until(() -> dataPlane.targets(group.id()).stream().anyMatch(target -> target.inFlight() > 0));
            return request;
        }

        @Override
        public boolean carriesRequests() {
            return true;
        }

        @Override
        public void goOutOfReach() {
            runtime = new LocalRuntime(new RunnerClient(ClosedPort.client()));
        }

        @Override
        public void pause() {
            LockSupport.parkNanos(Duration.ofMillis(50).toNanos());
        }

        /** 20 seconds in all. */
        @Override
        public int patience() {
            return 400;
        }

        /** The tasks end while the next test runs. */
        @Override
        public void close() {
            runner.describe(name).revisions().forEach(revision -> runner.retire(name, revision.id()));
        }
    }
}
