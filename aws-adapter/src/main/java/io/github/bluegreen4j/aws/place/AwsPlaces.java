package io.github.bluegreen4j.aws.place;

import io.github.bluegreen4j.aws.arn.EcsArns;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The ports of one engine that deploys in several accounts and Regions. Each call goes to the place that the ARN names: of the cluster,
 * the route, the target group or the alarm. A name that is no ARN belongs to the default place. Immutable.
 *
 * <p>Each place has its own ports with their own budget. The engine gives each place its own threads and its own turn to read, so a
 * place that is throttled or does not answer holds up no deployment in another one.
 *
 * <p>What is in none of the places is refused before a deployment changes anything, by the preflight check {@code aws-places}. That also
 * refuses a route or target group in another place than the service: ECS registers tasks only in its own account and Region. Alarms may
 * be in any of the places. A check that a port brings is made by the port of the service's place.
 */
public final class AwsPlaces {
    private final Map<String, AwsPlace> places;
    private final Optional<AwsPlace> defaultPlace;

    private AwsPlaces(Builder builder) {
        places = Collections.unmodifiableMap(new LinkedHashMap<>(builder.places));
        defaultPlace = builder.defaultPlace;
    }

    /** {@return a builder without places} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return the runtime of all places} */
    public ServiceRuntime runtime() {
        return new PlacedRuntime(this, AwsPlace::runtime);
    }

    /** {@return the router of all places} Its write mode is {@code BEST_EFFORT} if that of one place is. */
    public TrafficRouter router() {
        return new PlacedRouter(this, AwsPlace::router);
    }

    /** {@return the alarms of all places} An alarm outside the default place is named by its ARN. */
    public AlarmSource alarms() {
        return new PlacedAlarms(this, AwsPlace::alarms);
    }

    /** {@return the guard of all places} */
    public AutoScalingGuard autoScaling() {
        return new PlacedAutoScaling(this, AwsPlace::autoScaling);
    }

    /**
     * {@return the Lambda hooks of all places} The place of a deployment's service invokes its functions, so that they may belong to
     * another account of the same Region.
     */
    public LifecycleHook lambdaHooks() {
        return new PlacedHooks(this);
    }

    Collection<AwsPlace> all() {
        return places.values();
    }

    /** The place of an ARN, or of a name; empty if there is none. */
    Optional<AwsPlace> find(String nameOrArn) {
        return nameOrArn.startsWith("arn:")
                ? EcsArns.beside(nameOrArn)
                        .flatMap(arn -> Optional.ofNullable(places.get(AwsPlace.name(arn.account(), arn.region()))))
                : defaultPlace;
    }

    Optional<AwsPlace> find(ServiceRef service) {
        return find(text(service));
    }

    /** What says where a service is: its cluster, or its own ARN. */
    static String text(ServiceRef service) {
        boolean onlyTheServiceHasAnArn =
                !service.cluster().startsWith("arn:") && service.name().startsWith("arn:");
        return onlyTheServiceHasAnArn ? service.name() : service.cluster();
    }

    AwsPlace of(ServiceRef service, String operation) {
        return find(service).orElseThrow(() -> nowhere(operation, service.toString(), "service", text(service)));
    }

    AwsPlace of(String field, String value, String operation) {
        return find(value).orElseThrow(() -> nowhere(operation, value, field, value));
    }

    private PortException nowhere(String operation, String resource, String field, String value) {
        return new PortException(new Problem(
                Problem.Kind.REFUSED,
                operation,
                resource,
                field + ": \"" + value + "\" is in none of the places of this engine; allowed: " + allowed()));
    }

    /** What belongs somewhere. */
    String allowed() {
        return "an ARN of " + String.join(", ", places.keySet())
                + defaultPlace
                        .map(place -> "; a name without an ARN is in " + place)
                        .orElse("; there is no default place");
    }

    /** Builds the ports of several places. Not thread-safe. */
    public static final class Builder {
        private final Map<String, AwsPlace> places = new LinkedHashMap<>();
        private Optional<AwsPlace> defaultPlace = Optional.empty();

        private Builder() {}

        /**
         * Adds a place.
         *
         * @param place the place
         * @return this
         * @throws IllegalArgumentException if it was added before
         */
        public Builder place(AwsPlace place) {
            if (places.putIfAbsent(place.name(), place) != null) {
                throw new IllegalArgumentException(
                        "place: \"" + place + "\" is not allowed; allowed: each account and Region once");
            }
            return this;
        }

        /**
         * Adds the place of everything that is not named by an ARN. Without one, names are refused.
         *
         * @param place the place
         * @return this
         * @throws IllegalArgumentException if it was added before, or if there is a default place
         */
        public Builder defaultPlace(AwsPlace place) {
            if (defaultPlace.isPresent()) {
                throw new IllegalArgumentException("defaultPlace: \"" + place
                        + "\" is not allowed; allowed: one default place, which is " + defaultPlace.get());
            }
            place(place);
            defaultPlace = Optional.of(place);
            return this;
        }

        /**
         * {@return the ports of these places}
         *
         * @throws IllegalStateException if there is no place
         */
        public AwsPlaces build() {
            if (places.isEmpty()) {
                throw new IllegalStateException("place: is missing; allowed: one place or more");
            }
            return new AwsPlaces(this);
        }
    }
}
