package io.github.bluegreen4j.file;

import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HealthPolicy;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.KeepBlue;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RollbackPolicy;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.model.Waiver;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;

/** Makes up specifications in which every field may have any value, and texts are as ugly as the model lets them be. */
final class AnySpec {
    private static final List<String> NAMES = List.of(
            "checkout:42",
            "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/shop/50dc6c/f2f7/9683b2d0",
            "arn:aws:lambda:eu-west-1:123456789012:function:smoke-test:live",
            "${HOME} costs $${5}, $$${",
            "yes",
            "null",
            "~",
            "12",
            "1.50",
            "0x1F",
            "!Ref x",
            "- a",
            "a: b",
            "# none",
            "*x",
            "&x",
            "'",
            "\"q\" \\",
            " spaces ",
            "Prüfung, 検査",
            "\uD83D\uDE80 up",
            "\u2028\uFEFF\uFFFF\u00A0\u0085",
            "{\"a\":1}");
    private static final List<String> TEXTS = List.of(
            "", "two\nlines and a\ttab", "a\r\nb\n", "half \uD83D and \uDE80", "\u0000\u001f", "x".repeat(3000));
    private static final List<String> SETTINGS = List.of(
            "containerName",
            "containerPort",
            "launchType",
            "capacityProviders",
            "platformVersion",
            "subnets",
            "securityGroups",
            "assignPublicIp",
            "serviceRegistry",
            "serviceRegistryContainerName",
            "serviceRegistryContainerPort",
            "serviceRegistryPort",
            "shareServiceDiscovery",
            "tag.team",
            "tag.",
            "a.b",
            "x y");
    private static final List<String> SETTING_VALUES = List.of(
            "",
            "8080",
            "08",
            "70000",
            "a,b",
            "a,,b",
            ",",
            "ENABLED",
            "no",
            "FARGATE=1:2",
            "FARGATE=1:0,SPOT=3:0",
            "F=01:0",
            "1.4.0",
            "true",
            "two\nlines",
            "arn:aws:servicediscovery:x");

    private final SplittableRandom random;

    AnySpec(long seed) {
        random = new SplittableRandom(seed);
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private <E extends Enum<E>> E any(Class<E> type) {
        return any(List.of(type.getEnumConstants()));
    }

    private String name() {
        String name = any(NAMES);
        // The model has no control characters and no half characters in names.
        return name.chars().anyMatch(Character::isISOControl) ? "x" : name;
    }

    private Duration time(Duration usual, Duration least, Duration most) {
        return switch (random.nextInt(4)) {
            case 0 -> usual;
            case 1 -> least;
            case 2 -> most;
            default ->
                Duration.ofSeconds(
                        least.plusMillis(999).toSeconds() + random.nextLong(most.toSeconds() - least.toSeconds()));
        };
    }

    private Duration minutes(int least, int most) {
        int seconds = 60 * (least + random.nextInt(most - least)) + (oneIn(2) ? 0 : random.nextInt(60));
        return Duration.ofSeconds(seconds);
    }

    private Percent percent(int least, int most) {
        return new Percent(least + random.nextInt(most - least + 1));
    }

    DeploymentSpec make() {
        boolean isRecovery = oneIn(5);
        Map<String, String> settings = new HashMap<>();
        for (int i = random.nextInt(8); i > 0; i--) {
            settings.put(any(SETTINGS), any(SETTING_VALUES));
        }
        List<HookSpec> hooks = new ArrayList<>();
        for (int i = random.nextInt(6); i > 0; i--) {
            HookSpec hook = hook();
            if (hooks.stream().noneMatch(other -> other.name().equals(hook.name()))) {
                hooks.add(hook);
            }
        }
        Optional<RevisionRef> serve = isRecovery && oneIn(2) ? Optional.of(new RevisionRef(name())) : Optional.empty();
        Optional<RevisionRef> kept = serve.filter(given -> oneIn(2)).map(given -> new RevisionRef(given.id() + "'"));
        Optional<KeepBlue> keepBlue = (!isRecovery || kept.isPresent()) && oneIn(2)
                ? Optional.of(new KeepBlue(minutes(1, 10_080), percent(1, 1000)))
                : Optional.empty();
        Percent floor = percent(10, 1000);
        TrafficStrategy strategy = strategy();
        return new DeploymentSpec(
                new ServiceRef(name(), name()),
                isRecovery ? RevisionSpec.NONE : new RevisionSpec(name(), settings),
                oneIn(2)
                        ? List.of(new RouteRef("web"))
                        : List.of(new RouteRef("web"), new RouteRef(name()), new RouteRef("ü")),
                oneIn(2) ? Optional.empty() : Optional.of(new RouteRef("test")),
                new TargetGroups(new TargetGroupRef("one"), new TargetGroupRef("two \"2\"")),
                strategy,
                oneIn(3) ? DeploymentSpec.DEFAULT_BAKE_TIME : minutes(0, 1440),
                hooks,
                oneIn(3)
                        ? AlarmPolicy.NONE.withRollback(oneIn(2))
                        : AlarmPolicy.of("5xx \uD83D\uDE80", "0")
                                .withAtStart(any(AlarmPolicy.AtStart.class))
                                .withRollback(oneIn(2))
                                .withInterval(
                                        time(Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(10))),
                analysis(strategy),
                oneIn(3)
                        ? CircuitBreakerPolicy.DISABLED
                        : new CircuitBreakerPolicy(
                                oneIn(2),
                                oneIn(2),
                                any(CircuitBreakerPolicy.Threshold.class),
                                1 + random.nextInt(100),
                                oneIn(2)),
                new HealthPolicy(
                        floor,
                        percent(10, floor.tenths()),
                        time(Duration.ofSeconds(60), Duration.ofSeconds(1), Duration.ofHours(1))),
                new RollbackPolicy(
                        time(Duration.ofHours(1), Duration.ofSeconds(10), Duration.ofHours(24)),
                        percent(10, 1000),
                        time(Duration.ofMinutes(5), Duration.ZERO, Duration.ofHours(24)),
                        time(Duration.ofMinutes(5), Duration.ZERO, Duration.ofHours(24))),
                any(DeploymentSpec.OnDrift.class),
                any(ConcurrencyPolicy.class),
                oneIn(2) ? Optional.empty() : Optional.of(minutes(1, 10_000)),
                oneIn(2) ? List.of() : List.of(new RouteRef("other"), new RouteRef("höt")),
                serve,
                keepBlue,
                kept,
                oneIn(2) ? List.of() : List.of(new Waiver("headroom", name()), new Waiver("blue-health", "Zoë")),
                limits());
    }

    private DeploymentLimits limits() {
        Duration second = Duration.ofSeconds(1);
        Duration milli = Duration.ofMillis(1);
        Duration hour = Duration.ofHours(1);
        Duration day = Duration.ofHours(24);
        return new DeploymentLimits(
                // The bakes and the longest pause have to fit in.
                oneIn(2) ? Duration.ofDays(30) : Duration.ofDays(29).plusMillis(random.nextInt(1000)),
                time(day, second, day),
                time(Duration.ofMinutes(15), second, day),
                time(hour, second, day),
                time(Duration.ofSeconds(30), milli, day),
                time(Duration.ofMinutes(5), second, hour),
                time(Duration.ofSeconds(10), Duration.ofMillis(100), Duration.ofSeconds(30)),
                time(Duration.ofSeconds(5), milli, Duration.ofMinutes(1)),
                time(Duration.ofSeconds(10), second, Duration.ofSeconds(10)),
                time(Duration.ofSeconds(60), Duration.ofSeconds(10), Duration.ofMinutes(10)),
                time(Duration.ofSeconds(10), milli, Duration.ofMinutes(10)),
                Duration.ofMillis(1 + random.nextInt(60_000)),
                random.nextInt(11),
                1 + random.nextInt(10));
    }

    private AnalysisPolicy analysis(TrafficStrategy strategy) {
        if (oneIn(2) || strategy.steps().size() == 1) {
            return AnalysisPolicy.NONE;
        }
        AnalysisPolicy some = oneIn(2)
                ? AnalysisPolicy.STANDARD
                : AnalysisPolicy.STANDARD
                        .withFalseRollbacks(new Percent(1 + random.nextInt(100)))
                        .withErrors(new AnalysisPolicy.Margin(1 + random.nextInt(3), 0.002, 0.02))
                        .withGate(oneIn(2))
                        .withRollback(oneIn(2));
        return oneIn(2)
                ? some
                : some.withEvidenceLimit(minutes(1, 1440), any(TimeoutAction.class))
                        .withEnabled(oneIn(2));
    }

    private TrafficStrategy strategy() {
        return switch (random.nextInt(4)) {
            case 0 -> TrafficStrategy.allAtOnce();
            case 1 -> TrafficStrategy.canary(percent(1, 1000), minutes(0, 1440));
            case 2 -> TrafficStrategy.linear(percent(300, 1000), minutes(0, 1440));
            default ->
                TrafficStrategy.steps(List.of(
                        new TrafficStrategy.Step(percent(1, 500), minutes(0, 1440)),
                        new TrafficStrategy.Step(Percent.HUNDRED, Duration.ZERO)));
        };
    }

    private HookSpec hook() {
        Set<LifecycleStage> stages = oneIn(2)
                ? EnumSet.of(LifecycleStage.PRE_SCALE_UP)
                : EnumSet.of(LifecycleStage.PRE_SCALE_UP, LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT);
        Set<LifecycleStage> called = oneIn(2) ? stages : EnumSet.of(LifecycleStage.PRE_ROLLBACK);
        Duration timeout = oneIn(3) ? HookSpec.DEFAULT_TIMEOUT : minutes(1, 1440);
        TimeoutAction action = any(TimeoutAction.class);
        String name = any(List.of(name(), "smoke-test", "smoke-test-2", "pause-PRE_SCALE_UP", "pause-PRE_SCALE_UP-2"));
        return switch (random.nextInt(3)) {
            case 0 -> new HookSpec.Named(name, called, timeout, action, details());
            case 1 -> new HookSpec.Lambda(name, name(), called, timeout, action, details());
            default ->
                oneIn(3)
                        ? new HookSpec.Pause(
                                name,
                                stages,
                                timeout,
                                TimeoutAction.ROLLBACK,
                                Optional.of(Approvals.of(1 + random.nextInt(2), "alice", "bob@laptop", "höt")))
                        : new HookSpec.Pause(name, stages, oneIn(5) ? Duration.ofMinutes(20160) : timeout, action);
        };
    }

    private HookDetails details() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            values.put(oneIn(2) ? any(TEXTS) : any(NAMES), json(3));
        }
        return new HookDetails(values);
    }

    private Object json(int depth) {
        return switch (random.nextInt(11)) {
            case 0 -> any(NAMES);
            case 1 -> any(TEXTS);
            case 2 -> oneIn(2);
            case 3 -> null;
            case 4 -> random.nextLong();
            case 5 -> BigInteger.TWO.pow(3000).add(BigInteger.ONE);
            case 6 -> any(List.of(0.0, -0.0, 5.0, 1e-320, Double.MAX_VALUE, 1e30, random.nextDouble()));
            case 7 ->
                any(List.of(
                        new BigDecimal("0.1234567890123456789012345678901234567890"),
                        new BigDecimal("1E+1000000"),
                        new BigDecimal("1.500")));
            case 8 -> random.nextInt();
            case 9 -> {
                Map<String, Object> map = new LinkedHashMap<>();
                map.put(any(NAMES), depth == 0 ? 1 : json(depth - 1));
                yield map;
            }
            default -> {
                List<Object> list = new ArrayList<>();
                list.add(depth == 0 ? "end" : json(depth - 1));
                yield list;
            }
        };
    }
}
