/**
 * The ports that this project brings itself keep their contracts, and a port that does nothing keeps none of them: the
 * fixtures of the simulated world can be given another port than the simulated's own.
 */
@NullMarked
package io.github.bluegreen4j.testkit.adapters;

import org.jspecify.annotations.NullMarked;
