package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.ecs.TaskSetSettings;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.testkit.simulation.Campaign;
import io.github.bluegreen4j.testkit.simulation.CampaignReport;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.ScenarioNames;
import java.time.Duration;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Chaos, with every call through the adapter, the SDK and the wire: all invariants hold that hold without. */
class AwsCampaignTest {
    private static final ScenarioNames NAMES = new ScenarioNames(
            SHOP,
            new RevisionSpec(
                    "shop:2",
                    TaskSetSettings.fromBlue()
                            .container("app", 8080)
                            .launchType("FARGATE")
                            .network(List.of("subnet-1"), List.of("sg-1"), false)
                            .asMap()),
            FIRST,
            SECOND,
            ARNS.rule("web", 443, 10),
            ARNS.defaultRule("web", 443),
            ARNS.rule("web", 8443, 10),
            ARNS.rule("web", 443, 20));

    /** What the router says of every rule of an Application Load Balancer. */
    private static final Duration SETTLE = Duration.ofSeconds(5);

    private static final int MOST_FAULTS = 20;
    private static final int REQUESTS = 2_000;

    private static void overAws(Scenario scenario, long seed) {
        scenario.newWorld(world -> planFaults(FakeAws.of(world), new SplittableRandom(seed)))
                .statedLag(SETTLE)
                .ports((world, builder) -> new AwsShop(world).into(builder));
    }

    /** What goes wrong on the wire goes wrong between the requests of one call, too. */
    private static void planFaults(FakeAws aws, SplittableRandom random) {
        List<WireFault> kinds = List.of(WireFault.values());
        for (int i = random.nextInt(MOST_FAULTS); i > 0; i--) {
            aws.faults().on("*").nth(1 + random.nextInt(REQUESTS)).happens(kinds.get(random.nextInt(kinds.size())));
        }
    }

    static Campaign campaign() {
        return Campaign.ofAnything(NAMES, AwsCampaignTest::overAws);
    }

    @Test
    void whateverGoesWrongTheInvariantsHold() {
        CampaignReport report = campaign().seeds(100).run();
        System.out.println(report);
        assertThat(report.failure()).isEmpty();
        assertThat(report.seeds()).isEqualTo(100);
    }
}
