/**
 * The values that all other packages use. Nothing here does work, reads a clock or uses another package. Every type
 * is immutable, safe to share between threads, and checks its values in its constructor; a value that is missing or
 * not allowed is refused with {@link io.github.bluegreen4j.model.InvalidSpecException}.
 *
 * <p><b>Roles.</b> A deployment works with two revisions of a service: {@linkplain
 * io.github.bluegreen4j.model.Roles.Role#BLUE blue} is in production, {@linkplain
 * io.github.bluegreen4j.model.Roles.Role#GREEN green} is being deployed. The engine reads from the live weights which
 * is which when the deployment starts. So the two target groups of a service swap roles with every deployment.
 *
 * <p><b>References.</b> {@link io.github.bluegreen4j.model.ServiceRef}, {@link
 * io.github.bluegreen4j.model.TargetGroupRef}, {@link io.github.bluegreen4j.model.RouteRef} and {@link
 * io.github.bluegreen4j.model.RevisionRef} name things without describing them. The adapter behind a port decides
 * what the names mean: ARNs, or names of its own.
 *
 * <p><b>The specification.</b> A user describes a deployment with a {@link io.github.bluegreen4j.model.DeploymentSpec}:
 * the routes and target groups, the {@link io.github.bluegreen4j.model.TrafficStrategy}, the {@linkplain
 * io.github.bluegreen4j.model.HookSpec hooks} of the {@linkplain io.github.bluegreen4j.model.LifecycleStage stages},
 * and the policies for alarms, failing tasks, health, rollback, drift and concurrency. Ranges and defaults are those
 * of the Amazon ECS deployment configuration where ECS has them. A wrong specification is refused as a whole: one
 * {@link io.github.bluegreen4j.model.InvalidSpecException} lists every {@link
 * io.github.bluegreen4j.model.InvalidSpecException.Fault}.
 *
 * <p><b>Observations.</b> The ports report the state of the world as {@link
 * io.github.bluegreen4j.model.ServiceDescription}, {@link io.github.bluegreen4j.model.RouteReading}, {@link
 * io.github.bluegreen4j.model.TargetHealth} and {@link io.github.bluegreen4j.model.AlarmReading}. What could not be
 * read is absent. Absent means unknown: neither healthy nor failed.
 */
@NullMarked
package io.github.bluegreen4j.model;

import org.jspecify.annotations.NullMarked;
