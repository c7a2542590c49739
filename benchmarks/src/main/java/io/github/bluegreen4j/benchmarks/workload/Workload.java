package io.github.bluegreen4j.benchmarks.workload;

import java.util.List;

/**
 * A piece of work that is measured. Each round measures the engine and its peers one after the other, in the same process, so that what
 * disturbs the machine disturbs all of them.
 */
public interface Workload {
    /** {@return its short name, as in {@code --only W2}} */
    String id();

    /** {@return what is measured, in a few words} */
    String title();

    /** {@return the figures that every round measures, in the order of the table} */
    List<Figure> figures();

    /**
     * Measures.
     *
     * @param scale how much
     * @param samples where the measurements go
     * @throws Exception if something does not run as it should; the figures are worth nothing then
     */
    void run(Scale scale, Samples samples) throws Exception;

    /** {@return every workload, in the order of the table} */
    static List<Workload> all() {
        return List.of(
                new MemoryWorkload(),
                new PostgresWorkload(),
                new H2Workload(),
                new RecoveryWorkload(),
                new WaitingWorkload(),
                new VirtualTimeWorkload(),
                new AccountWorkload(),
                new RollbackWorkload(),
                new OverheadWorkload(),
                new GrowthWorkload());
    }
}
