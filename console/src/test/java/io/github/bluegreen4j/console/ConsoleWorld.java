package io.github.bluegreen4j.console;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.PolicyAnswer;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;

/** Deployments that really run, in virtual time, with a journal that the console reads. Its methods may be called from any thread. */
final class ConsoleWorld implements AutoCloseable {
    static final Instant START = Instant.parse("2026-03-01T02:40:00Z");

    /** Whatever has a meaning in HTML, in an address or in a stream. */
    static final String HOSTILE =
            "<img src=x onerror=alert(1)><script>alert(2)</script>\"'&amp;</section>\u2028data: \u202Etxt";

    /** The same without what no name may contain. */
    static final String HOSTILE_NAME = HOSTILE.replace("\u2028", "").replace("\u202E", "");

    private static final Set<CallRunner.Operation> SLOW =
            Set.of(CallRunner.Operation.READ_ROUTE, CallRunner.Operation.WRITE_ROUTE, CallRunner.Operation.READ_HEALTH);

    private final VirtualTime time = VirtualTime.startingAt(START);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final Journal journal = InMemoryJournal.create(time);
    private volatile PolicyAnswer policy = PolicyAnswer.yes();
    private VirtualEngine engine;
    private int engines;

    ConsoleWorld() {
        world.behaves(TaskBehaviour.healthy(Duration.ofSeconds(40), Duration.ofSeconds(50)));
        engine = started();
    }

    private VirtualEngine started() {
        EngineBuilder builder = DeploymentEngine.builder()
                .name("engine-" + ++engines)
                .runtime(world.runtime())
                .router(world.router())
                .alarms(world.alarms())
                .autoScaling(world.autoScaling())
                .metrics(world.metrics())
                .journal(journal)
                .policy("change-calendar", request -> policy)
                .hook("smoke-test", invocation -> HookResult.succeeded())
                .hook("slow-test", invocation -> HookResult.inProgress())
                .hook(HOSTILE_NAME, invocation -> HookResult.failed(HOSTILE));
        VirtualEngine virtual = VirtualEngine.of(time, builder);
        virtual.calls()
                .fate(call ->
                        SLOW.contains(call.operation()) ? Fate.answeredAfter(Duration.ofMillis(800)) : Fate.answered());
        return virtual;
    }

    Journal journal() {
        return journal;
    }

    TimeSource time() {
        return time;
    }

    SimulatedWorld world() {
        return world;
    }

    synchronized DeploymentEngine engine() {
        return engine.engine();
    }

    synchronized Instant now() {
        return time.now();
    }

    synchronized void advance(Duration duration) {
        time.advance(duration);
    }

    synchronized void kill() {
        engine.kill();
    }

    synchronized void startEngine() {
        engine = started();
    }

    static ServiceRef service(String name) {
        return new ServiceRef("prod", name);
    }

    /** Services that run for two minutes already. */
    synchronized void prepare(List<String> names) {
        List<String> fresh =
                names.stream().filter(name -> !world.has(new RouteRef(name))).toList();
        fresh.forEach(this::prepare);
        if (!fresh.isEmpty()) {
            time.advance(Duration.ofMinutes(2));
        }
    }

    /** A service with four tasks, a production route and a test route. */
    private void prepare(String name) {
        TargetGroupRef first = new TargetGroupRef(name + "-a");
        world.addService(service(name), 4);
        for (String route : List.of(name, name + "-test")) {
            world.addRoute(new RouteRef(route), TrafficSplit.allOn(first, new TargetGroupRef(name + "-b")));
        }
        world.addRevision(service(name), name + ":41", first);
        world.alarm(name + "-5xx", AlarmReading.State.OK);
    }

    /** Orders a canary with a smoke test, a watched alarm and a bake, changed as the test wants it. */
    Deployment deploy(String id, String name, UnaryOperator<DeploymentSpec.Builder> change) {
        return deploy(id, name, change, "release-job");
    }

    synchronized Deployment deploy(String id, String name, UnaryOperator<DeploymentSpec.Builder> change, String actor) {
        prepare(List.of(name));
        DeploymentSpec.Builder spec = DeploymentSpec.blueGreen(service(name))
                .revision(name + ":42", Map.of("image", "registry/" + name + ":2.8.1"))
                .productionRoute(name)
                .testRoute(name + "-test")
                .targetGroups(name + "-a", name + "-b")
                .canary(10, Duration.ofMinutes(10))
                .bakeTime(Duration.ofMinutes(20))
                .alarm(name + "-5xx")
                .concurrency(ConcurrencyPolicy.QUEUE)
                .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, "smoke-test");
        return engine.engine().deploy(new DeploymentId(id), change.apply(spec).build(), actor);
    }

    Deployment deploy(String id, String name) {
        return deploy(id, name, spec -> spec);
    }

    static UnaryOperator<DeploymentSpec.Builder> paused() {
        return spec ->
                spec.pause(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT, Duration.ofHours(4), TimeoutAction.ROLLBACK);
    }

    void policy(PolicyAnswer answer) {
        policy = answer;
    }

    void alarm(String name, boolean fires) {
        world.alarm(name + "-5xx", fires ? AlarmReading.State.ALARM : AlarmReading.State.OK);
    }

    /** A dozen deployments, one in each of the situations that matter. */
    void prepareFleet() {
        prepare(List.of(
                "accounts",
                "billing",
                "search",
                "payments",
                "cart",
                "orders",
                "checkout",
                "inventory",
                "profile",
                "mail",
                "recommendations"));
        deploy("d-1001", "accounts");
        advance(Duration.ofMinutes(40));
        deploy("d-1002", "billing");
        advance(Duration.ofMinutes(15));
        alarm("billing", true);
        advance(Duration.ofMinutes(10));
        deploy("d-1003", "search");
        deploy("d-1004", "payments");
        advance(Duration.ofMinutes(13));
        deploy("d-1005", "cart");
        deploy("d-1006", "orders", spec -> spec.linear(20, Duration.ofMinutes(5)));
        advance(Duration.ofMinutes(6));
        deploy("d-1007", "checkout", paused());
        deploy("d-1008", "inventory", spec -> spec.hook(LifecycleStage.PRE_SCALE_UP, "slow-test"));
        deploy("d-1009", "profile");
        advance(Duration.ofMinutes(4));
        deploy("d-1010", "checkout");
        deploy("d-1011", "recommendations");
        world.behaves("mail:42", TaskBehaviour.unhealthy());
        deploy("d-1012", "mail");
        advance(Duration.ofSeconds(30));
        alarm("payments", true);
        advance(Duration.ofSeconds(11));
    }

    @Override
    public synchronized void close() {
        engine.close();
    }
}
