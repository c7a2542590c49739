package io.github.bluegreen4j.engine;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.workflow.Call;
import io.github.bluegreen4j.workflow.Response;
import io.github.bluegreen4j.workflow.WatchOrder;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * The watches of all deployments. Equal reads are made once, services and alarms in batches. A reading counts for a watch
 * only if its call began after the watch was ordered; a value that grows too old becomes unknown.
 */
final class WatchPool {
    private static final Duration MAXIMUM = Duration.ofSeconds(10);
    private static final CallRunner.PortCall.Lane LANE =
            new CallRunner.PortCall.Lane(CallRunner.PortCall.Kind.READ, "");

    private final Loop loop;
    private final Map<Call, Shared> reads = new LinkedHashMap<>();
    private Optional<TimerHeap.Entry> planned = Optional.empty();
    private Instant plannedAt = Instant.MAX;

    WatchPool(Loop loop) {
        this.loop = loop;
    }

    /** One read that somebody is interested in. */
    private static final class Shared {
        private final Set<Subscription> subscribers = new LinkedHashSet<>();
        private Optional<Response> last = Optional.empty();

        /** Why the last try read nothing; empty when it did. */
        private Optional<Response> problem = Optional.empty();

        private Instant lastBegan = Instant.MIN;
        private Instant lastTried = Instant.MIN;
        private Instant due;
        private boolean underWay;
        private Duration interval = MAXIMUM;
        private Duration early = quarter(MAXIMUM);

        Shared(Instant due) {
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
            boolean first = true;
            for (Subscription subscription : subscribers) {
                Duration wanted = subscription.order.interval();
                interval = first || wanted.compareTo(interval) < 0 ? wanted : interval;
                first = false;
            }
            early = quarter(interval);
        }

        private static Duration quarter(Duration duration) {
            return Duration.ofNanos(duration.toNanos() / 4);
        }

        boolean isDue(Instant now) {
            return !underWay && !due.isAfter(Loop.later(now, early));
        }
    }

    /** The interest of one deployment. */
    static final class Subscription {
        private final WatchOrder order;
        private final Instant orderedAt;
        private final Consumer<Readings> told;
        private final List<Shared> parts = new ArrayList<>();
        private Optional<List<Response>> lastShown = Optional.empty();
        private Optional<Readings> lastTold = Optional.empty();
        private Optional<TimerHeap.Entry> ageing = Optional.empty();

        Subscription(WatchOrder order, Instant orderedAt, Consumer<Readings> told) {
            this.order = order;
            this.orderedAt = orderedAt;
            this.told = told;
        }

        WatchOrder order() {
            return order;
        }
    }

    Subscription order(WatchOrder order, Consumer<Readings> told) {
        Instant now = loop.now();
        Subscription subscription = new Subscription(order, now, told);
        for (Call call : order.reads()) {
            Shared shared = reads.computeIfAbsent(call, read -> new Shared(now));
            shared.add(subscription);
            shared.due = now;
            subscription.parts.add(shared);
        }
        lookAt(now);
        age(subscription, Loop.later(now, order.maximumAge()));
        return subscription;
    }

    void cancel(Subscription subscription) {
        subscription.ageing.ifPresent(TimerHeap.Entry::cancel);
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

    /** How many different reads are kept up. */
    int size() {
        return reads.size();
    }

    /** One look is planned at a time, the earliest. */
    private void lookAt(Instant at) {
        if (planned.isPresent() && !plannedAt.isAfter(at)) {
            return;
        }
        planned.ifPresent(TimerHeap.Entry::cancel);
        plannedAt = at;
        planned = Optional.of(loop.at(at, Integer.MAX_VALUE, () -> {
            planned = Optional.empty();
            look();
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

    /** Makes every read that is due, and those that soon will be, in as few calls as possible. */
    private void look() {
        Instant now = loop.now();
        List<Call> due = new ArrayList<>();
        reads.forEach((call, shared) -> {
            if (shared.isDue(now)) {
                due.add(call);
            }
        });
        if (due.isEmpty()) {
            return;
        }
        Batches batches = new Batches(loop.ports().runtime().describeBatch());
        due.forEach(call -> call.accept(batches));
        batches.services().forEach(this::describe);
        if (!batches.alarms().isEmpty()) {
            readAlarms(batches.alarms());
        }
        batches.singles()
                .forEach(call -> read(Operations.of(call), List.of(call), call::toString, () -> {
                    Response response = call.accept(loop.portCalls()).make(SendPermit.always());
                    return Map.of(call, response);
                }));
    }

    private void describe(List<Call.DescribeService> calls) {
        List<ServiceRef> services =
                calls.stream().map(Call.DescribeService::service).toList();
        read(CallRunner.Operation.DESCRIBE, calls, () -> "describe " + services, () -> {
            List<ServiceDescription> described = loop.portCalls().describe(services);
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

    private void readAlarms(List<Call.ReadAlarms> calls) {
        Set<String> names = new LinkedHashSet<>();
        calls.forEach(call -> names.addAll(call.names()));
        read(CallRunner.Operation.READ_ALARMS, calls, () -> "read alarms " + names, () -> {
            AlarmReading reading = loop.portCalls().readAlarms(names);
            Map<Call, Response> responses = new LinkedHashMap<>();
            for (Call.ReadAlarms call : calls) {
                responses.put(call, new Response.AlarmsRead(reading.only(call.names())));
            }
            return responses;
        });
    }

    private void read(
            CallRunner.Operation operation,
            List<? extends Call> calls,
            Supplier<String> wording,
            Callable<Map<Call, Response>> body) {
        Instant began = loop.now();
        calls.forEach(call -> Optional.ofNullable(reads.get(call)).ifPresent(shared -> shared.underWay = true));
        loop.boundedCall(
                new CallRunner.PortCall<>(LANE, operation, wording, MAXIMUM, body),
                responses -> ended(calls, began, responses),
                thrown -> ended(calls, began, shownBy(PortCalls.problem(thrown, wording), calls)));
    }

    private static Map<Call, Response> shownBy(Problem problem, List<? extends Call> calls) {
        Map<Call, Response> shown = new LinkedHashMap<>();
        calls.forEach(call ->
                call.subject().ifPresent(subject -> shown.put(call, new Response.NotRead(subject, problem))));
        return shown;
    }

    /**
     * Three quarters to all of the interval, another one each time: what comes and goes in a rhythm of its own is not
     * polled in the same rhythm for ever. Reads that were begun together stay together.
     */
    private static Duration spread(Duration interval, Instant began) {
        long mixed = (began.getEpochSecond() * 1_000_003 + began.getNano() / 1_000_000) * 0x9E3779B97F4A7C15L;
        long dice = mixed >>> 52;
        return Duration.ofNanos(interval.toNanos() / 4 * 3 + interval.toNanos() / 4 / 4096 * dice);
    }

    /** A problem leaves the last value to grow old; only that something is gone is a value itself. */
    private static boolean isUnknown(Response response) {
        return response instanceof Response.NotRead notRead && notRead.problem().kind() != Problem.Kind.GONE;
    }

    private void ended(List<? extends Call> calls, Instant began, Map<Call, Response> responses) {
        Set<Subscription> concerned = new LinkedHashSet<>();
        for (Call call : calls) {
            Shared shared = reads.get(call);
            if (shared == null) {
                continue;
            }
            shared.underWay = false;
            shared.lastTried = began;
            Optional<Response> response = Optional.ofNullable(responses.get(call));
            boolean failed = response.filter(WatchPool::isUnknown).isPresent();
            shared.problem = failed ? response : Optional.empty();
            if (response.isPresent() && !failed) {
                // An equal value stays the one it was: who compares it again sees that at once.
                shared.last = shared.last.equals(response) ? shared.last : response;
                shared.lastBegan = began;
            }
            shared.due = Loop.later(began, spread(shared.interval, began));
            lookAt(shared.due);
            concerned.addAll(shared.subscribers);
        }
        concerned.forEach(this::tell);
    }

    /** Tells a subscriber what its reads show together, if that is something new. */
    private void tell(Subscription subscription) {
        List<Response> shown = new ArrayList<>();
        Instant oldest = Instant.MAX;
        Instant now = loop.now();
        Duration maximumAge = subscription.order.maximumAge();
        for (Shared shared : subscription.parts) {
            if (shared.lastTried.isBefore(subscription.orderedAt)) {
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
        subscription.ageing.ifPresent(TimerHeap.Entry::cancel);
        subscription.ageing = Optional.of(loop.at(at, Integer.MAX_VALUE, () -> tell(subscription)));
    }

    /** Sorts reads by what can be asked for together. */
    private static final class Batches extends CallAdapter {
        private final int most;
        private final List<List<Call.DescribeService>> services = new ArrayList<>();
        private final List<Call.ReadAlarms> alarms = new ArrayList<>();
        private final List<Call> singles = new ArrayList<>();

        Batches(int most) {
            this.most = most;
        }

        List<List<Call.DescribeService>> services() {
            return services;
        }

        List<Call.ReadAlarms> alarms() {
            return alarms;
        }

        List<Call> singles() {
            return singles;
        }

        @Override
        public Boolean describeService(Call.DescribeService call) {
            if (services.isEmpty() || services.get(services.size() - 1).size() >= most) {
                services.add(new ArrayList<>());
            }
            return services.get(services.size() - 1).add(call);
        }

        @Override
        public Boolean readAlarms(Call.ReadAlarms call) {
            return alarms.add(call);
        }

        @Override
        Boolean other(Call call) {
            return singles.add(call);
        }
    }
}
