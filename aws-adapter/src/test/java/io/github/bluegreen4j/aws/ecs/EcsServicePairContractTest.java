package io.github.bluegreen4j.aws.ecs;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeContract;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeFixture;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedRequest;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.time.Instant;

class EcsServicePairContractTest extends ServiceRuntimeContract {
    @Override
    protected ServiceRuntimeFixture fixture() {
        return new Fixture();
    }

    private static final class Fixture implements ServiceRuntimeFixture {
        private static final ServiceRef BANK = new ServiceRef("finance", "bank");

        private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
        private final SimulatedWorld world = SimulatedWorld.create(time);
        private final FakeAws aws = FakeAws.of(world);
        private final RevisionRef blue;
        private final ServiceRuntime runtime;

        Fixture() {
            world.addService(SHOP, 3);
            world.addService(BANK, 1);
            AwsShop.pairIn(world);
            aws.ecs().ordinary(BANK, BANK, ARNS.targetGroup("bank"), "bank:1");
            world.addRoute(ARNS.rule("web", 443, 10), TrafficSplit.allOn(FIRST, SECOND));
            blue = world.addRevision(SHOP, "shop:1", FIRST);
            world.behaves(TaskBehaviour.healthy(Duration.ofSeconds(2), Duration.ofSeconds(1)));
            world.behaves("broken:1", TaskBehaviour.fails(Duration.ofSeconds(1)));
            world.hasNo("nowhere:1");
            world.drainTime(Duration.ofSeconds(10));
            runtime = AwsShop.pair(world);
        }

        @Override
        public void pause() {
            time.advance(Duration.ofSeconds(1));
        }

        @Override
        public ServiceRuntime runtime() {
            return runtime;
        }

        @Override
        public ServiceRef service() {
            return SHOP;
        }

        @Override
        public int desiredCount() {
            return 3;
        }

        @Override
        public RevisionRef blue() {
            return blue;
        }

        @Override
        public String blueDefinition() {
            return "shop:1";
        }

        @Override
        public TargetGroupRef blueGroup() {
            return FIRST;
        }

        @Override
        public TargetGroupRef idleGroup() {
            return SECOND;
        }

        @Override
        public ServiceRef otherService() {
            return BANK;
        }

        @Override
        public ServiceRef missingService() {
            return new ServiceRef(SHOP.cluster(), "nobody");
        }

        @Override
        public RevisionRef missingRevision() {
            return new RevisionRef(ARNS.service(SHOP) + "@shop:99");
        }

        @Override
        public RevisionSpec definition() {
            return RevisionSpec.of("shop:2");
        }

        @Override
        public RevisionSpec missingDefinition() {
            return RevisionSpec.of("nowhere:1");
        }

        @Override
        public boolean tasksStart() {
            return true;
        }

        @Override
        public RevisionSpec failingDefinition() {
            return RevisionSpec.of("broken:1");
        }

        @Override
        public void killTask(RevisionRef revision) {
            world.kill(SHOP, revision, 1);
        }

        @Override
        public int registered(TargetGroupRef group) {
            return world.registered(group);
        }

        @Override
        public String traffic() {
            return world.routes().toString();
        }

        @Override
        public Request begin(TargetGroupRef group) {
            SimulatedRequest request = world.begin(group);
            return new Request() {
                @Override
                public void finish() {
                    request.finish();
                }

                @Override
                public boolean wasCutOff() {
                    return request.wasCutOff();
                }
            };
        }

        @Override
        public boolean carriesRequests() {
            return true;
        }

        @Override
        public void goOutOfReach() {
            aws.faults().on("ecs:*").always().happens(WireFault.CONNECTION_REFUSED);
        }
    }
}
