package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.metrics.GreenBehaviour;
import io.github.bluegreen4j.testkit.metrics.MetricConditions;
import io.github.bluegreen4j.testkit.metrics.MetricFaults;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.world.SimulatedRequest;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Every unhappy day of the demo, on a fake AWS in virtual time: in each of the three ways to run on ECS it ends alike. */
class UnhappyDaysTest {
    private static final RouteRef PRODUCTION = ARNS.rule("web", 443, 10);
    private static final RouteRef TEST = ARNS.rule("web", 8443, 10);
    private static final Path README = Path.of("..", "README.md");
    private static final Path CHOICES =
            Path.of("..", "examples/src/main/java/io/github/bluegreen4j/examples/local/demo/Choices.java");
    private static final String ALARM = "checkout-5xx";
    private static final Duration BAKE = Duration.ofMinutes(8);
    private static final String GREEN = "shop:2";
    private static final MetricFaults LATE = new MetricFaults(Duration.ofSeconds(30), 0, 1, 1);
    private static final MetricFaults GONE = new MetricFaults(Duration.ofSeconds(30), 1, 0, 1);

    /**
     * How a deployment ends.
     *
     * @param greenShare green's share of production, in percent
     * @param definitions what still runs
     * @param leavesNothing whether the end names nothing that is left over
     */
    private record End(
            DeploymentStatus status,
            Optional<RollbackCause> cause,
            double greenShare,
            List<String> definitions,
            boolean leavesNothing) {

        static End successful() {
            return new End(DeploymentStatus.SUCCESSFUL, Optional.empty(), 100, List.of(GREEN), true);
        }

        static End rolledBack(RollbackCause cause) {
            return new End(DeploymentStatus.ROLLBACK_SUCCESSFUL, Optional.of(cause), 0, List.of("blue"), true);
        }

        static End stopped(double greenShare, String... definitions) {
            return new End(DeploymentStatus.STOPPED, Optional.empty(), greenShare, List.of(definitions), false);
        }

        static End of(Simulation simulation, DeploymentRecord record) {
            return new End(
                    record.status(),
                    record.cause(),
                    simulation.world().split(PRODUCTION).shareOf(SECOND),
                    simulation.world().describe(SHOP).revisions().stream()
                            .map(ServiceDescription.Revision::definition)
                            .toList(),
                    record.leftOvers().isEmpty());
        }

        @Override
        public String toString() {
            String revisions = definitions.stream()
                    .map(definition -> definition.equals(GREEN) ? "green" : "blue")
                    .collect(Collectors.joining(" and "));
            return "`" + status + "`" + cause.map(known -> ", `" + known + "`").orElse("") + "; production on "
                    + (greenShare == 0 ? "blue" : "green") + "; " + revisions
                    + (definitions.size() == 1 ? " runs" : " run")
                    + (leavesNothing ? "" : "; the end names what is left");
        }
    }

    /** A day, with the options of the demo that show it with real processes. */
    @SuppressWarnings("ImmutableEnumChecker") // an end has Optional and List
    enum Day {
        ENGINE_DIES("--crash", End.successful()) {
            @Override
            void happens(Simulation simulation) {
                simulation.killDuring(Operation.WRITE_ROUTE, 2, Duration.ofMinutes(1));
            }
        },
        ONE_OF_TWO_ENGINES_DIES("--engines 2 --crash", End.successful()) {
            @Override
            Scenario scenario(Scenario scenario) {
                return scenario.engines(2);
            }

            @Override
            void happens(Simulation simulation) {
                simulation.killDuring(Operation.WRITE_ROUTE, 2, Duration.ofHours(1));
            }
        },
        SMOKE_TEST_FAILS("--green fails-smoke", End.rolledBack(RollbackCause.HOOK_FAILED)) {
            @Override
            DeploymentSpec.Builder spec(DeploymentSpec.Builder spec) {
                return spec.hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, "smoke-test");
            }

            @Override
            Scenario scenario(Scenario scenario) {
                return scenario.hook("smoke-test", invocation -> HookResult.failed("the cart is empty"));
            }
        },
        GREEN_IS_NEVER_HEALTHY("--green never-healthy", End.rolledBack(RollbackCause.CIRCUIT_BREAKER)) {
            @Override
            Scenario scenario(Scenario scenario) {
                return scenario.world(world -> {
                    world.behaves(GREEN, TaskBehaviour.unhealthy());
                    world.replacesUnhealthy(Duration.ofSeconds(30));
                });
            }
        },
        GREEN_BREAKS("--green breaks-in-bake", End.rolledBack(RollbackCause.ALARM)) {
            @Override
            void happens(Simulation simulation) {
                inTheBake(
                        simulation,
                        then -> then.happens(
                                "green answers with 500", world -> world.alarm(ALARM, AlarmReading.State.ALARM)));
            }
        },
        GREEN_DIES("--green dies-in-bake", End.rolledBack(RollbackCause.UNHEALTHY)) {
            @Override
            void happens(Simulation simulation) {
                inTheBake(
                        simulation,
                        then -> then.happens("green's tasks are killed, and can't be placed again", world -> {
                            world.behaves(GREEN, TaskBehaviour.healthy(Duration.ofDays(1), Duration.ZERO));
                            world.kill(SHOP, then.revisionIn(SECOND).orElseThrow(), 2);
                        }));
            }
        },
        SOMEBODY_ELSE_WRITES("--drift", End.rolledBack(RollbackCause.DRIFT)) {
            @Override
            void happens(Simulation simulation) {
                inTheBake(simulation, then -> then.rewrite(PRODUCTION, TrafficSplit.of(FIRST, SECOND, Percent.of(50))));
            }
        },
        PAUSE_IS_CONTINUED("--pause --answer continue", End.successful()) {
            @Override
            DeploymentSpec.Builder spec(DeploymentSpec.Builder spec) {
                return spec.pause(
                        LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofHours(1), TimeoutAction.ROLLBACK);
            }

            @Override
            void happens(Simulation simulation) {
                for (int minute = 5; minute < 60; minute += 5) {
                    simulation.at(Duration.ofMinutes(minute), then -> then.answerPauses(TimeoutAction.CONTINUE));
                }
            }
        },
        PAUSE_IS_ANSWERED_WITH_NO("--pause --answer rollback", End.rolledBack(RollbackCause.HOOK_FAILED)) {
            @Override
            DeploymentSpec.Builder spec(DeploymentSpec.Builder spec) {
                return PAUSE_IS_CONTINUED.spec(spec);
            }

            @Override
            void happens(Simulation simulation) {
                simulation.at(Duration.ofMinutes(5), then -> then.answerPauses(TimeoutAction.ROLLBACK));
            }
        },
        GREEN_FAILS_SOME("--green fails-some", End.rolledBack(RollbackCause.ANALYSIS)) {
            @Override
            DeploymentSpec.Builder spec(DeploymentSpec.Builder spec) {
                return spec.analysis();
            }

            @Override
            Scenario scenario(Scenario scenario) {
                return scenario.world(world -> world.metrics().behaves(GREEN, new GreenBehaviour(1, 0.03, 1)));
            }
        },
        GREEN_IS_SLOW("--green slow", End.rolledBack(RollbackCause.ANALYSIS)) {
            @Override
            DeploymentSpec.Builder spec(DeploymentSpec.Builder spec) {
                return spec.analysis();
            }

            @Override
            Scenario scenario(Scenario scenario) {
                return scenario.world(world -> world.metrics().behaves(GREEN, new GreenBehaviour(1, 0, 3)));
            }
        },
        BOTH_FAIL_ALIKE("", End.successful()) {
            @Override
            DeploymentSpec.Builder spec(DeploymentSpec.Builder spec) {
                return spec.analysis();
            }

            @Override
            Scenario scenario(Scenario scenario) {
                return scenario.world(world ->
                        world.metrics().generate(PRODUCTION, MetricConditions.ORDINARY.withErrorRate(0.05), 7));
            }

            @Override
            boolean isIn(DeploymentRecord record) {
                return record.events().stream()
                        .anyMatch(event -> event instanceof WatchEvent.GreenJudged judged
                                && judged.judgement().metrics().get(0).green() > 0.03);
            }
        },
        METRICS_ARE_LATE("", End.successful()) {
            @Override
            DeploymentSpec.Builder spec(DeploymentSpec.Builder spec) {
                return spec.analysis();
            }

            @Override
            Scenario scenario(Scenario scenario) {
                return scenario.world(world -> world.metrics().faults(LATE));
            }

            @Override
            boolean isIn(DeploymentRecord record) {
                return record.count(WatchEvent.EvidenceAwaited.class) > 0;
            }
        },
        METRICS_ARE_GONE("", End.rolledBack(RollbackCause.EVIDENCE_TIMED_OUT)) {
            @Override
            DeploymentSpec.Builder spec(DeploymentSpec.Builder spec) {
                return spec.analysis(
                        AnalysisPolicy.STANDARD.withEvidenceLimit(Duration.ofMinutes(10), TimeoutAction.ROLLBACK));
            }

            @Override
            Scenario scenario(Scenario scenario) {
                return scenario.world(world -> world.metrics().faults(GONE));
            }
        },
        POLICY_SAYS_NO_AND_CHANGES_ITS_MIND("", End.successful()) {
            @Override
            Scenario scenario(Scenario scenario) {
                // It says yes once, in time for the first step alone.
                AtomicReference<Optional<Instant>> first = new AtomicReference<>(Optional.empty());
                return scenario.policy("change-calendar", request -> {
                    Instant since = first.get().orElse(request.at());
                    first.set(Optional.of(since));
                    Duration passed = Duration.between(since, request.at());
                    boolean allowed = (passed.toMinutes() >= 10 && passed.toMinutes() < 13) || passed.toMinutes() >= 30;
                    return allowed || !request.production() ? PolicyAnswer.yes() : PolicyAnswer.no("no change window");
                });
            }

            @Override
            boolean isIn(DeploymentRecord record) {
                return refusals(record, "change-calendar: no change window") == 2;
            }
        },
        LINE_IS_STOPPED_IN_A_SHIFT("", End.successful()) {
            @Override
            void happens(Simulation simulation) {
                simulation.when(event -> event instanceof ProgressEvent.BakeStarted, then -> {
                    then.stopTheLine("checkout fails");
                    then.after(Duration.ofMinutes(20), Simulation::resumeTheLine);
                });
            }

            @Override
            boolean isIn(DeploymentRecord record) {
                return refusals(record, "the line is stopped by ") > 0;
            }
        },
        DEPLOYMENT_IS_ABORTED(
                "",
                End.stopped(100, "blue", GREEN),
                End.stopped(0, "blue"),
                "ECS cannot stand still: it would wait at its pause, and go back when that times out") {
            @Override
            void happens(Simulation simulation) {
                inTheBake(simulation, then -> then.abort("enough"));
            }
        },
        NO_ENGINE_FOR_THREE_DAYS(
                "",
                End.successful(),
                End.rolledBack(RollbackCause.CIRCUIT_BREAKER),
                "the pause has timed out after 72 hours, and ECS has gone back; the next engine reports it") {
            @Override
            void happens(Simulation simulation) {
                inTheBake(simulation, then -> then.killAndRestart(Duration.ofHours(73)));
            }
        };

        private final String demo;
        private final End end;
        private final End endOfEcs;
        private final String why;

        Day(String demo, End end) {
            this(demo, end, end, "");
        }

        Day(String demo, End end, End endOfEcs, String why) {
            this.demo = demo;
            this.end = end;
            this.endOfEcs = endOfEcs;
            this.why = why;
        }

        End end(AwsWay way) {
            return way == AwsWay.ECS_CONTROLLER ? endOfEcs : end;
        }

        /** Its row of the guide. */
        String row() {
            String name = name().toLowerCase(Locale.ROOT).replace('_', ' ');
            return "| " + name + " | " + (demo.isEmpty() ? "" : "`" + demo + "`") + " | " + end + " | "
                    + (why.isEmpty() ? "the same" : endOfEcs + ": " + why) + " |";
        }

        DeploymentSpec.Builder spec(DeploymentSpec.Builder spec) {
            return spec;
        }

        Scenario scenario(Scenario scenario) {
            return scenario;
        }

        void happens(Simulation simulation) {}

        /** Whether the history shows that the day happened. */
        boolean isIn(DeploymentRecord record) {
            return true;
        }
    }

    /** How often the policies or the line held green, as events tell it. */
    private static long refusals(DeploymentRecord record, String seen) {
        return record.events().stream()
                .filter(event -> event instanceof WorkEvent.WorkWaiting waiting
                        && waiting.gate() == Gate.POLICY
                        && waiting.seen().contains(seen))
                .count();
    }

    /** The middle of the bake, when all of production is on green. */
    private static void inTheBake(Simulation simulation, Consumer<Simulation> what) {
        simulation.when(
                event -> event instanceof ProgressEvent.BakeStarted bake
                        && Duration.between(bake.at(), bake.endsAt()).equals(BAKE),
                then -> then.after(BAKE.dividedBy(2), what));
    }

    private static Simulation simulate(Day day, AwsWay way) {
        DeploymentSpec spec = day.spec(DeploymentSpec.blueGreen(SHOP)
                        .revision(GREEN)
                        .productionRoute(PRODUCTION)
                        .testRoute(TEST)
                        .targetGroups(FIRST, SECOND)
                        .canary(20, Duration.ofMinutes(4))
                        .alarm(ALARM)
                        .bakeTime(BAKE))
                .build();
        Simulation simulation = day.scenario(way.scenario(spec)).simulate();
        day.happens(simulation);
        return simulation;
    }

    static Stream<Arguments> daysInEachWay() {
        return Stream.of(Day.values()).flatMap(day -> Stream.of(AwsWay.values()).map(way -> Arguments.of(day, way)));
    }

    @ParameterizedTest
    @MethodSource("daysInEachWay")
    void aDayEndsAlikeHoweverTheServiceRuns(Day day, AwsWay way) {
        try (Simulation simulation = simulate(day, way)) {
            DeploymentRecord record = simulation.run();

            assertThat(End.of(simulation, record)).as(simulation.story()).isEqualTo(day.end(way));
            assertThat(day.isIn(record)).as(simulation.story()).isTrue();
            if (day != Day.GREEN_DIES) {
                assertThat(simulation.traffic(PRODUCTION).lost())
                        .as(
                                "a weighted route does not fail over from a green that dies; on all other days nothing is lost")
                        .isZero();
            }
            if (way == AwsWay.ECS_CONTROLLER) {
                NativeDeploymentTest.isReleased(simulation, simulation.story());
            }
        }
    }

    /** The control of the demo's verdict, {@code --no-drain}: the engine does not see that requests are lost. */
    @ParameterizedTest
    @EnumSource(AwsWay.class)
    void aBlueThatDoesNotFinishItsRequestsLosesThem(AwsWay way) {
        for (Duration drain : List.of(Duration.ZERO, BAKE)) {
            AtomicReference<SimulatedRequest> last = new AtomicReference<>();
            Simulation simulation = simulate(Day.ENGINE_DIES, way);
            simulation.world().drainTime(drain);
            inTheBake(simulation, then -> {
                SimulatedRequest request = then.world().begin(FIRST);
                last.set(request);
                // By then, blue is retired.
                then.after(BAKE, later -> request.finish());
            });

            DeploymentRecord record = simulation.run();

            assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(last.get().wasCutOff()).as(simulation.story()).isEqualTo(drain.isZero());
        }
    }

    /** The console shows a pause and changes nothing. */
    private static final List<String> ELSEWHERE = List.of("--pause --console");

    @Test
    void everyUnhappyDayOfTheDemoIsHere() throws IOException {
        String days = Stream.concat(Stream.of(Day.values()).map(day -> day.demo), ELSEWHERE.stream())
                .collect(Collectors.joining("\n"));
        Matcher kinds = Pattern.compile("enum Green \\{([^};]*)[};]").matcher(Files.readString(CHOICES));
        Matcher options =
                Pattern.compile("^\\| `\"(--[^\"]+)\"", Pattern.MULTILINE).matcher(Files.readString(README));

        assertThat(kinds.find()).isTrue();
        assertThat(kinds.group(1).replace('_', '-').trim().split("[,\\s]+"))
                .filteredOn(kind -> !kind.equals("good"))
                .hasSizeGreaterThan(1)
                .allSatisfy(kind -> assertThat(days).contains("--green " + kind));
        assertThat(options.results().map(option -> option.group(1)))
                .filteredOn(option -> !option.equals("--help"))
                .hasSizeGreaterThan(1)
                .allSatisfy(option -> assertThat(days).contains(option));
    }

    @Test
    void theGuideHasTheTableOfTheDays() throws IOException {
        List<String> rows = new ArrayList<>();
        rows.add("| Day | [Demo](../README.md#try-it) | Task sets, and a pair | ECS's own controller |");
        rows.add("| --- | --- | --- | --- |");
        Stream.of(Day.values()).map(Day::row).forEach(rows::add);
        GuidePart.is("days", String.join("\n", rows) + "\n\n", UnhappyDaysTest.class);
    }
}
