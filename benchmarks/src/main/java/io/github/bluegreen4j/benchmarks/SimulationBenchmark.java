package io.github.bluegreen4j.benchmarks;

import io.github.bluegreen4j.testkit.simulation.Campaign;
import io.github.bluegreen4j.testkit.simulation.CampaignReport;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How fast chaos is: seeds, and steps, each of them one input decided and all invariants of the world checked after it. One thread. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@Warmup(iterations = 10, time = 5)
@Measurement(iterations = 5, time = 5)
@Fork(1)
public class SimulationBenchmark {
    private static final int SEEDS = 100;

    /** Which seeds come next. */
    @State(Scope.Thread)
    public static class Seeds {
        private long next = 1;
    }

    /** What was done, per second. */
    @State(Scope.Thread)
    @AuxCounters(AuxCounters.Type.OPERATIONS)
    public static class Counts {
        /** Inputs that were decided. */
        public long steps;

        /** Runs from the order to the end. */
        public long seeds;
    }

    /** Seeds of {@link Campaign#ofAnything()}, always new ones. */
    @Benchmark
    public CampaignReport chaos(Seeds seeds, Counts counts) {
        CampaignReport report =
                Campaign.ofAnything().from(seeds.next).seeds(SEEDS).run().orThrow();
        seeds.next += SEEDS;
        counts.steps += report.steps();
        counts.seeds += report.seeds();
        return report;
    }
}
