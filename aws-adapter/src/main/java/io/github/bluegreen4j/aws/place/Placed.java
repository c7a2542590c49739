package io.github.bluegreen4j.aws.place;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.spi.PreflightCheck;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.ToIntFunction;

/**
 * The ports of one kind, one of each place.
 *
 * @param <P> the kind of port
 */
final class Placed<P> {
    private final AwsPlaces places;
    private final Function<AwsPlace, P> port;

    Placed(AwsPlaces places, Function<AwsPlace, P> port) {
        this.places = places;
        this.port = port;
    }

    AwsPlaces places() {
        return places;
    }

    P in(AwsPlace place) {
        return port.apply(place);
    }

    /** The ports for calls of another kind: made once, as the engine does. */
    Function<AwsPlace, P> each(Function<P, P> change) {
        Map<AwsPlace, P> changed = new HashMap<>();
        places.all().forEach(place -> changed.put(place, change.apply(in(place))));
        return place -> Objects.requireNonNull(changed.get(place));
    }

    /** The ports for one call. */
    Function<AwsPlace, P> once(Function<P, P> change) {
        return port.andThen(change);
    }

    /** Some values by their place, in order. Those that are nowhere are left out. */
    <T> Map<AwsPlace, List<T>> byPlace(Iterable<T> values, Function<T, Optional<AwsPlace>> place) {
        Map<AwsPlace, List<T>> byPlace = new LinkedHashMap<>();
        for (T value : values) {
            place.apply(value)
                    .ifPresent(found -> byPlace.computeIfAbsent(found, fresh -> new ArrayList<>())
                            .add(value));
        }
        return byPlace;
    }

    int smallest(ToIntFunction<P> size) {
        return places.all().stream().map(this::in).mapToInt(size).min().orElseThrow();
    }

    /** What a call usually costs: the place with the lowest rate limit decides what a plan says. */
    List<RequestCost> costs(Function<P, List<RequestCost>> costs) {
        BinaryOperator<RequestCost> dearer = (one, other) -> new RequestCost(
                one.api(), Math.max(one.requests(), other.requests()), Math.min(one.perSecond(), other.perSecond()));
        Map<String, RequestCost> byApi = new LinkedHashMap<>();
        places.all().stream()
                .flatMap(place -> costs.apply(in(place)).stream())
                .forEach(cost -> byApi.merge(cost.api(), cost, dearer));
        return List.copyOf(byApi.values());
    }

    /** The checks of all ports, each once: the port of the deployment's place makes it. */
    List<PreflightCheck> checks(
            Function<P, List<PreflightCheck>> checks, Function<DeploymentSpec, Optional<AwsPlace>> place) {
        Set<String> names = new LinkedHashSet<>();
        places.all().forEach(one -> checks.apply(in(one)).forEach(check -> names.add(check.name())));
        List<PreflightCheck> all = new ArrayList<>();
        for (String name : names) {
            all.add(new OfItsPlace(
                    name,
                    spec -> place.apply(spec)
                            .flatMap(found -> checks.apply(in(found)).stream()
                                    .filter(check -> check.name().equals(name))
                                    .findFirst())));
        }
        return all;
    }

    /** The checks that the port of the service's place makes. */
    List<PreflightCheck> checksOfTheService(Function<P, List<PreflightCheck>> checks) {
        return checks(checks, spec -> places.find(spec.service()));
    }

    /** A check of that name. A deployment that is nowhere is refused by {@link PlaceCheck}. */
    private record OfItsPlace(String name, Function<DeploymentSpec, Optional<PreflightCheck>> check)
            implements PreflightCheck {
        @Override
        public List<Finding> check(DeploymentSpec spec) {
            return check.apply(spec).map(found -> found.check(spec)).orElse(List.of());
        }
    }
}
