package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static io.github.bluegreen4j.aws.AwsShop.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.ecs.FakeEcs;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.testkit.simulation.Campaign;
import io.github.bluegreen4j.testkit.simulation.CampaignReport;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.ScenarioNames;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;

/** Chaos with a pair of ordinary services: all invariants hold that hold with task sets. */
class PairCampaignTest {
    private static final ScenarioNames NAMES = new ScenarioNames(
            SHOP,
            RevisionSpec.of("shop:2"),
            FIRST,
            SECOND,
            ARNS.rule("web", 443, 10),
            ARNS.defaultRule("web", 443),
            ARNS.rule("web", 8443, 10),
            ARNS.rule("web", 443, 20));

    /** What the router says of every rule of an Application Load Balancer. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private static final int SEEDS = 40;
    private static final int SCALED = 15;
    private static final int MOST_FAULTS = 20;
    private static final int REQUESTS = 2_000;

    private static void overAws(Scenario scenario, long seed) {
        scenario.newWorld(world -> {
                    AwsShop.pairIn(world);
                    planFaults(FakeAws.of(world), new SplittableRandom(seed));
                })
                .world(PairCampaignTest::suit)
                .statedLag(SETTLE)
                .ports((world, builder) -> new AwsShop(world).intoPair(world, builder));
    }

    /** Two revisions of one definition in one group are one revision of a pair. */
    private static void suit(SimulatedWorld world) {
        ServiceDescription shop = world.describe(SHOP);
        shop.revisions().stream()
                .filter(revision -> revision.revision().id().contains("#"))
                .forEach(revision -> world.removeRevision(SHOP, revision.revision()));
        FakeEcs ecs = FakeAws.of(world).ecs();
        // What an earlier deployment launched has the tags of its launch.
        world.describe(SHOP).revisions().stream()
                .filter(revision -> revision.owner().isPresent())
                .forEach(revision -> {
                    ServiceRef service = revision.targetGroup().equals(FIRST) ? SHOP : TWIN;
                    ecs.tag(
                            service,
                            "bluegreen4j:deployment",
                            revision.owner().orElseThrow().value());
                    ecs.tag(service, "bluegreen4j:definition", revision.definition());
                    ecs.tag(service, "bluegreen4j:after", "ecs-svc/1");
                });
        // A first deployment has nothing that runs to take this from.
        if (shop.revisions().isEmpty()) {
            ecs.tag(SHOP, "bluegreen4j:desired-count", Integer.toString(shop.desiredCount()));
        }
    }

    private static void planFaults(FakeAws aws, SplittableRandom random) {
        List<WireFault> kinds = List.of(WireFault.values());
        for (int i = random.nextInt(MOST_FAULTS); i > 0; i--) {
            aws.faults().on("*").nth(1 + random.nextInt(REQUESTS)).happens(kinds.get(random.nextInt(kinds.size())));
        }
    }

    /** Scaling policies act all the time, also on the service at rest. AWS does not say whether it enforces limits at once. */
    private static void autoScales(Scenario scenario, long seed, AtomicReference<FakeAws> last) {
        overAws(scenario.autoscaled(), seed);
        SplittableRandom random = new SplittableRandom(seed);
        scenario.world(world -> {
            FakeAws aws = FakeAws.of(world);
            last.set(aws);
            aws.autoScaling().enforcesLimits(random.nextBoolean());
            aws.autoScaling().target(SHOP, 1, 6);
            aws.autoScaling().wants(SHOP, 1 + random.nextInt(6));
            aws.autoScaling().wants(TWIN, random.nextInt(9));
        });
    }

    @Test
    void whateverGoesWrongTheLimitsOfThePairAreNotLost() {
        for (long seed = 1; seed <= SCALED; seed++) {
            AtomicReference<FakeAws> last = new AtomicReference<>();
            CampaignReport report = Campaign.ofAnything(NAMES, (scenario, same) -> autoScales(scenario, same, last))
                    .from(seed)
                    .seeds(1)
                    .run();
            assertThat(report.failure()).isEmpty();
            last.get().faults().end();
            assertThat(List.of(PairScalingTest.target(last.get(), SHOP), PairScalingTest.target(last.get(), TWIN)))
                    .as("the scalable targets after seed " + seed)
                    .anyMatch(target -> target.startsWith("1-6"))
                    .noneMatch(target -> target.matches("[01]-6 in.*"));
        }
    }

    static Campaign campaign() {
        return Campaign.ofAnything(NAMES, PairCampaignTest::overAws);
    }

    @Test
    void whateverGoesWrongTheInvariantsHold() {
        CampaignReport report = campaign().seeds(SEEDS).run();
        System.out.println(report);
        assertThat(report.failure()).isEmpty();
        assertThat(report.seeds()).isEqualTo(SEEDS);
    }
}
