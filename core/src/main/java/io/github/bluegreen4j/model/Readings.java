package io.github.bluegreen4j.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What was read of the world, piece by piece. A piece that is absent is unknown, and unknown is not healthy. A piece that
 * does not exist is {@linkplain #isGone gone}, which is more than unknown.
 *
 * @param service the service's description
 * @param routes the routes that were read
 * @param health the target groups that were read
 * @param alarms the alarms that were read
 * @param scaleIn the autoscaler's setting
 * @param users every route that gives one of the two target groups weight, whoever owns it
 * @param problems why a piece is absent, where it was tried to read it: the last problem
 */
public record Readings(
        Optional<ServiceDescription> service,
        Map<RouteRef, RouteReading> routes,
        Map<TargetGroupRef, TargetHealth> health,
        Optional<AlarmReading> alarms,
        Optional<ScaleInSetting> scaleIn,
        Optional<Set<RouteRef>> users,
        Map<Subject, Problem> problems) {
    /** Checks that nothing is missing that has to be there. */
    public Readings {
        Given.value("readings.service", service);
        Given.entries("readings.routes", routes);
        Given.entries("readings.health", health);
        Given.value("readings.alarms", alarms);
        Given.value("readings.scaleIn", scaleIn);
        Given.elements("readings.users", Given.value("readings.users", users).orElse(Set.of()));
        Given.entries("readings.problems", problems);
    }

    /** Nothing was read: everything is unknown. */
    public static final Readings NONE = new Readings(
            Optional.empty(), Map.of(), Map.of(), Optional.empty(), Optional.empty(), Optional.empty(), Map.of());

    /**
     * What is read in one piece.
     *
     * @param kind what kind of thing
     * @param id its identity; empty where a deployment has one of that kind
     */
    public record Subject(Kind kind, String id) {
        /** Checks that both are there. */
        public Subject {
            Given.value("subject.kind", kind);
            id = Given.foreignText("subject.id", id);
        }

        /** The kinds of pieces. */
        public enum Kind {
            SERVICE,
            ROUTE,
            TARGET_GROUP,
            ALARMS,
            SCALE_IN,
            /** The routes that use the target groups. */
            USERS
        }

        private static final Map<Kind, String> NAMES = Map.of(
                Kind.SERVICE, "service",
                Kind.ROUTE, "route",
                Kind.TARGET_GROUP, "target group",
                Kind.ALARMS, "the alarms",
                Kind.SCALE_IN, "the scaling policy",
                Kind.USERS, "the routes that use the target groups");

        public static Subject of(ServiceRef service) {
            Given.value("service", service);
            return new Subject(Kind.SERVICE, service.toString());
        }

        public static Subject of(RouteRef route) {
            Given.value("route", route);
            return new Subject(Kind.ROUTE, route.id());
        }

        public static Subject of(TargetGroupRef group) {
            Given.value("group", group);
            return new Subject(Kind.TARGET_GROUP, group.id());
        }

        /** One of a kind of which a deployment has one. */
        public static Subject of(Kind kind) {
            return new Subject(kind, "");
        }

        @Override
        public String toString() {
            return id.isEmpty() ? NAMES.get(kind) + "" : NAMES.get(kind) + " " + id;
        }
    }

    public Readings with(ServiceDescription read) {
        return new Readings(Optional.of(read), routes, health, alarms, scaleIn, users, problems);
    }

    public Readings with(RouteReading read) {
        return new Readings(service, plus(routes, read.route(), read), health, alarms, scaleIn, users, problems);
    }

    public Readings with(TargetHealth read) {
        return new Readings(service, routes, plus(health, read.group(), read), alarms, scaleIn, users, problems);
    }

    public Readings with(AlarmReading read) {
        return new Readings(service, routes, health, Optional.of(read), scaleIn, users, problems);
    }

    public Readings with(ScaleInSetting read) {
        return new Readings(service, routes, health, alarms, Optional.of(read), users, problems);
    }

    /** The same, and those are all the routes that give one of the target groups weight. */
    public Readings withUsers(Set<RouteRef> read) {
        return new Readings(service, routes, health, alarms, scaleIn, Optional.of(Set.copyOf(read)), problems);
    }

    /** The same, and that piece could not be read. */
    public Readings with(Subject subject, Problem problem) {
        return new Readings(service, routes, health, alarms, scaleIn, users, plus(problems, subject, problem));
    }

    /** The same, but no target group was read. */
    public Readings withoutHealth() {
        return new Readings(service, routes, Map.of(), alarms, scaleIn, users, problems);
    }

    public Optional<RouteReading> route(RouteRef route) {
        return Optional.ofNullable(routes.get(route));
    }

    public Optional<TargetHealth> health(TargetGroupRef group) {
        return Optional.ofNullable(health.get(group));
    }

    /** Why that piece could not be read, if it was tried and could not. */
    public Optional<Problem> problem(Subject subject) {
        return Optional.ofNullable(problems.get(subject));
    }

    /** Whether that piece is known not to exist, which is more than that it could not be read. */
    public boolean isGone(Subject subject) {
        return problem(subject)
                .filter(problem -> problem.kind() == Problem.Kind.GONE)
                .isPresent();
    }

    /** Whether anything was read at all. */
    public boolean isAnythingKnown() {
        return service.isPresent()
                || !routes.isEmpty()
                || !health.isEmpty()
                || alarms.isPresent()
                || scaleIn.isPresent()
                || users.isPresent();
    }

    /** The first piece that is known not to exist, in words. */
    public Optional<String> gone() {
        return problems.entrySet().stream()
                .filter(entry -> entry.getValue().kind() == Problem.Kind.GONE)
                .findFirst()
                .map(entry -> entry.getKey() + " does not exist any more (" + entry.getValue() + ")");
    }

    /** What is known of a piece that is absent, in words: its name, and the last problem with it. */
    public String unknown(Subject subject) {
        return problem(subject).map(problem -> subject + " (" + problem + ")").orElseGet(subject::toString);
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
