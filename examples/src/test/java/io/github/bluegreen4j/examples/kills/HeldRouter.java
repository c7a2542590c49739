package io.github.bluegreen4j.examples.kills;

import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A router whose next write is held when somebody asks for it: the engine has read the route and decided, and nothing was sent yet.
 * There a process can be stopped for as long as one likes, and what it decided is sent when it goes on.
 */
final class HeldRouter implements TrafficRouter {

    /** Who holds a write and forgets it must not hold it forever. */
    private static final long LONGEST_SECONDS = 300;

    private final TrafficRouter router;
    private final boolean isAtomic;
    private final AtomicReference<CountDownLatch> next = new AtomicReference<>();
    private volatile CountDownLatch held = new CountDownLatch(0);

    /**
     * @param isAtomic whether the router still compares when the held write is sent. Otherwise it compares before it holds, and then writes
     *     whatever is there, as ELB does.
     */
    HeldRouter(TrafficRouter router, boolean isAtomic) {
        this.router = router;
        this.isAtomic = isAtomic;
    }

    /** Holds the next write until {@link #release}. */
    void hold() {
        CountDownLatch latch = new CountDownLatch(1);
        held = latch;
        next.set(latch);
    }

    /** Sends the write that is held, and holds none. */
    void release() {
        next.set(null);
        held.countDown();
    }

    @Override
    public void write(RouteRef route, String fingerprint, TrafficSplit split) {
        if (!isAtomic && !router.read(route).fingerprint().equals(fingerprint)) {
            throw new PortException(
                    new Problem(Problem.Kind.CONFLICT, "write route", route.id(), "it has changed since it was read"));
        }
        CountDownLatch latch = next.getAndSet(null);
        if (latch != null) {
            long now = Told.now();
            new Told(Told.What.HELD, route.id(), 0, "", now, now).say();
            await(latch);
        }
        router.write(route, isAtomic ? fingerprint : router.read(route).fingerprint(), split);
    }

    private static void await(CountDownLatch latch) {
        try {
            if (!latch.await(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                System.err.println("a write was held for " + LONGEST_SECONDS + " s");
            }
        } catch (InterruptedException tooLate) {
            // The engine has abandoned the call, as soon as its process went on. What is being sent in that moment is
            // sent nevertheless.
            System.err.println("a write that was held is sent although its call was abandoned");
        }
    }

    @Override
    public WriteMode writeMode() {
        return isAtomic ? router.writeMode() : WriteMode.BEST_EFFORT;
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
