package io.github.bluegreen4j.engine.work;

import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.SmallSets;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One read that somebody subscribed to, whoever and how many they are. Confined to the loop. */
final class SharedRead {
    /** The read that is due first comes first; of two that are due together, the older one. */
    static final Comparator<SharedRead> BY_DUE_TIME = (one, other) -> {
        int byTime = one.due.compareTo(other.due);
        return byTime != 0 ? byTime : Long.compare(one.number, other.number);
    };

    private final Call call;
    private final WatchPool.Place where;
    private final long number;

    /** Nearly always one. */
    private Set<WatchPool.Subscription> subscribers = Set.of();

    private Urgency urgency = Urgency.PROGRESS;
    private Duration interval = WatchPool.MAXIMUM;
    private Instant due;

    /** Where {@link DueReads} has it among those of its second, while they are not sorted. */
    private int place;

    private WatchPool.@Nullable Batch batch;
    private @Nullable Response last;
    private Optional<Response> problem = Optional.empty();
    private Instant lastBegan = Instant.MIN;
    private Instant lastTried = Instant.MIN;

    SharedRead(Call call, WatchPool.Place place, long number, Instant due) {
        this.call = call;
        this.where = place;
        this.number = number;
        this.due = due;
    }

    Call call() {
        return call;
    }

    /** Where it is read. */
    WatchPool.Place where() {
        return where;
    }

    Set<WatchPool.Subscription> subscribers() {
        return subscribers;
    }

    boolean isWanted() {
        return !subscribers.isEmpty();
    }

    /** How urgent it is for the subscriber for whom it is most urgent. */
    Urgency urgency() {
        return urgency;
    }

    /** How often the most impatient subscriber wants it. */
    Duration interval() {
        return interval;
    }

    Instant due() {
        return due;
    }

    /** Only {@link ReadSchedule} may call it: it sorts by this time. */
    void plan(Instant at) {
        due = at;
        batch = null;
    }

    int place() {
        return place;
    }

    void place(int newPlace) {
        place = newPlace;
    }

    /** It is part of a call from now on, and not planned until that has ended. */
    void isPartOf(WatchPool.Batch newBatch) {
        batch = newBatch;
    }

    /** The call that it is part of; empty while it is planned. */
    Optional<WatchPool.Batch> batch() {
        return Optional.ofNullable(batch);
    }

    /** From when on it is taken with those that are due, and needs no look of its own: a sixty-fourth of its interval before. */
    Instant soon() {
        return due.minusNanos(interval.toNanos() / 64);
    }

    /** From when on it may be read together with one that is due: a quarter of its interval before it is due itself. */
    Instant early() {
        return due.minusNanos(interval.toNanos() / 4);
    }

    void add(WatchPool.Subscription subscription) {
        boolean first = subscribers.isEmpty();
        subscribers = SmallSets.with(subscribers, subscription);
        Duration wanted = subscription.order().interval(call);
        interval = first || wanted.compareTo(interval) < 0 ? wanted : interval;
        urgency = first || urgency != Urgency.WATCH ? urgency(subscription) : urgency;
    }

    /** Usually all subscribers want the same, so the first of those that are left answers at once. */
    void remove(WatchPool.Subscription subscription) {
        subscribers = SmallSets.without(subscribers, subscription);
        Duration before = interval;
        Urgency urgencyBefore = urgency;
        interval = WatchPool.MAXIMUM;
        urgency = Urgency.PROGRESS;
        boolean first = true;
        for (WatchPool.Subscription left : subscribers) {
            Duration wanted = left.order().interval(call);
            interval = first || wanted.compareTo(interval) < 0 ? wanted : interval;
            urgency = urgency == Urgency.WATCH ? urgency : urgency(left);
            first = false;
            if (interval.equals(before) && urgency == urgencyBefore) {
                return;
            }
        }
    }

    private static Urgency urgency(WatchPool.Subscription subscription) {
        return subscription.order().watch() == Watch.GREEN_READY ? Urgency.PROGRESS : Urgency.WATCH;
    }

    /** A call of it ended that began then; empty if it was not part of the answer. */
    void ended(Instant began, Optional<Response> response) {
        lastTried = began;
        boolean failed = response.filter(SharedRead::isUnknown).isPresent();
        problem = failed ? response : Optional.empty();
        if (response.isPresent() && !failed) {
            // An equal value stays the one it was, so that comparing it again takes no time.
            last = response.get().equals(last) ? last : response.get();
            lastBegan = began;
        }
    }

    /** A problem leaves the last value to grow old; only that something is gone is a value itself. */
    private static boolean isUnknown(Response response) {
        return response instanceof Response.NotRead notRead && notRead.problem().kind() != Problem.Kind.GONE;
    }

    /** It could not be tried. The last value counts until it is too old. */
    void putOff(Response.NotRead why) {
        problem = Optional.of(why);
    }

    /** Whether it was tried since then. */
    boolean wasTriedSince(Instant ordered) {
        return !lastTried.isBefore(ordered);
    }

    /** When its last value was read. */
    Instant lastBegan() {
        return lastBegan;
    }

    /** Whether its last value counts: the call began since then, and the value is no older than that. */
    boolean counts(Instant ordered, Duration maximumAge, Instant now) {
        return last != null
                && !lastBegan.isBefore(ordered)
                && Loop.later(lastBegan, maximumAge).isAfter(now);
    }

    /**
     * When its value, or the time without one, will be too old for a subscriber, for the first one after that instant; {@link
     * Instant#MAX} if for none.
     */
    Instant agesAfter(Instant instant) {
        Instant first = Instant.MAX;
        for (WatchPool.Subscription subscriber : subscribers) {
            Instant since = lastBegan.isBefore(subscriber.orderedAt()) ? subscriber.orderedAt() : lastBegan;
            Instant ages = Loop.later(since, subscriber.order().maximumAge(call));
            first = ages.isAfter(instant) && ages.isBefore(first) ? ages : first;
        }
        return first;
    }

    /** Its last value; only if there is one. */
    Response last() {
        return Objects.requireNonNull(last);
    }

    /** Why the last try read nothing; empty if it read something. */
    Optional<Response> problem() {
        return problem;
    }
}
