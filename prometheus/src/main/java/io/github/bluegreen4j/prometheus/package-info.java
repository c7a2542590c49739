/**
 * Metrics of target groups from Prometheus, for the analysis of deployments.
 *
 * <p>Start with {@link io.github.bluegreen4j.prometheus.PrometheusMetrics}.
 */
@NullMarked
package io.github.bluegreen4j.prometheus;

import org.jspecify.annotations.NullMarked;
