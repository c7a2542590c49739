package io.github.bluegreen4j.testkit.junit;

import io.github.bluegreen4j.testkit.fault.Faults;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.BeforeEachCallback;
import org.junit.jupiter.api.extension.Extension;
import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.junit.jupiter.api.extension.TestTemplateInvocationContext;
import org.junit.jupiter.api.extension.TestTemplateInvocationContextProvider;
import org.junit.platform.commons.support.AnnotationSupport;
import org.opentest4j.TestAbortedException;

/**
 * Gives every test of a {@link SimulatedTest} its own simulation. Parameters of test methods and of methods before and after
 * each test may have the types {@link Simulation}, {@link SimulatedWorld}, {@link VirtualTime} and {@link Faults}; all of
 * them belong to one simulation. If a test fails, its simulation's story is printed and, with {@link Seeds}, its seed. {@code
 * SimulatedTest} and {@code Seeds} register this extension.
 */
@SuppressWarnings("exports") // users depend on JUnit
public final class SimulationExtension
        implements ParameterResolver, TestTemplateInvocationContextProvider, AfterEachCallback {
    /** The JUnit configuration parameter or system property with the only seed to run. */
    public static final String SEED = "bluegreen4j.seed";

    private static final ExtensionContext.Namespace NAMESPACE =
            ExtensionContext.Namespace.create(SimulationExtension.class);
    private static final Map<Class<?>, Function<Simulation, Object>> PARTS = Map.of(
            Simulation.class, simulation -> simulation,
            SimulatedWorld.class, Simulation::world,
            VirtualTime.class, Simulation::time,
            Faults.class, Simulation::faults);

    /** Called by JUnit. */
    public SimulationExtension() {}

    /** Also claims other types of the simulation package, to report which ones are supported. */
    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        return PARTS.containsKey(type) || type.getPackageName().equals(Simulation.class.getPackageName());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        Class<?> type = parameter.getParameter().getType();
        Function<Simulation, Object> part = PARTS.get(type);
        if (part == null) {
            throw new ParameterResolutionException("parameter: \"" + type.getSimpleName()
                    + "\" is not allowed; allowed: Simulation, SimulatedWorld, VirtualTime and Faults");
        }
        if (context.getTestMethod().isEmpty()) {
            throw new ParameterResolutionException(
                    "parameter: \"" + type.getSimpleName() + "\" is not allowed in "
                            + parameter.getDeclaringExecutable()
                            + "; allowed: test methods, @BeforeEach and @AfterEach, since every test has a simulation of its own");
        }
        return part.apply(simulation(context));
    }

    private static Simulation simulation(ExtensionContext context) {
        Simulation known = known(context);
        if (known != null) {
            return known;
        }
        Scenario scenario = scenario(context);
        Simulation begun = seed(context).map(seed -> scenario.simulate(seed)).orElseGet(scenario::simulate);
        store(context).put(Simulation.class, begun);
        return begun;
    }

    private static Scenario scenario(ExtensionContext context) {
        List<Object> outerFirst = context.getRequiredTestInstances().getAllInstances();
        for (int i = outerFirst.size() - 1; i >= 0; i--) {
            if (outerFirst.get(i) instanceof SimulatedTest test) {
                Scenario scenario = test.scenario();
                if (scenario == null) {
                    throw new ParameterResolutionException(
                            test.getClass().getName() + ".scenario() returned null; wanted: a Scenario");
                }
                return scenario;
            }
        }
        throw new ParameterResolutionException(context.getRequiredTestClass().getName()
                + " has no scenario to simulate: let it implement " + SimulatedTest.class.getName());
    }

    private static @Nullable Simulation known(ExtensionContext context) {
        return store(context).get(Simulation.class, Simulation.class);
    }

    private static Optional<Long> seed(ExtensionContext context) {
        return Optional.ofNullable(store(context).get(Seeds.class, Long.class));
    }

    private static ExtensionContext.Store store(ExtensionContext context) {
        return context.getStore(NAMESPACE);
    }

    @Override
    public void afterEach(ExtensionContext context) {
        Optional<Throwable> failure =
                context.getExecutionException().filter(thrown -> !(thrown instanceof TestAbortedException));
        Simulation simulation = known(context);
        if (simulation != null) {
            failure.ifPresent(thrown -> tell(context, simulation, thrown));
            simulation.close();
        } else if (seed(context).isPresent() && context.getExecutionException().isEmpty()) {
            throw new ExtensionConfigurationException(
                    name(context) + " has seeds and takes no Simulation: let it have one as a parameter");
        }
    }

    private static void tell(ExtensionContext context, Simulation simulation, Throwable thrown) {
        String story = simulation.story();
        if (!String.valueOf(thrown.getMessage()).contains(story)) {
            System.out.println("The story of " + name(context) + ":\n" + story);
        }
        seed(context)
                .ifPresent(seed -> System.out.println(
                        name(context) + " failed with seed " + seed + "; to repeat it alone: -D" + SEED + "=" + seed));
    }

    private static String name(ExtensionContext context) {
        return context.getRequiredTestClass().getSimpleName() + "."
                + context.getRequiredTestMethod().getName();
    }

    @Override
    public boolean supportsTestTemplate(ExtensionContext context) {
        return AnnotationSupport.isAnnotated(context.getRequiredTestMethod(), Seeds.class);
    }

    @Override
    public Stream<TestTemplateInvocationContext> provideTestTemplateInvocationContexts(ExtensionContext context) {
        Seeds seeds = AnnotationSupport.findAnnotation(context.getRequiredTestMethod(), Seeds.class)
                .orElseThrow();
        if (seeds.count() < 1) {
            throw new ExtensionConfigurationException(
                    "@Seeds: \"count " + seeds.count() + "\" is not allowed; allowed: 1 or more");
        }
        Optional<Long> alone = context.getConfigurationParameter(SEED)
                .filter(text -> !text.isBlank())
                .map(SimulationExtension::parse);
        return alone.map(LongStream::of)
                .orElseGet(() -> LongStream.range(0, seeds.count()).map(number -> seeds.from() + number))
                .mapToObj(Seed::new);
    }

    private static long parse(String text) {
        try {
            return Long.parseLong(text.strip());
        } catch (NumberFormatException noNumber) {
            throw new ExtensionConfigurationException(
                    SEED + ": \"" + text + "\" is not allowed; allowed: a whole number", noNumber);
        }
    }

    /** One run of a test. */
    private record Seed(long seed) implements TestTemplateInvocationContext {
        @Override
        public String getDisplayName(int invocation) {
            return "seed " + seed;
        }

        @Override
        public List<Extension> getAdditionalExtensions() {
            return List.of((BeforeEachCallback) context -> store(context).put(Seeds.class, seed));
        }
    }
}
