package io.github.bluegreen4j.aws.moto;

import static io.github.bluegreen4j.aws.moto.MotoShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.elb.ElbRouter;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.spi.TrafficRouter;
import java.time.Duration;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetDescription;

/**
 * Writes of rules and listeners, read back by somebody else. Listeners of Network Load Balancers are missing: moto names them as
 * those of Application Load Balancers.
 */
class MotoRouterTest extends MotoTest {
    private MotoShop shop;
    private TrafficRouter router;
    private RouteRef rule;

    @BeforeEach
    void furnish() {
        shop = new MotoShop(moto());
        router = ElbRouter.builder(
                        shop.elb(), (service, addresses) -> Map.of("10.0.0.1", new RevisionRef("a-task-set")))
                .budget(AwsShop.generous(TimeSource.system()))
                .build();
        rule = shop.rule("/shop/*", TrafficSplit.allOn(shop.first(), shop.second()));
        shop.rule("/theirs/*", new TrafficSplit(Map.of(shop.group("theirs"), 7)));
    }

    private void write(RouteRef route, TrafficSplit split) {
        router.write(route, router.read(route).fingerprint(), split);
        assertThat(router.read(route).split()).isEqualTo(split);
    }

    private Rule live() {
        return shop.elb()
                .describeRules(request -> request.ruleArns(rule.id()))
                .rules()
                .get(0);
    }

    @Test
    void weightsOfARuleAreReadBackExactlyAndNobodyElsesRuleChanges() {
        String others = shop.others(rule);
        assertThat(others).contains("theirs");
        for (double share : new double[] {0.1, 5, 33.3, 99.9, 100, 0}) {
            write(rule, TrafficSplit.of(shop.first(), shop.second(), Percent.of(share)));
        }
        assertThat(shop.others(rule)).isEqualTo(others);
        assertThat(live().conditions().get(0).values()).containsExactly("/shop/*");
    }

    @Test
    void everyRouteThatLeadsToOneOfTwoGroupsIsFound() {
        RouteRef theirs = shop.rule("/admin/*", new TrafficSplit(Map.of(shop.site(), 1)));
        shop.rule("/other/*", new TrafficSplit(Map.of(shop.first(), 0, shop.group("another"), 1)));

        Set<RouteRef> found = router.routesTo(new TargetGroups(shop.first(), shop.site()));

        assertThat(found).containsExactlyInAnyOrder(rule, shop.defaultRule(), theirs);
    }

    @Test
    void aDefaultRuleIsChangedThroughItsListener() {
        RouteRef route = shop.defaultRule();
        String others = shop.others(route);

        write(route, TrafficSplit.allOn(shop.first(), shop.second()));
        write(route, TrafficSplit.allOn(shop.second(), shop.first()));

        assertThat(shop.others(route)).isEqualTo(others);
    }

    @Test
    void stickinessAndAuthenticationStayAsTheyWere() {
        shop.elb().modifyRule(request -> request.ruleArn(rule.id()).actions(oidc(), sticky()));
        RouteReading reading = router.read(rule);
        assertThat(reading.stickiness()).contains(Duration.ofMinutes(10));

        write(rule, TrafficSplit.allOn(shop.second(), shop.first()));

        assertThat(router.read(rule).stickiness()).contains(Duration.ofMinutes(10));
        Action kept = live().actions().get(0);
        assertThat(kept.type()).isEqualTo(ActionTypeEnum.AUTHENTICATE_OIDC);
        assertThat(kept.order()).isEqualTo(1);
        assertThat(kept.authenticateOidcConfig().issuer()).isEqualTo("https://issuer.example");
        assertThat(kept.authenticateOidcConfig().sessionTimeout()).isEqualTo(3600);
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
                        .clientSecret("secret")
                        .sessionTimeout(3600L))
                .build();
    }

    private Action sticky() {
        Action forward = MotoShop.forward(TrafficSplit.allOn(shop.first(), shop.second()));
        return forward.toBuilder()
                .order(2)
                .forwardConfig(forward.forwardConfig().toBuilder()
                        .targetGroupStickinessConfig(
                                config -> config.enabled(true).durationSeconds(600))
                        .build())
                .build();
    }

    @Test
    void aWriteOnAnOldFingerprintConflicts() {
        String old = router.read(rule).fingerprint();
        write(rule, TrafficSplit.of(shop.first(), shop.second(), Percent.of(50)));

        assertThat(kind(() -> router.write(rule, old, TrafficSplit.allOn(shop.second(), shop.first()))))
                .isEqualTo(Problem.Kind.CONFLICT);
    }

    @Test
    void whatDoesNotExistIsGone() {
        RouteRef missing = new RouteRef(rule.id().replaceAll("[^/]+$", "0000000000000000"));
        TargetGroupRef nobody = new TargetGroupRef(shop.first().id().replaceAll("[^/]+$", "0000000000000000"));

        assertThat(kind(() -> router.read(missing))).isEqualTo(Problem.Kind.GONE);
        assertThat(kind(() -> router.health(SHOP, nobody))).isEqualTo(Problem.Kind.GONE);
    }

    private static Problem.Kind kind(Runnable call) {
        return catchThrowableOfType(PortException.class, call::run).problem().kind();
    }

    @Test
    void targetsAreReadWithTheirOwners() {
        shop.elb()
                .registerTargets(request -> request.targetGroupArn(shop.first().id())
                        .targets(
                                TargetDescription.builder()
                                        .id("10.0.0.1")
                                        .port(8080)
                                        .build(),
                                TargetDescription.builder()
                                        .id("10.0.0.2")
                                        .port(8080)
                                        .build()));

        assertThat(router.health(SHOP, shop.first()).targets())
                .extracting(TargetHealth.Target::id, target -> target.owner().isPresent())
                .containsExactlyInAnyOrder(
                        org.assertj.core.groups.Tuple.tuple("10.0.0.1:8080", true),
                        org.assertj.core.groups.Tuple.tuple("10.0.0.2:8080", false));
    }
}
