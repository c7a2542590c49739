package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.Permission;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetHealth;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a port returned. Each response can add itself to the readings. If a port returns null, there is no response
 * and the call counts as failed.
 */
public sealed interface Response extends Answer.Result {
    @Override
    default <R> R accept(Answer.Handler<R> handler) {
        return handler.response(this);
    }

    /**
     * {@return the readings with this response added}
     *
     * @param readings what was read before
     */
    Readings addedTo(Readings readings);

    /** {@return the hook's answer; empty if this is another response} */
    default Optional<HookResult> hookResult() {
        return Optional.empty();
    }

    /** A change was accepted. */
    record Accepted() implements Response {
        @Override
        public Readings addedTo(Readings readings) {
            return readings;
        }
    }

    /**
     * The checks of ports and users were made.
     *
     * @param findings what they found
     */
    record ChecksMade(List<Finding> findings) implements Response {
        /**
         * Copies the list.
         *
         * @param findings what they found
         */
        public ChecksMade {
            findings = List.copyOf(findings);
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.withFindings(findings);
        }
    }

    /**
     * A service was described.
     *
     * @param service the description
     */
    record ServiceDescribed(ServiceDescription service) implements Response {
        /**
         * Refuses null.
         *
         * @param service the description
         */
        public ServiceDescribed {
            Objects.requireNonNull(service, "the port returned null");
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(service);
        }
    }

    /**
     * A route was read.
     *
     * @param route the reading
     */
    record RouteRead(RouteReading route) implements Response {
        /**
         * Refuses null.
         *
         * @param route the reading
         */
        public RouteRead {
            Objects.requireNonNull(route, "the port returned null");
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(route);
        }
    }

    /**
     * Something could not be read or does not exist.
     *
     * @param subject what
     * @param problem why
     */
    record NotRead(Readings.Subject subject, Problem problem) implements Response {
        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(subject, problem);
        }
    }

    /**
     * The routes that give the target groups weight were found.
     *
     * @param users the routes
     */
    record UsersRead(Set<RouteRef> users) implements Response {
        /**
         * Copies the set.
         *
         * @param users the routes
         */
        public UsersRead {
            users = Set.copyOf(users);
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.withUsers(users);
        }
    }

    /**
     * A target group was read.
     *
     * @param health its targets
     */
    record HealthRead(TargetHealth health) implements Response {
        /**
         * Refuses null.
         *
         * @param health its targets
         */
        public HealthRead {
            Objects.requireNonNull(health, "the port returned null");
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(health);
        }
    }

    /**
     * Alarms were read.
     *
     * @param alarms their states
     */
    record AlarmsRead(AlarmReading alarms) implements Response {
        /**
         * Refuses null.
         *
         * @param alarms their states
         */
        public AlarmsRead {
            Objects.requireNonNull(alarms, "the port returned null");
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(alarms);
        }
    }

    /**
     * The metrics of both groups were read and judged.
     *
     * @param judgement what they say
     */
    record MetricsRead(Judgement judgement) implements Response {
        /**
         * Refuses null.
         *
         * @param judgement what they say
         */
        public MetricsRead {
            Objects.requireNonNull(judgement, "the port returned null");
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(judgement);
        }
    }

    /**
     * The autoscaler's setting was read.
     *
     * @param setting the setting
     */
    record ScaleInRead(ScaleInSetting setting) implements Response {
        /**
         * Refuses null.
         *
         * @param setting the setting
         */
        public ScaleInRead {
            Objects.requireNonNull(setting, "the port returned null");
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(setting);
        }
    }

    /**
     * The policies answered.
     *
     * @param permission what they answered together
     */
    record PoliciesAnswered(Permission permission) implements Response {
        /**
         * Refuses null.
         *
         * @param permission what they answered together
         */
        public PoliciesAnswered {
            Objects.requireNonNull(permission, "the port returned null");
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(permission);
        }
    }

    /**
     * A hook answered.
     *
     * @param result its answer
     */
    record HookAnswered(HookResult result) implements Response {
        /**
         * Refuses null.
         *
         * @param result its answer
         */
        public HookAnswered {
            Objects.requireNonNull(result, "the port returned null");
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings;
        }

        @Override
        public Optional<HookResult> hookResult() {
            return Optional.of(result);
        }
    }
}
