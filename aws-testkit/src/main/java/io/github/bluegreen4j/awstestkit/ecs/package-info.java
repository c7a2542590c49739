/**
 * A fake of Amazon ECS: the parts that a tool for deployments needs. These are services with their task sets, ordinary
 * services with their rolling deployments, tasks, task definitions. Services that ECS deploys with one of its blue/green
 * strategies are in {@link io.github.bluegreen4j.awstestkit.ecs.bluegreen}.
 *
 * <p>The world's revisions are the task sets, by ARN, or what an ordinary service runs. This package stores what the world does not: scale, network
 * configuration, external id.
 */
@NullMarked
package io.github.bluegreen4j.awstestkit.ecs;

import org.jspecify.annotations.NullMarked;
