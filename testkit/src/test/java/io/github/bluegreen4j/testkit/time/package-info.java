/** Tests of virtual time and of the calls that are made in it. */
@NullMarked
package io.github.bluegreen4j.testkit.time;

import org.jspecify.annotations.NullMarked;
