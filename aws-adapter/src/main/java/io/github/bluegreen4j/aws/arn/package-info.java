/** ARNs in ECS's format, for hook payloads and events. */
@NullMarked
package io.github.bluegreen4j.aws.arn;

import org.jspecify.annotations.NullMarked;
