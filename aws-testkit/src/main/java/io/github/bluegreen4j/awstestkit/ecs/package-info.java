/**
 * Amazon ECS, as far as an external deployment controller needs it: services and their task sets, tasks, task definitions.
 *
 * <p>The revisions of the world are the task sets, by their ARNs. What the world does not know of them (the scale, the network
 * configuration, the external id) is kept here.
 */
@NullMarked
package io.github.bluegreen4j.awstestkit.ecs;

import org.jspecify.annotations.NullMarked;
