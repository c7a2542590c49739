/**
 * What happens to deployments, told to EventBridge in ECS's words: {@link io.github.bluegreen4j.aws.events.EventBridgeEvents}.
 */
@NullMarked
package io.github.bluegreen4j.aws.events;

import org.jspecify.annotations.NullMarked;
