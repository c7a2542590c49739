package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RollbackCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The result of a {@link Campaign}.
 *
 * @param firstSeed the seed of the first run
 * @param seeds the number of runs
 * @param steps the number of workflow inputs that the engines processed; all world invariants were checked at each
 * @param took the real time of all runs
 * @param ends how many deployments ended in each status
 * @param causes how many deployments rolled back for each cause
 * @param pairs how many pairs of a fault and a stage occurred, out of all pairs, in words
 * @param missing what never occurred in this campaign, in words: a fault in a stage, an action of others, an end, a cause
 *     of a rollback
 * @param failure the run that broke an invariant; empty if none did
 */
public record CampaignReport(
        long firstSeed,
        long seeds,
        long steps,
        Duration took,
        Map<DeploymentStatus, Long> ends,
        Map<RollbackCause, Long> causes,
        String pairs,
        List<String> missing,
        Optional<Failure> failure) {

    /**
     * A run that broke an invariant.
     *
     * @param seed the seed that reproduces it
     * @param error the broken invariant
     * @param incidents a minimal list of incidents that still breaks the invariant
     * @param story what happens with that list, one line for each step
     */
    public record Failure(long seed, BrokenInvariantError error, List<String> incidents, String story) {
        @Override
        public String toString() {
            return error.getMessage() + "\nseed " + seed + ", with nothing but:\n  " + String.join("\n  ", incidents)
                    + "\n\n" + story + "\n\n" + error.getMessage() + " (seed " + seed + ")";
        }
    }

    /** {@return the number of steps per second of real time} */
    public long stepsPerSecond() {
        return Math.round(steps / Math.max(1e-9, took.toNanos() / 1e9));
    }

    /**
     * Throws if an invariant was broken.
     *
     * @return this report
     * @throws AssertionError with the seed, the minimal list of incidents and the story
     */
    public CampaignReport orThrow() {
        if (failure.isPresent()) {
            throw new AssertionError(failure.get().toString(), failure.get().error());
        }
        return this;
    }

    @Override
    public String toString() {
        return String.format(
                "%,d seeds from %d: %,d steps in %.1f s, %,d a second; %s pairs of fault and stage; %s%s",
                seeds,
                firstSeed,
                steps,
                took.toMillis() / 1e3,
                stepsPerSecond(),
                pairs,
                ends,
                failure.map(broken -> "; seed " + broken.seed() + " FAILED").orElse(""));
    }
}
