/**
 * What is measured: whole workloads beside peers, and simulations with JMH. Start reading at {@code BenchmarksMain}; each
 * workload is one file in the package {@code workload}.
 */
@NullMarked
package io.github.bluegreen4j.benchmarks;

import org.jspecify.annotations.NullMarked;
