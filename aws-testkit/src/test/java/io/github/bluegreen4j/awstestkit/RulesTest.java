package io.github.bluegreen4j.awstestkit;

import static io.github.bluegreen4j.awstestkit.WireRefusals.refused;
import static io.github.bluegreen4j.awstestkit.WireShop.tuple;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.testkit.world.WorldWatcher;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Action;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ActionTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.AuthenticateOidcActionConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.OperationNotPermittedException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RewriteConfig;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleCondition;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.RuleTransform;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupNotFoundException;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TransformTypeEnum;

class RulesTest {
    private final WireShop shop = new WireShop();

    private Rule rule() {
        return shop.elb
                .describeRules(request -> request.ruleArns(shop.rule.id()))
                .rules()
                .get(0);
    }

    private Rule modify(Action... actions) {
        return shop.elb
                .modifyRule(request -> request.ruleArn(shop.rule.id()).actions(actions))
                .rules()
                .get(0);
    }

    private static Action oidc(String secret, boolean existing) {
        return Action.builder()
                .type(ActionTypeEnum.AUTHENTICATE_OIDC)
                .order(1)
                .authenticateOidcConfig(config -> config.issuer("https://idp.example.com")
                        .authorizationEndpoint("https://idp.example.com/authorize")
                        .tokenEndpoint("https://idp.example.com/token")
                        .userInfoEndpoint("https://idp.example.com/user")
                        .clientId("shop")
                        .clientSecret(secret)
                        .authenticationRequestExtraParams(Map.of("prompt", "login & more"))
                        .useExistingClientSecret(existing ? true : null))
                .build();
    }

    private Action second(Action action) {
        return action.toBuilder().order(2).build();
    }

    @Test
    void aRuleIsDescribedWithItsGroupsAndWeights() {
        assertThat(rule()).satisfies(rule -> {
            assertThat(rule.ruleArn()).isEqualTo(shop.rule.id());
            assertThat(rule.priority()).isEqualTo("10");
            assertThat(rule.isDefault()).isFalse();
            assertThat(rule.conditions()).singleElement().satisfies(condition -> {
                assertThat(condition.field()).isEqualTo("path-pattern");
                assertThat(condition.pathPatternConfig().values()).containsExactly("/*");
            });
            assertThat(rule.actions()).singleElement().satisfies(action -> {
                assertThat(action.type()).isEqualTo(ActionTypeEnum.FORWARD);
                assertThat(action.targetGroupArn()).as("several groups").isNull();
                assertThat(action.forwardConfig().targetGroups())
                        .containsExactlyInAnyOrder(tuple(shop.first, 100), tuple(shop.second, 0));
                assertThat(action.forwardConfig().targetGroupStickinessConfig().enabled())
                        .isFalse();
            });
        });
    }

    @Test
    void aSingleGroupIsNamedTwice() {
        Rule rule = modify(Action.builder()
                .type(ActionTypeEnum.FORWARD)
                .targetGroupArn(shop.second.id())
                .build());

        assertThat(rule.actions().get(0).targetGroupArn()).isEqualTo(shop.second.id());
        assertThat(rule.actions().get(0).forwardConfig().targetGroups()).containsExactly(tuple(shop.second, 1));
        assertThat(shop.world.split(shop.rule)).isEqualTo(new TrafficSplit(Map.of(shop.second, 1)));
    }

    @Test
    void weightsAreWrittenAndWhoeverWatchesTheWorldHearsOfIt() {
        List<String> heard = new ArrayList<>();
        shop.world.watcher(new WorldWatcher() {
            @Override
            public void writes(RouteRef route, TrafficSplit before, TrafficSplit after) {
                heard.add(route + ": " + after);
            }
        });
        String terms = shop.world.terms(shop.rule);

        modify(shop.forward(995, 5));
        modify(shop.forward(995, 5));

        assertThat(shop.world.split(shop.rule)).isEqualTo(new TrafficSplit(Map.of(shop.first, 995, shop.second, 5)));
        assertThat(heard).hasSize(1);
        assertThat(shop.world.terms(shop.rule)).as("everything else").isEqualTo(terms);
    }

    @Test
    void theStickinessIsReplacedToo() {
        modify(shop.forward(100, 0).toBuilder()
                .forwardConfig(config -> config.targetGroups(tuple(shop.first, 100), tuple(shop.second, 0))
                        .targetGroupStickinessConfig(
                                sticky -> sticky.enabled(true).durationSeconds(3600)))
                .build());
        assertThat(shop.world.router().read(shop.rule).stickiness()).contains(Duration.ofHours(1));
        assertThat(rule().actions().get(0).forwardConfig().targetGroupStickinessConfig())
                .satisfies(sticky -> {
                    assertThat(sticky.enabled()).isTrue();
                    assertThat(sticky.durationSeconds()).isEqualTo(3600);
                });

        modify(shop.forward(0, 100));
        assertThat(shop.world.router().read(shop.rule).stickiness())
                .as("a client that leaves it out ends it")
                .isEmpty();
    }

    @Test
    void theStickinessOfTheWorldIsDescribed() {
        shop.world.stick(shop.rule, Optional.of(Duration.ofMinutes(5)));

        assertThat(rule().actions()
                        .get(0)
                        .forwardConfig()
                        .targetGroupStickinessConfig()
                        .durationSeconds())
                .isEqualTo(300);
    }

    @Test
    void anActionThatIsNotSentAgainIsGone() {
        modify(oidc("hush", false), second(shop.forward(100, 0)));
        String protectedTerms = shop.world.terms(shop.rule);

        modify(shop.forward(0, 100));

        assertThat(rule().actions()).hasSize(1);
        assertThat(shop.world.terms(shop.rule)).isNotEqualTo(protectedTerms);
    }

    @Test
    void theClientSecretIsNeverToldAndStaysIfAskedTo() {
        modify(oidc("hush", false), second(shop.forward(100, 0)));
        String terms = shop.world.terms(shop.rule);
        Rule before = rule();
        AuthenticateOidcActionConfig told = before.actions().get(0).authenticateOidcConfig();
        assertThat(told.clientSecret()).isNull();
        assertThat(told.useExistingClientSecret()).isNull();
        assertThat(told.sessionCookieName()).isEqualTo("AWSELBAuthSessionCookie");
        assertThat(told.sessionTimeout()).isEqualTo(604_800L);
        assertThat(told.authenticationRequestExtraParams()).containsEntry("prompt", "login & more");

        Action kept = before.actions().get(0).toBuilder()
                .authenticateOidcConfig(
                        told.toBuilder().useExistingClientSecret(true).build())
                .build();
        modify(kept, second(shop.forward(0, 100)));
        assertThat(rule().actions()).hasSize(2);
        assertThat(shop.world.terms(shop.rule)).isEqualTo(terms);

        refused(
                () -> modify(before.actions().get(0), second(shop.forward(100, 0))),
                "InvalidLoadBalancerAction",
                "client secret");
        refused(
                () -> modify(oidc("hush", true), second(shop.forward(100, 0))),
                "InvalidLoadBalancerAction",
                "You cannot both specify a client secret and set UseExistingClientSecret to true");
        assertThat(shop.world.split(shop.rule).isAllOn(shop.second)).isTrue();
    }

    @Test
    void actionsAreInTheirOrder() {
        modify(second(shop.forward(100, 0)), oidc("hush", false));

        assertThat(rule().actions())
                .extracting(Action::type)
                .containsExactly(ActionTypeEnum.AUTHENTICATE_OIDC, ActionTypeEnum.FORWARD);
        refused(() -> modify(oidc("hush", false), shop.forward(100, 0)), "InvalidLoadBalancerAction", "order");
        refused(() -> modify(oidc("hush", false)), "InvalidLoadBalancerAction", "last action");
    }

    @Test
    void conditionsStayUnlessTheyAreSent() {
        RuleCondition host = RuleCondition.builder()
                .field("host-header")
                .hostHeaderConfig(config -> config.values("shop.example.com"))
                .build();
        shop.elb.modifyRule(request -> request.ruleArn(shop.rule.id()).conditions(host));
        String terms = shop.world.terms(shop.rule);

        modify(shop.forward(50, 50));

        assertThat(rule().conditions()).singleElement().satisfies(condition -> {
            assertThat(condition.values()).containsExactly("shop.example.com");
            assertThat(condition.hostHeaderConfig().values()).containsExactly("shop.example.com");
        });
        shop.elb.modifyRule(request -> request.ruleArn(shop.rule.id()).conditions(rule().conditions()));
        assertThat(shop.world.terms(shop.rule)).isEqualTo(terms);
    }

    @Test
    void transformsStayUnlessTheyAreSentOrReset() {
        shop.elb.modifyRule(request -> request.ruleArn(shop.rule.id())
                .actions(shop.forward(100, 0))
                .transforms(RuleTransform.builder()
                        .type(TransformTypeEnum.URL_REWRITE)
                        .urlRewriteConfig(config -> config.rewrites(RewriteConfig.builder()
                                .regex("^/old/(.*)$")
                                .replace("/new/$1")
                                .build()))
                        .build()));
        String terms = shop.world.terms(shop.rule);

        modify(shop.forward(0, 100));
        assertThat(rule().transforms())
                .singleElement()
                .satisfies(transform -> assertThat(
                                transform.urlRewriteConfig().rewrites().get(0).replace())
                        .isEqualTo("/new/$1"));
        assertThat(shop.world.terms(shop.rule)).isEqualTo(terms);

        shop.elb.modifyRule(request -> request.ruleArn(shop.rule.id()).resetTransforms(true));
        assertThat(rule().transforms()).isEmpty();
        assertThat(shop.world.terms(shop.rule)).isNotEqualTo(terms);
    }

    @Test
    void whatSomebodyElseMakesOfTheTermsIsDescribed() {
        modify(oidc("hush", false), second(shop.forward(100, 0)));
        shop.world.rewriteTerms(shop.rule, "/new/*");

        assertThat(rule().conditions().get(0).values()).containsExactly("/new/*");
        assertThat(rule().actions()).hasSize(2);
    }

    @Test
    void whatAwsRefusesIsRefused() {
        WireShop.Groups six = new WireShop.Groups(shop, 6);
        refused(() -> modify(six.forward()), "ValidationError", "at most 5");
        refused(() -> modify(shop.forward(1000, 0)), "ValidationError", "between 0 and 999");
        refused(
                () -> modify(Action.builder()
                        .type(ActionTypeEnum.FORWARD)
                        .forwardConfig(config -> config.targetGroups(tuple(shop.first, 1), tuple(shop.first, 1)))
                        .build()),
                "InvalidLoadBalancerAction",
                "more than once");
        TargetGroupRef none = shop.aws.arns().targetGroup("none");
        assertThat(refused(
                        () -> modify(Action.builder()
                                .type(ActionTypeEnum.FORWARD)
                                .targetGroupArn(none.id())
                                .build()),
                        "TargetGroupNotFound",
                        ""))
                .isInstanceOf(TargetGroupNotFoundException.class);
        refused(
                () -> shop.elb.modifyRule(request -> request.ruleArn(shop.rule.id())),
                "ValidationError",
                "Either conditions or actions must be specified");
        assertThat(shop.world.split(shop.rule)).isEqualTo(TrafficSplit.allOn(shop.first, shop.second));
    }

    @Test
    void aRuleThatDoesNotExistIsNotFound() {
        String none = shop.aws.arns().rule("web", 443, 11).id();

        assertThat(refused(() -> shop.elb.describeRules(request -> request.ruleArns(none)), "RuleNotFound", ""))
                .isInstanceOf(RuleNotFoundException.class);
        refused(
                () -> shop.elb.modifyRule(request -> request.ruleArn(none).actions(shop.forward(1, 1))),
                "RuleNotFound",
                "");
        refused(
                () -> shop.elb.describeRules(request -> request.ruleArns("production")),
                "ValidationError",
                "'production' is not a valid listener rule ARN");
    }

    @Test
    void aDefaultRuleIsNoRuleToModify() {
        RouteRef everything = shop.aws.arns().defaultRule("web", 443);
        shop.world.addRoute(everything, TrafficSplit.allOn(shop.first, shop.second));

        assertThat(refused(
                        () -> shop.elb.modifyRule(
                                request -> request.ruleArn(everything.id()).actions(shop.forward(0, 100))),
                        "OperationNotPermitted",
                        "Default rule '" + everything.id() + "' cannot be modified"))
                .isInstanceOf(OperationNotPermittedException.class);
        assertThat(shop.elb
                        .describeRules(request -> request.ruleArns(everything.id()))
                        .rules()
                        .get(0))
                .satisfies(rule -> {
                    assertThat(rule.isDefault()).isTrue();
                    assertThat(rule.priority()).isEqualTo("default");
                    assertThat(rule.conditions()).isEmpty();
                });
    }

    @Test
    void theRulesOfAListenerComeByPriorityInPagesWithTheDefaultRuleLast() {
        shop.world.addRoute(shop.aws.arns().rule("web", 443, 5), TrafficSplit.allOn(shop.first, shop.second));
        shop.world.addRoute(shop.aws.arns().rule("web", 80, 1), TrafficSplit.allOn(shop.first, shop.second));
        String listener = shop.aws.arns().applicationListener("web", 443);

        DescribeRulesResponse page =
                shop.elb.describeRules(request -> request.listenerArn(listener).pageSize(2));
        assertThat(page.rules()).extracting(Rule::priority).containsExactly("5", "10");
        DescribeRulesResponse last = shop.elb.describeRules(
                request -> request.listenerArn(listener).pageSize(2).marker(page.nextMarker()));
        assertThat(last.rules()).singleElement().satisfies(rule -> {
            assertThat(rule.isDefault()).isTrue();
            assertThat(rule.actions().get(0).type()).isEqualTo(ActionTypeEnum.FIXED_RESPONSE);
        });
        assertThat(last.nextMarker()).isNull();
        refused(
                () -> shop.elb.describeRules(
                        request -> request.listenerArn(shop.aws.arns().applicationListener("other", 443))),
                "ListenerNotFound",
                "");
    }

    @Test
    void aRuleThatAnswersByItselfGivesNobodyWeight() {
        modify(Action.builder()
                .type(ActionTypeEnum.FIXED_RESPONSE)
                .fixedResponseConfig(fixed -> fixed.statusCode("503"))
                .build());

        assertThat(shop.world.split(shop.rule).weighted()).isEmpty();
        assertThat(rule().actions())
                .singleElement()
                .satisfies(action ->
                        assertThat(action.fixedResponseConfig().statusCode()).isEqualTo("503"));
    }
}
