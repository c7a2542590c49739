package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HealthPolicy;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RollbackPolicy;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TrafficStrategy;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/** What the specification can say, the command line can say. */
class SpecReadingTest {
    /** These have parts of their own; everything else is one value. */
    private static final Set<Class<?>> COMPOSED = Set.of(
            DeploymentSpec.class,
            RevisionSpec.class,
            TargetGroups.class,
            AlarmPolicy.class,
            AnalysisPolicy.class,
            AnalysisPolicy.Margin.class,
            CircuitBreakerPolicy.class,
            HealthPolicy.class,
            RollbackPolicy.class,
            DeploymentLimits.class);

    private static final List<String> LEAST = List.of(
            "--service=prod/checkout", "--revision=checkout:42", "--production-route=rule", "--target-groups=a,b");

    private static final String FUNCTION = "arn:aws:lambda:eu-west-1:123456789012:function:smoke";

    /** Everything differs from {@link #LEAST} and from the defaults. */
    private static final List<String> ALL = List.of(
            "--service=stage/cart",
            "--revision=cart:7",
            "--setting=launchType=FARGATE",
            "--production-route=rule-1",
            "--production-route=rule-2",
            "--test-route=test",
            "--target-groups=c,d",
            "--strategy=steps",
            "--step=5%=10m",
            "--step=33.3=1h",
            "--step=100",
            "--bake=20m",
            "--keep-blue=24h=50",
            "--lambda=PRE_SCALE_UP,POST_SCALE_UP=" + FUNCTION
                    + ",name=check,timeout=10m,onTimeout=CONTINUE,details={\"depth\":1.5,\"of\":[\"a\",\"b\"]}",
            "--pause=PRE_SCALE_UP,POST_SCALE_UP=4h=CONTINUE,name=approval",
            "--pause=POST_SCALE_UP=2h,approver=alice,approver=bob,needed=2",
            "--alarm=checkout-5xx",
            "--alarm-policy=atStart=FAIL_FAST",
            "--alarm-policy=rollback=false",
            "--alarm-policy=interval=5s",
            "--analysis",
            "--analysis-policy=enabled=true",
            "--analysis-policy=falseRollbacks=2%",
            "--analysis-policy=errors.factor=1.5",
            "--analysis-policy=errors.negligible=0.002",
            "--analysis-policy=errors.allowed=0.01",
            "--analysis-policy=latency.factor=2",
            "--analysis-policy=latency.negligible=0.02",
            "--analysis-policy=latency.allowed=0.1",
            "--analysis-policy=gate=false",
            "--analysis-policy=evidenceLimit=30m",
            "--analysis-policy=afterLimit=continue",
            "--analysis-policy=rollback=false",
            "--circuit-breaker=enabled=false",
            "--circuit-breaker=rollback=false",
            "--circuit-breaker=type=count",
            "--circuit-breaker=value=7",
            "--circuit-breaker=resetOnHealthyTask=false",
            "--health=floor=40%",
            "--health=watch=30",
            "--health=unhealthyFor=2m",
            "--rollback=deadline=2h",
            "--rollback=floor=25%",
            "--rollback=weakBlueWait=10m",
            "--rollback=hookBound=0s",
            "--drift=pause",
            "--concurrency=queue",
            "--allow-stickiness=1d",
            "--other-route=canary-of-others",
            "--waive=headroom",
            "--actor=alice",
            "--limit=deployment=2d",
            "--limit=stage=2h",
            "--limit=cleanUpGate=20m",
            "--limit=cleanUp=2h",
            "--limit=drain=45s",
            "--limit=closing=6m",
            "--limit=call=9s",
            "--limit=grace=4s",
            "--limit=freshness=9s",
            "--limit=watchAge=90s",
            "--limit=poll=15s",
            "--limit=backOff=500ms",
            "--limit=backOffDoublings=4",
            "--limit=hookTries=5");

    @TempDir
    Path directory;

    private static DeploymentSpec read(List<String> args) {
        Order order = new Order();
        new CommandLine(order).setCaseInsensitiveEnumValuesAllowed(true).parseArgs(args.toArray(String[]::new));
        return order.spec.read(AwsWorld.ofTaskSets(new AwsOptions()), order.actor);
    }

    private static DeploymentSpec read(String... more) {
        return read(Stream.concat(LEAST.stream(), Arrays.stream(more)).toList());
    }

    @CommandLine.Command
    private static final class Order {
        @CommandLine.Mixin
        private final SpecOptions spec = new SpecOptions();

        @CommandLine.Mixin
        private final ActorOption actor = new ActorOption();
    }

    @Test
    void everyFieldOfASpecificationCanBeGivenByAnOption() {
        assertThat(same("spec", DeploymentSpec.class, read(LEAST), read(ALL)))
                .as("fields that no option of deploy can say; recover names who serves, and the engine what is kept")
                .containsExactly("spec.kept", "spec.serve");
    }

    @Test
    void aRecoveryCanNameTheRevisionThatShallServe() {
        assertThat(recovery("--serve=task-set-1").serve()).contains(new RevisionRef("task-set-1"));
        assertThat(recovery().serve()).isEmpty();
        assertThat(recovery().isRecovery()).isTrue();
    }

    private static DeploymentSpec recovery(String... more) {
        RecoverCommand command = new RecoverCommand();
        List<String> args = new ArrayList<>(LEAST);
        args.remove("--revision=checkout:42");
        args.addAll(Arrays.asList(more));
        new CommandLine(command).parseArgs(args.toArray(String[]::new));
        return command.read(AwsWorld.ofTaskSets(new AwsOptions()));
    }

    @Test
    void everyFieldOfAHookCanBeGivenByAnOption() {
        DeploymentSpec least = read("--lambda=PRE_SCALE_UP=" + FUNCTION + "-2", "--pause=PRE_SCALE_UP=1h");
        // A named hook is Java code of the process that embeds the engine: there is none here.
        for (Class<?> kind : List.of(HookSpec.Lambda.class, HookSpec.Pause.class)) {
            List<String> unsaid =
                    new ArrayList<>(same(kind.getSimpleName(), kind, hook(least, kind), hook(least, kind)));
            read(ALL).hooks().stream()
                    .filter(kind::isInstance)
                    .forEach(said -> unsaid.retainAll(same(kind.getSimpleName(), kind, hook(least, kind), said)));
            assertThat(unsaid).as("fields that no option can say").isEmpty();
        }
        assertThat(HookSpec.class.getPermittedSubclasses())
                .containsExactlyInAnyOrder(HookSpec.Named.class, HookSpec.Lambda.class, HookSpec.Pause.class);
    }

    private static Object hook(DeploymentSpec spec, Class<?> kind) {
        return spec.hooks().stream().filter(kind::isInstance).findFirst().orElseThrow();
    }

    @Test
    void everyStrategyCanBeGivenByAnOption() {
        Map<Class<?>, TrafficStrategy> read = Map.of(
                TrafficStrategy.AllAtOnce.class, read("--strategy=all-at-once").strategy(),
                TrafficStrategy.Canary.class,
                        read("--strategy=canary", "--percent=5%", "--step-bake=1m")
                                .strategy(),
                TrafficStrategy.Linear.class,
                        read("--strategy=linear", "--percent=20", "--step-bake=1m")
                                .strategy(),
                TrafficStrategy.Steps.class, read("--step=5=10m", "--step=100").strategy());

        assertThat(read.keySet()).containsExactlyInAnyOrder(TrafficStrategy.class.getPermittedSubclasses());
        assertThat(read).allSatisfy((kind, strategy) -> assertThat(strategy).isInstanceOf(kind));
        assertThat(read(ALL).strategy().steps())
                .hasToString(
                        "[Step[share=5%, bake=PT10M], Step[share=33.3%," + " bake=PT1H], Step[share=100%, bake=PT0S]]");
    }

    @Test
    void theHelpAndTheManualNameEveryFieldThatAnOptionTakes() throws IOException {
        String manual = Files.readString(Path.of("../docs/command-line.md"));
        String help = Cli.run("deploy", "--help").out();
        for (Class<?> policy : List.of(
                AlarmPolicy.class,
                CircuitBreakerPolicy.class,
                HealthPolicy.class,
                RollbackPolicy.class,
                DeploymentLimits.class)) {
            assertThat(Arrays.stream(policy.getRecordComponents()).map(RecordComponent::getName))
                    .filteredOn(name -> !name.equals("names"))
                    .allSatisfy(name -> assertThat(help).contains(name))
                    .allSatisfy(name -> assertThat(manual).contains('`' + name + '`'));
        }
    }

    @Test
    void theDetailsOfAHookMayBeInAFile() throws IOException {
        Path file = Files.writeString(directory.resolve("details.json"), "{\"basket\": 3}");

        DeploymentSpec spec = read("--lambda=PRE_SCALE_UP=" + FUNCTION + ",details=@" + file);

        assertThat(spec.hooks().get(0).details()).isEqualTo(new HookDetails(Map.of("basket", 3)));
        assertThat(spec.hooks().get(0).name()).isEqualTo("smoke");
    }

    /** The parts of a composed value that are the same in both. */
    private static Set<String> same(String path, Class<?> type, Object least, Object all) {
        Set<String> same = new TreeSet<>();
        for (RecordComponent component : type.getRecordComponents()) {
            String name = path + "." + component.getName();
            Object one = value(component, least);
            Object other = value(component, all);
            if (COMPOSED.contains(component.getType())) {
                same.addAll(same(name, component.getType(), one, other));
            } else if (one.equals(other)) {
                same.add(name);
            }
        }
        return same;
    }

    private static Object value(RecordComponent component, Object holder) {
        try {
            return component.getAccessor().invoke(holder);
        } catch (IllegalAccessException | InvocationTargetException unreadable) {
            throw new LinkageError(component.getName(), unreadable);
        }
    }

    @Test
    void whatIsWrongIsToldInTheWordsOfItsOption() {
        List<String> order = new ArrayList<>(LEAST);
        order.add(0, "deploy");
        order.addAll(List.of(
                "--journal=h2:" + directory.resolve("journal"),
                "--limit=stage=soon",
                "--limit=stages=1h",
                "--limit=call=1h",
                "--health=floor=120%",
                "--health=floor",
                "--rollback=deadline=1s",
                "--circuit-breaker=type=SOME",
                "--alarm-policy=names=a",
                "--drift=maybe",
                "--step=5=10m",
                "--lambda=PRE_SCALE_UP=" + FUNCTION + ",timeout=2d,colour=green",
                "--lambda=PRE_SCALE_UP=" + FUNCTION + ",details=[1]",
                "--pause=CLEAN_UP=1h",
                "--pause=PRE_SCALE_UP=1h,approver=alice,approver=bob,needed=3",
                "--pause=POST_SCALE_UP=1h=CONTINUE,approver=alice",
                "--pause=POST_SCALE_UP=1h,needed=many"));

        Cli refused = Cli.run(order.toArray(String[]::new));

        assertThat(refused.exitCode()).isEqualTo(2);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err().lines())
                .anyMatch(line -> line.startsWith("--limit stage: \"soon\" is not allowed; allowed: a duration"))
                .anyMatch(line -> line.startsWith("--limit: \"stages=1h\" is not allowed; allowed: KEY=VALUE")
                        && line.contains("deployment, stage, cleanUpGate"))
                .anyMatch(line -> line.startsWith("--limit call (limits.call): \"PT1H\" is not allowed"))
                .anyMatch(line -> line.startsWith("--health floor: \"120%\""))
                .anyMatch(line -> line.startsWith("--health: \"floor\" is not allowed; allowed: KEY=VALUE"))
                .anyMatch(line -> line.startsWith("--rollback deadline (rollback.deadline): \"PT1S\""))
                .anyMatch(line -> line.startsWith("--circuit-breaker type: \"SOME\"")
                        && line.contains("BOUNDED_PERCENT, UNBOUNDED_PERCENT, COUNT"))
                .anyMatch(line -> line.startsWith("--alarm-policy: \"names=a\"") && line.contains("atStart, rollback"))
                .anyMatch(line -> line.startsWith("--drift: \"maybe\" is not allowed; allowed: ROLL_BACK, PAUSE"))
                .anyMatch(line -> line.startsWith("--step (strategy.steps[0].share): \"5%\""))
                .anyMatch(line -> line.startsWith("--lambda PRE_SCALE_UP (hook.timeout): \"PT48H\""))
                .anyMatch(line -> line.startsWith("--lambda PRE_SCALE_UP: \"colour=green\""))
                .anyMatch(line -> line.startsWith("--lambda PRE_SCALE_UP details: \"[1]\""))
                .anyMatch(line -> line.startsWith("--pause CLEAN_UP (hook.stages): \"CLEAN_UP\""))
                .anyMatch(line -> line.startsWith("--pause PRE_SCALE_UP (approvals.needed): \"3\""))
                .anyMatch(line -> line.startsWith("--pause POST_SCALE_UP (hook.onTimeout): \"CONTINUE\""))
                .anyMatch(line -> line.startsWith("--pause POST_SCALE_UP (approvals.approvers): \"[]\""))
                .hasSize(17);
    }
}
