/** What can go wrong with calls, each kind once. */
@NullMarked
package io.github.bluegreen4j.testkit.fault;

import org.jspecify.annotations.NullMarked;
