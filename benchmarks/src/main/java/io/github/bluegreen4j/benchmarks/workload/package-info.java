/** The workloads, one in each file, and how they measure. Start reading at {@code Workload}. */
@NullMarked
package io.github.bluegreen4j.benchmarks.workload;

import org.jspecify.annotations.NullMarked;
