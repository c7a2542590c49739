/** The names of ECS's objects in ECS's own form, for payloads and events. */
@NullMarked
package io.github.bluegreen4j.aws.arn;

import org.jspecify.annotations.NullMarked;
