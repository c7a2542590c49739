/**
 * CloudWatch alarms as the engine's alarm source. Start with {@link io.github.bluegreen4j.aws.cloudwatch.CloudWatchAlarms}.
 */
@NullMarked
package io.github.bluegreen4j.aws.cloudwatch;

import org.jspecify.annotations.NullMarked;
