package io.github.bluegreen4j.examples.local.adapter;

import io.github.bluegreen4j.examples.local.ClosedPort;
import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.dataplane.LoadBalancerWorld;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.contract.TrafficRouterContract;
import io.github.bluegreen4j.testkit.contract.TrafficRouterFixture;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** The router keeps its contract against the real control plane. */
class LocalRouterTest extends TrafficRouterContract {

    @Override
    protected TrafficRouterFixture fixture() {
        return new LocalFixture();
    }

    private static final class LocalFixture implements TrafficRouterFixture {

        private final LoadBalancerWorld world = new LoadBalancerWorld();
        private final DataPlaneClient dataPlane = world.client();
        private LocalRouter router = new LocalRouter(dataPlane);
        private int strangers;

        LocalFixture() {
            List.of("ours", "narrow", "theirs").forEach(world::createRoute);
            List.of("blue", "green", "unused", "foreign").forEach(dataPlane::createGroup);
            dataPlane.register("blue", "blue-1", "checkout-1", 1001);
            dataPlane.register("blue", "blue-2", "checkout-1", 1002);
            dataPlane.register("unused", "unused-1", "checkout-1", 1003);
            dataPlane.overwrite("ours", Map.of("blue", 100, "green", 0));
            dataPlane.overwrite("narrow", Map.of("blue", 100));
            dataPlane.overwrite("theirs", Map.of("foreign", 7));
        }

        @Override
        public TrafficRouter router() {
            return router;
        }

        @Override
        public TrafficRouter.WriteMode writeMode() {
            return TrafficRouter.WriteMode.ATOMIC;
        }

        @Override
        public ServiceRef service() {
            return new ServiceRef("local", "checkout");
        }

        @Override
        public RouteRef route() {
            return new RouteRef("ours");
        }

        @Override
        public RouteRef narrowRoute() {
            return new RouteRef("narrow");
        }

        @Override
        public RouteRef missingRoute() {
            return new RouteRef("missing");
        }

        @Override
        public TargetGroupRef blueGroup() {
            return new TargetGroupRef("blue");
        }

        @Override
        public RevisionRef blue() {
            return new RevisionRef("checkout-1");
        }

        @Override
        public TargetGroupRef greenGroup() {
            return new TargetGroupRef("green");
        }

        @Override
        public TargetGroupRef unusedGroup() {
            return new TargetGroupRef("unused");
        }

        @Override
        public TargetGroupRef missingGroup() {
            return new TargetGroupRef("missing");
        }

        @Override
        public String everythingElse() {
            StringBuilder text = new StringBuilder();
            for (String route : List.of("ours", "narrow")) {
                text.append(route).append(' ').append(dataPlane.route(route).path());
                text.append(' ').append(dataPlane.route(route).stickiness()).append('\n');
            }
            return text.append(dataPlane.route("theirs")).toString();
        }

        @Override
        public TrafficSplit actual(RouteRef route) {
            Map<TargetGroupRef, Integer> weights = new HashMap<>();
            dataPlane
                    .route(route.id())
                    .weights()
                    .forEach((group, weight) -> weights.put(new TargetGroupRef(group), weight));
            return new TrafficSplit(weights);
        }

        @Override
        public void rewrite(RouteRef route, TrafficSplit split) {
            Map<String, Integer> weights = new HashMap<>();
            split.weights().forEach((group, weight) -> weights.put(group.id(), weight));
            dataPlane.overwrite(route.id(), weights);
        }

        @Override
        public void rewriteTerms(RouteRef route) {
            dataPlane.admit(route.id(), "/shop");
        }

        @Override
        public void stick(RouteRef route, Duration stickiness) {
            dataPlane.stick(route.id(), stickiness);
        }

        @Override
        public void addStranger(TargetGroupRef group) {
            strangers++;
            dataPlane.register(group.id(), "stranger-" + strangers, "", 2000 + strangers);
        }

        @Override
        public void failOneTarget() {
            world.fail("blue-2");
        }

        @Override
        public void goOutOfReach() {
            router = new LocalRouter(new DataPlaneClient(ClosedPort.client()));
        }

        @Override
        public void pause() {
            world.checkHealth();
        }

        @Override
        public void close() {
            world.close();
        }
    }
}
