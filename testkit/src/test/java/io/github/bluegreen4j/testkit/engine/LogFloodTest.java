package io.github.bluegreen4j.testkit.engine;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * What an operator reads when everything fails in the same way: in a process of its own, with the log as it is by default.
 * {@code load.deployments} sets how many deployments are in progress: 1,000 by default, and always more than the lines allowed.
 */
@Tag("load")
class LogFloodTest {
    private static final int DEPLOYMENTS = Integer.getInteger("load.deployments", 1_000);
    private static final Duration OUTAGE = Duration.ofMinutes(10);

    private static final String BEGINS = "THE OUTAGE BEGINS";
    private static final String ENDS = "THE OUTAGE ENDS";

    /** How a line of a deployment's own story begins. */
    private static final String MILESTONE = "INFO io.github.bluegreen4j.engine.DeploymentLog - ";

    /** Methods of ports that call nobody. */
    private static final Set<String> PROPERTIES =
            Set.of("writeMode", "describeBatch", "readBatch", "preflightChecks", "costs", "place", "otherNames");

    private static final Set<DeploymentStatus> GOOD = Set.of(DeploymentStatus.IN_PROGRESS, DeploymentStatus.SUCCESSFUL);

    @TempDir
    Path directory;

    /** What is away. */
    enum Away {
        JOURNAL,
        PORTS,
        LISTENER,
        EVERYTHING
    }

    /** Deploys, lets something be away for a while, and looks how the deployments get on. */
    static final class Flood {
        private final EngineFixture fixture = new EngineFixture();
        private final AtomicReference<List<Away>> away = new AtomicReference<>(List.of());

        private <P> P port(Class<P> type, P port, Away kind) {
            return type.cast(Proxy.newProxyInstance(
                    type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                        boolean derives = type.equals(method.getReturnType());
                        boolean isCall = !derives && !PROPERTIES.contains(method.getName());
                        if (isCall && (away.get().contains(kind) || away.get().contains(Away.EVERYTHING))) {
                            throw EngineFixture.unavailable(method.getName());
                        }
                        try {
                            Object answer = method.invoke(port, arguments);
                            return derives ? port(type, type.cast(answer), kind) : answer;
                        } catch (InvocationTargetException thrown) {
                            throw thrown.getCause();
                        }
                    }));
        }

        private void run(Away what) {
            EngineBuilder builder = fixture.builder(port(Journal.class, fixture.journal, Away.JOURNAL))
                    .runtime(port(ServiceRuntime.class, fixture.world.runtime(), Away.PORTS))
                    .router(port(TrafficRouter.class, fixture.world.router(), Away.PORTS))
                    .alarms(port(AlarmSource.class, fixture.world.alarms(), Away.PORTS))
                    .listener("audit", (deployment, version, event) -> {
                        if (away.get().contains(Away.LISTENER) || away.get().contains(Away.EVERYTHING)) {
                            throw new IllegalStateException("the listener's own world is away\nFORGED line");
                        }
                    })
                    .name("a");
            try (VirtualEngine virtual = VirtualEngine.of(fixture.time, builder)) {
                List<Deployment> deployments = new ArrayList<>();
                for (int i = 0; i < DEPLOYMENTS; i++) {
                    ServiceRef service = new ServiceRef("prod", "service-" + i);
                    fixture.addService(service, "-" + i);
                    fixture.world.alarm("5xx-" + i % 10, AlarmReading.State.OK);
                    // They are in all stages when it begins.
                    Duration bake = Duration.ofMinutes(1 + i % 30);
                    deployments.add(virtual.engine()
                            .deploy(
                                    new DeploymentId("d-" + i),
                                    EngineFixture.spec(service, "-" + i)
                                            .bakeTime(bake)
                                            .alarm("5xx-" + i % 10)
                                            .build()));
                }
                virtual.advance(Duration.ofMinutes(1));
                if (deployments.stream().anyMatch(one -> one.status() != DeploymentStatus.IN_PROGRESS)) {
                    throw new IllegalStateException("not all deployments are under way");
                }
                System.err.println(BEGINS);
                away.set(List.of(what));
                var unused = deployments.get(DEPLOYMENTS - 1).rollBack("meanwhile");
                virtual.advance(OUTAGE);
                away.set(List.of());
                System.err.println(ENDS);
                virtual.advance(Duration.ofMinutes(5));
                System.out.println(deployments.stream()
                        .filter(one -> GOOD.contains(one.status()))
                        .count());
            }
        }

        public static void main(String... args) {
            new Flood().run(Away.valueOf(args[0]));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anOutageOfTenMinutesLogsLessThanAHundredLines(Away what) throws IOException, InterruptedException {
        Path log = directory.resolve("log");
        Path out = directory.resolve("out");
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-Xmx512m",
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dorg.slf4j.simpleLogger.defaultLogLevel=info",
                        "-Dorg.slf4j.simpleLogger.log.io.github.bluegreen4j.engine=info",
                        "-Dload.deployments=" + DEPLOYMENTS,
                        "-cp",
                        classPath,
                        Flood.class.getName(),
                        what.name())
                .redirectError(log.toFile())
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(10, TimeUnit.MINUTES)).as("it ended").isTrue();
        } finally {
            process.destroyForcibly();
        }

        List<String> all = Files.readAllLines(log);
        // Each deployment has its lines of INFO: those of an outage are the others, and all that are logged while
        // nothing can proceed.
        List<String> lines = new ArrayList<>(
                all.stream().filter(line -> !line.contains(MILESTONE)).toList());
        if (what != Away.LISTENER) {
            all.subList(all.indexOf(BEGINS), all.indexOf(ENDS)).stream()
                    .filter(line -> line.contains(MILESTONE))
                    .forEach(lines::add);
        }
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        assertThat(lines).as(String.join("\n", lines)).hasSizeLessThan(100);
        assertThat(lines.stream().filter(line -> line.startsWith("FORGED")))
                .as("only the logger's own copy of the one stack has a line of its own")
                .hasSizeLessThanOrEqualTo(1);
        if (what == Away.JOURNAL) {
            assertThat(lines)
                    .anyMatch(
                            line -> line.contains("The journal does not answer, and nothing is changed until it does"))
                    .anyMatch(line -> line.matches(".*; again, \\d+ times since \\d\\d:\\d\\d:\\d\\dZ"));
        }
        assertThat(Integer.parseInt(Files.readString(out).strip())).isGreaterThanOrEqualTo(DEPLOYMENTS - 1);
    }
}
