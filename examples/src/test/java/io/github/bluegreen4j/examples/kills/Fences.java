package io.github.bluegreen4j.examples.kills;

import io.github.bluegreen4j.examples.local.dataplane.RouteWrite;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * Whether no route was written by two engines within one lease. That is taken apart:
 *
 * <ol>
 *   <li>a fence of a service belongs to one engine, in what the journal answered and in what was written;
 *   <li>who wrote a route did so under a fence that the journal had given him;
 *   <li>in the order in which the load balancer applied the writes of a service's routes, the fences never fall: once an engine
 *       has written, whoever had the service before writes nothing any more, dead or alive;
 *   <li>the journal gives a service to another engine only when the one before began to give it back, or when every lease of it
 *       that had been answered before is over. An engine that was killed gives nothing back.
 * </ol>
 *
 * <p>An engine tells of a claim before it acts on it, so every fence under which something was written is known. What it was killed
 * before it could tell otherwise is missing here; hand-overs are checked between adjacent fences only, so that this can hide a
 * fault, and not make one up.
 */
final class Fences {

    /** Rounding of times to microseconds and milliseconds. */
    private static final long ROUNDING = 2_000;

    private final long lease;
    private final Map<String, TreeMap<Long, Claim>> claims = new TreeMap<>();
    private final Map<String, List<Told>> told = new HashMap<>();
    private final List<String> faults = new ArrayList<>();
    private final Set<String> excused = new HashSet<>();
    private final List<String> lateWrites = new ArrayList<>();
    private final Set<String> lateServices = new HashSet<>();
    private int handOvers;

    private record Claim(String engine, Told line) {}

    Fences(Duration lease) {
        this.lease = Told.micros(lease);
    }

    /** Takes what an engine told, in its order. */
    void heard(String engine, List<Told> lines) {
        told.put(engine, lines);
        for (Told line : lines) {
            if (line.what() == Told.What.CLAIMED) {
                Claim claim = claims.computeIfAbsent(line.subject(), service -> new TreeMap<>())
                        .computeIfAbsent(line.number(), fence -> new Claim(engine, line));
                if (!claim.engine().equals(engine)) {
                    faults.add("fence %d of %s was given to %s and to %s"
                            .formatted(line.number(), line.subject(), claim.engine(), engine));
                }
            }
        }
    }

    /**
     * Engines whose process was stopped: what such a one had decided before it may be written after another engine has written, since the
     * load balancer knows no fences. It is counted as a late write, and what it does to the weights and the requests is judged elsewhere.
     */
    void excuseLateWrites(Collection<String> engines) {
        excused.addAll(engines);
    }

    /** Writes of engines that were stopped, after another engine has written. */
    List<String> lateWrites() {
        return List.copyOf(lateWrites);
    }

    /** The services to whose routes they were. */
    Set<String> lateServices() {
        return Set.copyOf(lateServices);
    }

    /** All that is wrong. */
    List<String> faults(List<RouteWrite> writes) {
        claims.forEach((service, byFence) -> {
            Claim before = null;
            for (Claim claim : byFence.values()) {
                if (before != null && !before.engine().equals(claim.engine())) {
                    handOvers++;
                    if (before.line().number() + 1 == claim.line().number()) {
                        checkHandOver(service, before, claim);
                    }
                }
                before = claim;
            }
        });
        checkWrites(writes);
        return List.copyOf(faults);
    }

    /** How often a service went from one engine to another. */
    int handOvers() {
        return handOvers;
    }

    private void checkHandOver(String service, Claim before, Claim claim) {
        for (Told line : told.get(before.engine())) {
            if (line.what() == Told.What.RELEASING
                    && line.subject().equals(service)
                    && line.from() >= before.line().from()
                    && line.from() <= claim.line().until()) {
                return;
            }
        }
        for (Told line : told.get(before.engine())) {
            if (line.what() == Told.What.RENEWED
                    && line.until() <= claim.line().from()
                    && line.from() + lease > claim.line().until() + ROUNDING) {
                faults.add("%s was given to %s under fence %d, %d ms before the lease of %s was over"
                        .formatted(
                                service,
                                claim.engine(),
                                claim.line().number(),
                                (line.from() + lease - claim.line().until()) / 1_000,
                                before.engine()));
            }
        }
    }

    private void checkWrites(List<RouteWrite> writes) {
        Map<String, Signature> latest = new HashMap<>();
        for (RouteWrite write : writes) {
            Signature writer = Signature.parse(write.writer());
            String service = Signature.service(write.route());
            Claim claim = claims.getOrDefault(service, new TreeMap<>()).get(writer.fence());
            if (claim == null || !claim.engine().equals(writer.engine())) {
                faults.add("%s was written by %s, who has not that fence: %s".formatted(write, writer, claim));
            }
            Signature before = latest.getOrDefault(service, writer);
            if (before.fence() > writer.fence()
                    || (before.fence() == writer.fence() && !before.engine().equals(writer.engine()))) {
                String late = "%s was written by %s after %s".formatted(write, writer, before);
                if (excused.contains(writer.engine())) {
                    lateWrites.add(late);
                    lateServices.add(service);
                } else {
                    faults.add(late);
                }
            } else {
                latest.put(service, writer);
            }
        }
    }
}
