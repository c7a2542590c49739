package io.github.bluegreen4j.aws.call;

import io.github.bluegreen4j.spi.TimeSource;
import io.github.resilience4j.ratelimiter.RateLimiterConfig;
import io.github.resilience4j.ratelimiter.internal.AtomicRateLimiter;
import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;

/**
 * How many requests a second may be made of AWS. A fifth of each group's rate, and one request a second at least, is kept for
 * calls that restore production. A budget that is used up never makes anybody wait: the call counts as throttled, and the engine
 * tries again.
 *
 * <p>The default rates are those of a whole account. Where others use the account too, or several processes deploy, give less. What
 * is given to several adapters is shared by them. Safe for use by many threads.
 */
public final class ApiBudget {
    private static final Duration PERIOD = Duration.ofSeconds(1);
    private static final int RESERVED_PART = 5;

    private final Map<ApiGroup, Share> shares = new EnumMap<>(ApiGroup.class);

    private record Share(AtomicRateLimiter ordinary, AtomicRateLimiter reserved) {
        boolean permits(boolean restoring) {
            return ordinary.acquirePermission(1) || (restoring && reserved.acquirePermission(1));
        }
    }

    private ApiBudget(Map<ApiGroup, Integer> rates, TimeSource time) {
        rates.forEach((group, rate) -> {
            int reserved = Math.max(1, rate / RESERVED_PART);
            shares.put(
                    group,
                    new Share(
                            limiter(group + " for all", rate - reserved, time),
                            limiter(group + " for restoring", reserved, time)));
        });
    }

    private static AtomicRateLimiter limiter(String name, int perSecond, TimeSource time) {
        RateLimiterConfig config = RateLimiterConfig.custom()
                .limitRefreshPeriod(PERIOD)
                .limitForPeriod(perSecond)
                .timeoutDuration(Duration.ZERO)
                .build();
        long origin = time.nanos();
        return new AtomicRateLimiter(name, config, Map.of(), () -> time.nanos() - origin);
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

    /** Whether one more request may be made now. */
    boolean permits(ApiGroup group, boolean restoring) {
        return Objects.requireNonNull(shares.get(group)).permits(restoring);
    }
}
