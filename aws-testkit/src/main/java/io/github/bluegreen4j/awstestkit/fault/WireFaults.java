package io.github.bluegreen4j.awstestkit.fault;

import io.github.bluegreen4j.testkit.fault.CallChoice;
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
    private final Supplier<Instant> clock;
    private final Instant start;
    private final List<Plan> plans = new ArrayList<>();
    private final Map<String, Long> requests = new HashMap<>();
    private boolean over;

    private record Plan(String actions, CallChoice.Range chosen, WireFault fault) {}

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
    public CallChoice<What> on(String actions) {
        return new CallChoice<>(() -> requests(actions), chosen -> new What(actions, chosen));
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
        long now = Duration.between(start, clock.get()).toNanos();
        return plans.stream()
                .filter(plan -> names.contains(plan.actions()))
                .filter(plan -> plan.chosen().includes(requests.getOrDefault(plan.actions(), 0L), now))
                .map(Plan::fault)
                .findFirst();
    }

    private synchronized long requests(String actions) {
        return requests.getOrDefault(actions, 0L);
    }

    /** Chooses what happens to the requests. */
    public final class What {
        private final String actions;
        private final CallChoice.Range chosen;

        private What(String actions, CallChoice.Range chosen) {
            this.actions = actions;
            this.chosen = chosen;
        }

        /**
         * Plans a fault for the chosen requests.
         *
         * @param fault what goes wrong
         */
        public void happens(WireFault fault) {
            synchronized (WireFaults.this) {
                plans.add(new Plan(actions, chosen, fault));
            }
        }
    }
}
