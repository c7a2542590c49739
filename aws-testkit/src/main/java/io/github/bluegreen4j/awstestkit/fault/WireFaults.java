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
 * Which requests go wrong, and how. An action is what IAM calls it: {@code ecs:CreateTaskSet}; {@code ecs:*} and {@code *}
 * stand for many, which are counted together.
 *
 * <pre>{@code
 * aws.faults().on("elasticloadbalancing:ModifyRule").nth(2).happens(WireFault.RESET_AFTERWARDS);
 * aws.faults().on("ecs:*").between(Duration.ofMinutes(3), Duration.ofMinutes(5)).happens(WireFault.THROTTLED);
 * }</pre>
 *
 * What is planned first counts. Safe for use by many threads.
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

    /** Nothing goes wrong yet. */
    public WireFaults(Supplier<Instant> clock) {
        this.clock = clock;
        this.start = clock.get();
    }

    /** Begins to plan a fault for an action, {@code ecs:CreateTaskSet} for example, or for many: {@code ecs:*}, {@code *}. */
    public When on(String actions) {
        return new When(actions);
    }

    /** Nothing goes wrong any more. */
    public synchronized void end() {
        over = true;
    }

    /** What becomes of a request of that action; it is counted. */
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

    /** Which requests of an action. */
    public final class When {
        private final String actions;

        private When(String actions) {
            this.actions = actions;
        }

        /** Only the n-th one, from 1. */
        public What nth(long nth) {
            if (nth < 1) {
                throw new IllegalArgumentException("nth: \"" + nth + "\" is not allowed; allowed: 1 or more");
            }
            return new What(actions, nth, nth, Duration.ZERO, FOR_EVER);
        }

        /** The n-th one from now on, from 1. */
        public What next(long nth) {
            synchronized (WireFaults.this) {
                return nth(requests.getOrDefault(actions, 0L) + nth);
            }
        }

        /** The next one. */
        public What next() {
            return next(1);
        }

        /** All in that time, counted from the beginning. */
        public What between(Duration from, Duration to) {
            if (from.compareTo(to) > 0) {
                throw new IllegalArgumentException("from: \"" + from + "\" is not allowed; allowed: not after " + to);
            }
            return new What(actions, 1, Long.MAX_VALUE, from, to);
        }

        /** All of them, for ever. */
        public What always() {
            return between(Duration.ZERO, FOR_EVER);
        }
    }

    /** What happens to them. */
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

        /** That happens to them. */
        public void happens(WireFault fault) {
            synchronized (WireFaults.this) {
                plans.add(new Plan(actions, first, last, start.plus(from), start.plus(to), fault));
            }
        }
    }
}
