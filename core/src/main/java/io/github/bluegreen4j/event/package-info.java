/**
 * The vocabulary of the journal: what happened to a deployment, in the past tense and with the evidence, and the
 * names of the work that the engine does for it.
 *
 * <p>Applying the events of a deployment in order reproduces its state exactly. The names are permanent: an event may
 * gain a field, but it is never renamed and never changes its meaning.
 */
@NullMarked
package io.github.bluegreen4j.event;

import org.jspecify.annotations.NullMarked;
