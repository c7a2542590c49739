/**
 * Lambda functions as lifecycle hooks, with the payload and answer of ECS's own hooks. Start with {@link
 * io.github.bluegreen4j.aws.lambda.LambdaHooks}.
 */
@NullMarked
package io.github.bluegreen4j.aws.lambda;

import org.jspecify.annotations.NullMarked;
