package io.github.bluegreen4j.awstestkit.ecs.bluegreen;

import java.time.Duration;

/**
 * A step of the production shift.
 *
 * @param percent the percentage of production traffic for the new revision
 * @param bake how long the step waits afterwards
 */
record TrafficStep(double percent, Duration bake) {}
