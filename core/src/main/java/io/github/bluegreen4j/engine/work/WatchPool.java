package io.github.bluegreen4j.engine.work;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.engine.loop.TimerQueue;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.workflow.agenda.WatchOrder;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The watches of all deployments. Equal reads are made once, those of services and alarms in batches. A reading
 * counts for a watch only if its call started after the watch was ordered; a value that becomes too old is unknown.
 *
 * <p>Due reads wait in a queue: reads about what carries traffic come first, then those that have been due longest,
 * so none is passed over twice. A few batches of each place are read at once, and a batch is of one place: one that does not
 * answer delays no reading of another. If a port's budget has no room for a batch, it is
 * read when there is room; until then the last values count as long as they are recent enough.
 */
public final class WatchPool {
    static final Duration MAXIMUM = Duration.ofSeconds(10);

    /** As many as the lane has threads: what waits for one longer would count as read later than it was due. */
    private static final int MOST_AT_ONCE = CallRunner.PortCall.Kind.READ.atOnce();

    private final Loop loop;
    private final Map<Call, SharedRead> reads = new HashMap<>();
    private final Map<String, Place> places = new HashMap<>();
    /** What a subscriber is shown. It is filled anew for each: most have nothing new. */
    private final List<Response> shown = new ArrayList<>();

    private Optional<TimerQueue.Entry> planned = Optional.empty();
    private Instant plannedAt = Instant.MAX;
    private final int mostServices;
    private final int mostNames;
    private final int mostRoutes;
    private final int mostQueries;
    private long batches;
    private long numbers;

    public WatchPool(Loop loop) {
        this.loop = loop;
        this.mostServices = loop.ports().runtime().describeBatch();
        this.mostNames = loop.ports().alarms().readBatch();
        this.mostRoutes = loop.ports().router().readBatch();
        this.mostQueries = loop.ports().metrics().readBatch();
    }

    /** The reads of one place: when they are due, those that wait, and how many are under way. */
    static final class Place {
        private final ReadSchedule schedule;
        private final PriorityQueue<Batch> line = new PriorityQueue<>(Batch.ORDER);

        /** Threads of their own: a gate does not wait behind the watches, and no place waits for another one. */
        private final CallRunner.PortCall.Lane lane;

        private int underWay;

        private Place(String name, ReadSchedule schedule) {
            this.schedule = schedule;
            this.lane = new CallRunner.PortCall.Lane(
                    CallRunner.PortCall.Kind.READ, name.isEmpty() ? "watches" : "watches of " + name, "");
        }
    }

    private Place place(String name) {
        return places.computeIfAbsent(
                name, fresh -> new Place(fresh, new ReadSchedule(mostServices, mostNames, mostRoutes, mostQueries)));
    }

    /** Reads that are made in one call. */
    private static final class Batch {
        /** Alarms come first: a hundred are one call, and none may wait behind the targets of a thousand deployments. */
        private static final Comparator<Batch> ORDER = Comparator.comparing((Batch batch) -> batch.urgency)
                .thenComparing(batch -> !(batch.parts.get(0).call() instanceof Call.ReadAlarms))
                .thenComparing(batch -> batch.due)
                .thenComparingLong(batch -> batch.number);

        private final List<SharedRead> parts;
        private final Place place;
        private final Urgency urgency;
        private final Instant due;
        private final long number;

        Batch(List<SharedRead> parts, long number) {
            this.parts = parts;
            this.place = parts.get(0).place();
            this.number = number;
            Urgency mostUrgent = Urgency.PROGRESS;
            Instant first = Instant.MAX;
            for (SharedRead part : parts) {
                mostUrgent = part.urgency().compareTo(mostUrgent) < 0 ? part.urgency() : mostUrgent;
                first = part.due().isBefore(first) ? part.due() : first;
            }
            urgency = mostUrgent;
            due = first;
        }
    }

    /** Who keeps a watch. */
    public interface Watcher {
        /** The reads of a watch show something new together. */
        void observed(WatchOrder order, Readings readings);
    }

    /** The interest of one deployment. There are as many as deployments that wait, so they hold nothing that follows from the rest. */
    public static final class Subscription {
        private final WatchOrder order;
        private final Instant orderedAt;
        private final Watcher watcher;
        private final SharedRead[] parts;
        private @Nullable List<Response> lastShown;
        private TimerQueue.@Nullable Entry ageing;
        private Instant agesAt = Instant.MAX;

        Subscription(WatchOrder order, int reads, Instant orderedAt, Watcher watcher) {
            this.order = order;
            this.orderedAt = orderedAt;
            this.watcher = watcher;
            this.parts = new SharedRead[reads];
        }

        public WatchOrder order() {
            return order;
        }
    }

    /**
     * Keeps a watch from now on.
     *
     * @param service where the service of the deployment runs; its alarms may be elsewhere
     * @param watcher is told what the reads show together, when that changes
     */
    public Subscription order(WatchOrder order, String service, Watcher watcher) {
        Instant now = loop.now();
        Map<Call, Place> wanted = placed(order, service);
        Subscription subscription = new Subscription(order, wanted.size(), now, watcher);
        int i = 0;
        for (Map.Entry<Call, Place> read : wanted.entrySet()) {
            SharedRead shared =
                    reads.computeIfAbsent(read.getKey(), call -> new SharedRead(call, read.getValue(), numbers++, now));
            shared.add(subscription);
            if (!shared.isUnderWay()) {
                shared.place().schedule.plan(shared, now);
            }
            subscription.parts[i++] = shared;
        }
        lookAt(now);
        age(subscription, Loop.later(now, order.maximumAge()));
        return subscription;
    }

    /** The reads of a watch, each with its place. Alarms of several places are several reads. */
    private Map<Call, Place> placed(WatchOrder order, String service) {
        Map<Call, Place> placed = new LinkedHashMap<>();
        for (Call read : order.reads()) {
            if (!(read instanceof Call.ReadAlarms asked)) {
                placed.put(read, place(service));
                continue;
            }
            Map<String, List<String>> byPlace = new LinkedHashMap<>();
            for (String name : asked.names()) {
                String place = loop.places().ofAlarm(name);
                byPlace.computeIfAbsent(place, fresh -> new ArrayList<>()).add(name);
            }
            byPlace.forEach((place, names) ->
                    placed.put(byPlace.size() == 1 ? asked : new Call.ReadAlarms(names), place(place)));
        }
        return placed;
    }

    public void cancel(Subscription subscription) {
        if (subscription.ageing != null) {
            subscription.ageing.cancel();
        }
        for (SharedRead shared : subscription.parts) {
            shared.remove(subscription);
            if (!shared.isWanted()) {
                reads.remove(shared.call(), shared);
                shared.place().schedule.remove(shared);
            }
        }
    }

    /** One look is planned at a time, the earliest. */
    private void lookAt(Instant at) {
        if (planned.isPresent() && !plannedAt.isAfter(at)) {
            return;
        }
        planned.ifPresent(TimerQueue.Entry::cancel);
        plannedAt = at;
        planned = Optional.of(loop.at(at, Integer.MAX_VALUE, () -> {
            planned = Optional.empty();
            poll();
            lookAgain();
        }));
    }

    /** Plans the next look at what is not under way; what is plans its own when it has ended. */
    private void lookAgain() {
        Instant next = Instant.MAX;
        for (Place place : places.values()) {
            Instant due = place.schedule.next();
            next = due.isBefore(next) ? due : next;
        }
        if (!next.equals(Instant.MAX)) {
            lookAt(next);
        }
    }

    /** Puts every read that is due into the line, and begins as many as may be under way. */
    private void poll() {
        for (Place place : places.values()) {
            for (List<SharedRead> parts : place.schedule.takeDue(loop.now())) {
                place.line.add(new Batch(parts, batches++));
            }
            beginSome(place);
        }
    }

    private void beginSome(Place place) {
        while (place.underWay < MOST_AT_ONCE && !place.line.isEmpty()) {
            make(place.line.remove());
        }
    }

    /** Reads what is still wanted of a batch, all of one kind. */
    private void make(Batch batch) {
        List<Call> wanted = new ArrayList<>(batch.parts.size());
        for (SharedRead part : batch.parts) {
            if (part.isWanted()) {
                wanted.add(part.call());
            }
        }
        if (wanted.isEmpty()) {
            return;
        }
        Call first = wanted.get(0);
        if (first instanceof Call.DescribeService) {
            describe(batch, calls(wanted, Call.DescribeService.class));
        } else if (first instanceof Call.ReadAlarms) {
            readAlarms(batch, calls(wanted, Call.ReadAlarms.class));
        } else if (first instanceof Call.ReadMetrics) {
            readMetrics(batch, calls(wanted, Call.ReadMetrics.class));
        } else if (wanted.size() > 1) {
            readRoutes(batch, calls(wanted, Call.ReadRoute.class));
        } else {
            PortCalls.PortMethod method = first.accept(loop.portCalls(batch.urgency));
            read(
                    batch,
                    method.operation(),
                    wanted,
                    first::toString,
                    () -> Map.of(first, method.body().make(SendPermit.always())));
        }
    }

    private static <C extends Call> List<C> calls(List<Call> calls, Class<C> kind) {
        return calls.stream().filter(kind::isInstance).map(kind::cast).toList();
    }

    private void describe(Batch batch, List<Call.DescribeService> calls) {
        List<ServiceRef> services =
                calls.stream().map(Call.DescribeService::service).toList();
        read(batch, CallRunner.Operation.DESCRIBE, calls, () -> "describe " + services, () -> {
            List<ServiceDescription> described = loop.portCalls(batch.urgency).describe(services);
            Map<Call, Response> responses = new LinkedHashMap<>();
            described.forEach(service ->
                    responses.put(new Call.DescribeService(service.service()), new Response.ServiceDescribed(service)));
            for (Call.DescribeService call : calls) {
                responses.computeIfAbsent(
                        call,
                        missing -> new Response.NotRead(
                                Readings.Subject.of(call.service()),
                                PortCalls.gone(call.service()).problem()));
            }
            return responses;
        });
    }

    private void readAlarms(Batch batch, List<Call.ReadAlarms> calls) {
        Set<String> names = new LinkedHashSet<>();
        calls.forEach(call -> names.addAll(call.names()));
        read(batch, CallRunner.Operation.READ_ALARMS, calls, () -> "read alarms " + names, () -> {
            AlarmReading reading = loop.portCalls(batch.urgency).readAlarms(names);
            Map<Call, Response> responses = new LinkedHashMap<>();
            for (Call.ReadAlarms call : calls) {
                responses.put(call, new Response.AlarmsRead(reading.only(call.names())));
            }
            return responses;
        });
    }

    private void readRoutes(Batch batch, List<Call.ReadRoute> calls) {
        List<RouteRef> routes = calls.stream().map(Call.ReadRoute::route).toList();
        read(batch, CallRunner.Operation.READ_ROUTE, calls, () -> "read routes " + routes, () -> {
            Map<Call, Response> responses = new LinkedHashMap<>();
            for (RouteReading reading : loop.portCalls(batch.urgency).readRoutes(routes)) {
                responses.put(new Call.ReadRoute(reading.route()), new Response.RouteRead(reading));
            }
            return responses;
        });
    }

    private void readMetrics(Batch batch, List<Call.ReadMetrics> calls) {
        Supplier<String> wording = () -> "read metrics "
                + calls.stream()
                        .map(call -> call.blue() + " and " + call.green())
                        .toList();
        read(
                batch,
                CallRunner.Operation.READ_METRICS,
                calls,
                wording,
                () -> new LinkedHashMap<>(loop.portCalls(batch.urgency).readMetrics(calls)));
    }

    private void read(
            Batch batch,
            CallRunner.Operation operation,
            List<? extends Call> calls,
            Supplier<String> wording,
            Callable<Map<Call, Response>> body) {
        batch.place.underWay++;
        Instant began = loop.now();
        loop.boundedCall(
                new CallRunner.PortCall<>(
                        batch.place.lane, operation, CallRunner.PortCall.Purpose.ENGINE, wording, MAXIMUM, body),
                responses -> ended(batch, began, responses),
                thrown -> PortCalls.again(thrown)
                        .ifPresentOrElse(
                                again -> putOff(batch, again, PortCalls.problem(thrown, wording)),
                                () -> ended(batch, began, shownBy(PortCalls.problem(thrown, wording), calls))));
    }

    /** Read again when there is room. No try has failed: the last values count until they are too old. */
    private void putOff(Batch batch, Duration again, Problem problem) {
        batch.place.underWay--;
        for (SharedRead part : batch.parts) {
            part.call().subject().ifPresent(subject -> part.putOff(new Response.NotRead(subject, problem)));
        }
        loop.after(again, () -> {
            batch.place.line.add(batch);
            beginSome(batch.place);
        });
        beginSome(batch.place);
    }

    private static Map<Call, Response> shownBy(Problem problem, List<? extends Call> calls) {
        Map<Call, Response> shown = new LinkedHashMap<>();
        calls.forEach(call ->
                call.subject().ifPresent(subject -> shown.put(call, new Response.NotRead(subject, problem))));
        return shown;
    }

    /**
     * Three quarters to all of the interval, another one each time: what comes and goes in a rhythm of its own is not
     * polled in the same rhythm for ever. Each batch has its own: what was due together spreads over the interval.
     */
    private static Duration spread(Duration interval, Instant began, long batch) {
        long mixed =
                (began.getEpochSecond() * 1_000_003 + began.getNano() / 1_000_000 + batch * 31) * 0x9E3779B97F4A7C15L;
        long dice = mixed >>> 52;
        return Duration.ofNanos(interval.toNanos() / 4 * 3 + interval.toNanos() / 4 / 4096 * dice);
    }

    private void ended(Batch batch, Instant began, Map<Call, Response> responses) {
        batch.place.underWay--;
        Instant next = Instant.MAX;
        for (SharedRead shared : batch.parts) {
            Optional<Response> response = Optional.ofNullable(responses.get(shared.call()));
            if (shared.isWanted() && response.isEmpty() && batch.parts.size() > 1) {
                batch.place.line.add(new Batch(List.of(shared), batches++)); // alone, it says why
            } else if (shared.isWanted()) {
                shared.ended(began, response);
                Instant due = Loop.later(began, spread(shared.interval(), began, batch.number));
                batch.place.schedule.plan(shared, due);
                next = next.isBefore(due) ? next : due;
            }
        }
        if (!next.equals(Instant.MAX)) {
            lookAt(next);
        }
        concerned(batch).forEach(this::tell);
        beginSome(batch.place);
    }

    /** Each subscriber once. */
    private static Collection<Subscription> concerned(Batch batch) {
        if (batch.parts.size() == 1) {
            return List.copyOf(batch.parts.get(0).subscribers());
        }
        Set<Subscription> concerned = new LinkedHashSet<>();
        batch.parts.forEach(part -> concerned.addAll(part.subscribers()));
        return concerned;
    }

    /** Tells a subscriber what its reads show together, if that is something new. */
    private void tell(Subscription subscription) {
        Instant orderedAt = subscription.orderedAt;
        Instant now = loop.now();
        shown.clear();
        Instant agesAt = Instant.MAX;
        for (SharedRead shared : subscription.parts) {
            Duration maximumAge = subscription.order.maximumAge(shared.call());
            if (!shared.wasTriedSince(orderedAt)
                    && Loop.later(orderedAt, maximumAge).isAfter(now)) {
                return;
            }
            if (shared.counts(orderedAt, maximumAge, now)) {
                shown.add(shared.last());
                Instant ages = Loop.later(shared.lastBegan(), maximumAge);
                agesAt = agesAt.isBefore(ages) ? agesAt : ages;
            } else {
                shared.problem().ifPresent(shown::add);
            }
        }
        if (!agesAt.equals(Instant.MAX)) {
            age(subscription, agesAt);
        }
        List<Response> before = subscription.lastShown;
        if (before != null && before.equals(shown)) {
            return;
        }
        List<Response> news = List.copyOf(shown);
        subscription.lastShown = news;
        Readings readings = together(news);
        if (before == null || !together(before).equals(readings)) {
            subscription.watcher.observed(subscription.order, readings);
        }
    }

    private static Readings together(List<Response> responses) {
        Readings readings = Readings.NONE;
        for (Response response : responses) {
            readings = together(response, readings).addedTo(readings);
        }
        return readings;
    }

    /** Alarms of several places come in several readings. */
    private static Response together(Response response, Readings earlier) {
        if (!(response instanceof Response.AlarmsRead read) || earlier.alarms().isEmpty()) {
            return response;
        }
        Map<String, AlarmReading.State> states =
                new HashMap<>(earlier.alarms().get().states());
        states.putAll(read.alarms().states());
        return new Response.AlarmsRead(AlarmReading.of(states));
    }

    /**
     * Looks again when the values will have become too old. The time moves with every new value; the timer stays, and is set again when
     * it fires too early.
     */
    private void age(Subscription subscription, Instant at) {
        subscription.agesAt = at;
        if (subscription.ageing != null) {
            if (subscription.ageing.isNotAfter(at)) {
                return;
            }
            subscription.ageing.cancel();
        }
        subscription.ageing = loop.at(at, Integer.MAX_VALUE, () -> {
            subscription.ageing = null;
            if (subscription.agesAt.isAfter(loop.now())) {
                age(subscription, subscription.agesAt);
            } else {
                tell(subscription);
            }
        });
    }
}
