/**
 * Turns the events of a deployment into English and into charts: {@link io.github.bluegreen4j.story.Narrator} gives each event a
 * sentence, {@link io.github.bluegreen4j.story.Timeline} arranges them by time.
 *
 * <p>Everything is computed from events alone, without a clock and without I/O. Logs, the command line and the demo use
 * it, and notifications of your own can. Start reading at {@code Narrator}.
 */
@NullMarked
package io.github.bluegreen4j.story;

import org.jspecify.annotations.NullMarked;
