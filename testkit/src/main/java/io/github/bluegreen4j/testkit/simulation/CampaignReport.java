package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RollbackCause;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What came of a {@link Campaign}. */
public final class CampaignReport {
    private final long firstSeed;
    private final long runs;
    private final long decisions;
    private final Duration took;
    private final Coverage coverage;
    private final Optional<Failure> failure;

    /**
     * A seed that broke something.
     *
     * @param seed repeats it
     * @param error what is broken
     * @param incidents the shortest list of incidents that still breaks it
     * @param story what happens then, line by line
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

    /** How many seeds were run. */
    public long seeds() {
        return runs;
    }

    /** How many steps there were: inputs decided by an engine, with all invariants of the world checked. */
    public long steps() {
        return decisions;
    }

    /** How many of them there were in a second. */
    public long stepsPerSecond() {
        return Math.round(decisions / Math.max(1e-9, took.toNanos() / 1e9));
    }

    /** How often deployments ended in each status. */
    public Map<DeploymentStatus, Long> ends() {
        return Map.copyOf(coverage.ends());
    }

    /** How often deployments rolled back for each cause. */
    public Map<RollbackCause, Long> causes() {
        return Map.copyOf(coverage.causes());
    }

    /** Every fault in every stage, everything that others do, every end and every cause of rollback that never occurred, in words. */
    public List<String> missing() {
        return coverage.missing();
    }

    /** What broke; empty when nothing did. */
    public Optional<Failure> failure() {
        return failure;
    }

    /**
     * Passes only when nothing broke.
     *
     * @throws AssertionError with the seed, the shortest list of incidents and the story
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
