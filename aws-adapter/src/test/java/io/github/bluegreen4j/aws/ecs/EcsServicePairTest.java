package io.github.bluegreen4j.aws.ecs;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static io.github.bluegreen4j.aws.AwsShop.TWIN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

/** What a pair does where its contract leaves the choice. */
class EcsServicePairTest {
    private static final DeploymentId D_1 = new DeploymentId("d-1");
    private static final DeploymentId D_2 = new DeploymentId("d-2");
    private static final RevisionRef GREEN = new RevisionRef(ARNS.service(TWIN) + "@shop:2");

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final FakeAws aws = FakeAws.of(world);
    private final EcsServicePair pair;

    EcsServicePairTest() {
        AwsShop.pairIn(world);
        world.addService(SHOP, 2);
        world.addRoute(ARNS.rule("web", 443, 10), TrafficSplit.allOn(FIRST, SECOND));
        world.addRevision(SHOP, "shop:1", FIRST);
        pair = AwsShop.pair(world);
    }

    private void launch(DeploymentId owner, String definition, TargetGroupRef group) {
        pair.launch(new LaunchRequest(SHOP, RevisionSpec.of(definition), group, 2, owner, "token"));
    }

    private ServiceDescription describe() {
        return pair.describe(List.of(SHOP)).get(0);
    }

    private void retire() {
        for (int i = 0; i < 3; i++) {
            pair.retire(SHOP, GREEN);
            time.advance(Duration.ofSeconds(1));
        }
    }

    private static Problem problem(ThrowingCallable call) {
        PortException thrown = catchThrowableOfType(PortException.class, call);
        assertThat(thrown).as("a problem").isNotNull();
        return thrown.problem();
    }

    /** A request that hung for minutes arrives after its deployment has rolled back. */
    @Test
    void aLateLaunchOfARevisionThatWasRetiredLaunchesNothing() {
        launch(D_1, "shop:2", SECOND);
        retire();
        assertThat(describe().revisions()).hasSize(1);

        launch(D_1, "shop:2", SECOND);

        assertThat(describe().revisions()).hasSize(1);
        launch(D_2, "shop:2", SECOND);
        assertThat(describe().launchedBy(D_2)).as("that of the next deployment").isPresent();
    }

    @Test
    void whatAServiceRunsIsNotReplaced() {
        aws.ecs().startsRollingDeployment(TWIN, "shop:9");
        world.launched(SHOP, "shop:9", SECOND, 2);

        Problem problem = problem(() -> launch(D_1, "shop:2", SECOND));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.resource()).isEqualTo("prod/shop-twin");
        assertThat(problem.message()).contains("not idle", "shop:9", "ecs-svc/", "scale it to 0");
        assertThat(aws.requests("ecs:UpdateService")).isEmpty();
        assertThat(aws.requests("ecs:TagResource")).isEmpty();
    }

    /** AWS may show a tag later than what was launched after it. */
    @Test
    void aServiceThatRunsTheDefinitionWithoutTheTagsIsAskedForAgain() {
        launch(D_1, "shop:2", SECOND);
        aws.ecs().tag(TWIN, "bluegreen4j:deployment", "not-visible-yet");

        Problem problem = problem(() -> launch(D_1, "shop:2", SECOND));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(problem.message()).contains("its tags do not say for this deployment");
    }

    /** fluxcd/flagger#639: the fix could not be deployed because the old version was unhealthy. */
    @Test
    void aServiceThatNeverBecomesSteadyCanBeRepaired() {
        RevisionRef blue = world.describe(SHOP).revisions().get(0).revision();
        world.sicken(SHOP, blue, 2);
        aws.ecs().startsRollingDeployment(SHOP, "shop:1");
        assertThat(describe().revisions().get(0).counts().steady()).isFalse();

        assertThatCode(() -> pair.check(SHOP, RevisionSpec.of("shop:2"), new TargetGroups(FIRST, SECOND)))
                .doesNotThrowAnyException();
    }

    /** The engine dies between the two requests of a launch. */
    @Test
    void aLaunchThatWasOnlyAnnouncedIsNoRevisionAndIsTakenUpAgain() {
        aws.faults().on("ecs:UpdateService").next().happens(WireFault.CONNECTION_REFUSED);
        assertThatThrownBy(() -> launch(D_1, "shop:2", SECOND)).isInstanceOf(PortException.class);
        assertThat(describe().revisions()).hasSize(1);

        launch(D_1, "shop:2", SECOND);

        assertThat(describe().launchedBy(D_1)).isPresent();
        assertThat(aws.requests("ecs:TagResource")).as("tags are written once").hasSize(1);
    }

    /** Another deployment finds what the dead one announced. */
    @Test
    void aLaunchThatWasOnlyAnnouncedIsInNobodysWay() {
        aws.faults().on("ecs:UpdateService").next().happens(WireFault.CONNECTION_REFUSED);
        assertThatThrownBy(() -> launch(D_1, "shop:2", SECOND)).isInstanceOf(PortException.class);

        launch(D_2, "shop:3", SECOND);

        assertThat(describe().launchedBy(D_1)).isEmpty();
        assertThat(describe().launchedBy(D_2)).map(green -> green.definition()).contains("shop:3");
    }

    @Test
    void aTargetGroupOfNeitherServiceIsNamed() {
        TargetGroupRef third = ARNS.targetGroup("third");

        assertThat(problem(() -> launch(D_1, "shop:2", third)).message())
                .isEqualTo("neither prod/shop nor prod/shop-twin registers its tasks in " + third);
    }

    @Test
    void withoutItsTwinAServiceIsDescribedAndNothingIsLaunched() {
        aws.ecs().deleted(TWIN);

        assertThat(describe().revisions()).hasSize(1);
        Problem problem = problem(() -> launch(D_1, "shop:2", SECOND));
        assertThat(problem.kind()).isEqualTo(Problem.Kind.GONE);
        assertThat(problem.message()).contains("shop-twin", "was deleted");
    }

    /** The twin serves, and somebody deletes the other one. */
    @Test
    void whatTheTwinRunsIsDescribedWithoutTheService() {
        launch(D_1, "shop:2", SECOND);
        pair.makePrimary(SHOP, GREEN);
        aws.ecs().deleted(SHOP);

        assertThat(describe().revisions()).singleElement().satisfies(green -> {
            assertThat(green.revision()).isEqualTo(GREEN);
            assertThat(green.primary()).isTrue();
        });
        assertThat(describe().desiredCount()).isEqualTo(2);
    }

    @Test
    void fivePairsAreDescribedByOneRequest() {
        List<ServiceRef> services = List.of(SHOP, new ServiceRef("prod", "b"), new ServiceRef("prod", "c"));

        assertThat(pair.describeBatch()).isEqualTo(5);
        assertThat(pair.describe(services))
                .extracting(ServiceDescription::service)
                .containsExactly(SHOP);
        assertThat(aws.requests("ecs:DescribeServices")).hasSize(1);
    }

    /** A person who goes back to an earlier definition of what serves is not ECS's circuit breaker. */
    @Test
    void theFormerDefinitionOfTheServiceThatServesIsSteady() {
        launch(D_1, "shop:2", SECOND);
        pair.makePrimary(SHOP, GREEN);
        aws.ecs().startsRollingDeployment(TWIN, "shop:1");
        time.advance(Duration.ofSeconds(1));
        pair.describe(List.of(SHOP));

        ServiceDescription.Revision serving = describe().revisions().stream()
                .filter(ServiceDescription.Revision::primary)
                .findFirst()
                .orElseThrow();
        assertThat(serving.definition()).isEqualTo("shop:1");
        assertThat(serving.owner()).isEmpty();
        assertThat(serving.counts().steady()).isTrue();
        assertThat(serving.counts().failed()).isZero();
    }

    @Test
    void aPrimaryServiceIsNotLabelledTwice() {
        launch(D_1, "shop:2", SECOND);
        pair.makePrimary(SHOP, GREEN);
        long tagged = aws.requests("ecs:TagResource").size();

        pair.makePrimary(SHOP, GREEN);

        assertThat(aws.requests("ecs:TagResource")).hasSize((int) tagged);
        assertThat(aws.requests()).extracting(AwsRequest::action).doesNotContain("ecs:UntagResource");
    }

    private void register(String definition, String cpu) {
        ObjectNode description =
                new ObjectMapper().createObjectNode().put("cpu", cpu).put("networkMode", "awsvpc");
        description
                .putArray("containerDefinitions")
                .addObject()
                .put("name", "app")
                .put("image", "shop");
        aws.ecs().register(definition, description);
    }

    @Test
    void changesCompareTheTaskDefinitionOfTheServingServiceWithTheNewOne() {
        register("shop:1", "256");
        register("shop:2", "512");
        RevisionRef blue = describe().revisions().get(0).revision();

        assertThat(pair.changes(SHOP, blue, RevisionSpec.of("shop:2")))
                .extracting(RevisionChange::toString)
                .containsExactly("cpu: \"256\" becomes \"512\"");
    }
}
