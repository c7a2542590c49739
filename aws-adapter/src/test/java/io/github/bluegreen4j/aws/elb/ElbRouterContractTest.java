package io.github.bluegreen4j.aws.elb;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.contract.TrafficRouterContract;
import io.github.bluegreen4j.testkit.contract.TrafficRouterFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Nested;

/** The router on each kind of route. */
class ElbRouterContractTest {
    @Nested
    class OnRules extends TrafficRouterContract {
        @Override
        protected TrafficRouterFixture fixture() {
            return new Fixture(ARNS.rule("web", 443, 10), ARNS.rule("web", 443, 20), ARNS.rule("web", 443, 99));
        }
    }

    @Nested
    class OnDefaultRules extends TrafficRouterContract {
        @Override
        protected TrafficRouterFixture fixture() {
            return new Fixture(ARNS.defaultRule("web", 443), ARNS.defaultRule("web", 8443), ARNS.rule("web", 443, 99));
        }
    }

    @Nested
    class OnListenersOfNetworkLoadBalancers extends TrafficRouterContract {
        @Override
        protected TrafficRouterFixture fixture() {
            return new Fixture(
                    ARNS.networkListener("tcp", 443),
                    ARNS.networkListener("tcp", 8443),
                    ARNS.networkListener("tcp", 9999));
        }
    }

    private static final class Fixture implements TrafficRouterFixture {
        private static final ServiceRef TOOL = new ServiceRef("prod", "tool");
        private static final TargetGroupRef UNUSED = ARNS.targetGroup("unused");
        private static final RouteRef THEIRS = ARNS.rule("web", 443, 1);

        private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
        private final SimulatedWorld world = SimulatedWorld.create(time);
        private final FakeAws aws = FakeAws.of(world);
        private final RouteRef route;
        private final RouteRef narrow;
        private final RouteRef missing;
        private final RevisionRef blue;
        private final TrafficRouter router;
        private int strangers;

        Fixture(RouteRef route, RouteRef narrow, RouteRef missing) {
            this.route = route;
            this.narrow = narrow;
            this.missing = missing;
            world.addService(SHOP, 3);
            world.addService(TOOL, 1);
            world.addRoute(route, TrafficSplit.allOn(FIRST, SECOND));
            world.addRoute(narrow, new TrafficSplit(Map.of(FIRST, 1)));
            world.addRoute(THEIRS, new TrafficSplit(Map.of(ARNS.targetGroup("theirs"), 7)));
            blue = world.addRevision(SHOP, "shop:1", FIRST);
            world.addRevision(TOOL, "tool:1", UNUSED);
            router = new AwsShop(world).router();
        }

        @Override
        public void pause() {
            time.advance(Duration.ofSeconds(1));
        }

        @Override
        public TrafficRouter router() {
            return router;
        }

        @Override
        public TrafficRouter.WriteMode writeMode() {
            return TrafficRouter.WriteMode.BEST_EFFORT;
        }

        @Override
        public ServiceRef service() {
            return SHOP;
        }

        @Override
        public RouteRef route() {
            return route;
        }

        @Override
        public RouteRef narrowRoute() {
            return narrow;
        }

        @Override
        public RouteRef missingRoute() {
            return missing;
        }

        @Override
        public TargetGroupRef blueGroup() {
            return FIRST;
        }

        @Override
        public RevisionRef blue() {
            return blue;
        }

        @Override
        public TargetGroupRef greenGroup() {
            return SECOND;
        }

        @Override
        public TargetGroupRef unusedGroup() {
            return UNUSED;
        }

        @Override
        public TargetGroupRef missingGroup() {
            return ARNS.targetGroup("nobody");
        }

        @Override
        public String everythingElse() {
            List<String> others = world.routes().stream()
                    .filter(text -> text.startsWith(THEIRS.id()))
                    .toList();
            return world.terms(route) + "\n" + world.terms(narrow) + "\n" + others;
        }

        @Override
        public TrafficSplit actual(RouteRef asked) {
            return world.split(asked);
        }

        @Override
        public void rewrite(RouteRef rewritten, TrafficSplit split) {
            world.rewrite(rewritten, split);
        }

        @Override
        public void rewriteTerms(RouteRef rewritten) {
            world.rewriteTerms(rewritten, "somebody else's");
        }

        @Override
        public void stick(RouteRef sticky, Duration stickiness) {
            world.stick(sticky, Optional.of(stickiness));
        }

        @Override
        public void addStranger(TargetGroupRef group) {
            world.addStranger(group, "10.9.9." + ++strangers);
        }

        @Override
        public void failOneTarget() {
            world.sicken(SHOP, blue, 1);
        }

        @Override
        public void goOutOfReach() {
            aws.faults().on("elasticloadbalancing:*").always().happens(WireFault.CONNECTION_REFUSED);
        }
    }
}
