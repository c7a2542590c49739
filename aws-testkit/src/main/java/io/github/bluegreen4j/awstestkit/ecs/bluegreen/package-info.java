/**
 * A fake of Amazon ECS's own controller for the strategies {@code BLUE_GREEN}, {@code LINEAR} and {@code CANARY}: service
 * revisions, service deployments with their lifecycle stages, hooks and traffic shifts, and rollbacks. It follows the pages
 * about blue/green deployments in the ECS developer guide; {@link
 * io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour} decides what these do not say.
 *
 * <p>The controller acts in the world by itself, at its own instants. Its own requests to load balancers are not among the
 * recorded requests. Start reading at {@code ServiceDeployment}.
 */
@NullMarked
package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import org.jspecify.annotations.NullMarked;
