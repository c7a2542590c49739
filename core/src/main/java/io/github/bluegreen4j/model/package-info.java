/**
 * Values only: what the rest of the engine talks about. Nothing here does any work, reads a clock or knows another
 * package; every type is immutable, safe to share between threads, and checks itself when it is made.
 *
 * <p><b>Roles.</b> A deployment knows two revisions of a service: {@linkplain
 * io.github.bluegreen4j.model.Roles.Role#BLUE blue} is in production, {@linkplain
 * io.github.bluegreen4j.model.Roles.Role#GREEN green} is being deployed. Which is which is read from the live weights
 * when the deployment starts, so the two target groups of a service change roles with every deployment.
 *
 * <p><b>References.</b> {@link io.github.bluegreen4j.model.ServiceRef}, {@link
 * io.github.bluegreen4j.model.TargetGroupRef}, {@link io.github.bluegreen4j.model.RouteRef} and {@link
 * io.github.bluegreen4j.model.RevisionRef} name things of the world without describing them. What the names mean (ARNs,
 * or names of its own) is for the adapter behind the ports to say.
 *
 * <p><b>The specification.</b> A user says what is to happen in a {@link io.github.bluegreen4j.model.DeploymentSpec}: the
 * routes and target groups, the {@link io.github.bluegreen4j.model.TrafficStrategy}, the {@linkplain
 * io.github.bluegreen4j.model.HookSpec hooks} of the {@linkplain io.github.bluegreen4j.model.LifecycleStage stages}, and
 * the policies for alarms, failing tasks, health, rollback, drift and concurrency. Ranges and defaults are those of the
 * Amazon ECS deployment configuration wherever ECS has them. A wrong specification is refused whole: one {@link
 * io.github.bluegreen4j.model.InvalidSpecException} lists every {@link io.github.bluegreen4j.model.InvalidSpecException.Fault}.
 *
 * <p><b>Observations.</b> What the ports report of the world comes as {@link
 * io.github.bluegreen4j.model.ServiceDescription}, {@link io.github.bluegreen4j.model.RouteReading}, {@link
 * io.github.bluegreen4j.model.TargetHealth} and {@link io.github.bluegreen4j.model.AlarmReading}. Something that could not
 * be read is absent, and absent means unknown: never healthy, never failed.
 */
@NullMarked
package io.github.bluegreen4j.model;

import org.jspecify.annotations.NullMarked;
