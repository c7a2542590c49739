package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetHealth;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * What a port answered. Every response knows what it adds to what was read. A port that returns null has not answered: no response is
 * made of it, and the call counts as failed.
 */
public sealed interface Response {

    /** The readings with this one added. */
    Readings addedTo(Readings readings);

    /** The hook's answer, if that is what this is. */
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

    /** A service was described. */
    record ServiceDescribed(ServiceDescription service) implements Response {
        public ServiceDescribed {
            Objects.requireNonNull(service, "the port returned null");
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(service);
        }
    }

    /** A route was read. */
    record RouteRead(RouteReading route) implements Response {
        public RouteRead {
            Objects.requireNonNull(route, "the port returned null");
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(route);
        }
    }

    /** Something could not be read, or does not exist. */
    record NotRead(Readings.Subject subject, Problem problem) implements Response {
        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(subject, problem);
        }
    }

    /** The routes that use the target groups were found. */
    record UsersRead(Set<RouteRef> users) implements Response {
        public UsersRead {
            users = Set.copyOf(users);
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.withUsers(users);
        }
    }

    /** A target group was read. */
    record HealthRead(TargetHealth health) implements Response {
        public HealthRead {
            Objects.requireNonNull(health, "the port returned null");
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(health);
        }
    }

    /** Alarms were read. */
    record AlarmsRead(AlarmReading alarms) implements Response {
        public AlarmsRead {
            Objects.requireNonNull(alarms, "the port returned null");
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(alarms);
        }
    }

    /** The autoscaler's setting was read. */
    record ScaleInRead(ScaleInSetting setting) implements Response {
        public ScaleInRead {
            Objects.requireNonNull(setting, "the port returned null");
        }

        @Override
        public Readings addedTo(Readings readings) {
            return readings.with(setting);
        }
    }

    /** A hook answered. */
    record HookAnswered(HookResult result) implements Response {
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
