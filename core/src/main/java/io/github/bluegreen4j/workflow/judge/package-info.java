/**
 * The statistics that compare green with blue: how much evidence the metrics hold that green is worse, or that it is
 * not.
 *
 * <p>Start with {@link io.github.bluegreen4j.workflow.judge.Judge}. {@link io.github.bluegreen4j.workflow.judge.Bet} is the one formula
 * behind both tests. This package is pure arithmetic and uses only the model.
 */
@NullMarked
package io.github.bluegreen4j.workflow.judge;

import org.jspecify.annotations.NullMarked;
