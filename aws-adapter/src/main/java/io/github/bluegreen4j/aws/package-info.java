/**
 * The engine's ports on AWS, each in a package of its own: task sets in {@code ecs}, rules and listeners in {@code elb}, Lambda hooks in
 * {@code lambda}, alarms in {@code cloudwatch}, the suspension of scale-in in {@code autoscaling}, and in {@code events} what is told to
 * EventBridge. How all of them call AWS is in {@code call}, and {@link
 * io.github.bluegreen4j.aws.SdkClients} builds clients of the SDK that do not try again by themselves. The guide {@code docs/aws.md} leads from an existing service to its first
 * deployment.
 */
@NullMarked
package io.github.bluegreen4j.aws;

import org.jspecify.annotations.NullMarked;
