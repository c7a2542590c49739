/**
 * A fake of Amazon ECS: the parts that an external deployment controller needs. These are services and their task sets,
 * tasks, task definitions.
 *
 * <p>The world's revisions are the task sets, by ARN. This package stores what the world does not: scale, network
 * configuration, external id.
 */
@NullMarked
package io.github.bluegreen4j.awstestkit.ecs;

import org.jspecify.annotations.NullMarked;
