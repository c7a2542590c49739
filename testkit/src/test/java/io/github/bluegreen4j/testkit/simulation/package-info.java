/** What happened to the users of other engines, and what this one makes of it. */
@NullMarked
package io.github.bluegreen4j.testkit.simulation;

import org.jspecify.annotations.NullMarked;
