package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.ecs.bluegreen.UndocumentedBehaviour.AbortAnswer;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.services.ecs.EcsClient;
import software.amazon.awssdk.services.ecs.model.StopServiceDeploymentStopType;

/** What deployments change on the wire is what the adapter says that it owns. */
class OwnedAttributeTest {
    private static DeploymentSpec spec(RouteRef production, RouteRef test) {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(production)
                .testRoute(test)
                .targetGroups(FIRST, SECOND)
                .canary(10, Duration.ofMinutes(2))
                .bakeTime(Duration.ofMinutes(5))
                .build();
    }

    private static boolean changes(AwsRequest request) {
        return !request.action().matches(".*:(Describe|List|Get).*");
    }

    private static Scenario withTaskSets(DeploymentSpec spec) {
        return Scenario.of(spec)
                .autoscaled()
                .newWorld(FakeAws::of)
                .ports((world, builder) -> new AwsShop(world).into(builder));
    }

    private static Scenario withAPair(DeploymentSpec spec) {
        return Scenario.of(spec)
                .autoscaled()
                .newWorld(AwsShop::pairIn)
                .ports((world, builder) -> new AwsShop(world).intoPair(world, builder));
    }

    private static Scenario guarded(DeploymentSpec spec) {
        return Scenario.of(spec)
                .newWorld(FakeAws::of)
                .world(world -> {
                    AwsShop.nativeIn(world, spec.testRoute());
                    FakeAws.of(world).ecs().undocumented().answersAbort(AbortAnswer.STOPS);
                })
                .ports((world, builder) -> new AwsShop(world).intoNative(world, builder));
    }

    /** Stops it as somebody else does, so that ECS leaves the weights as they are. */
    static void stopInTheConsole(SimulatedWorld world) {
        EcsClient console = FakeClients.of(FakeAws.of(world), EcsClient.builder());
        String ongoing = console.describeServices(
                        request -> request.cluster("prod").services("shop"))
                .services()
                .get(0)
                .currentServiceDeployment();
        console.stopServiceDeployment(
                request -> request.serviceDeploymentArn(ongoing).stopType(StopServiceDeploymentStopType.ABORT));
    }

    private static Set<String> changed(Scenario scenario, boolean rollsBack) {
        Simulation simulation = scenario.simulate();
        if (rollsBack) {
            simulation.when(ProgressEvent.BakeStarted.class, s -> s.rollBack("to see what that changes"));
        }
        return changed(simulation);
    }

    private static Set<String> changed(Simulation simulation) {
        assertThat(simulation.run().status()).isIn(DeploymentStatus.SUCCESSFUL, DeploymentStatus.ROLLBACK_SUCCESSFUL);
        return FakeAws.of(simulation.world()).requests().stream()
                .filter(OwnedAttributeTest::changes)
                .map(request ->
                        request.action() + (request.action().startsWith("elastic") ? " " + request.resources() : ""))
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Set<String> owned(List<OwnedAttribute> attributes) {
        Set<String> owned = new TreeSet<>();
        for (OwnedAttribute attribute : attributes) {
            for (String action : attribute.actions()) {
                owned.add(action + (action.startsWith("elastic") ? " [" + attribute.resource() + "]" : ""));
            }
        }
        return owned;
    }

    @Test
    void whatDeploymentsChangeIsWhatTheyOwn() {
        for (List<RouteRef> routes : List.of(
                List.of(ARNS.rule("web", 443, 10), ARNS.rule("web", 8443, 10)),
                List.of(ARNS.networkListener("tcp", 443), ARNS.networkListener("tcp", 8443)))) {
            DeploymentSpec spec = spec(routes.get(0), routes.get(1));
            Set<String> changed = changed(withTaskSets(spec), false);
            changed.addAll(changed(withTaskSets(spec), true));

            assertThat(changed).isEqualTo(owned(OwnedAttribute.ofTaskSets(spec)));
        }
    }

    @Test
    void whatDeploymentsOfAPairChangeIsWhatTheyOwn() {
        DeploymentSpec spec = spec(ARNS.rule("web", 443, 10), ARNS.rule("web", 8443, 10));
        Set<String> changed = changed(withAPair(spec), false);
        changed.addAll(changed(withAPair(spec), true));

        assertThat(changed).isEqualTo(owned(OwnedAttribute.ofServicePair(spec, AwsShop.TWIN)));
    }

    @Test
    void whatDeploymentsOfEcsItselfChangeIsWhatTheyOwn() {
        DeploymentSpec spec = spec(ARNS.rule("web", 443, 10), ARNS.rule("web", 8443, 10));
        Set<String> changed = changed(guarded(spec), false);
        changed.addAll(changed(guarded(spec), true));
        assertThat(changed).noneMatch(request -> request.startsWith("elastic"));

        Simulation stopped = guarded(spec).simulate();
        stopped.when(
                ProgressEvent.BakeStarted.class,
                s -> s.happens("somebody stops it in the console", OwnedAttributeTest::stopInTheConsole));
        changed.addAll(changed(stopped));

        assertThat(changed).isEqualTo(owned(OwnedAttribute.ofNative(spec)));
    }

    @Test
    void theTextNamesTheAttributeForEachTool() {
        String rule = ARNS.rule("web", 443, 10).id();
        assertThat(OwnedAttribute.ofTaskSets(spec(ARNS.rule("web", 443, 10), ARNS.rule("web", 8443, 10)))
                        .get(0)
                        .toText())
                .isEqualTo(rule + "\n  attribute       actions: the weights of the forward action"
                        + "\n  Terraform       aws_lb_listener_rule: action"
                        + "\n  CloudFormation  AWS::ElasticLoadBalancingV2::ListenerRule: Actions\n");
    }
}
