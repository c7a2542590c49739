package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RollbackCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The result of a {@link Campaign}. Immutable. */
public final class CampaignReport {
    private final long firstSeed;
    private final long runs;
    private final long decisions;
    private final Duration took;
    private final Coverage coverage;
    private final Optional<Failure> failure;

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

    CampaignReport(
            long firstSeed, long runs, long decisions, Duration took, Coverage coverage, Optional<Failure> failure) {
        this.firstSeed = firstSeed;
        this.runs = runs;
        this.decisions = decisions;
        this.took = took;
        this.coverage = coverage;
        this.failure = failure;
    }

    /** {@return the number of runs} */
    public long seeds() {
        return runs;
    }

    /** {@return the number of workflow inputs that the engines processed; all world invariants were checked at each} */
    public long steps() {
        return decisions;
    }

    /** {@return the number of steps per second of real time} */
    public long stepsPerSecond() {
        return Math.round(decisions / Math.max(1e-9, took.toNanos() / 1e9));
    }

    /** {@return how many deployments ended in each status} */
    public Map<DeploymentStatus, Long> ends() {
        return Map.copyOf(coverage.ends());
    }

    /** {@return how many deployments rolled back for each cause} */
    public Map<RollbackCause, Long> causes() {
        return Map.copyOf(coverage.causes());
    }

    /**
     * {@return what never occurred in this campaign, in words: a fault in a stage, an action of others, an end, a cause of a
     * rollback}
     */
    public List<String> missing() {
        return coverage.missing();
    }

    /** {@return the run that broke an invariant; empty if none did} */
    public Optional<Failure> failure() {
        return failure;
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
                runs,
                firstSeed,
                decisions,
                took.toMillis() / 1e3,
                stepsPerSecond(),
                coverage.pairs(),
                coverage.ends(),
                failure.map(broken -> "; seed " + broken.seed() + " FAILED").orElse(""));
    }
}
