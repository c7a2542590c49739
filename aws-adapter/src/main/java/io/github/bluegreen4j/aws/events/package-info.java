/**
 * Publishes the events of deployments to EventBridge, in ECS's format. Start with {@link
 * io.github.bluegreen4j.aws.events.EventBridgeEvents}.
 */
@NullMarked
package io.github.bluegreen4j.aws.events;

import org.jspecify.annotations.NullMarked;
