package io.github.bluegreen4j.journal.json;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.HealthPolicy;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.Latencies;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RollbackPolicy;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.spi.Policy;
import io.github.bluegreen4j.spi.PortException;
import java.lang.reflect.Constructor;
import java.lang.reflect.Executable;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.RecordComponent;
import java.lang.reflect.Type;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/**
 * What can be made can be journaled: every public constructor and static factory of the model, the events and the ports refuses
 * a bad argument by its name, or makes a value that reads back as it was written.
 */
class EdgesTest {
    private static final String MEGABYTE = "x".repeat(1 << 20);
    private static final List<String> TEXTS =
            List.of("", " ", "a\u0000b", "a\u001b[31mb", "two\r\nlines", "half \uD83D", "\uDE80 half", MEGABYTE);
    private static final int LONGEST_REFUSAL = 2_000;

    /** They are handed on within the process, or are the journal's own columns; no event holds one. */
    private static final Set<Class<?>> NEVER_JOURNALED = Set.of(
            MetricPoint.class,
            MetricSource.Query.class,
            MetricSource.Series.class,
            Judgement.Window.class,
            RequestCost.class,
            RevisionChange.class,
            HookInvocation.class,
            LaunchRequest.class,
            PolicyAnswer.class,
            InvalidSpecException.class,
            PortException.class,
            CallRunner.PortCall.class,
            CallRunner.PortCall.Lane.class,
            Journal.Extension.class,
            Journal.Opening.class,
            Journal.Appended.class,
            Journal.History.class,
            Journal.Head.class,
            Journal.Line.class,
            Journal.Document.class,
            Journal.Mail.class);

    /** Their components suit each other only by design. */
    private static final Map<Class<?>, Object> USUAL = Map.of(
            AlarmPolicy.class, AlarmPolicy.of("5xx"),
            AnalysisPolicy.class, AnalysisPolicy.STANDARD,
            AnalysisPolicy.Margin.class, AnalysisPolicy.DEFAULT_ERRORS,
            MetricPoint.class, new MetricPoint(Instant.EPOCH, 10, 1, Latencies.NONE),
            CircuitBreakerPolicy.class, CircuitBreakerPolicy.DEFAULT,
            HealthPolicy.class, HealthPolicy.DEFAULT,
            RollbackPolicy.class, RollbackPolicy.DEFAULT,
            DeploymentLimits.class, DeploymentLimits.DEFAULTS,
            DeploymentSpec.class, new AnyValue(1).of(DeploymentSpec.class),
            Readings.class, Readings.NONE);

    @TestFactory
    Stream<DynamicTest> aBadArgumentIsRefusedByNameOrReadsBackAsItWasWritten() {
        return makers().map(maker -> DynamicTest.dynamicTest(name(maker), () -> tryAll(maker)));
    }

    private static Stream<Executable> makers() {
        return new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages(
                                "io.github.bluegreen4j.model",
                                "io.github.bluegreen4j.event",
                                "io.github.bluegreen4j.spi")
                        .stream()
                        .filter(EdgesTest::isPublic)
                        .map(JavaClass::reflect)
                        .filter(type -> type != Given.class)
                        .flatMap(EdgesTest::makers)
                        .sorted((one, other) -> name(one).compareTo(name(other)));
    }

    private static boolean isPublic(JavaClass type) {
        return type.getModifiers().contains(JavaModifier.PUBLIC)
                && type.getEnclosingClass().map(EdgesTest::isPublic).orElse(true);
    }

    private static Stream<Executable> makers(Class<?> type) {
        return Stream.<Executable>concat(
                        Modifier.isAbstract(type.getModifiers()) ? Stream.of() : Arrays.stream(type.getConstructors()),
                        Arrays.stream(type.getMethods())
                                .filter(method -> Modifier.isStatic(method.getModifiers()))
                                .filter(method -> !type.isEnum()))
                .filter(maker -> maker.getParameterCount() > 0);
    }

    private static String name(Executable maker) {
        return (maker instanceof Method
                                ? maker.getDeclaringClass().getSimpleName() + "." + maker.getName()
                                : maker.getName())
                        .replace("io.github.bluegreen4j.", "")
                + Arrays.stream(maker.getParameterTypes())
                        .map(Class::getSimpleName)
                        .toList();
    }

    private static void tryAll(Executable maker) {
        Object[] good = good(maker);
        Type[] types = maker.getGenericParameterTypes();
        for (int i = 0; i < types.length; i++) {
            for (Object bad : bad(types[i])) {
                Object[] arguments = good.clone();
                arguments[i] = bad;
                String what = "argument " + i + " is " + shown(bad);
                try {
                    check(what, make(maker, arguments));
                } catch (InvocationTargetException thrown) {
                    assertThatItIsARefusal(what, thrown.getCause());
                }
            }
        }
    }

    /** Arguments that are accepted. */
    private static Object[] good(Executable maker) {
        Object usual = USUAL.get(maker.getDeclaringClass());
        if (maker instanceof Constructor && usual != null) {
            return Arrays.stream(usual.getClass().getRecordComponents())
                    .map(component -> component(component, usual))
                    .toArray();
        }
        Throwable last = null;
        for (int seed = 0; seed < 2_000; seed++) {
            AnyValue any = new AnyValue(seed);
            Object[] arguments = Arrays.stream(maker.getGenericParameterTypes())
                    .map(type -> argument(any, type))
                    .toArray();
            try {
                make(maker, arguments);
                return arguments;
            } catch (InvocationTargetException refused) {
                last = refused.getCause();
            }
        }
        throw new AssertionError("nothing is accepted by " + maker, last);
    }

    private static Object component(RecordComponent component, Object of) {
        try {
            return component.getAccessor().invoke(of);
        } catch (ReflectiveOperationException impossible) {
            throw new LinkageError(component.toString(), impossible);
        }
    }

    private static Object argument(AnyValue any, Type type) {
        if (type == double.class) {
            return any.value(boolean.class).equals(true) ? 5.0 : 0.5;
        }
        if (type == Latencies.class) {
            return Latencies.NONE;
        }
        if (type == String[].class) {
            return new String[] {"one", "two"};
        }
        if (type instanceof Class<?> plain && plain.isInstance(new IllegalStateException())) {
            return new IllegalStateException("cause");
        }
        if (type == ZoneId.class) {
            return ZoneOffset.UTC;
        }
        if (type == Policy.Counter.class) {
            return (Policy.Counter) request -> 0;
        }
        if (type == CallRunner.SendPermit.class) {
            return CallRunner.SendPermit.always();
        }
        if (type instanceof ParameterizedType generic) {
            if (generic.getRawType() == CallRunner.PortCall.Body.class) {
                return (CallRunner.PortCall.Body<String>) permit -> "text";
            }
            if (generic.toString().equals("java.util.function.Supplier<java.lang.Double>")) {
                return (Supplier<Double>) () -> 0.5;
            }
            if (generic.getRawType() == Supplier.class) {
                return (Supplier<String>) () -> "text";
            }
            if (generic.getRawType() == Callable.class) {
                return (Callable<String>) () -> "text";
            }
            if (generic.toString().equals("java.util.Map<java.lang.String, ?>")
                    || generic.toString().endsWith("Object>")) {
                return new LinkedHashMap<>(Map.of("key", "value"));
            }
        }
        return any.value(type);
    }

    private static List<Object> bad(Type type) {
        List<Object> bad = new ArrayList<>();
        Class<?> raw = (Class<?>) (type instanceof ParameterizedType generic ? generic.getRawType() : type);
        if (raw.isPrimitive() || Throwable.class.isAssignableFrom(raw)) {
            return bad;
        }
        bad.add(null);
        if (type == String.class) {
            bad.addAll(TEXTS);
        } else if (raw == String[].class) {
            bad.add(new String[] {null});
            TEXTS.forEach(text -> bad.add(new String[] {text}));
        } else if (raw == List.class) {
            Type element = ((ParameterizedType) type).getActualTypeArguments()[0];
            bad(element).forEach(one -> bad.add(Collections.singletonList(one)));
        } else if (raw == Set.class) {
            bad.add(new HashSet<>(Collections.singleton(null)));
        } else if (Map.class.isAssignableFrom(raw) && raw != java.util.SortedMap.class) {
            Type[] arguments = ((ParameterizedType) type).getActualTypeArguments();
            for (Object key : bad(arguments[0])) {
                bad.add(new LinkedHashMap<>(Collections.singletonMap(key, argument(new AnyValue(1), arguments[1]))));
            }
            if (arguments[1] == String.class || arguments[1] == Object.class) {
                for (String text : TEXTS) {
                    bad.add(new LinkedHashMap<>(Collections.singletonMap("key", text)));
                }
            }
            if (arguments[0] == String.class && arguments[1] != Object.class) {
                bad.add(new LinkedHashMap<>(Collections.singletonMap("key", null)));
            }
        }
        return bad;
    }

    private static Object make(Executable maker, Object[] arguments) throws InvocationTargetException {
        try {
            return maker instanceof Constructor<?> constructor
                    ? constructor.newInstance(arguments)
                    : ((Method) maker).invoke(null, arguments);
        } catch (InstantiationException | IllegalAccessException impossible) {
            throw new LinkageError(maker.toString(), impossible);
        }
    }

    private static void assertThatItIsARefusal(String what, Throwable thrown) {
        assertThat(thrown).as(what).isInstanceOf(IllegalArgumentException.class);
        assertThat(thrown.getMessage())
                .as(what)
                .matches("(?s)[\\w.\\[\\] -]+.*: (is missing|\"[^\"]*\" ).*")
                .hasSizeLessThan(LONGEST_REFUSAL);
    }

    private static void check(String what, Object made) {
        if (made instanceof DeploymentSpec.Builder builder) {
            assertThat(org.assertj.core.api.Assertions.catchThrowable(builder::build))
                    .as(what)
                    .isInstanceOf(InvalidSpecException.class);
        } else if (made instanceof HookResult result) {
            HookExecution execution =
                    new HookExecution(HookExecution.Direction.FORWARD, LifecycleStage.POST_SCALE_UP, 0, "smoke");
            check(what, new HookEvent.HookFailed(Instant.EPOCH, execution, HookEvent.Failure.SAID_NO, result.reason()));
            check(what, new HookEvent.HookProgressed(Instant.EPOCH, execution, result.details()));
        } else if (NEVER_JOURNALED.contains(made.getClass()) || made instanceof Policy) {
            assertThatNothingIsMissing(what, made);
        } else {
            assertThat(readBack(made)).as(what).isEqualTo(made);
        }
    }

    private static void assertThatNothingIsMissing(String what, Object made) {
        if (made instanceof Record) {
            for (RecordComponent component : made.getClass().getRecordComponents()) {
                assertThat(component(component, made))
                        .as(what + ": " + component.getName())
                        .isNotNull();
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static Object readBack(Object made) {
        Shape<Object> shape = Vocabulary.SHAPES.byType().entrySet().stream()
                .filter(entry -> entry.getKey().isInstance(made))
                .map(entry -> (Shape<Object>) entry.getValue())
                .findFirst()
                .orElseThrow(
                        () -> new AssertionError(made.getClass() + " has no shape in the journal: is it journaled?"));
        ObjectNode node = JsonNodeFactory.instance.objectNode();
        node.set("made", shape.write(made));
        String json = JsonParser.write(node);
        return shape.read(Place.TOP, JsonParser.read(json).get("made"));
    }

    private static String shown(Object bad) {
        String text = bad instanceof Object[] array ? Arrays.toString(array) : String.valueOf(bad);
        return text.length() > 80 ? text.substring(0, 80) + "..." : "\"" + text + "\"";
    }
}
