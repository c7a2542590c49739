/**
 * A fake of AWS on the test's own thread, in virtual time. Real SDK clients call it without sockets, and the testkit's
 * simulated world is behind it. Whole deployments by any tool run in milliseconds, with faults on the wire if the test plans
 * some.
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
 * aws.requests(); // which requests came, when, for which resources
 * }</pre>
 *
 * <p>The fake refuses what AWS refuses, with AWS's messages. Where these are not known, {@code docs/aws-testing.md} says so.
 * Each service has its own package; {@code wire} has the protocols, {@code fault} the faults, {@code arn} the names. Start
 * with {@link io.github.bluegreen4j.awstestkit.FakeAws}.
 */
@NullMarked
package io.github.bluegreen4j.awstestkit;

import org.jspecify.annotations.NullMarked;
