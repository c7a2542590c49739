/**
 * Stands for the container orchestrator: a process of its own that keeps each revision of a service at its desired count
 * of tasks, registers them at the load balancer, replaces those that die or turn unhealthy, and drains each before it
 * stops it.
 *
 * <p>Admin calls only say what is wanted ({@link io.github.bluegreen4j.examples.local.runner.Fleet}); one thread, the
 * {@code TaskReconciler}, looks ten times a second at what is and takes the next small step towards it. So every call is
 * set-like or carries a token, answers at once, and may be repeated.
 */
@NullMarked
package io.github.bluegreen4j.examples.local.runner;

import org.jspecify.annotations.NullMarked;
