/**
 * Traces for OpenTelemetry: one for each deployment, with spans for its stages, bakes, hooks, pauses and writes. The spans follow
 * from the journal, so several engines make one trace. It uses the public API of the engine only. Start reading at {@link
 * io.github.bluegreen4j.opentelemetry.DeploymentTraces}.
 */
@NullMarked
package io.github.bluegreen4j.opentelemetry;

import org.jspecify.annotations.NullMarked;
