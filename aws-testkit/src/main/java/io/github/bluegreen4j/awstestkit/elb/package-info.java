/**
 * Elastic Load Balancing: rules and listeners that forward by weight, target groups and the health of their targets.
 *
 * <p>The routes of the world are rules of Application Load Balancers and listeners of Network Load Balancers, by their ARNs. The
 * world knows where a route points and how long it pins its clients; conditions, other actions and their order are kept here,
 * and are the terms of the route there.
 */
@NullMarked
package io.github.bluegreen4j.awstestkit.elb;

import org.jspecify.annotations.NullMarked;
