/**
 * A fake of Elastic Load Balancing: rules and listeners that forward by weight, target groups and the health of their
 * targets.
 *
 * <p>The world's routes are rules of Application Load Balancers and listeners of Network Load Balancers, by ARN. The world
 * stores their groups, weights and stickiness. This package stores conditions, other actions and their order, which are the
 * terms of the route in the world.
 */
@NullMarked
package io.github.bluegreen4j.awstestkit.elb;

import org.jspecify.annotations.NullMarked;
