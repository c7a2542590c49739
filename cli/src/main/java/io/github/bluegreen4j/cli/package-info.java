/**
 * The command line: deployments from a shell or a pipeline, on AWS or in the local demo's world.
 *
 * <p>{@link io.github.bluegreen4j.cli.BlueGreen} is the program, with a small class for each of its commands.
 * {@code deploy} owns an engine; all others have nothing but the journal, so they work beside it, from any process that can open
 * the journal. What is told to a deployment goes through the journal's mailbox.
 */
@NullMarked
package io.github.bluegreen4j.cli;

import org.jspecify.annotations.NullMarked;
