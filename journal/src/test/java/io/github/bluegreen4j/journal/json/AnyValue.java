package io.github.bluegreen4j.journal.json;

import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.Approvals;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HealthPolicy;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.KeepBlue;
import io.github.bluegreen4j.model.Latencies;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RollbackPolicy;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.model.TrafficStrategy;
import io.github.bluegreen4j.model.Waiver;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * Makes up values of the model: of any record, by its components, and by hand where the components have to suit each other.
 * Texts are as ugly as the model lets them be. The same seed makes up the same.
 */
final class AnyValue {
    private static final List<String> TEXTS = List.of(
            "",
            "x",
            " ",
            "checkout-42",
            "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/app/shop/50dc6c/f2f7/9683b2d0",
            "\"quoted\" \\ and / slashed",
            "a\nb\r\n\tc\u0000d\u001f",
            "Prüfung, 検査, проверка",
            "\uD83D\uDE80 up",
            "half \uD83D and \uDE80 other half",
            "\u2028\u2029\uFEFF\uFFFF",
            "{\"type\":\"StageEntered\"}",
            "';drop table bluegreen4j_event;--",
            "x".repeat(3000));

    private final SplittableRandom random;

    AnyValue(long seed) {
        random = new SplittableRandom(seed);
    }

    /** A record of that type. */
    <T> T of(Class<T> type) {
        return type.cast(value(type));
    }

    private boolean oneIn(int many) {
        return random.nextInt(many) == 0;
    }

    private <T> T any(List<T> values) {
        return values.get(random.nextInt(values.size()));
    }

    private String text() {
        return any(TEXTS);
    }

    private String name() {
        String text = text();
        boolean isOneLine = text.chars().noneMatch(Character::isISOControl) && !text.startsWith("half ");
        return text.isBlank() || text.length() > 120 || !isOneLine ? "name-" + random.nextInt(20) : text;
    }

    /** A value of that type. */
    Object value(Type type) {
        if (type instanceof ParameterizedType generic) {
            return group(generic);
        }
        Class<?> plain = (Class<?>) type;
        if (plain == DeploymentSpec.class) {
            return spec();
        }
        if (plain == Latencies.class) {
            return Latencies.NONE;
        }
        if (plain.isEnum()) {
            return any(List.of(plain.getEnumConstants()));
        }
        if (plain.isSealed()) {
            return value(any(List.of(plain.getPermittedSubclasses())));
        }
        return scalar(plain).orElseGet(() -> object(plain));
    }

    private Object group(ParameterizedType type) {
        Type element = type.getActualTypeArguments()[0];
        Class<?> raw = (Class<?>) type.getRawType();
        if (raw == Optional.class) {
            return oneIn(2) ? Optional.empty() : Optional.of(value(element));
        }
        if (Map.class.isAssignableFrom(raw)) {
            return map(element, type.getActualTypeArguments()[1]);
        }
        List<Object> elements = new ArrayList<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            elements.add(value(element));
        }
        return raw == Set.class ? new LinkedHashSet<>(elements) : List.copyOf(elements);
    }

    private Map<Object, Object> map(Type key, Type value) {
        Map<Object, Object> map = new TreeMap<>();
        for (int i = random.nextInt(4); i > 0; i--) {
            map.put(value(key), value(value));
        }
        return map;
    }

    private Optional<Object> scalar(Class<?> type) {
        if (type == String.class) {
            return Optional.of(text());
        }
        if (type == long.class || type == Long.class) {
            return Optional.of(random.nextLong());
        }
        if (type == int.class || type == Integer.class) {
            return Optional.of(oneIn(10) ? Integer.MAX_VALUE : random.nextInt(500));
        }
        if (type == double.class || type == Double.class) {
            return Optional.of(random.nextInt(101) * 1.0);
        }
        if (type == boolean.class) {
            return Optional.of(oneIn(2));
        }
        if (type == Instant.class) {
            return Optional.of(
                    oneIn(20)
                            ? any(List.of(Instant.MIN, Instant.MAX, Instant.EPOCH))
                            : Instant.ofEpochSecond(random.nextLong(4_000_000_000L), random.nextInt(1_000_000_000)));
        }
        if (type == Duration.class) {
            return Optional.of(
                    Duration.ofSeconds(random.nextLong(-100, 200_000), oneIn(2) ? 0 : random.nextInt(1_000_000_000)));
        }
        if (type == Percent.class) {
            return Optional.of(new Percent(random.nextInt(1001)));
        }
        if (type == TrafficSplit.class) {
            return Optional.of(split());
        }
        if (type == Readings.class) {
            return Optional.of(readings());
        }
        if (type == HookDetails.class) {
            return Optional.of(details());
        }
        if (type == Approvals.class) {
            return Optional.of(Approvals.of(1 + random.nextInt(3), "alice", "bob@laptop", "carol"));
        }
        if (type == DeploymentId.class) {
            return Optional.of(new DeploymentId("deployment." + random.nextInt(100)));
        }
        return type == AlarmReading.class ? Optional.of(alarms()) : Optional.empty();
    }

    /** By its constructor. What it refuses was made up badly, so something else is. */
    private Object object(Class<?> type) {
        RecordComponent[] components = type.getRecordComponents();
        Class<?>[] types = new Class<?>[components.length];
        for (int attempt = 0; attempt < 1000; attempt++) {
            Object[] values = new Object[components.length];
            for (int i = 0; i < components.length; i++) {
                types[i] = components[i].getType();
                values[i] = value(components[i].getGenericType());
            }
            try {
                return type.getConstructor(types).newInstance(values);
            } catch (InvocationTargetException refused) {
                assertThatItWasRefused(refused);
            } catch (ReflectiveOperationException wrong) {
                throw new LinkageError(type + " can't be made up", wrong);
            }
        }
        throw new AssertionError(type + " can't be made up: teach this class how");
    }

    private static void assertThatItWasRefused(InvocationTargetException thrown) {
        if (!(thrown.getCause() instanceof IllegalArgumentException)) {
            throw new AssertionError("a constructor broke", thrown.getCause());
        }
    }

    private TrafficSplit split() {
        Map<TargetGroupRef, Integer> weights = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i >= 0; i--) {
            weights.put(new TargetGroupRef(name()), random.nextInt(1000));
        }
        return new TrafficSplit(weights);
    }

    private AlarmReading alarms() {
        Map<String, AlarmReading.State> states = new LinkedHashMap<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            states.put(text(), of(AlarmReading.State.class));
        }
        return AlarmReading.of(states);
    }

    private Readings readings() {
        Readings readings = Readings.NONE;
        for (int i = random.nextInt(3); i > 0; i--) {
            readings = readings.with(of(RouteReading.class)).with(of(TargetHealth.class));
        }
        if (oneIn(2)) {
            readings = readings.with(alarms())
                    .withUsers(Set.of(new RouteRef(name())))
                    .with(
                            new Readings.Subject(of(Readings.Subject.Kind.class), text()),
                            of(io.github.bluegreen4j.model.Problem.class));
        }
        if (oneIn(3)) {
            readings = readings.withFindings(List.of(of(io.github.bluegreen4j.model.Finding.class)));
        }
        if (oneIn(2)) {
            readings = readings.with(of(io.github.bluegreen4j.model.ServiceDescription.class))
                    .with(of(io.github.bluegreen4j.model.ScaleInSetting.class));
        }
        return readings;
    }

    private HookDetails details() {
        Map<String, Object> values = new LinkedHashMap<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            values.put(text(), json(3));
        }
        return new HookDetails(values);
    }

    private Object json(int depth) {
        List<Supplier<Object>> kinds = List.of(
                this::text,
                () -> oneIn(2),
                () -> null,
                () -> random.nextInt(),
                () -> random.nextLong(),
                () -> BigInteger.TWO.pow(3000).add(BigInteger.ONE),
                () -> random.nextDouble() * 1e300,
                () -> any(List.of(0.0, -0.0, 5.0, 1e-320, Double.MAX_VALUE, 1e30)),
                () -> new BigDecimal("0.1234567890123456789012345678901234567890"),
                () -> new BigDecimal("1E+1000000"),
                () -> {
                    Map<String, Object> map = new LinkedHashMap<>();
                    map.put(text(), depth == 0 ? 1 : json(depth - 1));
                    return map;
                },
                () -> {
                    List<Object> list = new ArrayList<>();
                    list.add(depth == 0 ? "end" : json(depth - 1));
                    return list;
                });
        return any(kinds).get();
    }

    private DeploymentSpec spec() {
        Map<String, String> settings = oneIn(2) ? Map.of() : Map.of(name(), name(), "cpu", "two\nlines and a\ttab");
        RevisionSpec revision = oneIn(5) ? RevisionSpec.NONE : new RevisionSpec(name(), settings);
        boolean isRecovery = revision.equals(RevisionSpec.NONE);
        Optional<RevisionRef> serve = isRecovery && oneIn(2) ? Optional.of(new RevisionRef(name())) : Optional.empty();
        Optional<RevisionRef> kept = serve.filter(given -> oneIn(2)).map(given -> new RevisionRef(given.id() + "'"));
        Optional<KeepBlue> keepBlue = (!isRecovery || kept.isPresent()) && oneIn(2)
                ? Optional.of(new KeepBlue(
                        Duration.ofMinutes(1 + random.nextInt(10_000)), new Percent(1 + random.nextInt(1000))))
                : Optional.empty();
        List<HookSpec> hooks = new ArrayList<>();
        for (int i = random.nextInt(5); i > 0; i--) {
            hooks.add(hook("höok " + i));
        }
        return new DeploymentSpec(
                new ServiceRef(name(), name()),
                revision,
                oneIn(2) ? List.of(new RouteRef("web")) : List.of(new RouteRef("web"), new RouteRef("api ü")),
                oneIn(2) ? Optional.empty() : Optional.of(new RouteRef("test")),
                new TargetGroups(new TargetGroupRef("one"), new TargetGroupRef("two \"2\"")),
                strategy(),
                Duration.ofSeconds(random.nextInt(86_400)),
                hooks,
                AlarmPolicy.of("5xx \uD83D\uDE80")
                        .withAtStart(of(AlarmPolicy.AtStart.class))
                        .withRollback(oneIn(2)),
                oneIn(2)
                        ? AnalysisPolicy.NONE
                        : AnalysisPolicy.STANDARD
                                .withErrors(new AnalysisPolicy.Margin(1.5, 0.002, 0.02))
                                .withGate(oneIn(2))
                                .withEvidenceLimit(Duration.ofMinutes(5), of(TimeoutAction.class)),
                CircuitBreakerPolicy.DEFAULT
                        .withThreshold(of(CircuitBreakerPolicy.Threshold.class), 1 + random.nextInt(100))
                        .withRollback(oneIn(2)),
                HealthPolicy.DEFAULT.withWatch(new Percent(10 + random.nextInt(990))),
                RollbackPolicy.DEFAULT.withWeakBlueWait(Duration.ofSeconds(random.nextInt(1000))),
                of(DeploymentSpec.OnDrift.class),
                of(ConcurrencyPolicy.class),
                oneIn(2) ? Optional.empty() : Optional.of(Duration.ofHours(1 + random.nextInt(24))),
                oneIn(2) ? List.of() : List.of(new RouteRef("other"), new RouteRef("höt")),
                serve,
                keepBlue,
                kept,
                oneIn(2) ? List.of() : List.of(new Waiver(name(), name())),
                DeploymentLimits.DEFAULTS
                        .withBackOff(Duration.ofMillis(1 + random.nextInt(1000)))
                        .withHookTries(1 + random.nextInt(10)));
    }

    private HookSpec hook(String name) {
        Set<LifecycleStage> stages =
                EnumSet.of(LifecycleStage.PRE_SCALE_UP, LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT);
        Duration timeout = Duration.ofMinutes(1 + random.nextInt(1440));
        TimeoutAction action = of(TimeoutAction.class);
        return switch (random.nextInt(3)) {
            case 0 -> new HookSpec.Named(name, stages, timeout, action, details());
            case 1 -> new HookSpec.Lambda(name, name(), stages, timeout, action, details());
            default ->
                oneIn(2)
                        ? new HookSpec.Pause(
                                name,
                                stages,
                                timeout,
                                TimeoutAction.ROLLBACK,
                                Optional.of(Approvals.of(1 + random.nextInt(2), "alice", "bob@laptop")))
                        : new HookSpec.Pause(name, stages, timeout, action);
        };
    }

    private TrafficStrategy strategy() {
        Duration bake = Duration.ofSeconds(random.nextInt(86_400));
        return switch (random.nextInt(4)) {
            case 0 -> TrafficStrategy.allAtOnce();
            case 1 -> TrafficStrategy.canary(new Percent(1 + random.nextInt(1000)), bake);
            case 2 -> TrafficStrategy.linear(new Percent(30 + random.nextInt(970)), bake);
            default ->
                TrafficStrategy.steps(List.of(
                        new TrafficStrategy.Step(new Percent(1 + random.nextInt(500)), bake),
                        new TrafficStrategy.Step(Percent.HUNDRED, Duration.ZERO)));
        };
    }
}
