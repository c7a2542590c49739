package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.engine.loop.TimerQueue;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The engine's single lease, and its claims on services. The engine counts its lease from before the renewing call,
 * so it never assumes a longer lease than it has.
 */
final class Leases {
    private static final Logger LOG = LoggerFactory.getLogger(Leases.class);

    /** Renewals never wait for another call of the journal. */
    private static final CallRunner.PortCall.Lane LANE =
            new CallRunner.PortCall.Lane(CallRunner.PortCall.Kind.LEASE, "");

    private final Loop loop;
    private final Consumer<Instant> regained;
    private final Map<ServiceRef, Long> fences = new HashMap<>();
    private final Set<ServiceRef> doubtful = new HashSet<>();
    private final Map<ServiceRef, Integer> claiming = new HashMap<>();
    private final Set<ServiceRef> releasing = new HashSet<>();
    private final Duration renewal;
    private volatile Term term = new Term(Instant.MIN, 0, 0);
    private Optional<TimerQueue.Entry> nextRenewal = Optional.empty();
    private boolean renewing;
    private boolean closed;
    private final List<Runnable> waiting = new ArrayList<>();
    private final Together<ServiceRef, Journal.ClaimResult> claims;
    private final Together<ServiceRef, Boolean> releases;

    /**
     * @param regained told when the lease is valid again after it had expired, and since when it was not certain:
     *     another engine may have taken over services
     */
    Leases(Loop loop, Consumer<Instant> regained) {
        this.loop = loop;
        this.regained = regained;
        this.renewal = loop.settings().lease().dividedBy(3);
        this.claims = new Together<>(
                loop,
                CallRunner.Operation.CLAIM,
                "claim",
                service -> service,
                service -> CallRunner.PortCall.Purpose.ENGINE,
                (journal, services) -> loop.places()
                        .learned(PortCalls.claimAndRead(
                                journal, services, loop.settings().name())));
        this.releases = new Together<>(
                loop,
                CallRunner.Operation.RELEASE,
                "release",
                service -> service,
                service -> CallRunner.PortCall.Purpose.ENGINE,
                (journal, services) -> {
                    journal.release(services, loop.settings().name());
                    return Collections.nCopies(services.size(), true);
                });
    }

    /**
     * What is known of the lease; readable from any thread.
     *
     * @param until when it expires
     * @param drift how many nanoseconds the clocks were apart when it was renewed
     * @param lapses how often it had expired before
     */
    private record Term(Instant until, long drift, int lapses) {
        Term endsAt(Instant newUntil) {
            return new Term(newUntil, drift, lapses);
        }
    }

    /** When the engine asked for the last renewal that succeeded; empty before the first one. From any thread. */
    Optional<Instant> renewedAt() {
        Instant until = term.until();
        return until.equals(Instant.MIN)
                ? Optional.empty()
                : Optional.of(until.minus(loop.settings().lease()));
    }

    /** Whether the lease is valid now, as far as is known. From any thread. */
    boolean isValid() {
        Term known = term;
        return !known.until().isBefore(loop.now()) && !hasParted(known);
    }

    /** Whether the lease is certainly valid for this long. */
    boolean holdsFor(Duration duration) {
        if (term.until().isBefore(Loop.later(loop.now(), duration))) {
            return false;
        }
        if (isLostToSuspension()) {
            renew();
            return false;
        }
        return true;
    }

    /** While a machine is suspended its monotonic clock may stand still, while other engines see the lease expire. */
    private boolean isLostToSuspension() {
        boolean lost = hasParted(term) && !term.until().isBefore(loop.now());
        if (lost) {
            LOG.warn(
                    "The wall clock and the monotonic clock of engine {} have parted: the machine was suspended, or its clock was set."
                            + " The lease counts as lost until it is renewed",
                    loop.settings().name());
            term = term.endsAt(loop.now().minusNanos(1));
        }
        return lost;
    }

    private boolean hasParted(Term known) {
        return Duration.ofNanos(loop.drift() - known.drift())
                        .abs()
                        .compareTo(loop.settings().journalCall())
                > 0;
    }

    /**
     * A permit for one change under the present lease. It is checked on the thread that makes the call, which may
     * have been stopped for a long time. It holds while the lease, without a lapse since now, covers the call up to
     * its maximum, and the maximum has not passed.
     *
     * @param maximum how long the call may take
     * @param begunAt when it started
     */
    SendPermit permit(Duration maximum, Supplier<Instant> begunAt) {
        int lapsesBefore = term.lapses();
        return () -> {
            Term known = term;
            Instant end = Loop.later(begunAt.get(), maximum);
            return known.lapses() == lapsesBefore
                    && !known.until().isBefore(end)
                    && !end.isBefore(loop.now())
                    && !hasParted(known);
        };
    }

    /**
     * Whether this engine certainly owns the service for this long. After a lapse of the lease it does not, even if
     * the lease is valid again, until it has claimed the service again: another engine may own it.
     */
    boolean holdsFor(ServiceRef service, Duration duration) {
        return holdsFor(duration) && fences.containsKey(service) && !doubtful.contains(service);
    }

    Optional<Long> fence(ServiceRef service) {
        return Optional.ofNullable(fences.get(service));
    }

    void renew() {
        if (renewing || closed) {
            return;
        }
        renewing = true;
        nextRenewal.ifPresent(TimerQueue.Entry::cancel);
        // The renewal would hide that the lease had been lost: the clocks are compared with those of the last one
        // first.
        isLostToSuspension();
        Instant asked = loop.now();
        long askedDrift = loop.drift();
        Duration length = loop.settings().lease();
        renewFor(length, "renew the lease", done -> renewed(asked, askedDrift), thrown -> {
            renewing = false;
            loop.failureLog()
                    .warn(
                            LOG,
                            thrown,
                            "The lease of engine {} was not renewed; it holds until {}",
                            loop.settings().name(),
                            term.until());
            nextRenewal = Optional.of(loop.after(loop.settings().retry(), this::renew));
        });
    }

    private void renewFor(Duration length, String wording, Consumer<Boolean> renewed, Consumer<Throwable> failed) {
        loop.journal(
                LANE,
                CallRunner.Operation.RENEW,
                () -> wording,
                journal -> {
                    journal.renew(loop.settings().name(), length);
                    return true;
                },
                renewed,
                failed);
    }

    private void renewed(Instant asked, long askedDrift) {
        Duration length = loop.settings().lease();
        Term before = term;
        boolean hadRunOut =
                before.until().isBefore(loop.now()) && !before.until().equals(Instant.MIN);
        Instant lastRenewed = hadRunOut ? before.until().minus(length) : asked;
        if (hadRunOut) {
            doubtful.addAll(fences.keySet());
        }
        term = new Term(asked.plus(length), askedDrift, before.lapses() + (hadRunOut ? 1 : 0));
        renewing = false;
        nextRenewal = Optional.of(loop.after(renewal, this::renew));
        List<Runnable> told = List.copyOf(waiting);
        waiting.clear();
        told.forEach(Runnable::run);
        if (hadRunOut) {
            regained.accept(lastRenewed);
        }
    }

    /**
     * Ends the lease and with it every claim, so that other engines can take over at once.
     *
     * @param done run when the journal has answered, or has not answered in time
     */
    void end(Runnable done) {
        closed = true;
        claims.close();
        releases.close();
        term = term.endsAt(Instant.MIN);
        renewFor(Duration.ZERO, "end the lease", ended -> done.run(), thrown -> {
            LOG.warn(
                    "The lease of engine {} was not ended: other engines wait until it expires",
                    loop.settings().name(),
                    thrown);
            done.run();
        });
    }

    /**
     * Claims a service as soon as the lease is valid and no release of the service can still take effect.
     *
     * @param told receives the fence, or nothing if another engine owns the service
     * @param failed told if the journal did not answer
     */
    void claim(ServiceRef service, Consumer<Optional<Long>> told, Runnable failed) {
        if (isPutOff(service, () -> claim(service, told, failed))) {
            return;
        }
        claiming.merge(service, 1, Integer::sum);
        int lapsesBefore = term.lapses();
        loop.journal(
                CallRunner.Operation.CLAIM,
                () -> "claim " + service,
                journal -> journal.claim(service, loop.settings().name()),
                fence -> {
                    if (claimed(service, fence, lapsesBefore)) {
                        told.accept(fence);
                    } else {
                        claim(service, told, failed);
                    }
                },
                thrown -> notClaimed(service, thrown, failed));
    }

    /**
     * Like {@link #claim}, and reads the unfinished deployments of the service. What is wanted while a few calls are in flight goes into
     * one call together.
     *
     * @param told receives the fence and what was read, or no fence if another engine owns the service
     * @param failed told if the journal did not answer
     */
    void claimAndRead(ServiceRef service, Consumer<Journal.ClaimResult> told, Runnable failed) {
        if (isPutOff(service, () -> claimAndRead(service, told, failed))) {
            return;
        }
        claiming.merge(service, 1, Integer::sum);
        int lapsesBefore = term.lapses();
        claims.ask(
                service,
                result -> {
                    if (claimed(service, result.fence(), lapsesBefore)) {
                        told.accept(result);
                    } else {
                        claimAndRead(service, told, failed);
                    }
                },
                thrown -> notClaimed(service, thrown, failed));
    }

    /** Claims it later if the lease is not valid, or if a release of the service could still take effect. */
    private boolean isPutOff(ServiceRef service, Runnable again) {
        if (!holdsFor(Duration.ZERO)) {
            waiting.add(again);
            return true;
        }
        if (releasing.contains(service)) {
            loop.after(loop.settings().retry(), again);
            return true;
        }
        return false;
    }

    /** Whether the claim counts. It does not if the lease lapsed since: another engine may have claimed the service. */
    private boolean claimed(ServiceRef service, Optional<Long> fence, int lapsesBefore) {
        claimEnded(service);
        if (term.lapses() != lapsesBefore) {
            return false;
        }
        doubtful.remove(service);
        fence.ifPresentOrElse(value -> fences.put(service, value), () -> fences.remove(service));
        return true;
    }

    private void notClaimed(ServiceRef service, Throwable thrown, Runnable failed) {
        claimEnded(service);
        loop.failureLog().warn(LOG, thrown, "Service {} could not be claimed", service);
        failed.run();
        loop.after(grace(), () -> giveUp(service));
    }

    /** Whether a claim of a service is on its way. */
    boolean isClaiming(ServiceRef service) {
        return claiming.containsKey(service);
    }

    private void claimEnded(ServiceRef service) {
        claiming.computeIfPresent(service, (key, count) -> count > 1 ? count - 1 : null);
    }

    /**
     * A claim that was not answered may have taken effect. A service that this engine does not know to own must not
     * stay claimed by it, so the engine releases it.
     */
    private void giveUp(ServiceRef service) {
        if (!fences.containsKey(service) && !claiming.containsKey(service)) {
            sendRelease(service);
        }
    }

    void release(ServiceRef service) {
        doubtful.remove(service);
        if (fences.remove(service) != null) {
            sendRelease(service);
        }
    }

    private void sendRelease(ServiceRef service) {
        if (closed || !releasing.add(service)) {
            return;
        }
        releases.ask(service, done -> releasing.remove(service), thrown -> {
            loop.failureLog().warn(LOG, thrown, "The claim on service {} was not released", service);
            loop.after(grace(), () -> {
                releasing.remove(service);
                giveUp(service);
            });
        });
    }

    /** How long after it was abandoned a call of the journal could still take effect. */
    private Duration grace() {
        return loop.settings().journalCall().dividedBy(2);
    }
}
