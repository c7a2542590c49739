package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * The resources of this deployment in the outside world, as it last left or found them.
 *
 * @param routes every route of the deployment, as it was left by the engine or found at the start
 * @param settling routes whose data plane still follows the last write, with the instant when it has
 * @param green the revision that the deployment launches
 * @param scaleIn the autoscaler's setting
 * @param primaryMade whether green has the label PRIMARY
 * @param blueRetired whether blue is gone
 * @param moved for each route with another split than at the start, or possibly so: when the engine wrote it last
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

    /**
     * {@return the route as it was left by the engine or found at the start; empty if it was never read}
     *
     * @param route the route
     */
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
     * Another engine takes over, and its clock may differ. Settling routes get their full time again, and every moved
     * route counts as written at the last instant when a call of the former engine could take effect.
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

    /** A write on the route may have been made, even if its answer never arrives. */
    Estate moved(RouteRef route, Instant at) {
        return new Estate(routes, settling, green, scaleIn, primaryMade, blueRetired, Copies.with(moved, route, at));
    }

    /** The write was refused, so it was not made. */
    Estate notMoved(RouteRef route) {
        return new Estate(routes, settling, green, scaleIn, primaryMade, blueRetired, Copies.without(moved, route));
    }
}
