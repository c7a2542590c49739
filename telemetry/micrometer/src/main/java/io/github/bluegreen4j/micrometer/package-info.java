/**
 * Metrics for Micrometer: what a journal says about deployments that have ended, how an engine is, and how long the calls of
 * its ports take. It uses the public API of the engine only. Start reading at {@link
 * io.github.bluegreen4j.micrometer.DeploymentMetrics}.
 */
@NullMarked
package io.github.bluegreen4j.micrometer;

import org.jspecify.annotations.NullMarked;
