/**
 * The world that the measured engines deploy into, which answers at once, and the databases that they write to. Start reading at {@code
 * InstantWorld}.
 */
@NullMarked
package io.github.bluegreen4j.benchmarks.port;

import org.jspecify.annotations.NullMarked;
