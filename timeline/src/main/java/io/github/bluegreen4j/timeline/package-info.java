/**
 * Renders a {@link io.github.bluegreen4j.story.Timeline}. Start reading at {@link
 * io.github.bluegreen4j.timeline.TimelineRenderer}; each format is in one file.
 */
@NullMarked
package io.github.bluegreen4j.timeline;

import org.jspecify.annotations.NullMarked;
