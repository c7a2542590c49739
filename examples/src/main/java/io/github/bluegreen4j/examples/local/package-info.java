/**
 * A blue/green deployment on one machine, made of real operating-system processes that talk HTTP on the loopback
 * interface.
 *
 * <p>Four kinds of process, each with a package of its own, and none of them knows the engine:
 *
 * <ul>
 *   <li>{@code task}: one task of a service revision; answers requests and counts them where a kill cannot lose them;
 *   <li>{@code dataplane}: the load balancer, with a production and a test route, and an HTTP control plane;
 *   <li>{@code runner}: stands for the container orchestrator; it keeps tasks running and drains them before they stop;
 *   <li>{@code load}: the clients, a steady stream of POST requests that are never sent twice.
 * </ul>
 *
 * <p>A fifth, {@code engine}, is the deployment engine on the ports that {@code adapter} implements. {@code demo} starts
 * them all, shows what happens and says how it went; {@code verdict} compares what the clients saw with what the tasks
 * did. {@code process} starts and watches processes, and {@code http} is the few lines of HTTP and JSON they share.
 */
@NullMarked
package io.github.bluegreen4j.examples.local;

import org.jspecify.annotations.NullMarked;
