/**
 * Revisions on ECS, in three ways. Start with {@link io.github.bluegreen4j.aws.ecs.EcsServicePair}, for a pair of ordinary services,
 * with {@link io.github.bluegreen4j.aws.ecs.EcsTaskSets}, for task sets, or with {@link io.github.bluegreen4j.aws.ecs.EcsNative}, for
 * ECS's own blue/green controller. {@link io.github.bluegreen4j.aws.ecs.TaskSetSettings}
 * are green's launch settings beyond its task definition, with task sets.
 *
 * <p>With task sets, the service has the deployment controller {@code EXTERNAL}. ECS places and replaces tasks and registers them with their
 * target group. The engine decides which task sets exist and where traffic goes ("Deploy Amazon ECS services using a
 * third-party controller" in the ECS developer guide).
 */
@NullMarked
package io.github.bluegreen4j.aws.ecs;

import org.jspecify.annotations.NullMarked;
