package io.github.bluegreen4j.testkit.engine;

import static io.github.bluegreen4j.testkit.engine.EngineFixture.ID;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.SERVICE;
import static io.github.bluegreen4j.testkit.engine.EngineFixture.spec;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.ILoggerFactory;
import org.slf4j.IMarkerFactory;
import org.slf4j.Logger;
import org.slf4j.MDC;
import org.slf4j.Marker;
import org.slf4j.event.Level;
import org.slf4j.helpers.BasicMDCAdapter;
import org.slf4j.helpers.BasicMarkerFactory;
import org.slf4j.helpers.LegacyAbstractLogger;
import org.slf4j.helpers.MessageFormatter;
import org.slf4j.spi.MDCAdapter;
import org.slf4j.spi.SLF4JServiceProvider;

/** What an operator reads of a deployment in the log of an engine, in a process of its own with a logging backend that has an MDC. */
class DeploymentLogTest {
    private static final int MOST_LINES = 25;
    private static final int FEWEST_LINES = 10;
    private static final String STORY = " DeploymentLog ";

    @TempDir
    Path directory;

    /** Prints {@code LEVEL LOGGER {mdc} message} to standard output. */
    public static final class PrintingProvider implements SLF4JServiceProvider {
        private final MDCAdapter mdc = new BasicMDCAdapter();
        private final IMarkerFactory markers = new BasicMarkerFactory();
        private final Map<String, Logger> loggers = new ConcurrentHashMap<>();

        @Override
        public ILoggerFactory getLoggerFactory() {
            return name -> loggers.computeIfAbsent(name, PrintingLogger::new);
        }

        @Override
        public IMarkerFactory getMarkerFactory() {
            return markers;
        }

        @Override
        public MDCAdapter getMDCAdapter() {
            return mdc;
        }

        @Override
        public String getRequestedApiVersion() {
            return "2.0.99";
        }

        @Override
        public void initialize() {}
    }

    private static final class PrintingLogger extends LegacyAbstractLogger {
        private static final long serialVersionUID = 1;

        PrintingLogger(String name) {
            this.name = name;
        }

        private static boolean prints(Level level) {
            return level.toInt() >= Level.valueOf(System.getProperty("level")).toInt();
        }

        @Override
        protected String getFullyQualifiedCallerName() {
            return "";
        }

        @Override
        protected void handleNormalizedLoggingCall(
                Level level,
                @Nullable Marker marker,
                String message,
                Object @Nullable [] arguments,
                @Nullable Throwable thrown) {
            Map<String, String> context = MDC.getCopyOfContextMap();
            System.out.println(level + " " + name.substring(name.lastIndexOf('.') + 1) + " "
                    + (context == null ? Map.of() : new TreeMap<>(context)) + " "
                    + MessageFormatter.basicArrayFormat(message, arguments));
        }

        @Override
        public boolean isTraceEnabled() {
            return prints(Level.TRACE);
        }

        @Override
        public boolean isDebugEnabled() {
            return prints(Level.DEBUG);
        }

        @Override
        public boolean isInfoEnabled() {
            return prints(Level.INFO);
        }

        @Override
        public boolean isWarnEnabled() {
            return prints(Level.WARN);
        }

        @Override
        public boolean isErrorEnabled() {
            return true;
        }
    }

    /** The deployments that are logged. */
    enum Scenario {
        CANARY {
            @Override
            void run(EngineFixture fixture) {
                try (VirtualEngine virtual = fixture.engine("a")) {
                    deploy(virtual);
                }
            }
        },
        TURNED_OFF {
            @Override
            void run(EngineFixture fixture) {
                try (VirtualEngine virtual = VirtualEngine.of(
                        fixture.time, fixture.builder().name("a").deploymentLog(false))) {
                    deploy(virtual);
                }
            }
        },
        ROLLBACK {
            @Override
            void run(EngineFixture fixture) {
                fixture.world.alarm("5xx\u202eINFO FORGED", AlarmReading.State.OK);
                try (VirtualEngine virtual = fixture.engine("a")) {
                    Deployment deployment = virtual.engine()
                            .deploy(ID, spec().alarm("5xx\u202eINFO FORGED").build());
                    virtual.advance(Duration.ofMinutes(2));
                    fixture.world.alarm("5xx\u202eINFO FORGED", AlarmReading.State.ALARM);
                    EngineFixture.run(virtual, deployment);
                }
            }
        },
        RESTART {
            @Override
            void run(EngineFixture fixture) {
                VirtualEngine dead = fixture.engine("a");
                dead.engine().deploy(ID, spec().build());
                dead.advance(Duration.ofMinutes(1));
                dead.kill();
                System.out.println("THE ENGINE DIES");
                try (VirtualEngine heir = fixture.engine("b")) {
                    heir.advance(Duration.ofHours(2));
                }
            }
        },
        FAILING_LISTENER {
            @Override
            void run(EngineFixture fixture) {
                EngineBuilder builder = fixture.builder().name("a").listener((deployment, version, event) -> {
                    throw new IllegalStateException("broken");
                });
                try (VirtualEngine virtual = VirtualEngine.of(fixture.time, builder)) {
                    deploy(virtual);
                }
            }
        };

        abstract void run(EngineFixture fixture);

        private static void deploy(VirtualEngine virtual) {
            MDC.put("stage", "of the caller");
            Deployment deployment = virtual.engine()
                    .deploy(
                            ID,
                            spec().canary(5, Duration.ofMinutes(10))
                                    .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, "smoke-test")
                                    .build());
            EngineFixture.run(virtual, deployment);
            System.out.println("AFTERWARDS " + MDC.getCopyOfContextMap());
        }

        public static void main(String... args) {
            EngineFixture fixture = new EngineFixture();
            valueOf(args[0]).run(fixture);
        }
    }

    private List<String> log(Scenario scenario, Level level) throws IOException, InterruptedException {
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-XX:TieredStopAtLevel=1",
                        "-Dslf4j.provider=" + PrintingProvider.class.getName(),
                        "-Dlevel=" + level,
                        "-cp",
                        System.getProperty("surefire.test.class.path", System.getProperty("java.class.path")),
                        Scenario.class.getName(),
                        scenario.name())
                .redirectErrorStream(true)
                .redirectOutput(out.toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES)).as("it ended").isTrue();
        } finally {
            process.destroyForcibly();
        }
        List<String> lines = Files.readAllLines(out);
        assertThat(process.exitValue()).as(String.join("\n", lines)).isZero();
        return lines;
    }

    private static List<String> story(List<String> lines) {
        return lines.stream().filter(line -> line.contains(STORY)).toList();
    }

    @Test
    void aCanaryIsToldInAboutTwentyLines() throws IOException, InterruptedException {
        List<String> lines = log(Scenario.CANARY, Level.INFO);
        List<String> story = story(lines);

        assertThat(story)
                .as(String.join("\n", story))
                .hasSizeBetween(FEWEST_LINES, MOST_LINES)
                .allMatch(line -> line.startsWith("INFO DeploymentLog {deployment=" + ID + ", service=" + SERVICE));
        assertThat(story)
                .anyMatch(line -> line.contains("stage=PRODUCTION_TRAFFIC_SHIFT")
                        && line.contains("Production route production gives green 5% and blue 95%"))
                .anyMatch(line -> line.contains("The deployment ended SUCCESSFUL"));
        assertThat(lines)
                .as("the caller's own context is as it was, and never shows as the deployment's")
                .contains("AFTERWARDS {stage=of the caller}")
                .noneMatch(line -> line.contains(STORY) && line.contains("of the caller"));
    }

    @Test
    void detailsAreDebugAndWarningsAloneAreFew() throws IOException, InterruptedException {
        assertThat(story(log(Scenario.CANARY, Level.DEBUG)))
                .anyMatch(line -> line.startsWith("DEBUG") && line.contains("The engine starts to launch green."));
        assertThat(story(log(Scenario.CANARY, Level.WARN))).isEmpty();
    }

    @Test
    void nothingIsLoggedWhenItIsTurnedOff() throws IOException, InterruptedException {
        assertThat(story(log(Scenario.TURNED_OFF, Level.DEBUG))).isEmpty();
    }

    @Test
    void aRollbackIsAWarningAndNamesFromOutsideForgeNoLine() throws IOException, InterruptedException {
        List<String> lines = log(Scenario.ROLLBACK, Level.INFO);

        assertThat(lines).as(String.join("\n", lines)).noneMatch(line -> line.startsWith("INFO FORGED"));
        assertThat(story(lines))
                .anyMatch(line -> line.startsWith("WARN")
                        && line.contains("The deployment rolls back (ALARM)")
                        && line.contains("5xx\\u202eINFO FORGED"))
                .anyMatch(line -> line.startsWith("WARN") && line.contains("The deployment ended ROLLBACK_SUCCESSFUL"));
    }

    @Test
    void whatWasLoggedBeforeARestartIsNotLoggedAgain() throws IOException, InterruptedException {
        List<String> lines = log(Scenario.RESTART, Level.INFO);
        List<String> afterwards = lines.subList(lines.indexOf("THE ENGINE DIES") + 1, lines.size());

        assertThat(story(afterwards))
                .as(String.join("\n", lines))
                .anyMatch(line -> line.contains("stage=BAKE_TIME") && line.contains("An engine continues"))
                .anyMatch(line -> line.contains("The deployment ended SUCCESSFUL"))
                .noneMatch(line -> line.contains("was ordered"))
                .noneMatch(line -> line.contains("Green was launched"));
    }

    @Test
    void aFailureOfAListenerIsLoggedOnce() throws IOException, InterruptedException {
        List<String> lines = log(Scenario.FAILING_LISTENER, Level.WARN);

        assertThat(lines.stream()
                        .filter(line -> line.contains("IllegalStateException: broken") && !line.contains("; again,")))
                .as(String.join("\n", lines))
                .hasSize(2)
                .anyMatch(line -> line.startsWith("WARN") && line.contains("try 1 of 3"))
                .anyMatch(line -> line.startsWith("ERROR") && line.contains("it is skipped"));
    }
}
