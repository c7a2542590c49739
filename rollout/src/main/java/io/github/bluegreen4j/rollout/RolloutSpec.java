package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.ServiceRef;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Everything a user specifies about one rollout:
 *
 * <pre>{@code
 * RolloutSpec spec = RolloutSpec.builder()
 *         .wave(RolloutSpec.wave("canary", canaries).soak(Duration.ofMinutes(30)))
 *         .wave(RolloutSpec.wave("all", others).mayFail(5))
 *         .concurrency(50)
 *         .rollback(RolloutSpec.Rollback.JOINT)
 *         .build();
 * }</pre>
 *
 * <p>Immutable.
 *
 * @param waves the waves, in order; 1 to 100, with 5,000 services together at most. Each service is in one wave
 * @param concurrency how many deployments may move at once; 1 to 5,000. One that is held for its wave does not count
 * @param mayFail how many deployments of all waves together may fail; 0 to 5,000
 * @param rollback what happens to the other deployments of a wave that has failed
 * @param holdLimit with {@code JOINT}: how long a deployment is held for its wave at most; after that it rolls back. 1 minute to 14 days
 */
public record RolloutSpec(List<Wave> waves, int concurrency, int mayFail, Rollback rollback, Duration holdLimit) {
    /** The default number of deployments that move at once. */
    public static final int DEFAULT_CONCURRENCY = 20;

    private static final int MOST_WAVES = 100;
    private static final int MOST_SERVICES = 5_000;
    private static final Duration LONGEST = Duration.ofDays(14);

    /** What happens to the other deployments of a wave that has failed. */
    public enum Rollback {
        /** Each deployment is judged by itself: those that run continue. The soak time begins when all have ended. */
        INDIVIDUAL,
        /**
         * All of the wave that can still go back are rolled back. To make that possible, every deployment of a wave is held by a pause when
         * green has all of production: blue stays, and green is watched, until the wave's soak time is over and its conditions are met.
         */
        JOINT
    }

    /**
     * One wave.
     *
     * @param name its name, unique in the rollout; 1 to 100 characters in one line
     * @param deployments what it deploys; at least one
     * @param soak how long it waits when all of its deployments have ended, or are held, before the next wave; 0 to 14 days
     * @param mayFail how many of its deployments may fail; 0 to 5,000
     * @param conditions the names of conditions that must say yes before the next wave; see {@link WaveCondition}
     */
    public record Wave(
            String name, List<DeploymentSpec> deployments, Duration soak, int mayFail, List<String> conditions) {
        /**
         * Checks the ranges.
         *
         * @param name its name
         * @param deployments what it deploys
         * @param soak how long it waits before the next wave
         * @param mayFail how many of its deployments may fail
         * @param conditions the names of conditions that must say yes before the next wave
         * @throws InvalidSpecException if a value is missing or not allowed
         */
        public Wave {
            Given.name("wave.name", name);
            check(name.length() <= 100, "wave.name", name, "1 to 100 characters");
            deployments = Given.list("wave.deployments", deployments);
            check(!deployments.isEmpty(), "wave.deployments", "none", "one or more");
            Given.value("wave.soak", soak);
            check(!soak.isNegative() && soak.compareTo(LONGEST) <= 0, "wave.soak", soak.toString(), "0 s to 14 days");
            check(mayFail >= 0 && mayFail <= MOST_SERVICES, "wave.mayFail", Integer.toString(mayFail), "0 to 5000");
            conditions = Given.list("wave.conditions", conditions);
            for (String condition : conditions) {
                Given.name("wave.conditions", condition);
            }
        }

        /**
         * {@return the same wave with another soak time}
         *
         * @param newSoak 0 to 14 days; 0 by default
         */
        public Wave soak(Duration newSoak) {
            return new Wave(name, deployments, newSoak, mayFail, conditions);
        }

        /**
         * {@return the same wave of which so many deployments may fail}
         *
         * @param most 0 to 5,000; 0 by default
         */
        public Wave mayFail(int most) {
            return new Wave(name, deployments, soak, most, conditions);
        }

        /**
         * {@return the same wave with one more condition}
         *
         * @param condition its name, under which the driver has it
         */
        public Wave condition(String condition) {
            List<String> more = new ArrayList<>(conditions);
            more.add(condition);
            return new Wave(name, deployments, soak, mayFail, more);
        }

        /** Omits the specifications. */
        @Override
        public String toString() {
            return "wave " + name + " of " + deployments.size();
        }
    }

    /**
     * Checks the ranges.
     *
     * @param waves the waves, in order
     * @param concurrency how many deployments may move at once
     * @param mayFail how many deployments of all waves together may fail
     * @param rollback what happens to the other deployments of a wave that has failed
     * @param holdLimit how long a deployment is held for its wave at most
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public RolloutSpec {
        waves = Given.list("waves", waves);
        check(
                !waves.isEmpty() && waves.size() <= MOST_WAVES,
                "waves",
                Integer.toString(waves.size()),
                "1 to " + MOST_WAVES);
        check(
                concurrency >= 1 && concurrency <= MOST_SERVICES,
                "concurrency",
                Integer.toString(concurrency),
                "1 to " + MOST_SERVICES);
        check(mayFail >= 0 && mayFail <= MOST_SERVICES, "mayFail", Integer.toString(mayFail), "0 to " + MOST_SERVICES);
        Given.value("rollback", rollback);
        Given.value("holdLimit", holdLimit);
        check(
                holdLimit.compareTo(Duration.ofMinutes(1)) >= 0 && holdLimit.compareTo(LONGEST) <= 0,
                "holdLimit",
                holdLimit.toString(),
                "1 minute to 14 days");
        checkNames(waves);
        for (Wave wave : waves) {
            check(
                    rollback == Rollback.INDIVIDUAL || wave.soak().compareTo(holdLimit) < 0,
                    "holdLimit",
                    holdLimit.toString(),
                    "more than the soak time of wave " + wave.name() + ", " + wave.soak()
                            + ": its deployments are held meanwhile");
        }
    }

    private static void checkNames(List<Wave> waves) {
        Set<String> names = new HashSet<>();
        Set<ServiceRef> services = new HashSet<>();
        for (Wave wave : waves) {
            check(names.add(wave.name()), "wave.name", wave.name(), "a name that no other wave has");
            for (DeploymentSpec spec : wave.deployments()) {
                check(
                        services.add(spec.service()),
                        "wave " + wave.name(),
                        spec.service().toString(),
                        "each service once in the whole rollout");
            }
        }
        check(
                services.size() <= MOST_SERVICES,
                "waves",
                services.size() + " services",
                "at most " + MOST_SERVICES + " services in one rollout");
    }

    private static void check(boolean holds, String field, String value, String allowed) {
        if (!holds) {
            throw InvalidSpecException.refused(field, value, allowed);
        }
    }

    /**
     * A wave of some deployments without a soak time, of which none may fail.
     *
     * @param name its name, unique in the rollout
     * @param deployments what it deploys; at least one
     * @return the wave
     * @throws InvalidSpecException if a value is not allowed
     */
    public static Wave wave(String name, List<DeploymentSpec> deployments) {
        return new Wave(name, deployments, Duration.ZERO, 0, List.of());
    }

    /**
     * Divides deployments into waves of the given sizes; the last wave has the rest. The waves are called {@code wave-1} and so on.
     *
     * @param deployments what is deployed, in order
     * @param sizes the sizes of all waves but the last; each 1 or more
     * @return the waves; fewer if there are not enough deployments
     * @throws InvalidSpecException if a size is not allowed, or there are no deployments
     */
    public static List<Wave> waves(List<DeploymentSpec> deployments, int... sizes) {
        check(
                Arrays.stream(sizes).allMatch(size -> size >= 1),
                "sizes",
                Arrays.toString(sizes),
                "1 or more for each wave");
        List<Wave> waves = new ArrayList<>();
        int from = 0;
        for (int i = 0; i <= sizes.length && (from < deployments.size() || waves.isEmpty()); i++) {
            int to = i == sizes.length ? deployments.size() : Math.min(deployments.size(), from + sizes[i]);
            waves.add(wave("wave-" + (i + 1), deployments.subList(from, to)));
            from = to;
        }
        return List.copyOf(waves);
    }

    /** {@return a new builder without waves} */
    public static Builder builder() {
        return new Builder();
    }

    /** {@return how many deployments all waves have} */
    public int size() {
        return waves.stream().mapToInt(wave -> wave.deployments().size()).sum();
    }

    /**
     * {@return the id of one of its deployments} It follows from the id of the rollout, so every engine orders the same ones.
     *
     * @param rollout the id of the rollout
     * @param wave the wave, from 0
     * @param number the deployment in its wave, from 0
     */
    public static DeploymentId deployment(String rollout, int wave, int number) {
        return new DeploymentId(rollout + "." + (wave + 1) + "." + (number + 1));
    }

    /** Omits the specifications. */
    @Override
    public String toString() {
        return waves + ", " + concurrency + " at once, " + rollback;
    }

    /** Builds a specification. Not thread-safe. */
    public static final class Builder {
        private final List<Wave> waves = new ArrayList<>();
        private int concurrency = DEFAULT_CONCURRENCY;
        private int mayFail = MOST_SERVICES;
        private Rollback rollback = Rollback.INDIVIDUAL;
        private Duration holdLimit = Duration.ofHours(24);

        private Builder() {}

        /**
         * Adds a wave.
         *
         * @param wave the wave
         * @return this builder
         */
        public Builder wave(Wave wave) {
            waves.add(wave);
            return this;
        }

        /**
         * Adds waves.
         *
         * @param more the waves
         * @return this builder
         */
        public Builder waves(List<Wave> more) {
            waves.addAll(more);
            return this;
        }

        /**
         * Sets how many deployments may move at once.
         *
         * @param most 1 to 5,000; {@value #DEFAULT_CONCURRENCY} by default
         * @return this builder
         */
        public Builder concurrency(int most) {
            concurrency = most;
            return this;
        }

        /**
         * Sets how many deployments of all waves together may fail.
         *
         * @param most 0 to 5,000; by default only each wave has a limit
         * @return this builder
         */
        public Builder mayFail(int most) {
            mayFail = most;
            return this;
        }

        /**
         * Sets what happens to the other deployments of a wave that has failed.
         *
         * @param newRollback {@code INDIVIDUAL} by default
         * @return this builder
         */
        public Builder rollback(Rollback newRollback) {
            rollback = newRollback;
            return this;
        }

        /**
         * Sets how long a deployment is held for its wave at most.
         *
         * @param longest 1 minute to 14 days; 24 hours by default. Must be longer than every soak time
         * @return this builder
         */
        public Builder holdLimit(Duration longest) {
            holdLimit = longest;
            return this;
        }

        /**
         * {@return the specification}
         *
         * @throws InvalidSpecException if a value is missing or not allowed
         */
        public RolloutSpec build() {
            return new RolloutSpec(waves, concurrency, mayFail, rollback, holdLimit);
        }
    }
}
