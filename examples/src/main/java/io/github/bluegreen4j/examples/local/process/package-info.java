/**
 * Starting Java processes, learning their ports, and making sure that none outlives its parent.
 *
 * <p>A child prints one line, {@link io.github.bluegreen4j.examples.local.process.Ready}, when its ports answer. It
 * keeps reading its standard input, which is a pipe that only the parent holds: however the parent dies, the pipe ends
 * and the child with it.
 */
@NullMarked
package io.github.bluegreen4j.examples.local.process;

import org.jspecify.annotations.NullMarked;
