package io.github.bluegreen4j.engine.work;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.PortCalls;
import io.github.bluegreen4j.engine.loop.TimerQueue;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
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
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The watches of all deployments. Equal reads are made once, those of services and alarms in batches. A reading
 * counts for a watch only if its call started after the watch was ordered; a value that becomes too old is unknown.
 *
 * <p>Due reads wait in a queue: reads about what carries traffic come first, then those that have been due longest,
 * so none is passed over twice. A few batches are read at once. If a port's budget has no room for a batch, it is
 * read when there is room; until then the last values count as long as they are recent enough.
 */
public final class WatchPool {
    private static final Duration MAXIMUM = Duration.ofSeconds(10);

    /** Threads of their own: a gate does not wait behind the watches. */
    private static final CallRunner.PortCall.Lane LANE =
            new CallRunner.PortCall.Lane(CallRunner.PortCall.Kind.READ, "watches", "");

    /** As many as the lane has threads: what waits for one longer would count as read later than it was due. */
    private static final int MOST_AT_ONCE = 8;

    private final Loop loop;
    private final Map<Call, Shared> reads = new LinkedHashMap<>();
    private final PriorityQueue<Batch> line = new PriorityQueue<>(Batch.ORDER);
    private Optional<TimerQueue.Entry> planned = Optional.empty();
    private Instant plannedAt = Instant.MAX;
    private int underWay;
    private long batches;

    public WatchPool(Loop loop) {
        this.loop = loop;
    }

    /** One read that somebody is interested in. */
    private static final class Shared {
        private final Call call;
        private final Set<Subscription> subscribers = new LinkedHashSet<>();
        private Urgency urgency = Urgency.PROGRESS;
        private Optional<Response> last = Optional.empty();

        /** Why the last try read nothing; empty when it did. */
        private Optional<Response> problem = Optional.empty();

        private Instant lastBegan = Instant.MIN;
        private Instant lastTried = Instant.MIN;
        private Instant due;
        private boolean underWay;
        private Duration interval = MAXIMUM;
        private Duration early = quarter(MAXIMUM);

        Shared(Call call, Instant due) {
            this.call = call;
            this.due = due;
        }

        void add(Subscription subscription) {
            subscribers.add(subscription);
            countInterval();
        }

        void remove(Subscription subscription) {
            subscribers.remove(subscription);
            countInterval();
        }

        /** The most impatient subscriber says how often; a read that will be due soon is made together with one that is. */
        private void countInterval() {
            interval = MAXIMUM;
            urgency = Urgency.PROGRESS;
            boolean first = true;
            for (Subscription subscription : subscribers) {
                Duration wanted = subscription.order.interval();
                interval = first || wanted.compareTo(interval) < 0 ? wanted : interval;
                first = false;
                if (subscription.order.watch() != Watch.GREEN_READY) {
                    urgency = Urgency.WATCH;
                }
            }
            early = quarter(interval);
        }

        private static Duration quarter(Duration duration) {
            return Duration.ofNanos(duration.toNanos() / 4);
        }

        boolean isDue(Instant now) {
            return !underWay && !due.isAfter(now);
        }

        /** A read that others may be made together with: it is not due yet, but will be soon. */
        boolean isDueSoon(Instant now) {
            return !underWay && !due.isAfter(Loop.later(now, early));
        }
    }

    /** Reads that are made in one call. */
    private static final class Batch {
        private static final Comparator<Batch> ORDER = Comparator.comparing((Batch batch) -> batch.urgency)
                .thenComparing(batch -> batch.due)
                .thenComparingLong(batch -> batch.number);

        private final List<Shared> parts;
        private final Urgency urgency;
        private final Instant due;
        private final long number;

        Batch(List<Shared> parts, long number) {
            this.parts = parts;
            this.number = number;
            this.urgency = parts.stream()
                    .map(part -> part.urgency)
                    .min(Comparator.naturalOrder())
                    .orElse(Urgency.PROGRESS);
            this.due = parts.stream()
                    .map(part -> part.due)
                    .min(Comparator.naturalOrder())
                    .orElse(Instant.MIN);
        }
    }

    /** The interest of one deployment. */
    public static final class Subscription {
        private final WatchOrder order;
        private final Instant orderedAt;
        private final Consumer<Readings> told;
        private final List<Shared> parts = new ArrayList<>();
        private Optional<List<Response>> lastShown = Optional.empty();
        private Optional<Readings> lastTold = Optional.empty();
        private Optional<TimerQueue.Entry> ageing = Optional.empty();

        Subscription(WatchOrder order, Instant orderedAt, Consumer<Readings> told) {
            this.order = order;
            this.orderedAt = orderedAt;
            this.told = told;
        }

        public WatchOrder order() {
            return order;
        }
    }

    public Subscription order(WatchOrder order, Consumer<Readings> told) {
        Instant now = loop.now();
        Subscription subscription = new Subscription(order, now, told);
        for (Call call : order.reads()) {
            Shared shared = reads.computeIfAbsent(call, read -> new Shared(read, now));
            shared.add(subscription);
            shared.due = now;
            subscription.parts.add(shared);
        }
        lookAt(now);
        age(subscription, Loop.later(now, order.maximumAge()));
        return subscription;
    }

    public void cancel(Subscription subscription) {
        subscription.ageing.ifPresent(TimerQueue.Entry::cancel);
        for (Call call : subscription.order.reads()) {
            Shared shared = reads.get(call);
            if (shared != null) {
                shared.remove(subscription);
                if (shared.subscribers.isEmpty()) {
                    reads.remove(call);
                }
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
        for (Shared shared : reads.values()) {
            if (!shared.underWay && shared.due.isBefore(next)) {
                next = shared.due;
            }
        }
        if (!next.equals(Instant.MAX)) {
            lookAt(next);
        }
    }

    /** Puts every read that is due into the line, in as few batches as possible, and begins as many as may be under way. */
    private void poll() {
        Instant now = loop.now();
        List<Shared> due = new ArrayList<>();
        List<Shared> soon = new ArrayList<>();
        for (Shared shared : reads.values()) {
            if (shared.isDue(now)) {
                due.add(shared);
            } else if (shared.isDueSoon(now)) {
                soon.add(shared);
            }
        }
        if (!due.isEmpty()) {
            // By urgency and time, so that one batch holds what belongs together.
            due.sort(Comparator.comparing((Shared shared) -> shared.urgency).thenComparing(shared -> shared.due));
            Batches sorted = new Batches(
                    loop.ports().runtime().describeBatch(),
                    loop.ports().alarms().readBatch());
            due.forEach(shared -> sorted.add(shared.call));
            sorted.fillUp();
            soon.forEach(shared -> sorted.add(shared.call));
            sorted.all().forEach(this::lineUp);
        }
        beginSome();
    }

    private void lineUp(List<? extends Call> calls) {
        List<Shared> parts = calls.stream()
                .flatMap(call -> Stream.ofNullable(reads.get(call)))
                .toList();
        parts.forEach(part -> part.underWay = true);
        line.add(new Batch(parts, batches++));
    }

    private void beginSome() {
        while (underWay < MOST_AT_ONCE && !line.isEmpty()) {
            make(line.remove());
        }
    }

    /** Reads what is still wanted of a batch, all of one kind. */
    private void make(Batch batch) {
        List<Call.DescribeService> services = calls(batch, Call.DescribeService.class);
        List<Call.ReadAlarms> alarms = calls(batch, Call.ReadAlarms.class);
        if (!services.isEmpty()) {
            describe(batch, services);
        } else if (!alarms.isEmpty()) {
            readAlarms(batch, alarms);
        } else {
            calls(batch, Call.class).forEach(call -> {
                PortCalls.PortMethod method = call.accept(loop.portCalls(batch.urgency));
                read(
                        batch,
                        method.operation(),
                        List.of(call),
                        call::toString,
                        () -> Map.of(call, method.body().make(SendPermit.always())));
            });
        }
    }

    /** The calls of one kind in a batch that somebody still waits for. */
    private <C extends Call> List<C> calls(Batch batch, Class<C> kind) {
        return batch.parts.stream()
                .filter(this::isWanted)
                .map(part -> part.call)
                .filter(kind::isInstance)
                .map(kind::cast)
                .toList();
    }

    private boolean isWanted(Shared part) {
        return reads.get(part.call) == part;
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

    private void read(
            Batch batch,
            CallRunner.Operation operation,
            List<? extends Call> calls,
            Supplier<String> wording,
            Callable<Map<Call, Response>> body) {
        underWay++;
        Instant began = loop.now();
        loop.boundedCall(
                new CallRunner.PortCall<>(LANE, operation, wording, MAXIMUM, body),
                responses -> ended(batch, began, responses),
                thrown -> PortCalls.again(thrown)
                        .ifPresentOrElse(
                                again -> putOff(batch, again, PortCalls.problem(thrown, wording)),
                                () -> ended(batch, began, shownBy(PortCalls.problem(thrown, wording), calls))));
    }

    /** Read again when there is room. No try has failed: the last values count until they are too old. */
    private void putOff(Batch batch, Duration again, Problem problem) {
        underWay--;
        for (Shared part : batch.parts) {
            part.call
                    .subject()
                    .ifPresent(subject -> part.problem = Optional.of(new Response.NotRead(subject, problem)));
        }
        loop.after(again, () -> {
            line.add(batch);
            beginSome();
        });
        beginSome();
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

    /** A problem leaves the last value to grow old; only that something is gone is a value itself. */
    private static boolean isUnknown(Response response) {
        return response instanceof Response.NotRead notRead && notRead.problem().kind() != Problem.Kind.GONE;
    }

    private void ended(Batch batch, Instant began, Map<Call, Response> responses) {
        underWay--;
        Set<Subscription> concerned = new LinkedHashSet<>();
        Instant next = Instant.MAX;
        for (Shared shared : batch.parts) {
            if (!isWanted(shared)) {
                continue;
            }
            shared.underWay = false;
            shared.lastTried = began;
            Optional<Response> response = Optional.ofNullable(responses.get(shared.call));
            boolean failed = response.filter(WatchPool::isUnknown).isPresent();
            shared.problem = failed ? response : Optional.empty();
            if (response.isPresent() && !failed) {
                // An equal value stays the one it was: who compares it again sees that at once.
                shared.last = shared.last.equals(response) ? shared.last : response;
                shared.lastBegan = began;
            }
            shared.due = Loop.later(began, spread(shared.interval, began, batch.number));
            next = next.isBefore(shared.due) ? next : shared.due;
            concerned.addAll(shared.subscribers);
        }
        if (!next.equals(Instant.MAX)) {
            lookAt(next);
        }
        concerned.forEach(this::tell);
        beginSome();
    }

    /** Tells a subscriber what its reads show together, if that is something new. */
    private void tell(Subscription subscription) {
        List<Response> shown = new ArrayList<>();
        Instant oldest = Instant.MAX;
        Instant now = loop.now();
        Duration maximumAge = subscription.order.maximumAge();
        for (Shared shared : subscription.parts) {
            boolean untried = shared.lastTried.isBefore(subscription.orderedAt);
            if (untried && Loop.later(subscription.orderedAt, maximumAge).isAfter(now)) {
                return;
            }
            boolean counts = shared.last.isPresent()
                    && !shared.lastBegan.isBefore(subscription.orderedAt)
                    && Loop.later(shared.lastBegan, maximumAge).isAfter(now);
            if (counts) {
                shown.add(shared.last.get());
                oldest = oldest.isBefore(shared.lastBegan) ? oldest : shared.lastBegan;
            } else {
                shared.problem.ifPresent(shown::add);
            }
        }
        if (!oldest.equals(Instant.MAX)) {
            Instant end = Loop.later(oldest, maximumAge);
            if (end.isAfter(now)) {
                age(subscription, end);
            }
        }
        if (subscription.lastShown.isPresent() && subscription.lastShown.get().equals(shown)) {
            return;
        }
        subscription.lastShown = Optional.of(shown);
        Readings readings = Readings.NONE;
        for (Response response : shown) {
            readings = response.addedTo(readings);
        }
        if (subscription.lastTold.isEmpty() || !subscription.lastTold.get().equals(readings)) {
            subscription.lastTold = Optional.of(readings);
            subscription.told.accept(readings);
        }
    }

    /** When the value will have become too old, unless something newer has come: one look is planned at a time. */
    private void age(Subscription subscription, Instant at) {
        subscription.ageing.ifPresent(TimerQueue.Entry::cancel);
        subscription.ageing = Optional.of(loop.at(at, Integer.MAX_VALUE, () -> tell(subscription)));
    }

    /** Sorts reads into batches of what can be asked for together. */
    private static final class Batches {
        private final int mostServices;
        private final int mostNames;
        private final List<List<? extends Call>> all = new ArrayList<>();
        private final Set<String> names = new LinkedHashSet<>();
        private List<Call> services = new ArrayList<>();
        private List<Call> alarms = new ArrayList<>();
        private boolean fillsUp;

        Batches(int mostServices, int mostNames) {
            this.mostServices = mostServices;
            this.mostNames = mostNames;
        }

        List<List<? extends Call>> all() {
            return all;
        }

        /** From now on only what costs no request of its own is added. */
        void fillUp() {
            fillsUp = true;
        }

        /** Adds a read to the batch that has room for it, or to a new one. */
        void add(Call call) {
            if (call instanceof Call.DescribeService) {
                if (services.isEmpty() || services.size() >= mostServices) {
                    if (fillsUp) {
                        return;
                    }
                    services = newBatch();
                }
                services.add(call);
            } else if (call instanceof Call.ReadAlarms read) {
                boolean fits = names.containsAll(read.names())
                        || names.size() + read.names().size() <= mostNames;
                if (alarms.isEmpty() || !fits) {
                    if (fillsUp) {
                        return;
                    }
                    alarms = newBatch();
                    names.clear();
                }
                names.addAll(read.names());
                alarms.add(call);
            } else if (!fillsUp) {
                newBatch().add(call);
            }
        }

        private List<Call> newBatch() {
            List<Call> batch = new ArrayList<>();
            all.add(batch);
            return batch;
        }
    }
}
