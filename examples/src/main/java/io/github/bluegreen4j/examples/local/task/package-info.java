/**
 * One task of a service revision: a process that answers {@code POST /work} and counts what it answered.
 *
 * <p>The counts are the ground truth of the demo's verdict, so when they change is what matters
 * ({@link io.github.bluegreen4j.examples.local.task.Counter}), and they live in a memory-mapped file, which the operating
 * system keeps when the process is killed. Settings make a task misbehave in the ways a bad release does
 * ({@link io.github.bluegreen4j.examples.local.task.Behaviour}).
 */
@NullMarked
package io.github.bluegreen4j.examples.local.task;

import org.jspecify.annotations.NullMarked;
