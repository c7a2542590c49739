package io.github.bluegreen4j.model;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What the engine read of the world, piece by piece. An absent piece is unknown, and unknown never counts as healthy.
 * A piece that does not exist is {@linkplain #isGone gone}, which is a known fact and not the same as unknown.
 *
 * <p>Immutable; the {@code with} methods return copies.
 *
 * @param service the description of the service
 * @param routes the routes that were read, by their reference
 * @param health the target groups that were read, by their reference
 * @param alarms the states of the alarms
 * @param analysis what the metrics say about green
 * @param scaleIn whether scale-in of the service is suspended
 * @param users every route, whoever owns it, that gives one of the two target groups weight
 * @param permission what the policies answered
 * @param findings what the checks of ports and users found
 * @param problems for each piece that could not be read: the last problem
 */
public record Readings(
        Optional<ServiceDescription> service,
        Map<RouteRef, RouteReading> routes,
        Map<TargetGroupRef, TargetHealth> health,
        Optional<AlarmReading> alarms,
        Optional<Judgement> analysis,
        Optional<ScaleInSetting> scaleIn,
        Optional<Set<RouteRef>> users,
        Optional<Permission> permission,
        List<Finding> findings,
        Map<Subject, Problem> problems) {
    /**
     * Checks that nothing is missing.
     *
     * @param service the description of the service
     * @param routes the routes that were read, by their reference
     * @param health the target groups that were read, by their reference
     * @param alarms the states of the alarms
     * @param analysis what the metrics say about green
     * @param scaleIn whether scale-in of the service is suspended
     * @param users every route, whoever owns it, that gives one of the two target groups weight
     * @param permission what the policies answered
     * @param findings what the checks of ports and users found
     * @param problems for each piece that could not be read: the last problem
     * @throws InvalidSpecException if a value, a key or an element is null
     */
    public Readings {
        Given.value("readings.service", service);
        Given.entries("readings.routes", routes);
        Given.entries("readings.health", health);
        Given.value("readings.alarms", alarms);
        Given.value("readings.analysis", analysis);
        Given.value("readings.scaleIn", scaleIn);
        Given.elements("readings.users", Given.value("readings.users", users).orElse(Set.of()));
        Given.value("readings.permission", permission);
        findings = Given.list("readings.findings", findings);
        Given.entries("readings.problems", problems);
    }

    /** Nothing was read: every piece is unknown. */
    public static final Readings NONE = new Readings(
            Optional.empty(),
            Map.of(),
            Map.of(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            List.of(),
            Map.of());

    /**
     * Names one piece of the world that is read on its own.
     *
     * @param kind the kind of piece
     * @param id its id; empty if a deployment has only one piece of this kind
     */
    public record Subject(Kind kind, String id) {
        /**
         * Checks that both are present.
         *
         * @param kind the kind of piece
         * @param id its id
         * @throws InvalidSpecException if one is missing
         */
        public Subject {
            Given.value("subject.kind", kind);
            id = Given.foreignText("subject.id", id);
        }

        /** The kinds of pieces. */
        public enum Kind {
            /** The description of the service. */
            SERVICE,
            /** One route. */
            ROUTE,
            /** The target health of one target group. */
            TARGET_GROUP,
            /** The states of all watched alarms. */
            ALARMS,
            /** The metrics of both target groups. */
            METRICS,
            /** The autoscaler's setting. */
            SCALE_IN,
            /** The routes that give one of the two target groups weight. */
            USERS,
            /** The answers of the engine's policies. */
            POLICIES
        }

        private static final Map<Kind, String> NAMES = Map.of(
                Kind.SERVICE, "service",
                Kind.ROUTE, "route",
                Kind.TARGET_GROUP, "target group",
                Kind.ALARMS, "the alarms",
                Kind.METRICS, "the metrics",
                Kind.SCALE_IN, "the setting of scale-in or of the pause hook",
                Kind.USERS, "the routes that use the target groups",
                Kind.POLICIES, "the policies");

        /**
         * {@return the piece that describes a service}
         *
         * @param service the service
         */
        public static Subject of(ServiceRef service) {
            Given.value("service", service);
            return new Subject(Kind.SERVICE, service.toString());
        }

        /**
         * {@return the piece for one route}
         *
         * @param route the route
         */
        public static Subject of(RouteRef route) {
            Given.value("route", route);
            return new Subject(Kind.ROUTE, route.id());
        }

        /**
         * {@return the piece for the target health of one group}
         *
         * @param group the target group
         */
        public static Subject of(TargetGroupRef group) {
            Given.value("group", group);
            return new Subject(Kind.TARGET_GROUP, group.id());
        }

        /**
         * {@return the piece of a kind that a deployment has only once}
         *
         * @param kind {@code ALARMS}, {@code METRICS}, {@code SCALE_IN}, {@code USERS} or {@code POLICIES}
         */
        public static Subject of(Kind kind) {
            return new Subject(kind, "");
        }

        @Override
        public String toString() {
            return id.isEmpty() ? NAMES.get(kind) + "" : NAMES.get(kind) + " " + id;
        }
    }

    /**
     * {@return a copy with this description of the service}
     *
     * @param read the description
     */
    public Readings with(ServiceDescription read) {
        return new Readings(
                Optional.of(read), routes, health, alarms, analysis, scaleIn, users, permission, findings, problems);
    }

    /**
     * {@return a copy with this route; it replaces an earlier reading of the same route}
     *
     * @param read the reading
     */
    public Readings with(RouteReading read) {
        return new Readings(
                service,
                plus(routes, read.route(), read),
                health,
                alarms,
                analysis,
                scaleIn,
                users,
                permission,
                findings,
                problems);
    }

    /**
     * {@return a copy with the health of this target group; it replaces an earlier reading of the same group}
     *
     * @param read the reading
     */
    public Readings with(TargetHealth read) {
        return new Readings(
                service,
                routes,
                plus(health, read.group(), read),
                alarms,
                analysis,
                scaleIn,
                users,
                permission,
                findings,
                problems);
    }

    /**
     * {@return a copy with these alarm states}
     *
     * @param read the states
     */
    public Readings with(AlarmReading read) {
        return new Readings(
                service, routes, health, Optional.of(read), analysis, scaleIn, users, permission, findings, problems);
    }

    /**
     * {@return a copy with this judgement of the metrics}
     *
     * @param read the judgement
     */
    public Readings with(Judgement read) {
        return new Readings(
                service, routes, health, alarms, Optional.of(read), scaleIn, users, permission, findings, problems);
    }

    /**
     * {@return a copy with this setting of the autoscaler}
     *
     * @param read the setting
     */
    public Readings with(ScaleInSetting read) {
        return new Readings(
                service, routes, health, alarms, analysis, Optional.of(read), users, permission, findings, problems);
    }

    /**
     * {@return a copy with these answers of the policies}
     *
     * @param read the answers together
     */
    public Readings with(Permission read) {
        return new Readings(
                service, routes, health, alarms, analysis, scaleIn, users, Optional.of(read), findings, problems);
    }

    /**
     * {@return a copy in which these are all routes that give one of the target groups weight}
     *
     * @param read the routes, whoever owns them
     */
    public Readings withUsers(Set<RouteRef> read) {
        return new Readings(
                service,
                routes,
                health,
                alarms,
                analysis,
                scaleIn,
                Optional.of(Set.copyOf(read)),
                permission,
                findings,
                problems);
    }

    /**
     * {@return a copy in which the checks of ports and users found this}
     *
     * @param found what they found; empty if they were not made
     */
    public Readings withFindings(List<Finding> found) {
        return new Readings(service, routes, health, alarms, analysis, scaleIn, users, permission, found, problems);
    }

    /**
     * {@return a copy that records why a piece could not be read}
     *
     * @param subject the piece
     * @param problem why it could not be read
     */
    public Readings with(Subject subject, Problem problem) {
        return new Readings(
                service,
                routes,
                health,
                alarms,
                analysis,
                scaleIn,
                users,
                permission,
                findings,
                plus(problems, subject, problem));
    }

    /** {@return a copy without any target health} */
    public Readings withoutHealth() {
        return new Readings(
                service, routes, Map.of(), alarms, analysis, scaleIn, users, permission, findings, problems);
    }

    /**
     * {@return the reading of a route; empty if it is unknown}
     *
     * @param route the route
     */
    public Optional<RouteReading> route(RouteRef route) {
        return Optional.ofNullable(routes.get(route));
    }

    /**
     * {@return the health of a target group; empty if it is unknown}
     *
     * @param group the target group
     */
    public Optional<TargetHealth> health(TargetGroupRef group) {
        return Optional.ofNullable(health.get(group));
    }

    /**
     * {@return why a piece could not be read; empty if there was no failed attempt}
     *
     * @param subject the piece
     */
    public Optional<Problem> problem(Subject subject) {
        return Optional.ofNullable(problems.get(subject));
    }

    /**
     * {@return whether a piece is known not to exist, as opposed to unreadable}
     *
     * @param subject the piece
     */
    public boolean isGone(Subject subject) {
        return problem(subject)
                .filter(problem -> problem.kind() == Problem.Kind.GONE)
                .isPresent();
    }

    /** {@return whether at least one piece was read} */
    public boolean isAnythingKnown() {
        return service.isPresent()
                || !routes.isEmpty()
                || !health.isEmpty()
                || alarms.isPresent()
                || analysis.isPresent()
                || scaleIn.isPresent()
                || users.isPresent();
    }

    /** {@return a sentence about the first piece that is known not to exist; empty if there is none} */
    public Optional<String> gone() {
        return problems.entrySet().stream()
                .filter(entry -> entry.getValue().kind() == Problem.Kind.GONE)
                .findFirst()
                .map(entry -> entry.getKey() + " does not exist any more (" + entry.getValue() + ")");
    }

    /**
     * {@return text for an absent piece: its name, and the last problem if there was one}
     *
     * @param subject the piece
     */
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
