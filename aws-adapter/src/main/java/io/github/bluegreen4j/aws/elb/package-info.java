/**
 * Elastic Load Balancing as the engine's router. Start with {@link io.github.bluegreen4j.aws.elb.ElbRouter}.
 *
 * <p>A route is what decides by weights: a rule of an Application Load Balancer (a listener's default rule too) or a listener of a
 * Network Load Balancer. AWS replaces all actions of a route with those it is sent, so each write begins by reading the route
 * anew, changes nothing in what it read but the weights of the one forward action, and is refused when the route is not as the engine
 * last read it.
 */
@NullMarked
package io.github.bluegreen4j.aws.elb;

import org.jspecify.annotations.NullMarked;
