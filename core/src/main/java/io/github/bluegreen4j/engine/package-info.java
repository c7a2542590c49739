/**
 * The imperative shell around the pure workflow. It reports to the workflow what happened, journals what the workflow
 * decides, and then does the work that the new state requires.
 *
 * <p>Start with {@link io.github.bluegreen4j.engine.DeploymentEngine}. Inside, one loop owns everything. It takes the
 * inputs, decides, appends to the journal, and only then starts the difference between the work that a state requires
 * and the work in flight. It never blocks: every call of a port, journal included, goes through the {@link
 * io.github.bluegreen4j.spi.CallRunner}. A waiting deployment occupies no thread.
 */
@NullMarked
package io.github.bluegreen4j.engine;

import org.jspecify.annotations.NullMarked;
