package io.github.bluegreen4j.testkit.docs;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeFixture;
import java.util.Map;

/** The platform with the application shop, whose tasks start, crash and drain, and answer no requests. */
final class PlatformRuntimeFixture implements ServiceRuntimeFixture {
    private final Platform platform = new Platform();
    private final String blue;

    PlatformRuntimeFixture() {
        platform.addPools("pool-a", "pool-b");
        platform.forceWeights("production", Map.of("pool-a", 100, "pool-b", 0));
        blue = platform.addApp("shop", "shop:1", "pool-a", 3);
        platform.addApp("tool", "tool:1", "pool-c", 1);
    }

    @Override
    public void pause() {
        platform.tick();
    }

    @Override
    public ServiceRuntime runtime() {
        return new AdaptersGuideTest.PlatformRuntime(platform, SendPermit.always());
    }

    @Override
    public ServiceRef service() {
        return new ServiceRef("platform", "shop");
    }

    @Override
    public int desiredCount() {
        return 3;
    }

    @Override
    public RevisionRef blue() {
        return new RevisionRef(blue);
    }

    @Override
    public String blueDefinition() {
        return "shop:1";
    }

    @Override
    public TargetGroupRef blueGroup() {
        return new TargetGroupRef("pool-a");
    }

    @Override
    public TargetGroupRef idleGroup() {
        return new TargetGroupRef("pool-b");
    }

    @Override
    public ServiceRef otherService() {
        return new ServiceRef("platform", "tool");
    }

    @Override
    public ServiceRef missingService() {
        return new ServiceRef("platform", "nothing");
    }

    @Override
    public RevisionRef missingRevision() {
        return new RevisionRef("shop-99");
    }

    @Override
    public RevisionSpec definition() {
        return RevisionSpec.of("shop:2");
    }

    @Override
    public RevisionSpec missingDefinition() {
        return RevisionSpec.of("unknown:1");
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
        platform.kill(revision.id());
    }

    @Override
    public int registered(TargetGroupRef group) {
        return platform.registered(group.id());
    }

    @Override
    public String traffic() {
        return platform.weights("production").toString();
    }

    @Override
    public boolean carriesRequests() {
        return false;
    }

    @Override
    public void goOutOfReach() {
        platform.goDown();
    }
}
