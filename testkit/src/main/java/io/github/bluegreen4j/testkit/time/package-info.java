/**
 * Virtual time for the unmodified engine: a test decides how fast time passes, when a call lands, when its answer comes, and
 * whether it comes at all. A bake of a day takes milliseconds.
 *
 * <p>Start with {@link io.github.bluegreen4j.testkit.time.VirtualEngine}.
 */
@NullMarked
package io.github.bluegreen4j.testkit.time;

import org.jspecify.annotations.NullMarked;
