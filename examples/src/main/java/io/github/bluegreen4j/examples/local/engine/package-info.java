/**
 * The deployment engine in a process of its own, and the line to it.
 *
 * <p>{@link io.github.bluegreen4j.examples.local.engine.EngineMain} builds an engine on the local adapters and orders one
 * deployment. On its standard output it tells, one JSON text a line, every event
 * ({@link io.github.bluegreen4j.examples.local.engine.EngineEvent}) and a few times a second how things stand
 * ({@link io.github.bluegreen4j.examples.local.engine.EngineView}); on its standard input it is told how pauses are
 * answered. {@link io.github.bluegreen4j.examples.local.engine.EngineProcess} is the other end of that line.
 */
@NullMarked
package io.github.bluegreen4j.examples.local.engine;

import org.jspecify.annotations.NullMarked;
