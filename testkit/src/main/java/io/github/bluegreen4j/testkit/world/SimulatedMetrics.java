package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.testkit.metrics.GreenBehaviour;
import io.github.bluegreen4j.testkit.metrics.MetricConditions;
import io.github.bluegreen4j.testkit.metrics.MetricFaults;
import io.github.bluegreen4j.testkit.metrics.MetricRun;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.TreeMap;

/**
 * The metrics of a world's target groups, per minute. Points are what a test {@linkplain #put puts} there, or what is {@linkplain
 * #generate generated} for the groups of a route from its weights. Generated minutes follow the weights that the route has
 * when the minute is first read.
 */
public final class SimulatedMetrics implements MetricSource {
    private static final Duration PERIOD = Duration.ofMinutes(1);
    /** How many minutes before the first reading are generated. */
    private static final int HISTORY = 30;

    private final SimulatedState state;
    private final Map<TargetGroupRef, TreeMap<Instant, MetricPoint>> points = new HashMap<>();
    private final Map<RouteRef, Generator> generators = new LinkedHashMap<>();
    private final Map<String, GreenBehaviour> behaviours = new HashMap<>();
    private MetricFaults faults = MetricFaults.NONE;

    SimulatedMetrics(SimulatedState state) {
        this.state = state;
    }

    /** Makes the points of both groups of one route. */
    private final class Generator {
        private final RouteRef route;
        private final MetricConditions conditions;
        private final long seed;
        private Optional<MetricRun> run = Optional.empty();
        private Instant next = Instant.EPOCH;

        Generator(RouteRef route, MetricConditions conditions, long seed) {
            this.route = route;
            this.conditions = conditions;
            this.seed = seed;
        }

        void upTo(Instant now) {
            Instant end = floor(now);
            if (run.isEmpty()) {
                next = end.minus(PERIOD.multipliedBy(HISTORY));
                run = Optional.of(new MetricRun(conditions, next, seed));
            }
            Optional<TrafficSplit> split = state.network().find(route).map(SimulatedRoute::split);
            List<TargetGroupRef> groups =
                    split.map(seen -> List.copyOf(seen.weights().keySet())).orElse(List.of());
            while (next.isBefore(end) && groups.size() == 2) {
                TargetGroupRef first = groups.get(0);
                TargetGroupRef second = groups.get(1);
                double share = split.orElseThrow().shareOf(second) / 100;
                MetricRun.Both both = run.get().next(share, behaviour(first), behaviour(second));
                store(first, both.blue());
                store(second, both.green());
                next = next.plus(PERIOD);
            }
        }
    }

    private static Instant floor(Instant instant) {
        return Instant.ofEpochSecond(Math.floorDiv(instant.getEpochSecond(), 60L) * 60);
    }

    private GreenBehaviour behaviour(TargetGroupRef group) {
        for (ServiceRef service : state.services()) {
            for (SimulatedRevision revision : state.find(service).orElseThrow().revisions()) {
                if (revision.group().equals(group) && behaviours.containsKey(revision.definition())) {
                    return behaviours.get(revision.definition());
                }
            }
        }
        return GreenBehaviour.SAME;
    }

    private void store(TargetGroupRef group, MetricPoint point) {
        points.computeIfAbsent(group, any -> new TreeMap<>()).put(point.start(), point);
    }

    /**
     * Sets the point of one period, or corrects it.
     *
     * @param group the target group
     * @param point the point; its start is a whole minute
     */
    public void put(TargetGroupRef group, MetricPoint point) {
        state.sets(() -> store(group, point));
    }

    /**
     * Generates the metrics of both groups of a route from now on, and of the half hour before. Replaces what was set up for the
     * route before.
     *
     * @param route the route
     * @param conditions the load, how good the service usually is, and what happens to both groups
     * @param seed all numbers follow from it
     */
    public void generate(RouteRef route, MetricConditions conditions, long seed) {
        state.sets(() -> generators.put(route, new Generator(route, conditions, seed)));
    }

    /**
     * Sets how tasks of one definition differ from what the conditions say.
     *
     * @param definition what the tasks run
     * @param behaviour how they differ
     */
    public void behaves(String definition, GreenBehaviour behaviour) {
        state.sets(() -> behaviours.put(definition, behaviour));
    }

    /**
     * Sets what is wrong with the metrics themselves. The default is {@link MetricFaults#NONE}.
     *
     * @param newFaults what is wrong
     */
    public void faults(MetricFaults newFaults) {
        state.sets(() -> faults = newFaults);
    }

    @Override
    public Map<Query, Series> read(Collection<Query> queries) {
        return state.call("readMetrics", queries, now -> {
            Instant at = state.instant(now);
            generators.values().forEach(generator -> generator.upTo(at));
            Instant until = floor(at.minus(faults.delay()));
            Map<Query, Series> series = new LinkedHashMap<>();
            for (Query query : queries) {
                if (points.containsKey(query.group())
                        || state.network().groups().contains(query.group())) {
                    series.put(query, new Series(seen(query, at, until), until));
                }
            }
            return series;
        });
    }

    /**
     * {@return the points of a target group that have been published by now, whether their period counts as complete or not} It
     * is not a call of the port.
     *
     * @param group the target group
     */
    public List<MetricPoint> published(TargetGroupRef group) {
        return state.look(now -> {
            Instant at = state.instant(now);
            generators.values().forEach(generator -> generator.upTo(at));
            return seen(new Query(group, Instant.EPOCH), at, at);
        });
    }

    private List<MetricPoint> seen(Query query, Instant at, Instant until) {
        List<MetricPoint> seen = new ArrayList<>();
        points.getOrDefault(query.group(), new TreeMap<>())
                .tailMap(query.from())
                .forEach((start, point) -> {
                    if (start.isBefore(until)) {
                        long seed = 31L * query.group().hashCode() + start.getEpochSecond();
                        faults.seen(point, Duration.between(start, at), new SplittableRandom(seed))
                                .ifPresent(seen::add);
                    }
                });
        return seen;
    }
}
