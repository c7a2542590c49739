package io.github.bluegreen4j.aws.place;

import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * One account in one Region, with the ports that deploy there. Build the ports with clients for this account and Region, and share one
 * {@link io.github.bluegreen4j.aws.call.ApiBudget} among them. Immutable.
 */
public final class AwsPlace {
    private static final Pattern ACCOUNT = Pattern.compile("\\d{12}");
    private static final Pattern REGION = Pattern.compile("[a-z0-9]+(-[a-z0-9]+)+");

    private final String name;
    private final ServiceRuntime runtime;
    private final TrafficRouter router;
    private final AlarmSource alarms;
    private final AutoScalingGuard autoScaling;
    private final Optional<LifecycleHook> lambdaHooks;

    private AwsPlace(
            String name,
            ServiceRuntime runtime,
            TrafficRouter router,
            AlarmSource alarms,
            AutoScalingGuard autoScaling,
            Optional<LifecycleHook> lambdaHooks) {
        this.name = name;
        this.runtime = Objects.requireNonNull(runtime, "runtime");
        this.router = Objects.requireNonNull(router, "router");
        this.alarms = Objects.requireNonNull(alarms, "alarms");
        this.autoScaling = Objects.requireNonNull(autoScaling, "autoScaling");
        this.lambdaHooks = lambdaHooks;
    }

    /**
     * Creates a place without alarms, without autoscaling and without Lambda hooks.
     *
     * @param account the account number, 12 digits
     * @param region the Region, for example {@code eu-west-1}
     * @param runtime where the services of this place run
     * @param router shifts the traffic of this place
     * @return the place
     * @throws IllegalArgumentException if the account or the Region is not valid
     */
    public static AwsPlace of(String account, String region, ServiceRuntime runtime, TrafficRouter router) {
        check("account", account, ACCOUNT, "12 digits");
        check("region", region, REGION, "the id of a Region, for example eu-west-1");
        return new AwsPlace(
                name(account, region), runtime, router, AlarmSource.none(), AutoScalingGuard.none(), Optional.empty());
    }

    private static void check(String field, String value, Pattern pattern, String allowed) {
        if (!pattern.matcher(value).matches()) {
            throw new IllegalArgumentException(field + ": \"" + value + "\" is not allowed; allowed: " + allowed);
        }
    }

    static String name(String account, String region) {
        return account + "/" + region;
    }

    /**
     * {@return a copy with alarms}
     *
     * @param newAlarms reads the alarms of this place, by name
     */
    public AwsPlace withAlarms(AlarmSource newAlarms) {
        return new AwsPlace(name, runtime, router, newAlarms, autoScaling, lambdaHooks);
    }

    /**
     * {@return a copy with autoscaling}
     *
     * @param newAutoScaling suspends scale-in in this place
     */
    public AwsPlace withAutoScaling(AutoScalingGuard newAutoScaling) {
        return new AwsPlace(name, runtime, router, alarms, newAutoScaling, lambdaHooks);
    }

    /**
     * {@return a copy with Lambda hooks}
     *
     * @param newLambdaHooks invokes the functions of deployments whose service is in this place
     */
    public AwsPlace withLambdaHooks(LifecycleHook newLambdaHooks) {
        return new AwsPlace(name, runtime, router, alarms, autoScaling, Optional.of(newLambdaHooks));
    }

    /** {@return {@code ACCOUNT/REGION}} */
    public String name() {
        return name;
    }

    ServiceRuntime runtime() {
        return runtime;
    }

    TrafficRouter router() {
        return router;
    }

    AlarmSource alarms() {
        return alarms;
    }

    AutoScalingGuard autoScaling() {
        return autoScaling;
    }

    Optional<LifecycleHook> lambdaHooks() {
        return lambdaHooks;
    }

    /** {@code ACCOUNT/REGION}. */
    @Override
    public String toString() {
        return name;
    }
}
