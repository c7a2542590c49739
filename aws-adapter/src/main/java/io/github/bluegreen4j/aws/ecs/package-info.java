/**
 * Task sets of an ECS service as revisions. Start with {@link io.github.bluegreen4j.aws.ecs.EcsTaskSets}; what green is launched
 * with beyond its task definition says {@link io.github.bluegreen4j.aws.ecs.TaskSetSettings}.
 *
 * <p>The service has the deployment controller EXTERNAL: ECS places and replaces tasks and registers them with their target group,
 * and leaves it to us which task sets there are and where traffic goes ("Deploy Amazon ECS services using a third-party controller"
 * in the ECS developer guide).
 */
@NullMarked
package io.github.bluegreen4j.aws.ecs;

import org.jspecify.annotations.NullMarked;
