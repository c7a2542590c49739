/**
 * The load balancer: a production and a test route, target groups with health checks and draining, and an HTTP control
 * plane that behaves like a real one's.
 *
 * <p>Forwarding is Jetty 12's {@code ProxyHandler}: on Maven Central, maintained by the server's own team, at home on
 * JDK 17, 3 MB with everything, and every decision we need is one overridden method. It sends a request once: what its
 * client queues again was never written to a connection (Undertow's proxy needs its retries switched off one by one;
 * Vert.x's is as able, but brings Netty and answers late failures itself).
 *
 * <p>Everything that is decided lives in {@link io.github.bluegreen4j.examples.local.dataplane.LoadBalancer}, which
 * knows no HTTP: smooth weighted round robin over the groups, round robin over the healthy targets of the group chosen,
 * no fail-over to another group, no retry. {@code RouteProxy} carries a request, {@code HealthChecker} asks the targets,
 * {@code ControlPlane} is the admin interface and {@code DataPlaneClient} its client.
 */
@NullMarked
package io.github.bluegreen4j.examples.local.dataplane;

import org.jspecify.annotations.NullMarked;
