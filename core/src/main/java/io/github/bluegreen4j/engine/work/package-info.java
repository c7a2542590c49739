/**
 * The work that the agenda of a deployment asks for: its effects, one call at a time, and its watches, whose reads all deployments
 * share.
 *
 * <p>Start with {@code EffectRunner}. Nothing here knows which deployments this engine acts for: a deployment is the owner of its
 * work. The package is not exported.
 */
@NullMarked
package io.github.bluegreen4j.engine.work;

import org.jspecify.annotations.NullMarked;
