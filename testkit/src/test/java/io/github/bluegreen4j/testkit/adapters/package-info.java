/**
 * The ports that this project brings itself keep their contracts, and a port that does nothing keeps none of them: the
 * fixtures of the fakes can be given another port than the fake's own.
 */
@NullMarked
package io.github.bluegreen4j.testkit.adapters;

import org.jspecify.annotations.NullMarked;
