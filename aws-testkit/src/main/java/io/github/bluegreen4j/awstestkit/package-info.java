/**
 * AWS on the test's own thread, in virtual time: a fake that the real SDK clients speak to without sockets, with the testkit's
 * simulated world behind it. A deployment tool is pointed at it, and whole deployments run in milliseconds, with faults on the
 * wire if you like.
 *
 * <pre>{@code
 * VirtualTime time = VirtualTime.startingAt(Instant.parse("2026-03-01T03:00:00Z"));
 * SimulatedWorld world = SimulatedWorld.create(time);
 * FakeAws aws = FakeAws.of(world);
 *
 * ServiceRef checkout = new ServiceRef("prod", "checkout");
 * RouteRef rule = aws.arns().rule("web", 443, 10);
 * TargetGroupRef blue = aws.arns().targetGroup("checkout-blue");
 * TargetGroupRef green = aws.arns().targetGroup("checkout-green");
 * world.addService(checkout, 3);
 * world.addRoute(rule, TrafficSplit.allOn(blue, green));
 * world.addRevision(checkout, "checkout:41", blue);
 *
 * EcsClient ecs = EcsClient.builder().httpClient(aws.httpClient()). ... .build(); // your tool's own clients
 *
 * aws.faults().on("ecs:CreateTaskSet").next().happens(WireFault.RESET_AFTERWARDS);
 * aws.denies("elasticloadbalancing:ModifyListener");
 * time.advance(Duration.ofMinutes(5));
 * aws.requests(); // what was asked, when, of what
 * }</pre>
 *
 * <p>It refuses what AWS refuses, in AWS's words; where AWS's words are not known, {@code docs/aws-testing.md} says so. The
 * services are in packages of their own; {@code wire} is how they are spoken to, {@code fault} what goes wrong on the way, {@code
 * arn} how things are named.
 */
@NullMarked
package io.github.bluegreen4j.awstestkit;

import org.jspecify.annotations.NullMarked;
