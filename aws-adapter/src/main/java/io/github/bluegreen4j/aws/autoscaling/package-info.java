/**
 * Application Auto Scaling, kept from scaling a service in while it is deployed: {@link
 * io.github.bluegreen4j.aws.autoscaling.ApplicationAutoScalingGuard}.
 */
@NullMarked
package io.github.bluegreen4j.aws.autoscaling;

import org.jspecify.annotations.NullMarked;
