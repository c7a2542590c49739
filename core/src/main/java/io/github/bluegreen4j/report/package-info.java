/**
 * What the engine reports to people about a deployment: {@link io.github.bluegreen4j.report.Explanation}. It holds values only and
 * uses {@code model}. The workflow computes them with the same functions that run the deployment.
 */
@NullMarked
package io.github.bluegreen4j.report;

import org.jspecify.annotations.NullMarked;
