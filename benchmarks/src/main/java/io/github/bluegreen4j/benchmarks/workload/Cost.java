package io.github.bluegreen4j.benchmarks.workload;

import com.sun.management.OperatingSystemMXBean;
import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/**
 * What something has cost.
 *
 * @param seconds time by the clock
 * @param cpuSeconds processor time
 * @param bytes allocated memory; 0 where it was not measured
 */
public record Cost(double seconds, double cpuSeconds, long bytes) {
    private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    private static final OperatingSystemMXBean PROCESS =
            (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();

    /** Something to measure. */
    @FunctionalInterface
    public interface Work {
        /**
         * Does it.
         *
         * @throws Exception if it does not work
         */
        void run() throws Exception;
    }

    /**
     * {@return what work costs that is done on this thread alone}
     *
     * @param work the work
     * @throws Exception if the work throws it
     */
    public static Cost ofThread(Work work) throws Exception {
        long id = Thread.currentThread().getId();
        long bytes = THREADS.getThreadAllocatedBytes(id);
        long cpu = THREADS.getCurrentThreadCpuTime();
        long began = System.nanoTime();
        work.run();
        return new Cost(
                (System.nanoTime() - began) / 1e9,
                (THREADS.getCurrentThreadCpuTime() - cpu) / 1e9,
                THREADS.getThreadAllocatedBytes(id) - bytes);
    }

    /**
     * {@return what work costs this process: all its threads, those of the garbage collector and the compiler included}
     *
     * @param work the work
     * @throws Exception if the work throws it
     */
    public static Cost ofProcess(Work work) throws Exception {
        long cpu = PROCESS.getProcessCpuTime();
        long began = System.nanoTime();
        work.run();
        return new Cost((System.nanoTime() - began) / 1e9, (PROCESS.getProcessCpuTime() - cpu) / 1e9, 0);
    }

    /** {@return the heap in use after the garbage was collected} */
    public static long heapInUse() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 4; i++) {
            System.gc();
            least = Math.min(
                    least,
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed());
        }
        return least;
    }
}
