package io.github.bluegreen4j.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was read of the world, piece by piece. What is absent is unknown, and unknown is not healthy.
 *
 * @param service the service's description
 * @param routes the routes that were read
 * @param gone the routes that are known not to exist
 * @param health the target groups that were read
 * @param alarms the alarms that were read
 * @param scaleIn the autoscaler's setting
 */
public record Readings(
        Optional<ServiceDescription> service,
        Map<RouteRef, RouteReading> routes,
        Set<RouteRef> gone,
        Map<TargetGroupRef, TargetHealth> health,
        Optional<AlarmReading> alarms,
        Optional<ScaleInSetting> scaleIn) {

    /** Nothing was read: everything is unknown. */
    public static final Readings NONE =
            new Readings(Optional.empty(), Map.of(), Set.of(), Map.of(), Optional.empty(), Optional.empty());

    public Readings with(ServiceDescription read) {
        return new Readings(Optional.of(read), routes, gone, health, alarms, scaleIn);
    }

    public Readings with(RouteReading read) {
        return new Readings(service, plus(routes, read.route(), read), gone, health, alarms, scaleIn);
    }

    /** The same, and that route does not exist. */
    public Readings withGone(RouteRef route) {
        Set<RouteRef> more = new LinkedHashSet<>(gone);
        more.add(route);
        return new Readings(service, routes, Collections.unmodifiableSet(more), health, alarms, scaleIn);
    }

    public Readings with(TargetHealth read) {
        return new Readings(service, routes, gone, plus(health, read.group(), read), alarms, scaleIn);
    }

    public Readings with(AlarmReading read) {
        return new Readings(service, routes, gone, health, Optional.of(read), scaleIn);
    }

    public Readings with(ScaleInSetting read) {
        return new Readings(service, routes, gone, health, alarms, Optional.of(read));
    }

    public Optional<RouteReading> route(RouteRef route) {
        return Optional.ofNullable(routes.get(route));
    }

    /** Whether that route is known not to exist, which is more than that it could not be read. */
    public boolean isGone(RouteRef route) {
        return gone.contains(route);
    }

    public Optional<TargetHealth> health(TargetGroupRef group) {
        return Optional.ofNullable(health.get(group));
    }

    private static <K, V> Map<K, V> plus(Map<K, V> map, K key, V value) {
        if (map.isEmpty()) {
            return Map.of(key, value);
        }
        Map<K, V> copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return Collections.unmodifiableMap(copy);
    }
}
