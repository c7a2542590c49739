package io.github.bluegreen4j.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was read of the world, piece by piece. What is absent is unknown, and unknown is not healthy.
 *
 * @param service the service's description
 * @param routes the routes that were read
 * @param health the target groups that were read
 * @param alarms the alarms that were read
 * @param scaleIn the autoscaler's setting
 */
public record Readings(
        Optional<ServiceDescription> service,
        Map<RouteRef, RouteReading> routes,
        Map<TargetGroupRef, TargetHealth> health,
        Optional<AlarmReading> alarms,
        Optional<ScaleInSetting> scaleIn) {

    /** Nothing was read: everything is unknown. */
    public static final Readings NONE =
            new Readings(Optional.empty(), Map.of(), Map.of(), Optional.empty(), Optional.empty());

    public Readings with(ServiceDescription read) {
        return new Readings(Optional.of(read), routes, health, alarms, scaleIn);
    }

    public Readings with(RouteReading read) {
        return new Readings(service, plus(routes, read.route(), read), health, alarms, scaleIn);
    }

    public Readings with(TargetHealth read) {
        return new Readings(service, routes, plus(health, read.group(), read), alarms, scaleIn);
    }

    public Readings with(AlarmReading read) {
        return new Readings(service, routes, health, Optional.of(read), scaleIn);
    }

    public Readings with(ScaleInSetting read) {
        return new Readings(service, routes, health, alarms, Optional.of(read));
    }

    public Optional<RouteReading> route(RouteRef route) {
        return Optional.ofNullable(routes.get(route));
    }

    public Optional<TargetHealth> health(TargetGroupRef group) {
        return Optional.ofNullable(health.get(group));
    }

    private static <K, V> Map<K, V> plus(Map<K, V> map, K key, V value) {
        Map<K, V> copy = new LinkedHashMap<>(map);
        copy.put(key, value);
        return Collections.unmodifiableMap(copy);
    }
}
