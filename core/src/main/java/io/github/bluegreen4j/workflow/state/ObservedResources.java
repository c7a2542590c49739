package io.github.bluegreen4j.workflow.state;

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
 * @param kept how far blue is kept instead of retired
 * @param moved for each route with another split than at the start, or possibly so: when the engine wrote it last
 */
public record ObservedResources(
        Map<RouteRef, RouteReading> routes,
        Map<RouteRef, Instant> settling,
        Green green,
        ScaleIn scaleIn,
        boolean primaryMade,
        boolean blueRetired,
        Kept kept,
        Map<RouteRef, Instant> moved) {

    /** How far blue is kept instead of retired. */
    public enum Kept {
        /** It is not. */
        NO,
        /** The order that keeps it is in the journal. */
        ORDERED,
        /** It also runs its share of the desired count. */
        REDUCED
    }

    static final ObservedResources EMPTY =
            new ObservedResources(Map.of(), Map.of(), Green.NONE, ScaleIn.UNTOUCHED, false, false, Kept.NO, Map.of());

    /**
     * {@return the route as it was left by the engine or found at the start; empty if it was never read}
     *
     * @param route the route
     */
    public Optional<RouteReading> route(RouteRef route) {
        return Optional.ofNullable(routes.get(route));
    }

    public ObservedResources found(Map<RouteRef, RouteReading> found) {
        return new ObservedResources(found, settling, green, scaleIn, primaryMade, blueRetired, kept, moved);
    }

    public ObservedResources left(RouteReading reading) {
        return new ObservedResources(
                ImmutableCopies.with(routes, reading.route(), reading),
                settling,
                green,
                scaleIn,
                primaryMade,
                blueRetired,
                kept,
                moved);
    }

    public ObservedResources settling(RouteRef route, Instant until) {
        return new ObservedResources(
                routes,
                ImmutableCopies.with(settling, route, until),
                green,
                scaleIn,
                primaryMade,
                blueRetired,
                kept,
                moved);
    }

    /**
     * Another engine takes over, and its clock may differ. Settling routes get their full time again, and every moved
     * route counts as written at the last instant when a call of the former engine could take effect.
     */
    ObservedResources resumed(Instant at, Instant quietAt) {
        Map<RouteRef, Instant> settlingAnew = new LinkedHashMap<>();
        settling.forEach((route, until) -> settlingAnew.put(
                route, at.plus(route(route).map(RouteReading::settle).orElse(Duration.ZERO))));
        Map<RouteRef, Instant> movedAnew = new LinkedHashMap<>(moved);
        movedAnew.replaceAll((route, before) -> quietAt);
        return new ObservedResources(
                routes,
                ImmutableCopies.of(settlingAnew),
                green,
                scaleIn,
                primaryMade,
                blueRetired,
                kept,
                ImmutableCopies.of(movedAnew));
    }

    public ObservedResources settled(RouteRef route) {
        return new ObservedResources(
                routes,
                ImmutableCopies.without(settling, route),
                green,
                scaleIn,
                primaryMade,
                blueRetired,
                kept,
                moved);
    }

    public ObservedResources with(Green newGreen) {
        return new ObservedResources(routes, settling, newGreen, scaleIn, primaryMade, blueRetired, kept, moved);
    }

    public ObservedResources with(ScaleIn newScaleIn) {
        return new ObservedResources(routes, settling, green, newScaleIn, primaryMade, blueRetired, kept, moved);
    }

    public ObservedResources withPrimaryMade() {
        return new ObservedResources(routes, settling, green, scaleIn, true, blueRetired, kept, moved);
    }

    public ObservedResources withBlueRetired() {
        return new ObservedResources(routes, settling, green, scaleIn, primaryMade, true, kept, moved);
    }

    /** A write on the route may have been made, even if its answer never arrives. */
    public ObservedResources moved(RouteRef route, Instant at) {
        return new ObservedResources(
                routes,
                settling,
                green,
                scaleIn,
                primaryMade,
                blueRetired,
                kept,
                ImmutableCopies.with(moved, route, at));
    }

    /** The write was refused, so it was not made. */
    public ObservedResources notMoved(RouteRef route) {
        return new ObservedResources(
                routes,
                settling,
                green,
                scaleIn,
                primaryMade,
                blueRetired,
                kept,
                ImmutableCopies.without(moved, route));
    }

    public ObservedResources with(Kept newKept) {
        return new ObservedResources(routes, settling, green, scaleIn, primaryMade, blueRetired, newKept, moved);
    }
}
