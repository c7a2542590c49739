/** What the simulated world does between the calls of an engine. */
@NullMarked
package io.github.bluegreen4j.testkit.world;

import org.jspecify.annotations.NullMarked;
