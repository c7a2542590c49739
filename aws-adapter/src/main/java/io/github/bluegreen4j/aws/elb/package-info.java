/**
 * Elastic Load Balancing as the engine's router. Start with {@link io.github.bluegreen4j.aws.elb.ElbRouter}.
 *
 * <p>A route is a rule of an Application Load Balancer, including a listener's default rule, or a listener of a Network Load
 * Balancer. AWS replaces all actions of a route with those in a request. So each write first reads the route, changes only
 * the weights of its one forward action, and is refused if the route has changed since the engine's last reading.
 */
@NullMarked
package io.github.bluegreen4j.aws.elb;

import org.jspecify.annotations.NullMarked;
