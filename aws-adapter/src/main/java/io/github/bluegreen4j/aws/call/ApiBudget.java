package io.github.bluegreen4j.aws.call;

import io.github.bluegreen4j.spi.CallRunner.Urgency;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeSet;

/**
 * How many requests a second may be made of AWS. Each group of operations has a bucket of tokens, as AWS has: it fills at the group's
 * rate and allows a burst. A call for which there are not enough tokens gets a place in the group's line and is told when its turn
 * comes; it never waits on a thread. The line is sorted by {@link Urgency}, and within one urgency by the order of arrival. A place that
 * nobody claims within 5 seconds of its turn is given up.
 *
 * <p>A fifth of each group's rate, and one request at least, is kept in the bucket for calls that restore production. Of AWS's own
 * burst only seven tenths are planned with: the rest covers requests that a call turns out to need in addition, further pages for
 * example.
 *
 * <p>The default rates are those of a whole account. Where others use the account too, or several processes deploy, give less: the
 * burst shrinks with the rate. What is given to several adapters is shared by them. Safe for use by many threads.
 */
public final class ApiBudget {
    private static final int RESERVED_PART = 5;
    private static final double PLANNED_PART = 0.7;
    private static final double NANOS = 1e9;
    private static final double ROUNDING_ERROR = 1e-6;
    private static final long GRACE = Duration.ofSeconds(5).toNanos();
    private static final long SHORTEST = Duration.ofMillis(1).toNanos();

    private final Map<ApiGroup, Bucket> buckets = new EnumMap<>(ApiGroup.class);
    private final TimeSource time;

    private ApiBudget(Map<ApiGroup, Integer> rates, TimeSource time) {
        this.time = time;
        rates.forEach((group, rate) -> buckets.put(group, new Bucket(group, rate, time.nanos())));
    }

    /** The default rates of AWS, by the machine's clock. */
    public static ApiBudget ofDefaults() {
        return of(Map.of(), TimeSource.system());
    }

    /**
     * The default rates of AWS but for those that are given.
     *
     * @param perSecond requests a second, 2 or more
     * @param time by which a second is measured
     * @throws IllegalArgumentException when a rate is less than 2
     */
    public static ApiBudget of(Map<ApiGroup, Integer> perSecond, TimeSource time) {
        Map<ApiGroup, Integer> rates = new EnumMap<>(ApiGroup.class);
        for (ApiGroup group : ApiGroup.values()) {
            int rate = perSecond.getOrDefault(group, group.perSecond());
            if (rate < 2) {
                throw new IllegalArgumentException("perSecond." + group + ": \"" + rate
                        + "\" is not allowed; allowed: 2 or more, since one is kept for restoring production");
            }
            rates.put(group, rate);
        }
        return new ApiBudget(rates, time);
    }

    /**
     * Takes the tokens of a call, all of them or none.
     *
     * @param cost how many tokens of which groups
     * @param call names the call: asked again under the same name it has the place that it was given
     * @return empty when they were taken; otherwise when to ask again
     */
    synchronized Optional<Duration> take(Map<ApiGroup, Integer> cost, String call, Urgency urgency) {
        long now = time.nanos();
        Place place = new Place(call, urgency);
        long longest = 0;
        for (Map.Entry<ApiGroup, Integer> part : cost.entrySet()) {
            Bucket bucket = bucket(part.getKey());
            bucket.fill(now);
            longest = Math.max(longest, bucket.untilTurn(place, part.getValue()));
        }
        if (longest == 0) {
            cost.forEach((group, count) -> bucket(group).take(place, count));
            return Optional.empty();
        }
        long again = Math.max(longest, SHORTEST);
        cost.forEach((group, count) -> bucket(group).line(place, count, now + again + GRACE));
        return Optional.of(Duration.ofNanos(again));
    }

    /** Whether one more request fits now, beside everything that waits. */
    synchronized boolean hasRoom(ApiGroup group, Urgency urgency) {
        Bucket bucket = bucket(group);
        bucket.fill(time.nanos());
        return bucket.room(urgency) >= 1;
    }

    /** Takes a token for a request of a call that is under way, from what is not planned with. False when even that is used up. */
    synchronized boolean overdraw(ApiGroup group) {
        Bucket bucket = bucket(group);
        bucket.fill(time.nanos());
        return bucket.overdraw();
    }

    /** Gives tokens back that a call did not need. */
    synchronized void giveBack(ApiGroup group, int count) {
        bucket(group).giveBack(count);
    }

    private Bucket bucket(ApiGroup group) {
        return Objects.requireNonNull(buckets.get(group));
    }

    private record Place(String call, Urgency urgency) {}

    /** @param number the order of arrival */
    private record Waiting(Place place, int count, long number, long expiresAt) {}

    /** The tokens of one group, and who waits for them. Guarded by the budget. */
    private static final class Bucket {
        private static final Comparator<Waiting> ORDER = Comparator.comparing(
                        (Waiting waiting) -> waiting.place().urgency())
                .thenComparingLong(Waiting::number);

        private final double perSecond;
        private final double capacity;
        private final double reserved;
        private final double lowest;
        private final TreeSet<Waiting> line = new TreeSet<>(ORDER);
        private final Map<Place, Waiting> places = new HashMap<>();
        private double tokens;
        private long filledAt;
        private long arrivals;

        Bucket(ApiGroup group, int rate, long now) {
            double burst = (double) group.burst() * rate / group.perSecond();
            perSecond = rate;
            capacity = Math.max(2, Math.floor(burst * PLANNED_PART));
            reserved = Math.min(Math.max(1, rate / RESERVED_PART), capacity - 1);
            lowest = Math.min(0, capacity - Math.floor(burst));
            tokens = capacity;
            filledAt = now;
        }

        void fill(long now) {
            tokens = Math.min(capacity, tokens + (now - filledAt) / NANOS * perSecond);
            filledAt = now;
            while (!places.isEmpty() && places.values().removeIf(waiting -> isOver(waiting, now))) {
                line.removeIf(waiting -> isOver(waiting, now));
            }
        }

        private static boolean isOver(Waiting waiting, long now) {
            return now - waiting.expiresAt() > 0;
        }

        /** How long until a place has so many tokens, in nanoseconds; 0 when it has them now. */
        long untilTurn(Place place, int count) {
            Waiting known = places.get(place);
            Waiting turn = known == null ? new Waiting(place, count, arrivals, 0) : known;
            double ahead = line.headSet(turn).stream().mapToInt(Waiting::count).sum();
            // A small budget never has as many at once as a large call needs: that one begins with a full bucket.
            double most = place.urgency() == Urgency.RESTORING ? capacity : capacity - reserved;
            double missing = Math.min(count, most) + ahead - available(place.urgency());
            // Without it, rounding could leave a call short of its token at the very instant that it was given.
            return missing < ROUNDING_ERROR ? 0 : Math.round(missing / perSecond * NANOS);
        }

        private double available(Urgency urgency) {
            return urgency == Urgency.RESTORING ? tokens : tokens - reserved;
        }

        double room(Urgency urgency) {
            return available(urgency) - line.stream().mapToInt(Waiting::count).sum();
        }

        void take(Place place, int count) {
            leave(place);
            tokens -= count;
        }

        private void leave(Place place) {
            Waiting known = places.remove(place);
            if (known != null) {
                line.remove(known);
            }
        }

        /** Keeps a place in the line, or gives one: only where tokens are missing, so that nobody waits here for another group. */
        void line(Place place, int count, long expiresAt) {
            Waiting known = places.get(place);
            if (known == null && untilTurn(place, count) == 0) {
                return;
            }
            long number = known == null ? arrivals++ : known.number();
            leave(place);
            Waiting waiting = new Waiting(place, count, number, expiresAt);
            places.put(place, waiting);
            line.add(waiting);
        }

        boolean overdraw() {
            if (tokens - 1 < lowest) {
                return false;
            }
            tokens--;
            return true;
        }

        void giveBack(int count) {
            tokens = Math.min(capacity, tokens + count);
        }
    }
}
