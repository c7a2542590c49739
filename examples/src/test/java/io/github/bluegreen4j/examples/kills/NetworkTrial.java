package io.github.bluegreen4j.examples.kills;

import static org.awaitility.Awaitility.await;

import io.github.bluegreen4j.examples.local.load.LoadSummary;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;

/**
 * Engines deploy while their network, their hosts and the server fail. A round has one fault of each kind, side by side on several
 * engines, and a restart of the server in every second one; it ends when all that can pass has passed, each engine goes on, and each service is acted for. In
 * the end the engines are left in peace until everything has ended.
 */
final class NetworkTrial implements AutoCloseable {

    private static final int ENGINES = 5;
    private static final Duration ROUND = Duration.ofMillis(50);
    private static final Duration LOOK = Duration.ofMillis(20);

    /** No guess of how long something takes: what is not there by then never comes. */
    private static final Duration PATIENCE = Duration.ofMinutes(5);

    private static final int STOP_MILLIS = Math.toIntExact(EngineUnderFireMain.LEASE.toMillis()) + 500;

    /** So long a write is held: an older one would be refused. */
    private static final Duration HELD = HeldRouter.LATEST.minusSeconds(2);

    private final World world;
    private final Server server;
    private final Hosts hosts;
    private final EngineProcesses engines;
    private final Supervisor supervisor;
    private final IdleWeights idleWeights;
    private final Random random;
    private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService slow = Executors.newSingleThreadExecutor();
    private final CompletableFuture<Void> failed = new CompletableFuture<>();

    private final List<ProcessFault> faults = new ArrayList<>();
    private final Set<EngineUnderFire> hit = new HashSet<>();
    private final Set<EngineUnderFire> gone = new HashSet<>();
    private final Set<EngineUnderFire> holding = new HashSet<>();
    private final List<String> disorder = new ArrayList<>();
    private int rounds;
    private int open;

    /**
     * What is left to judge when all engines are dead.
     *
     * @param orders all orders, by id
     * @param engines all engines, with what they told
     * @param faults all faults
     * @param loads what clients saw, by service
     * @param longestIdleWeight how long a group without tasks had weight, at most
     * @param disorder what was not as it had to be
     */
    record Remains(
            Map<String, Order> orders,
            List<EngineUnderFire> engines,
            List<ProcessFault> faults,
            Map<String, LoadSummary> loads,
            Duration longestIdleWeight,
            List<String> disorder) {

        Map<String, List<Told>> told() {
            Map<String, List<Told>> told = new HashMap<>();
            engines.forEach(engine -> told.put(engine.name(), engine.told()));
            return told;
        }
    }

    NetworkTrial(World world, Server server, Path log, Random random) {
        this.world = world;
        this.server = server;
        this.random = random;
        this.hosts = new Hosts(world.arguments(), server.port());
        this.engines = new EngineProcesses(hosts::arguments, log, random);
        this.supervisor = new Supervisor(engines, random);
        this.idleWeights = new IdleWeights(world);
        for (int i = 0; i < ENGINES; i++) {
            engines.start();
        }
    }

    Remains run(int manyRounds) {
        ScheduledFuture<?> supervising =
                thread.scheduleWithFixedDelay(guarded(this::supervise), 0, ROUND.toMillis(), TimeUnit.MILLISECONDS);
        until(() -> onThread(
                () -> engines.all().stream().filter(EngineUnderFire::isReady).count() >= ENGINES));
        for (int i = 0; i < manyRounds; i++) {
            onThread(this::beginRound);
            until(() -> onThread(() -> open == 0));
            long calm = Told.now();
            until(() -> onThread(() -> isAttended(calm)));
        }
        until(() -> onThread(holding::isEmpty));
        onThread(() -> {
            supervisor.finish();
            return true;
        });
        until(() -> onThread(supervisor::open).isEmpty());
        Map<String, String> last = new LinkedHashMap<>();
        World.SERVICES.forEach(service -> last.put(service, onThread(() -> supervisor.orderLast(service))));
        until(() -> onThread(supervisor::open).isEmpty());
        List<String> atTheEnd = awaitOrder(last);
        Map<String, LoadSummary> loads = world.stopLoad();
        return onThread(() -> {
            supervising.cancel(false);
            engines.killAll();
            disorder.addAll(atTheEnd);
            disorder.addAll(idleWeights.faults());
            disorder.addAll(world.lost(loads));
            return new Remains(
                    supervisor.ordered(), engines.all(), List.copyOf(faults), loads, idleWeights.longest(), disorder);
        });
    }

    /** A minute after the end no weight may be where it does not belong. */
    private List<String> awaitOrder(Map<String, String> last) {
        long latest = Told.now() + Told.micros(IdleWeights.ALLOWED);
        List<String> found = new ArrayList<>();
        until(() -> {
            found.clear();
            last.forEach((service, deployment) -> found.addAll(world.disorder(service, deployment)));
            return found.isEmpty() || Told.now() > latest;
        });
        return found;
    }

    private void supervise() {
        supervisor.round();
        for (EngineUnderFire engine : engines.all()) {
            if (!engine.isAlive() && gone.add(engine)) {
                // The server may have been away when it started; then whoever runs it starts it again.
                if (!engine.isStarting()) {
                    disorder.add(engine.name() + " has ended, and nobody has killed it");
                }
                engines.start();
            }
        }
    }

    private boolean isAttended(long since) {
        Map<String, List<Told>> told = new HashMap<>();
        engines.all().forEach(engine -> told.put(engine.name(), engine.told()));
        Attendance attendance = new Attendance(told, faults);
        return World.SERVICES.stream()
                        .allMatch(service -> attendance.after(service, since).isPresent())
                && healthy().stream()
                        .allMatch(engine -> attendance.isRenewed(engine.name(), since, ProcessFault.NEVER));
    }

    private boolean beginRound() {
        plan(0, 500, this::partition);
        plan(500, 3_000, this::killHost);
        plan(500, 3_500, this::stop);
        plan(500, 2_500, () -> stopBeforeWrite(new HashMap<>()));
        if (rounds % 2 == 1) {
            plan(500, 5_000, this::restartServer);
        }
        rounds++;
        return true;
    }

    private void plan(int earliest, int latest, Runnable fault) {
        open++;
        later(millis(earliest, latest), fault);
    }

    private int millis(int earliest, int latest) {
        return earliest + random.nextInt(latest - earliest);
    }

    private void later(int millis, Runnable work) {
        ScheduledFuture<?> unused = thread.schedule(guarded(work), millis, TimeUnit.MILLISECONDS);
    }

    private Runnable guarded(Runnable work) {
        return () -> {
            try {
                work.run();
            } catch (RuntimeException | Error thrown) {
                failed.completeExceptionally(thrown);
                throw thrown;
            }
        };
    }

    private int begin(ProcessFault.Kind kind, String engine) {
        faults.add(new ProcessFault(kind, engine, Told.now(), ProcessFault.NEVER));
        return faults.size() - 1;
    }

    private void end(int fault) {
        faults.set(fault, faults.get(fault).over(Told.now()));
        open--;
    }

    /** Engines that take orders, and that nothing has hit. */
    private List<EngineUnderFire> healthy() {
        return engines.all().stream()
                .filter(EngineUnderFire::isReady)
                .filter(engine -> !hit.contains(engine))
                .toList();
    }

    /** One that acts, most times; nobody while it would be the last one. */
    private Optional<EngineUnderFire> victim() {
        List<EngineUnderFire> all = healthy();
        if (all.size() < 2) {
            return Optional.empty();
        }
        List<EngineUnderFire> busy =
                all.stream().filter(EngineUnderFire::isBusy).toList();
        List<EngineUnderFire> among = busy.isEmpty() || random.nextInt(4) == 0 ? all : busy;
        return Optional.of(among.get(random.nextInt(among.size())));
    }

    private void partition() {
        victim().ifPresentOrElse(
                        engine -> {
                            hit.add(engine);
                            int fault = begin(ProcessFault.Kind.PARTITION, engine.name());
                            hosts.way(engine).cut();
                            later(millis(5_000, 8_000), () -> {
                                end(fault);
                                hosts.way(engine).restore();
                                hit.remove(engine);
                            });
                        },
                        () -> later(200, this::partition));
    }

    private void killHost() {
        victim().ifPresentOrElse(
                        engine -> {
                            gone.add(engine);
                            begin(ProcessFault.Kind.DEAD_HOST, engine.name());
                            hosts.way(engine).cut();
                            engines.replace(engine);
                            open--;
                        },
                        () -> later(200, this::killHost));
    }

    private void stop() {
        victim().ifPresentOrElse(engine -> stop(engine, ProcessFault.Kind.STOP), () -> later(200, this::stop));
    }

    private void stop(EngineUnderFire engine, ProcessFault.Kind kind) {
        hit.add(engine);
        int fault = begin(kind, engine.name());
        engine.stop();
        later(millis(STOP_MILLIS, STOP_MILLIS + 1_500), () -> {
            end(fault);
            engine.resume();
            hit.remove(engine);
        });
    }

    /** Lets the write that an engine holds arrive as late as it may, or at once when nobody waits for it and the deployment has ended. */
    private void releaseLate(EngineUnderFire engine, Told held) {
        if (!engine.isAlive()) {
            holding.remove(engine);
        } else if (Told.now() > held.from() + Told.micros(HELD) || hasEnded(Signature.service(held.subject()), held)) {
            engine.tell("release");
            holding.remove(engine);
        } else {
            later(Math.toIntExact(ROUND.toMillis()), () -> releaseLate(engine, held));
        }
    }

    private boolean hasEnded(String service, Told held) {
        return engines.all().stream()
                .flatMap(engine -> engine.told().stream())
                .anyMatch(line -> line.what() == Told.What.EVENT
                        && line.from() > held.from()
                        && line.subject().startsWith(service + "-")
                        && line.detail().startsWith("DeploymentEnded"));
    }

    /**
     * Asks all to hold their next write, and stops the first that does; the others go on.
     *
     * @param asked whom, and when
     */
    private void stopBeforeWrite(Map<EngineUnderFire, Long> asked) {
        List<EngineUnderFire> healthy =
                healthy().stream().filter(engine -> !holding.contains(engine)).toList();
        healthy.stream().filter(engine -> !asked.containsKey(engine)).forEach(engine -> {
            asked.put(engine, Told.now());
            engine.tell("hold");
        });
        Optional<EngineUnderFire> holder = healthy.stream()
                .filter(engine -> healthy.size() > 1)
                .filter(engine -> held(engine, asked.get(engine)).isPresent())
                .findFirst();
        // What something else has hit meanwhile holds nothing.
        List<EngineUnderFire> others = asked.keySet().stream()
                .filter(engine -> holder.map(victim -> engine != victim).orElse(hit.contains(engine)))
                .toList();
        others.stream().filter(EngineUnderFire::isAlive).forEach(engine -> engine.tell("release"));
        others.forEach(asked::remove);
        holder.ifPresentOrElse(
                engine -> {
                    holding.add(engine);
                    stop(engine, ProcessFault.Kind.STOP_BEFORE_WRITE);
                    releaseLate(engine, held(engine, asked.get(engine)).orElseThrow());
                },
                () -> later(Math.toIntExact(LOOK.toMillis()), () -> stopBeforeWrite(asked)));
    }

    private static Optional<Told> held(EngineUnderFire engine, long since) {
        return engine.told().stream()
                .filter(line -> line.what() == Told.What.HELD && line.from() >= since)
                .findFirst();
    }

    private void restartServer() {
        int fault = begin(ProcessFault.Kind.SERVER_RESTART, "");
        int away = millis(300, 1_500);
        slow.execute(guarded(() -> {
            server.stop();
            later(
                    away,
                    () -> slow.execute(guarded(() -> {
                        server.start();
                        later(0, () -> end(fault));
                    })));
        }));
    }

    private void until(Callable<Boolean> holds) {
        await().atMost(PATIENCE)
                .failFast("the trial has failed", () -> {
                    failed.getNow(null);
                })
                .until(holds);
    }

    private <T> T onThread(Callable<T> work) {
        try {
            return thread.submit(work).get();
        } catch (Exception thrown) {
            throw new IllegalStateException(thrown);
        }
    }

    @Override
    public void close() {
        idleWeights.close();
        thread.execute(() -> {
            engines.killAll();
            hosts.close();
        });
        thread.shutdown();
        slow.shutdown();
    }
}
