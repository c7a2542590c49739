package io.github.bluegreen4j.examples.kills;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A router like ELB: it compares a route and then writes whatever it finds. When asked to, it holds its next write after the last check
 * of the lease, as a network does that has taken a request and not delivered it. The request is sent by a thread of its own, whatever
 * becomes of the engine's call. A request that is older than {@link #LATEST} is refused, as AWS refuses an old signature.
 */
final class HeldRouter implements TrafficRouter {

    /** How old a request may be when it is sent. */
    static final Duration LATEST = Duration.ofSeconds(15);

    /** {@link #LATEST}, and the time that the client gives the request. */
    static final Duration MAX_WRITE_DELAY = LATEST.plusSeconds(1);

    private static final Duration LOOK = Duration.ofMillis(20);

    /** So long this process does not stand still unless it was stopped. */
    private static final Duration STOPPED = Duration.ofSeconds(2);

    private final TrafficRouter router;
    private final SendPermit permit;
    private final boolean isAtomic;
    private final Duration maxWriteDelay;
    private final Function<RouteRef, Consumer<TrafficSplit>> overwriting;
    private final Holds holds;

    /** Which write is held. */
    private static final class Holds {
        private final AtomicReference<CountDownLatch> next = new AtomicReference<>();
        private volatile CountDownLatch held = new CountDownLatch(0);
    }

    /**
     * @param isAtomic whether the router compares and writes in one step; then nothing is held
     * @param maxWriteDelay how long an engine that takes over waits for a late write
     * @param overwriting prepares to overwrite a route, in the name under which the engine acts at that moment
     */
    HeldRouter(
            TrafficRouter router,
            boolean isAtomic,
            Duration maxWriteDelay,
            Function<RouteRef, Consumer<TrafficSplit>> overwriting) {
        this(router, SendPermit.always(), isAtomic, maxWriteDelay, overwriting, new Holds());
    }

    private HeldRouter(
            TrafficRouter router,
            SendPermit permit,
            boolean isAtomic,
            Duration maxWriteDelay,
            Function<RouteRef, Consumer<TrafficSplit>> overwriting,
            Holds holds) {
        this.router = router;
        this.permit = permit;
        this.isAtomic = isAtomic;
        this.maxWriteDelay = maxWriteDelay;
        this.overwriting = overwriting;
        this.holds = holds;
    }

    /** Holds the next write until {@link #release}. */
    void hold() {
        CountDownLatch latch = new CountDownLatch(1);
        holds.held = latch;
        holds.next.set(latch);
    }

    /** Sends the write that is held, and holds none. */
    void release() {
        holds.next.set(null);
        holds.held.countDown();
    }

    @Override
    public TrafficRouter within(SendPermit newPermit) {
        return new HeldRouter(router.within(newPermit), newPermit, isAtomic, maxWriteDelay, overwriting, holds);
    }

    @Override
    public void write(RouteRef route, String fingerprint, TrafficSplit split) {
        if (isAtomic) {
            router.write(route, fingerprint, split);
            return;
        }
        if (!router.read(route).fingerprint().equals(fingerprint)) {
            throw new PortException(
                    new Problem(Problem.Kind.CONFLICT, "write route", route.id(), "it has changed since it was read"));
        }
        CountDownLatch latch = holds.next.getAndSet(null);
        if (latch == null) {
            router.write(route, router.read(route).fingerprint(), split);
            return;
        }
        permit.require("write route", route);
        Consumer<TrafficSplit> overwrite = overwriting.apply(route);
        Request request = new Request(latch, () -> overwrite.accept(split));
        Thread sender = new Thread(request, "held write of " + route);
        sender.setDaemon(true);
        sender.start();
        long now = Told.now();
        new Told(Told.What.HELD, route.id(), 0, "", now, now).say();
        request.await(route);
    }

    /** A request that is on its way, and arrives when the latch is open. */
    private static final class Request implements Runnable {
        private final CountDownLatch latch;
        private final Runnable arrive;
        private final CompletableFuture<Void> arrived = new CompletableFuture<>();
        private volatile boolean abandoned;

        Request(CountDownLatch latch, Runnable arrive) {
            this.latch = latch;
            this.arrive = arrive;
        }

        @Override
        public void run() {
            try {
                if (awaitRelease()) {
                    arrive.run();
                }
                arrived.complete(null);
            } catch (InterruptedException | RuntimeException failed) {
                arrived.completeExceptionally(failed);
            }
        }

        /**
         * Returns whether the request may arrive. What the engine has abandoned before its process was stopped may not: nobody waits
         * for that, since a live engine takes a write for over after the time of its call and the grace.
         */
        private boolean awaitRelease() throws InterruptedException {
            long begin = System.nanoTime();
            long last = begin;
            boolean wasStopped = false;
            boolean isReleased;
            do {
                isReleased = latch.await(LOOK.toNanos(), TimeUnit.NANOSECONDS);
                long now = System.nanoTime();
                wasStopped |= now - last > STOPPED.toNanos();
                last = now;
            } while (!isReleased && (wasStopped || !abandoned) && last - begin < LATEST.toNanos());
            boolean isInTime = last - begin < LATEST.toNanos();
            if (!isInTime) {
                System.err.println("a held write is refused: it is older than " + LATEST);
            }
            return isReleased && isInTime && (wasStopped || !abandoned);
        }

        void await(RouteRef route) {
            try {
                arrived.get();
            } catch (InterruptedException tooLate) {
                abandoned = true;
                Thread.currentThread().interrupt();
                throw unknown(route, "the call was abandoned", tooLate);
            } catch (ExecutionException failed) {
                throw unknown(route, String.valueOf(failed.getCause()), failed);
            }
        }

        private static PortException unknown(RouteRef route, String why, Exception cause) {
            return new PortException(new Problem(Problem.Kind.UNKNOWN, "write route", route.id(), why), cause);
        }
    }

    @Override
    public WriteMode writeMode() {
        return isAtomic ? router.writeMode() : WriteMode.BEST_EFFORT;
    }

    @Override
    public Duration maxWriteDelay() {
        return isAtomic ? router.maxWriteDelay() : maxWriteDelay;
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
