package io.github.bluegreen4j.aws.elb;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.FakeClients;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RedirectActionStatusCodeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupTuple;

class ElbRouterTest {
    private static final RouteRef RULE = ARNS.rule("web", 443, 10);

    private final SimulatedWorld world = SimulatedWorld.create(VirtualTime.startingAt(Instant.EPOCH));
    private final FakeAws aws = FakeAws.of(world);
    private final ElasticLoadBalancingV2Client client = FakeClients.of(aws, ElasticLoadBalancingV2Client.builder());
    private final ElbRouter router;

    ElbRouterTest() {
        world.addService(SHOP, 2);
        world.addRoute(RULE, TrafficSplit.allOn(FIRST, SECOND));
        world.addRevision(SHOP, "shop:1", FIRST);
        router = new AwsShop(world).router();
    }

    private static Action forward(int order) {
        return Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .order(order)
                .forwardConfig(config -> config.targetGroups(tuple(FIRST, 100), tuple(SECOND, 0))
                        .targetGroupStickinessConfig(
                                sticky -> sticky.enabled(true).durationSeconds(600)))
                .build();
    }

    private static TargetGroupTuple tuple(TargetGroupRef group, int weight) {
        return TargetGroupTuple.builder()
                .targetGroupArn(group.id())
                .weight(weight)
                .build();
    }

    private static Action oidc() {
        return Action.builder()
                .type(ActionTypeEnum.AUTHENTICATE_OIDC)
                .order(1)
                .authenticateOidcConfig(config -> config.issuer("https://issuer.example")
                        .authorizationEndpoint("https://issuer.example/authorize")
                        .tokenEndpoint("https://issuer.example/token")
                        .userInfoEndpoint("https://issuer.example/user")
                        .clientId("checkout")
                        .clientSecret("nobody may see this")
                        .scope("openid")
                        .sessionTimeout(3600L))
                .build();
    }

    private static Action redirect() {
        return Action.builder()
                .type(ActionTypeEnum.REDIRECT)
                .order(1)
                .redirectConfig(
                        config -> config.host("elsewhere.example").statusCode(RedirectActionStatusCodeEnum.HTTP_301))
                .build();
    }

    private void give(Action... actions) {
        client.modifyRule(request -> request.ruleArn(RULE.id()).actions(actions));
    }

    private void shift() {
        router.write(RULE, router.read(RULE).fingerprint(), TrafficSplit.allOn(SECOND, FIRST));
    }

    private Problem refusal(Runnable call) {
        PortException thrown = catchThrowableOfType(PortException.class, call::run);
        assertThat(thrown).as("a refusal").isNotNull();
        return thrown.problem();
    }

    @Test
    void aShiftChangesWeightsAndNeitherSecretsNorStickinessNorConditions() {
        give(oidc(), forward(2));
        client.modifyRule(request -> request.ruleArn(RULE.id())
                .conditions(RuleCondition.builder()
                        .field("host-header")
                        .hostHeaderConfig(hosts -> hosts.values("shop.example"))
                        .build()));
        String terms = world.terms(RULE);
        assertThat(terms).contains("nobody may see this", "shop.example");

        shift();

        assertThat(world.split(RULE)).isEqualTo(TrafficSplit.allOn(SECOND, FIRST));
        assertThat(world.terms(RULE)).isEqualTo(terms);
        assertThat(router.read(RULE).stickiness()).contains(Duration.ofMinutes(10));
    }

    @Test
    void aRuleThatDoesMoreThanForwardIsRefused() {
        give(redirect());

        Problem problem = refusal(() -> router.read(RULE));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.resource()).isEqualTo(RULE.id());
        assertThat(problem.message()).contains("redirect");
        assertThat(refusal(this::shift).message()).contains("redirect");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "web",
                "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener/app/web/1/2",
                "arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/first/1",
                "arn:aws:elasticloadbalancing:eu-west-1:123456789012:listener-rule/net/web/1/2/3"
            })
    void aRouteOfTheWrongKindIsRefusedBeforeAnythingIsAsked(String arn) {
        Problem problem = refusal(() -> router.read(new RouteRef(arn)));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.message()).contains(arn, "listener-rule/app/", "listener/net/");
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void aGroupOfTheWrongKindIsRefusedBeforeAnythingIsAsked() {
        Problem problem = refusal(() -> router.health(SHOP, new TargetGroupRef(RULE.id())));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.message()).contains("targetGroups", ":targetgroup/");
        assertThat(aws.requests()).isEmpty();
    }

    @Test
    void aGroupOfInstancesIsRefused() {
        aws.elb().targetType(SECOND, "instance");

        Problem problem = refusal(() -> router.health(SHOP, SECOND));

        assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.message()).contains("target type instance", "target type ip");
    }

    @Test
    void whatIsSoAlreadyIsNotWritten() {
        router.write(RULE, router.read(RULE).fingerprint(), TrafficSplit.allOn(FIRST, SECOND));

        assertThat(aws.requests()).extracting(AwsRequest::action).doesNotContain("elasticloadbalancing:ModifyRule");
    }

    @Test
    void aNetworkLoadBalancerIsGivenTenMinutesToFollowAndAnApplicationLoadBalancerSomeSeconds() {
        RouteRef listener = ARNS.networkListener("tcp", 443);
        world.addRoute(listener, TrafficSplit.allOn(FIRST, SECOND));

        assertThat(router.read(listener).settle()).isEqualTo(Duration.ofMinutes(10));
        assertThat(router.read(RULE).settle()).isEqualTo(Duration.ofSeconds(5));
    }

    @Test
    void aMissingPermissionIsNamedAsAwsNamesIt() {
        aws.denies("elasticloadbalancing:ModifyRule");

        Problem problem = refusal(this::shift);

        assertThat(problem.kind()).isEqualTo(Problem.Kind.REFUSED);
        assertThat(problem.operation()).isEqualTo("elasticloadbalancing:ModifyRule");
        assertThat(problem.message()).contains("the missing permission is elasticloadbalancing:ModifyRule");
        assertThat(world.split(RULE)).isEqualTo(TrafficSplit.allOn(FIRST, SECOND));
    }

    @Test
    void theAddressesOfTasksAreAskedForOnceAMinute() {
        for (int i = 0; i < 5; i++) {
            assertThat(router.health(SHOP, FIRST).targets())
                    .allMatch(target -> target.owner().isPresent());
        }

        assertThat(aws.requests("ecs:ListTasks")).hasSize(1);
        assertThat(aws.requests("ecs:DescribeTasks")).hasSize(1);
        assertThat(aws.requests("elasticloadbalancing:DescribeTargetGroups")).hasSize(1);
    }
}
