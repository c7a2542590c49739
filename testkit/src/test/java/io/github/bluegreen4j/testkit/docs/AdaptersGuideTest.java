package io.github.bluegreen4j.testkit.docs;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.contract.AlarmSourceContract;
import io.github.bluegreen4j.testkit.contract.AlarmSourceFixture;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeContract;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeFixture;
import io.github.bluegreen4j.testkit.contract.TrafficRouterContract;
import io.github.bluegreen4j.testkit.contract.TrafficRouterFixture;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** The adapter of docs/adapters.md passes the contract suites and deploys. */
class AdaptersGuideTest {

    // snippet: calls
    /** Turns the answers of the platform's HTTP API into the kinds of problem that the engine knows. */
    static final class Calls {
        static <T> T read(String operation, String resource, Supplier<T> call) {
            try {
                return call.get();
            } catch (Platform.ApiException failed) {
                throw problem(operation, resource, failed, Problem.Kind.UNAVAILABLE);
            }
        }

        static void change(SendPermit permit, String operation, String resource, Runnable call) {
            permit.require(operation, resource); // the last thing before the request is sent
            try {
                call.run();
            } catch (Platform.ApiException failed) {
                throw problem(operation, resource, failed, Problem.Kind.UNKNOWN);
            }
        }

        private static PortException problem(
                String operation, String resource, Platform.ApiException failed, Problem.Kind otherwise) {
            Problem.Kind kind = switch (failed.status) {
                case 400, 401, 403 -> Problem.Kind.REFUSED;
                case 404 -> Problem.Kind.GONE;
                case 409, 412 -> Problem.Kind.CONFLICT;
                case 429, 503 -> Problem.Kind.UNAVAILABLE; // turned away: nothing was changed
                default -> otherwise;
            };
            return new PortException(new Problem(kind, operation, resource, failed.getMessage()), failed);
        }
    }
    // end of snippet

    // snippet: runtime
    static final class PlatformRuntime implements ServiceRuntime {
        private final Platform platform;
        private final SendPermit permit;

        PlatformRuntime(Platform platform, SendPermit permit) {
            this.platform = platform;
            this.permit = permit;
        }

        @Override
        public ServiceRuntime within(SendPermit newPermit) {
            return new PlatformRuntime(platform, newPermit);
        }

        @Override
        public List<ServiceDescription> describe(List<ServiceRef> services) {
            Map<String, ServiceRef> named =
                    services.stream().collect(Collectors.toMap(ServiceRef::name, service -> service));
            return Calls.read("describe", services.toString(), () -> platform.apps(List.copyOf(named.keySet())))
                    .stream()
                    .map(app -> new ServiceDescription(
                            named.get(app.name()),
                            app.wanted(),
                            false, // the platform scales no version by itself
                            app.versions().stream()
                                    .map(PlatformRuntime::revision)
                                    .toList()))
                    .toList();
        }

        private static ServiceDescription.Revision revision(Platform.Version version) {
            boolean steady = version.starting() == 0 && version.running() == version.wanted();
            return new ServiceDescription.Revision(
                    new RevisionRef(version.id()),
                    version.image(),
                    new TargetGroupRef(version.pool()),
                    version.stable(),
                    Optional.of(version.label())
                            .filter(label -> !label.isEmpty())
                            .map(DeploymentId::new),
                    new ServiceDescription.Counts(
                            version.wanted(), version.starting(), version.running(), version.crashed(), steady));
        }

        @Override
        public void check(ServiceRef service, RevisionSpec revision, TargetGroups groups) {
            Calls.read("check", revision.definition(), () -> {
                platform.requireImage(revision.definition());
                return true;
            });
        }

        @Override
        public void launch(LaunchRequest request) {
            String image = request.revision().definition();
            Calls.change(
                    permit,
                    "launch",
                    image,
                    () -> platform.create(
                            request.service().name(),
                            image,
                            request.targetGroup().id(),
                            request.owner().toString(),
                            request.desiredCount(),
                            request.token()));
        }

        @Override
        public void scale(ServiceRef service, RevisionRef revision, int desired) {
            Calls.change(permit, "scale", revision.id(), () -> platform.scale(service.name(), revision.id(), desired));
        }

        @Override
        public void makePrimary(ServiceRef service, RevisionRef revision) {
            Calls.change(permit, "make primary", revision.id(), () -> platform.promote(service.name(), revision.id()));
        }

        @Override
        public void retire(ServiceRef service, RevisionRef revision) {
            try {
                Calls.change(permit, "retire", revision.id(), () -> platform.remove(service.name(), revision.id()));
            } catch (PortException failed) {
                if (failed.problem().kind() != Problem.Kind.GONE) {
                    throw failed;
                }
            }
        }
    }
    // end of snippet

    // snippet: router
    static final class PlatformRouter implements TrafficRouter {
        private final Platform platform;
        private final SendPermit permit;

        PlatformRouter(Platform platform, SendPermit permit) {
            this.platform = platform;
            this.permit = permit;
        }

        @Override
        public TrafficRouter within(SendPermit newPermit) {
            return new PlatformRouter(platform, newPermit);
        }

        @Override
        public WriteMode writeMode() {
            return WriteMode.ATOMIC; // the platform compares the tag and writes in one step
        }

        @Override
        public RouteReading read(RouteRef route) {
            Platform.Route read = Calls.read("read route", route.id(), () -> platform.route(route.id()));
            Map<TargetGroupRef, Integer> weights = new TreeMap<>();
            read.weights().forEach((pool, weight) -> weights.put(new TargetGroupRef(pool), weight));
            return new RouteReading(route, new TrafficSplit(weights), Optional.empty(), read.tag(), Duration.ZERO);
        }

        @Override
        public void write(RouteRef route, String fingerprint, TrafficSplit split) {
            Map<String, Integer> weights = new TreeMap<>();
            split.weights().forEach((group, weight) -> weights.put(group.id(), weight));
            Calls.change(
                    permit, "write route", route.id(), () -> platform.setWeights(route.id(), fingerprint, weights));
        }

        @Override
        public TargetHealth health(ServiceRef service, TargetGroupRef group) {
            return new TargetHealth(
                    group,
                    Calls.read("read pool", group.id(), () -> platform.members(group.id())).stream()
                            .map(member -> new TargetHealth.Target(
                                    member.address(),
                                    state(member.state()),
                                    Optional.of(new RevisionRef(member.version()))))
                            .toList());
        }

        private static TargetHealth.State state(String state) {
            return switch (state) {
                case "starting" -> TargetHealth.State.INITIAL;
                case "healthy" -> TargetHealth.State.HEALTHY;
                case "failing" -> TargetHealth.State.UNHEALTHY;
                case "draining" -> TargetHealth.State.DRAINING;
                default -> TargetHealth.State.UNAVAILABLE; // unknown is not healthy
            };
        }

        @Override
        public Set<RouteRef> routesTo(TargetGroups groups) {
            Set<RouteRef> found = new LinkedHashSet<>();
            for (Platform.Route route : Calls.read("read routes", groups.toString(), platform::routes)) {
                route.weights().forEach((pool, weight) -> {
                    if (weight > 0 && groups.contains(new TargetGroupRef(pool))) {
                        found.add(new RouteRef(route.name()));
                    }
                });
            }
            return found;
        }
    }
    // end of snippet

    // snippet: alarms
    static final class PlatformAlarms implements AlarmSource {
        private final Platform platform;

        PlatformAlarms(Platform platform) {
            this.platform = platform;
        }

        @Override
        public AlarmReading read(Set<String> names) {
            Map<String, AlarmReading.State> states = new TreeMap<>();
            Calls.read("read alarms", names.toString(), () -> platform.alarms(names))
                    .forEach((name, state) -> states.put(
                            name,
                            switch (state) {
                                case "good" -> AlarmReading.State.OK;
                                case "bad" -> AlarmReading.State.ALARM;
                                default -> AlarmReading.State.INSUFFICIENT_DATA;
                            }));
            return AlarmReading.of(states); // a name that does not exist is left out
        }
    }
    // end of snippet

    // snippet: decorator
    /** Counts the writes of another router. */
    record CountingRouter(TrafficRouter router, AtomicInteger writes) implements TrafficRouter {
        @Override
        public TrafficRouter at(Urgency urgency) {
            return new CountingRouter(router.at(urgency), writes);
        }

        @Override
        public TrafficRouter within(SendPermit permit) {
            return new CountingRouter(router.within(permit), writes);
        }

        @Override
        public void write(RouteRef route, String fingerprint, TrafficSplit split) {
            writes.incrementAndGet();
            router.write(route, fingerprint, split);
        }

        @Override
        public WriteMode writeMode() {
            return router.writeMode();
        }

        @Override
        public Duration maxWriteDelay() {
            return router.maxWriteDelay();
        }

        @Override
        public RouteReading read(RouteRef route) {
            return router.read(route);
        }

        @Override
        public TargetHealth health(ServiceRef service, TargetGroupRef group) {
            return router.health(service, group);
        }

        @Override
        public Set<RouteRef> routesTo(TargetGroups groups) {
            return router.routesTo(groups);
        }
    }
    // end of snippet

    // snippet: router-fixture
    static class PlatformRouterFixture implements TrafficRouterFixture {
        final Platform platform = new Platform();
        final String blue;

        PlatformRouterFixture() {
            platform.addPools("pool-a", "pool-b", "spare");
            blue = platform.addApp("shop", "shop:1", "pool-a", 3);
            platform.addApp("tool", "tool:1", "spare", 1);
            platform.forceWeights("production", Map.of("pool-a", 100, "pool-b", 0));
            platform.forceWeights("test", Map.of("pool-a", 1));
            platform.forceWeights("marketing", Map.of("spare-2", 7));
        }

        @Override
        public void pause() {
            platform.tick(); // a second of the platform's time
        }

        @Override
        public TrafficRouter router() {
            return new PlatformRouter(platform, SendPermit.always());
        }

        @Override
        public TrafficRouter.WriteMode writeMode() {
            return TrafficRouter.WriteMode.ATOMIC;
        }

        @Override
        public boolean supportsStickiness() {
            return false; // the proxy pins no client
        }

        @Override
        public boolean allowsStrangers() {
            return false; // only the scheduler registers targets
        }

        @Override
        public boolean checksUnlistedGroups() {
            return true; // the proxy checks every pool
        }

        @Override
        public String everythingElse() {
            return platform.match("production") + platform.match("test") + platform.weights("marketing");
        }

        @Override
        public TrafficSplit actual(RouteRef route) {
            return new TrafficSplit(platform.weights(route.id()).entrySet().stream()
                    .collect(Collectors.toMap(entry -> new TargetGroupRef(entry.getKey()), Map.Entry::getValue)));
        }

        @Override
        public void rewrite(RouteRef route, TrafficSplit split) {
            platform.forceWeights(
                    route.id(),
                    split.weights().entrySet().stream()
                            .collect(Collectors.toMap(entry -> entry.getKey().id(), Map.Entry::getValue)));
        }

        @Override
        public void rewriteTerms(RouteRef route) {
            platform.match(route.id(), "requests with the header beta");
        }

        @Override
        public void failOneTarget() {
            platform.sicken(blue);
        }

        @Override
        public void goOutOfReach() {
            platform.goDown();
        }

        // and the names: of routes, pools, the service and its revision
        // end of snippet
        @Override
        public ServiceRef service() {
            return new ServiceRef("platform", "shop");
        }

        @Override
        public RouteRef route() {
            return new RouteRef("production");
        }

        @Override
        public RouteRef narrowRoute() {
            return new RouteRef("test");
        }

        @Override
        public RouteRef missingRoute() {
            return new RouteRef("nowhere");
        }

        @Override
        public TargetGroupRef blueGroup() {
            return new TargetGroupRef("pool-a");
        }

        @Override
        public RevisionRef blue() {
            return new RevisionRef(blue);
        }

        @Override
        public TargetGroupRef greenGroup() {
            return new TargetGroupRef("pool-b");
        }

        @Override
        public TargetGroupRef unusedGroup() {
            return new TargetGroupRef("spare");
        }

        @Override
        public TargetGroupRef missingGroup() {
            return new TargetGroupRef("no-pool");
        }
    }

    @Nested
    // snippet: router-contract
    class PlatformRouterTest extends TrafficRouterContract {
        @Override
        protected TrafficRouterFixture fixture() {
            return new PlatformRouterFixture(); // a fresh platform for each test
        }
    }
    // end of snippet

    @Nested
    class CountingRouterTest extends TrafficRouterContract {
        @Override
        protected TrafficRouterFixture fixture() {
            return new PlatformRouterFixture() {
                @Override
                public TrafficRouter router() {
                    return new CountingRouter(super.router(), new AtomicInteger());
                }
            };
        }
    }

    @Nested
    class PlatformRuntimeTest extends ServiceRuntimeContract {
        @Override
        protected ServiceRuntimeFixture fixture() {
            return new PlatformRuntimeFixture();
        }
    }

    @Nested
    class PlatformAlarmsTest extends AlarmSourceContract {
        @Override
        protected AlarmSourceFixture fixture() {
            Platform platform = new Platform();
            return new AlarmSourceFixture() {
                @Override
                public AlarmSource alarms() {
                    return new PlatformAlarms(platform);
                }

                @Override
                public void set(String name, AlarmReading.State state) {
                    platform.alarm(
                            name,
                            switch (state) {
                                case OK -> "good";
                                case ALARM -> "bad";
                                case INSUFFICIENT_DATA -> "silent";
                            });
                }

                @Override
                public void goOutOfReach() {
                    platform.goDown();
                }

                @Override
                public void pause() {
                    platform.tick();
                }
            };
        }
    }

    private final VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
    private final PlatformRouterFixture world = new PlatformRouterFixture();

    private void tick() {
        world.platform.tick();
        time.after(Duration.ofSeconds(1), this::tick);
    }

    private DeploymentSpec.Builder shop() {
        return DeploymentSpec.blueGreen(world.service())
                .revision("shop:2")
                .productionRoute(world.route())
                .testRoute(world.narrowRoute())
                .targetGroups(world.blueGroup(), world.greenGroup())
                .canary(10, Duration.ofMinutes(1))
                .alarm("errors")
                .bakeTime(Duration.ofMinutes(1));
    }

    // snippet: deployment
    @Test
    void itDeploys() {
        Platform platform = world.platform;
        platform.alarm("errors", "good");
        tick(); // now, and again after each second of virtual time
        try (VirtualEngine virtual = VirtualEngine.of(
                time,
                DeploymentEngine.builder()
                        .runtime(new PlatformRuntime(platform, SendPermit.always()))
                        .router(new PlatformRouter(platform, SendPermit.always()))
                        .alarms(new PlatformAlarms(platform)))) {
            Deployment deployment = virtual.engine().deploy(shop().build());
            virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofHours(1));

            assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(platform.weights("production")).containsEntry("pool-b", 100);
            assertThat(platform.registered("pool-a")).isZero();
        }
    }
    // end of snippet

    @Test
    void aDecoratorIsCalledForwardAndBack() {
        Platform platform = world.platform;
        platform.alarm("errors", "good");
        List<Integer> atAlarm = new ArrayList<>();
        AtomicInteger writes = new AtomicInteger();
        tick();
        time.after(Duration.ofMinutes(2), () -> {
            platform.alarm("errors", "bad");
            atAlarm.add(writes.get());
        });
        try (VirtualEngine virtual = VirtualEngine.of(
                time,
                DeploymentEngine.builder()
                        .runtime(new PlatformRuntime(platform, SendPermit.always()))
                        .router(new CountingRouter(new PlatformRouter(platform, SendPermit.always()), writes))
                        .alarms(new PlatformAlarms(platform)))) {
            Deployment deployment = virtual.engine()
                    .deploy(shop().bakeTime(Duration.ofMinutes(30)).build());
            virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofHours(1));

            assertThat(deployment.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(atAlarm).as("writes forward").containsExactly(3);
            assertThat(writes).as("writes forward and back").hasValue(5);
        }
    }

    @Test
    void theGuideShowsWhatIsTestedHere() throws IOException {
        Snippets.of("docs/adapters.md", AdaptersGuideTest.class).areAsTheyAreCompiled();
    }
}
