package io.github.bluegreen4j.examples.local;

import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.dataplane.DataPlaneMain;
import io.github.bluegreen4j.examples.local.dataplane.TargetState;
import io.github.bluegreen4j.examples.local.engine.EngineProcess;
import io.github.bluegreen4j.examples.local.http.AdminClient;
import io.github.bluegreen4j.examples.local.load.LoadClient;
import io.github.bluegreen4j.examples.local.load.LoadMain;
import io.github.bluegreen4j.examples.local.process.ChildProcess;
import io.github.bluegreen4j.examples.local.process.JavaCommand;
import io.github.bluegreen4j.examples.local.process.Ready;
import io.github.bluegreen4j.examples.local.runner.Launch;
import io.github.bluegreen4j.examples.local.runner.RunnerClient;
import io.github.bluegreen4j.examples.local.runner.RunnerMain;
import io.github.bluegreen4j.examples.local.task.Counts;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * The load balancer and the runner as processes of their own, with load on request; all of them, and every task, end when
 * this is closed or when this process dies.
 */
public final class LocalCluster implements AutoCloseable {
    /** How long a process of the cluster may take to answer on a machine that is busy. */
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    /** How long a process may take to be ready, and a task to be healthy. */
    public static final Duration START = Duration.ofSeconds(30);

    private static final Duration ROUND = Duration.ofMillis(50);

    private final Path directory;
    private final List<ChildProcess> processes = new ArrayList<>();
    private final Ready dataPlane;
    private final Ready runner;

    /**
     * Starts load balancer and runner.
     *
     * @param directory where tasks count and everybody logs
     * @param dataPlaneArguments see {@link DataPlaneMain}
     * @param runnerArguments see {@link RunnerMain}, those for the load balancer's port and the directory excepted
     */
    public LocalCluster(Path directory, List<String> dataPlaneArguments, List<String> runnerArguments) {
        this.directory = directory;
        try {
            dataPlane = start(new JavaCommand(DataPlaneMain.class, 64, dataPlaneArguments));
            runner = start(new JavaCommand(RunnerMain.class, 48, runnerArguments)
                    .with("--data-plane", String.valueOf(dataPlane.port("admin")))
                    .with("--dir", directory.toString()));
        } catch (RuntimeException failed) {
            close();
            throw failed;
        }
    }

    /** A client of the load balancer. */
    public DataPlaneClient dataPlane() {
        return new DataPlaneClient(new AdminClient(dataPlane.port("admin"), PATIENCE));
    }

    /** A client of the runner. */
    public RunnerClient runner() {
        return new RunnerClient(new AdminClient(runner.port("admin"), PATIENCE));
    }

    /** The port of the load balancer's {@code admin} interface, or of a route. */
    public int dataPlanePort(String server) {
        return dataPlane.port(server);
    }

    /** The port of the runner's admin interface. */
    public int runnerPort() {
        return runner.port("admin");
    }

    /**
     * Creates a service and its target groups, and launches its first revision, which gets all traffic of the routes.
     *
     * @param definition what it runs; it has to be registered
     * @param groups the revision's group and the idle one
     * @return the revision's id; its tasks are starting
     */
    public String launchBlue(String service, String definition, int tasks, List<String> groups, List<String> routes) {
        runner().createService(service, tasks);
        groups.forEach(dataPlane()::createGroup);
        routes.forEach(route -> dataPlane().overwrite(route, Map.of(groups.get(0), 100, groups.get(1), 0)));
        Launch order = new Launch("blue", "", definition, Map.of(), groups.get(0), tasks);
        String blue = runner().launch(service, order).id();
        runner().makePrimary(service, blue);
        return blue;
    }

    /** Waits until a group has that many healthy targets; false when it has not after {@link #START}. */
    public boolean awaitHealthy(String group, int targets) {
        long begun = System.nanoTime();
        while (dataPlane().targets(group).stream()
                        .filter(target -> target.state() == TargetState.HEALTHY)
                        .count()
                < targets) {
            if (System.nanoTime() - begun > START.toNanos()) {
                return false;
            }
            LockSupport.parkNanos(ROUND.toNanos());
        }
        return true;
    }

    /** Starts clients on a route. */
    public LoadClient startLoad(String route, int requestsPerSecond, int connections) {
        Ready load = start(new JavaCommand(LoadMain.class, 48, List.of())
                .with("--port", String.valueOf(dataPlane.port(route)))
                .with("--rate", String.valueOf(requestsPerSecond))
                .with("--connections", String.valueOf(connections)));
        return new LoadClient(load.port("admin"));
    }

    /**
     * Starts a deployment engine.
     *
     * @param order what to deploy, see {@link io.github.bluegreen4j.examples.local.engine.EngineMain}; ports excepted
     */
    public EngineProcess startEngine(List<String> order) {
        List<String> arguments = new ArrayList<>(order);
        Collections.addAll(arguments, "--data-plane", String.valueOf(dataPlane.port("admin")));
        Collections.addAll(arguments, "--runner", String.valueOf(runner.port("admin")));
        Collections.addAll(arguments, "--test-port", String.valueOf(dataPlane.port("test")));
        EngineProcess engine = new EngineProcess(arguments, directory.resolve("EngineMain.log"));
        processes.add(engine.process());
        engine.process().awaitReady(START);
        return engine;
    }

    /** What all tasks, living and dead, have counted so far, by revision. */
    public Map<String, Counts> counts() {
        return Counts.byRevision(directory.resolve("counts"));
    }

    private Ready start(JavaCommand command) {
        String log = command.main().getSimpleName() + ".log";
        ChildProcess process = ChildProcess.start(command, directory.resolve(log));
        processes.add(process);
        return process.awaitReady(START);
    }

    @Override
    public void close() {
        List<ChildProcess> lastFirst = new ArrayList<>(processes);
        Collections.reverse(lastFirst);
        lastFirst.forEach(ChildProcess::close);
    }
}
