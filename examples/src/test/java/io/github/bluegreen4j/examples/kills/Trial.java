package io.github.bluegreen4j.examples.kills;

import static org.awaitility.Awaitility.await;

import io.github.bluegreen4j.examples.local.dataplane.RouteWrite;
import io.github.bluegreen4j.examples.local.load.LoadSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/** Engines deploy, are killed and replaced, and in the end are left in peace until everything has ended. */
final class Trial implements AutoCloseable {

    private static final Duration ROUND = Duration.ofMillis(50);
    private static final Duration CALM = Duration.ofSeconds(90);
    private static final Duration EARLIEST = Duration.ofMillis(300);
    private static final long STRIKE = Told.micros(Duration.ofSeconds(2));

    private final World world;
    private final EngineProcesses engines;
    private final Supervisor supervisor;
    private final Random random;
    private final int kills;
    private final Duration latest;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final CompletableFuture<Void> killed = new CompletableFuture<>();

    /**
     * What is left to judge when all engines are dead.
     *
     * @param orders all orders, by id
     * @param last the last deployment of each service
     * @param engines all engines, with what they told
     * @param kills the kills before the calm
     * @param writes the routes' writes
     * @param loads what clients saw, by service
     * @param disorder what was not as it had to be in the end
     */
    record Remains(
            Map<String, Order> orders,
            Map<String, String> last,
            List<EngineUnderFire> engines,
            List<EngineProcesses.Kill> kills,
            List<RouteWrite> writes,
            Map<String, LoadSummary> loads,
            List<String> disorder) {}

    /**
     * @param latest the longest time between two kills; the shortest is 300 ms
     */
    Trial(World world, JournalOnTrial journal, Path log, Random random, int kills, Duration latest) {
        List<String> arguments = new ArrayList<>(world.arguments());
        arguments.addAll(List.of("--journal", journal.address()));
        this.world = world;
        this.engines = new EngineProcesses(name -> arguments, log, random);
        this.supervisor = new Supervisor(engines, random);
        this.random = random;
        this.kills = kills;
        this.latest = latest;
        for (int i = 0; i < journal.engines(); i++) {
            engines.start();
        }
    }

    Remains run() {
        ScheduledFuture<?> unused =
                thread.scheduleWithFixedDelay(this::round, 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
        scheduleKill();
        await().atMost(latest.multipliedBy(kills).plusSeconds(60)).until(killed::isDone);
        killed.join();
        onThread(() -> {
            supervisor.finish();
            return true;
        });
        awaitEnds();
        Map<String, String> last = new LinkedHashMap<>();
        World.SERVICES.forEach(service -> last.put(service, onThread(() -> supervisor.orderLast(service))));
        awaitEnds();
        Map<String, LoadSummary> loads = world.stopLoad();
        List<String> disorder = new ArrayList<>(world.lost(loads));
        last.forEach((service, deployment) -> disorder.addAll(world.disorder(service, deployment)));
        return onThread(() -> {
            engines.killAll();
            return new Remains(
                    supervisor.ordered(), last, engines.all(), engines.kills(), world.writes(), loads, disorder);
        });
    }

    private void round() {
        try {
            supervisor.round();
        } catch (RuntimeException failed) {
            killed.completeExceptionally(failed);
            throw failed;
        }
    }

    private void scheduleKill() {
        long millis = EARLIEST.toMillis()
                + random.nextInt(Math.toIntExact(latest.minus(EARLIEST).toMillis()));
        ScheduledFuture<?> unused = thread.schedule(this::kill, millis, TimeUnit.MILLISECONDS);
    }

    /** Every second time at once, else when an engine has just told of an event: what follows one is often short. */
    private void kill() {
        if (random.nextBoolean()) {
            execute(engines::killAny);
        } else {
            engines.killAtNextEvent();
            awaitStrike(Told.now() + STRIKE);
        }
    }

    private void awaitStrike(long latest) {
        if (engines.isArmed() && Told.now() < latest) {
            ScheduledFuture<?> unused = thread.schedule(() -> awaitStrike(latest), 10, TimeUnit.MILLISECONDS);
        } else {
            execute(engines::replaceStruck);
        }
    }

    private void execute(Runnable kill) {
        try {
            kill.run();
            if (engines.kills().size() < kills) {
                scheduleKill();
            } else {
                killed.complete(null);
            }
        } catch (RuntimeException failed) {
            killed.completeExceptionally(failed);
        }
    }

    private void awaitEnds() {
        await().atMost(CALM)
                .failFast("the trial has failed", () -> killed.isCompletedExceptionally())
                .until(() -> onThread(supervisor::open), List::isEmpty);
    }

    private <T> T onThread(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (Exception failed) {
            throw new IllegalStateException(failed);
        }
    }

    @Override
    public void close() {
        thread.execute(engines::killAll);
        thread.shutdown();
    }
}
