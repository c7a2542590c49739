/**
 * Lambda functions as lifecycle hooks, in the contract of ECS's own: start with {@link
 * io.github.bluegreen4j.aws.lambda.LambdaHooks}.
 */
@NullMarked
package io.github.bluegreen4j.aws.lambda;

import org.jspecify.annotations.NullMarked;
