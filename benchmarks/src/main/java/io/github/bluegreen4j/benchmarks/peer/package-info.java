/** Other libraries that do a comparable piece of work, each set up for speed as its own documentation says. */
@NullMarked
package io.github.bluegreen4j.benchmarks.peer;

import org.jspecify.annotations.NullMarked;
