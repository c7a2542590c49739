/**
 * The main job: a deployment under load, watched live, with a verdict at the end.
 *
 * <p>{@link io.github.bluegreen4j.examples.local.demo.LocalDemo} reads the options and makes a {@code DemoScenario} of them:
 * what green is like, what happens to it, and how it has to end. {@code DemoRun} starts all processes, watches, and brings
 * about the mishap; a {@code Display} shows it; {@code RunVerdict} compares what clients and tasks have counted.
 */
@NullMarked
package io.github.bluegreen4j.examples.local.demo;

import org.jspecify.annotations.NullMarked;
