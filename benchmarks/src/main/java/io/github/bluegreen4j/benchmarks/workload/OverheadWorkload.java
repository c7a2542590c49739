package io.github.bluegreen4j.benchmarks.workload;

import io.github.bluegreen4j.benchmarks.port.InstantWorld;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * W9: by how much a deployment is longer than what it must wait for: tasks that start, the bake, and the drain. By the machine's clock with
 * calls that answer at once; and in virtual time with the default bake of 15 minutes, calls that take 100 ms each (those of the journal 5 ms), and tasks that start and
 * become healthy within a minute.
 */
final class OverheadWorkload implements Workload {
    private static final Duration CALL = Duration.ofMillis(100);
    private static final Duration APPEND = Duration.ofMillis(5);
    private static final Duration STARTS = Duration.ofSeconds(35);
    private static final Duration HEALTHY = Duration.ofSeconds(25);

    private static final Figure REAL =
            Figure.of("engine with threads: overhead", "%").atMost(0.5);
    private static final Figure REAL_MILLIS = Figure.of("engine with threads: overhead of a deployment", "ms");
    private static final Figure VIRTUAL =
            Figure.of("virtual time, calls of 100 ms: overhead", "%").atMost(0.5);
    private static final Figure VIRTUAL_SECONDS =
            Figure.of("virtual time, calls of 100 ms: overhead of a deployment", "s");

    @Override
    public String id() {
        return "W9";
    }

    @Override
    public String title() {
        return "overhead over unavoidable waits";
    }

    @Override
    public List<Figure> figures() {
        return List.of(REAL, REAL_MILLIS, VIRTUAL, VIRTUAL_SECONDS);
    }

    @Override
    public void run(Scale scale, Samples samples) throws Exception {
        Duration bake = Duration.ofSeconds((long) Math.ceil(scale.seconds(60)));
        Duration drain = scale == Scale.FULL ? DeploymentLimits.DEFAULTS.drain() : Duration.ofMillis(500);
        real(bake, drain, scale == Scale.TINY ? 0 : 1, new Samples()); // warms up
        for (int round = 0; round < scale.rounds(); round++) {
            real(bake, drain, 10, samples);
            virtual(samples);
        }
    }

    /** Several at once; the median counts. */
    private static void real(Duration bake, Duration drain, int deployments, Samples samples) throws Exception {
        InstantWorld world = new InstantWorld(deployments);
        try (DeploymentEngine engine =
                Deploying.builder(world, InMemoryJournal.create()).build()) {
            List<Deployment> ordered = new ArrayList<>();
            long[] ends = new long[deployments];
            List<CompletableFuture<?>> waits = new ArrayList<>();
            long began = System.nanoTime();
            for (int i = 0; i < deployments; i++) {
                int number = i;
                DeploymentSpec spec = world.usual(i, "checkout:42", bake)
                        .limits(DeploymentLimits.DEFAULTS.withDrain(drain))
                        .build();
                Deployment deployment = engine.deploy(new DeploymentId("d-" + i), spec);
                ordered.add(deployment);
                waits.add(deployment.completion().thenAccept(end -> ends[number] = System.nanoTime()));
            }
            for (var wait : waits) {
                wait.get(10, TimeUnit.MINUTES);
            }
            double unavoidable = bake.plus(drain).toMillis();
            double[] overheads = new double[deployments];
            for (int i = 0; i < deployments; i++) {
                successful(ordered.get(i));
                overheads[i] = (ends[i] - began) / 1e6 - unavoidable;
            }
            if (deployments > 0) {
                double overhead = Samples.percentile(50, overheads);
                samples.add(REAL_MILLIS, overhead);
                samples.add(REAL, overhead / unavoidable * 100);
            }
        }
    }

    private static void successful(Deployment deployment) {
        if (deployment.status() != DeploymentStatus.SUCCESSFUL) {
            throw new IllegalStateException(deployment + " ended " + deployment.status());
        }
    }

    private static void virtual(Samples samples) {
        VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
        SimulatedWorld world = SimulatedWorld.create(time);
        ServiceRef service = new ServiceRef("prod", "checkout");
        TargetGroupRef first = new TargetGroupRef("first");
        TargetGroupRef second = new TargetGroupRef("second");
        world.addService(service, 2);
        world.addRoute(new RouteRef("production"), TrafficSplit.allOn(first, second));
        world.addRoute(new RouteRef("test"), TrafficSplit.allOn(first, second));
        world.addRevision(service, "checkout:41", first);
        world.behaves("checkout:42", TaskBehaviour.healthy(STARTS, HEALTHY));
        try (VirtualEngine virtual = VirtualEngine.of(
                time,
                DeploymentEngine.builder()
                        .runtime(world.runtime())
                        .router(world.router())
                        .journal(InMemoryJournal.create(time))
                        .hook(InstantWorld.HOOKS.get(0), invocation -> HookResult.succeeded()))) {
            virtual.calls().fate(call -> Fate.answeredAfter(call.operation().isOfJournal() ? APPEND : CALL));
            Instant began = time.now();
            DeploymentSpec spec = DeploymentSpec.blueGreen(service)
                    .revision("checkout:42")
                    .productionRoute(new RouteRef("production"))
                    .testRoute(new RouteRef("test"))
                    .targetGroups(first, second)
                    .hook(LifecycleStage.POST_TEST_TRAFFIC_SHIFT, InstantWorld.HOOKS.get(0))
                    .build();
            Deployment deployment = virtual.engine().deploy(new DeploymentId("d-1"), spec);
            virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofDays(1));
            successful(deployment);
            Duration unavoidable =
                    spec.bakeTime().plus(spec.limits().drain()).plus(STARTS).plus(HEALTHY);
            double overhead =
                    Duration.between(began, time.now()).minus(unavoidable).toMillis() / 1000.0;
            samples.add(VIRTUAL_SECONDS, overhead);
            samples.add(VIRTUAL, overhead / unavoidable.toSeconds() * 100);
        }
    }
}
