/**
 * Metrics of services that do not exist: requests, errors and latencies with noise, load curves, shocks that both groups
 * share, gaps, and points that come late or are corrected.
 *
 * <p>Start with {@link io.github.bluegreen4j.testkit.metrics.MetricConditions}. Every number follows from a seed.
 */
@NullMarked
package io.github.bluegreen4j.testkit.metrics;

import org.jspecify.annotations.NullMarked;
