/**
 * Suspends scale-in by Application Auto Scaling during a deployment. Start with {@link
 * io.github.bluegreen4j.aws.autoscaling.ApplicationAutoScalingGuard}.
 */
@NullMarked
package io.github.bluegreen4j.aws.autoscaling;

import org.jspecify.annotations.NullMarked;
