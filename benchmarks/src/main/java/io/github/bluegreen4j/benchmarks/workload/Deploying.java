package io.github.bluegreen4j.benchmarks.workload;

import io.github.bluegreen4j.benchmarks.port.InstantWorld;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** Usual deployments that were ordered at one engine, one for each service. */
final class Deploying {
    private static final Duration A_DAY = Duration.ofHours(24);
    private static final AtomicInteger NUMBERS = new AtomicInteger();

    private final InstantWorld world;
    private final DeploymentEngine engine;
    private final List<CompletableFuture<Void>> counted = new ArrayList<>();
    private final DeploymentStatus wanted;
    private final AtomicInteger ended = new AtomicInteger();
    private volatile Optional<DeploymentDescription> unwanted = Optional.empty();

    /** All shall be successful. */
    Deploying(InstantWorld world, DeploymentEngine engine) {
        this(world, engine, DeploymentStatus.SUCCESSFUL);
    }

    /** All shall end like that. */
    Deploying(InstantWorld world, DeploymentEngine engine, DeploymentStatus wanted) {
        this.wanted = wanted;
        this.world = world;
        this.engine = engine;
    }

    /** {@return an engine that deploys into that world} */
    static EngineBuilder builder(InstantWorld world, Journal journal) {
        EngineBuilder builder = DeploymentEngine.builder()
                .runtime(world.runtime())
                .router(world.router())
                .alarms(world.alarms())
                .journal(journal);
        InstantWorld.HOOKS.forEach(hook -> builder.hook(hook, invocation -> HookResult.succeeded()));
        return builder;
    }

    /** Orders deployments of some services, without a bake. */
    List<Deployment> order(int firstService, int services) {
        return order(firstService, services, Duration.ZERO);
    }

    /** Orders deployments of some services. */
    List<Deployment> order(int firstService, int services, Duration bake) {
        List<Deployment> fresh = new ArrayList<>();
        for (int service = firstService; service < firstService + services; service++) {
            int number = NUMBERS.incrementAndGet();
            Deployment deployment = engine.deploy(
                    new DeploymentId("d-" + number), world.deployment(service, "checkout:" + (42 + number), bake));
            counted.add(deployment.completion().thenAccept(this::count));
            fresh.add(deployment);
        }
        return fresh;
    }

    /** Orders deployments of the first services, and waits until all of them bake. */
    List<Deployment> bake(int services) {
        return bake(0, services);
    }

    /** Orders deployments that bake for a day, and waits until all of them do. */
    List<Deployment> bake(int firstService, int services) {
        List<Deployment> ordered = order(firstService, services, A_DAY);
        List<Deployment> early = new ArrayList<>(ordered);
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(30);
        while (!early.isEmpty()) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException(early.size() + " do not bake, for example "
                        + early.get(0).view());
            }
            early.removeIf(Deploying::bakes);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(2));
        }
        return ordered;
    }

    private static boolean bakes(Deployment deployment) {
        if (deployment.status().isTerminal()) {
            throw new IllegalStateException("it ended before it baked: " + deployment.view());
        }
        return deployment.view().lifecycleStage().equals(Optional.of(LifecycleStage.BAKE_TIME));
    }

    /** Orders so many deployments at once at an engine of its own; {@return what it costs until all have ended} */
    static Cost all(int deployments, Journal journal) throws Exception {
        InstantWorld world = new InstantWorld(deployments);
        try (DeploymentEngine engine = builder(world, journal).build()) {
            Deploying deploying = new Deploying(world, engine);
            return Cost.ofProcess(() -> {
                deploying.order(0, deployments);
                deploying.await();
            });
        }
    }

    private void count(DeploymentDescription end) {
        if (end.status() != wanted) {
            unwanted = Optional.of(end);
        }
        ended.incrementAndGet();
    }

    /** {@return how many have ended, all of them as they should} */
    int ended() {
        unwanted.ifPresent(end -> {
            throw new IllegalStateException("a deployment ended " + end);
        });
        return ended.get();
    }

    /** Waits until all have ended. */
    void await() throws Exception {
        CompletableFuture.allOf(counted.toArray(CompletableFuture[]::new)).get(30, TimeUnit.MINUTES);
        if (ended() != counted.size()) {
            throw new IllegalStateException(ended() + " of " + counted.size() + " have ended");
        }
    }

    /** Forgets those that were ordered so far. */
    void forget() {
        counted.clear();
        ended.set(0);
    }
}
