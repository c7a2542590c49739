/**
 * Several AWS accounts and Regions in one engine. Start with {@link io.github.bluegreen4j.aws.place.AwsPlaces}. The package only
 * chooses the place of a call; the calls themselves are those of the ports of each place.
 */
@NullMarked
package io.github.bluegreen4j.aws.place;

import org.jspecify.annotations.NullMarked;
