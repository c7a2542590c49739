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
 * Limits the rate of requests to AWS. Each {@link ApiGroup} has a token bucket like AWS's own: it fills at the group's rate
 * and allows a burst. A call without enough tokens is queued and told when to retry; it never blocks a thread. The queue is
 * ordered by {@link Urgency}, then by arrival. A place that is not claimed within 5 seconds of its turn expires.
 *
 * <p>A fifth of each group's rate, at least one request, is reserved for calls that restore production. Calls are planned
 * with 70 % of AWS's burst. The rest covers additional requests of a running call, such as further pages.
 *
 * <p>The default rates are AWS's defaults for a whole account and Region. If others use the account too, or if several
 * processes deploy, set lower rates; the burst shrinks with the rate. Adapters that get the same budget share it.
 * Thread-safe.
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

    /** {@return a budget with AWS's default rates and the system's clock} */
    public static ApiBudget ofDefaults() {
        return of(Map.of(), TimeSource.system());
    }

    /**
     * Creates a budget.
     *
     * @param perSecond the rates that differ from AWS's defaults, in requests per second, each 2 or more
     * @param time the clock by which rates are measured
     * @return the budget
     * @throws IllegalArgumentException if a rate is below 2
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
     * Takes all tokens of a call, or none.
     *
     * @param cost the number of tokens of each group
     * @param call identifies the call; a retry with the same name keeps its place in the queue
     * @param urgency the order in the queue
     * @return empty if the tokens were taken; otherwise the delay until a retry
     */
    synchronized Optional<Duration> take(Map<ApiGroup, Integer> cost, String call, Urgency urgency) {
        long now = time.nanos();
        Place place = new Place(call, urgency);
        Map<ApiGroup, Long> turns = new EnumMap<>(ApiGroup.class);
        cost.forEach((group, count) -> {
            bucket(group).fill(now);
            turns.put(group, bucket(group).untilTurn(place, count));
        });
        long last = turns.values().stream().mapToLong(Long::longValue).max().orElse(0);
        if (last == 0) {
            cost.forEach((group, count) -> bucket(group).take(place, count));
            return Optional.empty();
        }
        long again = Math.max(last, SHORTEST);
        turns.forEach((group, turn) -> {
            // It waits where its turn comes last. In the queue of another group it would hold up all behind it until
            // then.
            if (turn == last || (again <= GRACE && bucket(group).hasQueued(place))) {
                bucket(group).line(place, cost.getOrDefault(group, 0), now + again + GRACE);
            } else {
                bucket(group).leave(place);
            }
        });
        return Optional.of(Duration.ofNanos(again));
    }

    /** Tells whether one more request fits now, behind everything that is queued. */
    synchronized boolean hasRoom(ApiGroup group, Urgency urgency) {
        Bucket bucket = bucket(group);
        bucket.fill(time.nanos());
        return bucket.room(urgency) >= 1;
    }

    /**
     * Takes a token for an additional request of a running call, from the part of the burst that is not planned with.
     * Returns false if that is used up, too.
     */
    synchronized boolean overdraw(ApiGroup group) {
        Bucket bucket = bucket(group);
        bucket.fill(time.nanos());
        return bucket.overdraw();
    }

    /** Returns tokens that a call did not need. */
    synchronized void giveBack(ApiGroup group, int count) {
        bucket(group).giveBack(count);
    }

    /** {@return how many requests of a group may be sent in a second} */
    int perSecond(ApiGroup group) {
        return (int) bucket(group).perSecond;
    }

    private Bucket bucket(ApiGroup group) {
        return Objects.requireNonNull(buckets.get(group));
    }

    private record Place(String call, Urgency urgency) {}

    /** @param number the order of arrival */
    private record Waiting(Place place, int count, long number, long expiresAt) {}

    /** The tokens and the queue of one group. Guarded by the budget. */
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
            // One less than AWS allows: its clock and ours differ.
            lowest = Math.min(0, capacity - Math.floor(burst) + 1);
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

        /** Returns the nanoseconds until a place may take its tokens; 0 if it may now. */
        long untilTurn(Place place, int count) {
            Waiting known = places.get(place);
            Waiting turn = known == null ? new Waiting(place, count, arrivals, 0) : known;
            double ahead = line.headSet(turn).stream().mapToInt(Waiting::count).sum();
            // A small budget never has enough tokens for a large call, so such a call starts with a full bucket.
            double most = place.urgency() == Urgency.RESTORING ? capacity : capacity - reserved;
            double missing = Math.min(count, most) + ahead - available(place.urgency());
            // Tolerates rounding: otherwise a call could lack a fraction of a token at the instant it was told.
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

        boolean hasQueued(Place place) {
            return places.containsKey(place);
        }

        /** Queues a place, or renews it. */
        void line(Place place, int count, long expiresAt) {
            Waiting known = places.get(place);
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
