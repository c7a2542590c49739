/**
 * Virtual time for the unmodified engine. A test decides how fast time passes, when each call takes effect, when it is
 * answered, and whether it is answered at all. A bake time of a day takes milliseconds.
 *
 * <p>Start with {@link io.github.bluegreen4j.testkit.time.VirtualEngine}.
 */
@NullMarked
package io.github.bluegreen4j.testkit.time;

import org.jspecify.annotations.NullMarked;
