/**
 * What the engine reports to people about a deployment: {@link io.github.bluegreen4j.report.Plan} and {@link
 * io.github.bluegreen4j.report.Explanation}, and the words that all reports share. It uses {@code model} and {@code event}. The workflow
 * computes the reports with the same functions that run the deployment.
 */
@NullMarked
package io.github.bluegreen4j.report;

import org.jspecify.annotations.NullMarked;
