/**
 * Measures how often the analysis is wrong, and how soon it is right, beside a threshold alarm and a Mann-Whitney test on the same
 * metrics.
 *
 * <p>Start with {@link io.github.bluegreen4j.verification.judgement.JudgementTrials}.
 */
@NullMarked
package io.github.bluegreen4j.verification.judgement;

import org.jspecify.annotations.NullMarked;
