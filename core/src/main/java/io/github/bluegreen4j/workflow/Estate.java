package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What this deployment has in the world, as it last left or found it.
 *
 * @param routes every route of the deployment as last left by us, or as found at the start
 * @param settling routes whose data plane is given time to follow the last write
 * @param green the revision it launched
 * @param scaleIn the autoscaler's permission
 * @param primaryMade whether green bears the label PRIMARY
 * @param blueRetired whether blue is gone
 * @param moved when it last gave, or may have given, a route another split than the route had at the start
 */
public record Estate(
        Map<RouteRef, RouteReading> routes,
        Map<RouteRef, Instant> settling,
        Green green,
        ScaleIn scaleIn,
        boolean primaryMade,
        boolean blueRetired,
        Map<RouteRef, Instant> moved) {

    static final Estate EMPTY = new Estate(Map.of(), Map.of(), Green.NONE, ScaleIn.UNTOUCHED, false, false, Map.of());

    /** The route as last left by us, or as found at the start. */
    public Optional<RouteReading> route(RouteRef route) {
        return Optional.ofNullable(routes.get(route));
    }

    Estate found(Map<RouteRef, RouteReading> found) {
        return new Estate(found, settling, green, scaleIn, primaryMade, blueRetired, moved);
    }

    Estate left(RouteReading reading) {
        return new Estate(
                Copies.with(routes, reading.route(), reading),
                settling,
                green,
                scaleIn,
                primaryMade,
                blueRetired,
                moved);
    }

    Estate settling(RouteRef route, Instant until) {
        return new Estate(routes, Copies.with(settling, route, until), green, scaleIn, primaryMade, blueRetired, moved);
    }

    /**
     * Another engine takes over, whose clock may be another one: what settles gets its time once more, and every moved route counts as
     * written when the last call of the former engine may land.
     */
    Estate resumed(Instant at, Instant quietAt) {
        Map<RouteRef, Instant> settlingAnew = new LinkedHashMap<>();
        settling.forEach((route, until) -> settlingAnew.put(
                route, at.plus(route(route).map(RouteReading::settle).orElse(Duration.ZERO))));
        Map<RouteRef, Instant> movedAnew = new LinkedHashMap<>(moved);
        movedAnew.replaceAll((route, before) -> quietAt);
        return new Estate(routes, settlingAnew, green, scaleIn, primaryMade, blueRetired, movedAnew);
    }

    Estate settled(RouteRef route) {
        return new Estate(routes, Copies.without(settling, route), green, scaleIn, primaryMade, blueRetired, moved);
    }

    Estate with(Green newGreen) {
        return new Estate(routes, settling, newGreen, scaleIn, primaryMade, blueRetired, moved);
    }

    Estate with(ScaleIn newScaleIn) {
        return new Estate(routes, settling, green, newScaleIn, primaryMade, blueRetired, moved);
    }

    Estate withPrimaryMade() {
        return new Estate(routes, settling, green, scaleIn, true, blueRetired, moved);
    }

    Estate withBlueRetired() {
        return new Estate(routes, settling, green, scaleIn, primaryMade, true, moved);
    }

    /** A write on that route may have been made, even if nobody ever hears of it. */
    Estate moved(RouteRef route, Instant at) {
        return new Estate(routes, settling, green, scaleIn, primaryMade, blueRetired, Copies.with(moved, route, at));
    }

    /** The write was refused, so it was not made. */
    Estate notMoved(RouteRef route) {
        return new Estate(routes, settling, green, scaleIn, primaryMade, blueRetired, Copies.without(moved, route));
    }
}
