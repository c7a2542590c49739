/**
 * The journal's vocabulary: what has happened to a deployment, in the past tense and with the evidence, and the names of
 * the work that is done for it.
 *
 * <p>Folding a deployment's events in their order reproduces its state exactly. The names are kept for years: an event
 * may gain a field, but is never renamed and never changes its meaning.
 */
@NullMarked
package io.github.bluegreen4j.event;

import org.jspecify.annotations.NullMarked;
