package io.github.bluegreen4j.awstestkit.fault;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Plans which requests go wrong, and how. Actions are named as in IAM: {@code ecs:CreateTaskSet}. {@code ecs:*} and {@code
 * *} match many actions, whose requests are counted together.
 *
 * <pre>{@code
 * aws.faults().on("elasticloadbalancing:ModifyRule").nth(2).happens(WireFault.RESET_AFTERWARDS);
 * aws.faults().on("ecs:*").between(Duration.ofMinutes(3), Duration.ofMinutes(5)).happens(WireFault.THROTTLED);
 * }</pre>
 *
 * <p>If several plans match a request, the one that was planned first applies. Thread-safe.
 */
public final class WireFaults {
    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    private final Supplier<Instant> clock;
    private final Instant start;
    private final List<Plan> plans = new ArrayList<>();
    private final Map<String, Long> requests = new HashMap<>();
    private boolean over;

    private record Plan(String actions, long first, long last, Instant from, Instant to, WireFault fault) {
        boolean concerns(long nth, Instant now) {
            return first <= nth && nth <= last && !now.isBefore(from) && !now.isAfter(to);
        }
    }

    /**
     * Creates a plan without faults.
     *
     * @param clock the world's clock
     */
    public WireFaults(Supplier<Instant> clock) {
        this.clock = clock;
        this.start = clock.get();
    }

    /**
     * Begins to plan a fault.
     *
     * @param actions an IAM action, for example {@code ecs:CreateTaskSet}, or {@code ecs:*} or {@code *} for many
     * @return the choice of requests
     */
    public When on(String actions) {
        return new When(actions);
    }

    /** Cancels all plans. */
    public synchronized void end() {
        over = true;
    }

    /**
     * Counts a request and returns its fault.
     *
     * @param action the IAM action of the request
     * @return the fault; empty if the request is answered normally
     */
    public synchronized Optional<WireFault> strike(String action) {
        String all = action.substring(0, action.indexOf(':') + 1) + "*";
        List<String> names = List.of(action, all, "*");
        names.forEach(name -> requests.merge(name, 1L, Long::sum));
        if (over || plans.isEmpty()) {
            return Optional.empty();
        }
        Instant now = clock.get();
        return plans.stream()
                .filter(plan -> names.contains(plan.actions()))
                .filter(plan -> plan.concerns(requests.getOrDefault(plan.actions(), 0L), now))
                .map(Plan::fault)
                .findFirst();
    }

    /** Chooses the requests that go wrong. */
    public final class When {
        private final String actions;

        private When(String actions) {
            this.actions = actions;
        }

        /**
         * Chooses a single request, counted from the creation of the plan.
         *
         * @param nth 1 for the first request
         * @return the choice of the fault
         * @throws IllegalArgumentException if {@code nth} is below 1
         */
        public What nth(long nth) {
            if (nth < 1) {
                throw new IllegalArgumentException("nth: \"" + nth + "\" is not allowed; allowed: 1 or more");
            }
            return new What(actions, nth, nth, Duration.ZERO, FOR_EVER);
        }

        /**
         * Chooses a single request, counted from now on.
         *
         * @param nth 1 for the next request
         * @return the choice of the fault
         */
        public What next(long nth) {
            synchronized (WireFaults.this) {
                return nth(requests.getOrDefault(actions, 0L) + nth);
            }
        }

        /**
         * Chooses the next request.
         *
         * @return the choice of the fault
         */
        public What next() {
            return next(1);
        }

        /**
         * Chooses all requests in an interval of time, both ends included.
         *
         * @param from the start of the interval, as time since the creation of the plan
         * @param to the end of the interval, as time since the creation of the plan
         * @return the choice of the fault
         * @throws IllegalArgumentException if {@code from} is after {@code to}
         */
        public What between(Duration from, Duration to) {
            if (from.compareTo(to) > 0) {
                throw new IllegalArgumentException("from: \"" + from + "\" is not allowed; allowed: not after " + to);
            }
            return new What(actions, 1, Long.MAX_VALUE, from, to);
        }

        /**
         * Chooses all requests.
         *
         * @return the choice of the fault
         */
        public What always() {
            return between(Duration.ZERO, FOR_EVER);
        }
    }

    /** Chooses what happens to the requests. */
    public final class What {
        private final String actions;
        private final long first;
        private final long last;
        private final Duration from;
        private final Duration to;

        private What(String actions, long first, long last, Duration from, Duration to) {
            this.actions = actions;
            this.first = first;
            this.last = last;
            this.from = from;
            this.to = to;
        }

        /**
         * Plans a fault for the chosen requests.
         *
         * @param fault what goes wrong
         */
        public void happens(WireFault fault) {
            synchronized (WireFaults.this) {
                plans.add(new Plan(actions, first, last, start.plus(from), start.plus(to), fault));
            }
        }
    }
}
