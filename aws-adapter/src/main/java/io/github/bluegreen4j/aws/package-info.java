/**
 * The engine's ports on AWS, one package for each: task sets in {@code ecs}, load balancers in {@code elb}, Lambda hooks in
 * {@code lambda}, alarms in {@code cloudwatch}, suspension of scale-in in {@code autoscaling}, events for EventBridge in
 * {@code events}, the journal in {@code dynamodb}.
 *
 * <p>All of them call AWS through {@code call}. Create their clients with {@link io.github.bluegreen4j.aws.SdkClients},
 * which disables the SDK's own retries. The guide {@code docs/aws.md} leads from an existing service to its first
 * deployment.
 */
@NullMarked
package io.github.bluegreen4j.aws;

import org.jspecify.annotations.NullMarked;
