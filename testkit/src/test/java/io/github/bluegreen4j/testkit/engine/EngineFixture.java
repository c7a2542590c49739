package io.github.bluegreen4j.testkit.engine;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A service in production, and engines to deploy it with. */
final class EngineFixture {
    static final ServiceRef SERVICE = new ServiceRef("prod", "checkout");
    static final TargetGroupRef FIRST = new TargetGroupRef("first");
    static final TargetGroupRef SECOND = new TargetGroupRef("second");
    static final RouteRef PRODUCTION = new RouteRef("production");
    static final RouteRef TEST = new RouteRef("test");
    static final DeploymentId ID = new DeploymentId("d-1");

    final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
    final SimulatedWorld world;
    final InMemoryJournal journal;

    /** In virtual time. */
    EngineFixture() {
        this(Optional.empty());
    }

    private EngineFixture(Optional<TimeSource> machine) {
        world = SimulatedWorld.create(machine.orElse(time));
        journal = InMemoryJournal.create(machine.orElse(time));
        addService(SERVICE, "");
    }

    /** On the machine's clocks, for engines with threads. */
    static EngineFixture withThreads() {
        return new EngineFixture(Optional.of(TimeSource.system()));
    }

    /** A service with two tasks of blue, and two routes that give it everything. */
    void addService(ServiceRef service, String suffix) {
        world.addService(service, 2);
        world.addRoute(new RouteRef("production" + suffix), allOnFirst(suffix));
        world.addRoute(new RouteRef("test" + suffix), allOnFirst(suffix));
        world.addRevision(service, "checkout:41", new TargetGroupRef("first" + suffix));
    }

    static ServiceRef service(int number) {
        return new ServiceRef(SERVICE.cluster(), "service-" + number);
    }

    /** Services that are numbered from 0 on, each with routes whose names end with its number. */
    void addServices(int count) {
        for (int i = 0; i < count; i++) {
            addService(service(i), "-" + i);
        }
    }

    private static TrafficSplit allOnFirst(String suffix) {
        return TrafficSplit.allOn(new TargetGroupRef("first" + suffix), new TargetGroupRef("second" + suffix));
    }

    EngineBuilder builder() {
        return builder(journal);
    }

    EngineBuilder builder(Journal someJournal) {
        return DeploymentEngine.builder()
                .runtime(world.runtime())
                .router(world.router())
                .alarms(world.alarms())
                .autoScaling(world.autoScaling())
                .journal(someJournal)
                .hook("smoke-test", invocation -> HookResult.succeeded());
    }

    VirtualEngine engine(String name) {
        return VirtualEngine.of(time, builder().name(name));
    }

    static DeploymentSpec.Builder spec() {
        return spec(SERVICE, "");
    }

    static DeploymentSpec.Builder spec(ServiceRef service, String suffix) {
        return DeploymentSpec.blueGreen(service)
                .revision("checkout:42")
                .productionRoute(new RouteRef("production" + suffix))
                .testRoute(new RouteRef("test" + suffix))
                .targetGroups(new TargetGroupRef("first" + suffix), new TargetGroupRef("second" + suffix))
                .bakeTime(Duration.ofMinutes(5));
    }

    /** A deployment that waits for an answer before it changes anything. */
    static DeploymentSpec paused(ServiceRef service, String suffix) {
        return spec(service, suffix)
                .pause(LifecycleStage.PRE_SCALE_UP, Duration.ofHours(4), TimeoutAction.ROLLBACK)
                .build();
    }

    static DeploymentSpec paused() {
        return paused(SERVICE, "");
    }

    /** A journal of which some calls are another's. */
    static Journal intercepted(Journal journal, Interceptor interceptor) {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    interceptor.before(method.getName(), arguments == null ? List.of() : Arrays.asList(arguments));
                    try {
                        return method.invoke(journal, arguments);
                    } catch (InvocationTargetException thrown) {
                        throw thrown.getCause();
                    }
                });
    }

    /** What happens before a call of the journal; it does not happen when this throws. */
    interface Interceptor {
        void before(String operation, List<?> arguments) throws Exception;
    }

    static PortException unavailable(String operation) {
        return new PortException(new Problem(Problem.Kind.UNAVAILABLE, operation, "journal", "away"));
    }

    static DeploymentStatus run(VirtualEngine virtual, Deployment deployment) {
        virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofDays(2));
        return deployment.status();
    }

    /** How often an event of that kind happened. */
    static long count(Deployment deployment, Class<? extends DeploymentEvent> kind) {
        return deployment.history().stream().filter(kind::isInstance).count();
    }

    static List<String> names(List<DeploymentEvent> events) {
        return events.stream().map(event -> event.getClass().getSimpleName()).toList();
    }
}
