/** What the fake world does between the calls of an engine. */
@NullMarked
package io.github.bluegreen4j.testkit.fake;

import org.jspecify.annotations.NullMarked;
