package io.github.bluegreen4j.aws;

import static io.github.bluegreen4j.aws.AwsShop.ARNS;
import static io.github.bluegreen4j.aws.AwsShop.FIRST;
import static io.github.bluegreen4j.aws.AwsShop.SECOND;
import static io.github.bluegreen4j.aws.AwsShop.SHOP;
import static io.github.bluegreen4j.aws.AwsShop.TWIN;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.ecs.Controller;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.simulation.DeploymentRecord;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.world.TaskBehaviour;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Whole deployments of a pair of ordinary services on a fake AWS, in virtual time. */
class PairDeploymentTest {
    private static final RouteRef PRODUCTION = ARNS.rule("web", 443, 10);
    private static final RouteRef TEST = ARNS.rule("web", 8443, 10);
    private static final String BLUE = ARNS.service(SHOP) + "@blue:1";
    private static final String GREEN = ARNS.service(TWIN) + "@shop:2";

    private static DeploymentSpec.Builder spec() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute(PRODUCTION)
                .testRoute(TEST)
                .targetGroups(FIRST, SECOND)
                .canary(10, Duration.ofMinutes(5))
                .bakeTime(Duration.ofMinutes(10));
    }

    private static Simulation simulate(DeploymentSpec spec, UnaryOperator<Scenario> change) {
        return change.apply(Scenario.of(spec)
                        .newWorld(AwsShop::pairIn)
                        .ports((world, builder) -> new AwsShop(world).intoPair(world, builder)))
                .simulate();
    }

    private static Simulation simulate(DeploymentSpec spec) {
        return simulate(spec, UnaryOperator.identity());
    }

    private static FakeAws aws(Simulation simulation) {
        return FakeAws.of(simulation.world());
    }

    private static void servesAlone(Simulation simulation, String revision) {
        assertThat(simulation.world().describe(SHOP).revisions())
                .extracting(serving -> serving.revision().id())
                .containsExactly(revision);
        assertThat(simulation.traffic(PRODUCTION).lost()).isZero();
    }

    private static void isSuccessful(Simulation simulation, DeploymentRecord record) {
        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(record.leftOvers()).isEmpty();
        assertThat(simulation.world().split(PRODUCTION)).isEqualTo(TrafficSplit.allOn(SECOND, FIRST));
        servesAlone(simulation, GREEN);
    }

    private static DeploymentRecord isRolledBack(Simulation simulation, RollbackCause cause) {
        DeploymentRecord record = simulation.run();
        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(record.cause()).as(record.reason()).contains(cause);
        assertThat(simulation.world().split(PRODUCTION)).isEqualTo(TrafficSplit.allOn(FIRST, SECOND));
        return record;
    }

    @Test
    void aDeploymentMovesProductionToTheTwinAndPutsTheOtherToRest() {
        Simulation simulation = simulate(spec().build());

        isSuccessful(simulation, simulation.run());

        assertThat(aws(simulation).ecs().tags(TWIN))
                .containsEntry("bluegreen4j:primary", "1")
                .containsEntry("bluegreen4j:definition", "shop:2")
                .containsEntry("bluegreen4j:idle", "false");
        assertThat(aws(simulation).ecs().tags(SHOP)).containsOnlyKeys("bluegreen4j:idle");
        assertThat(aws(simulation).requests("ecs:UpdateService"))
                .as("one launch and one retirement")
                .hasSize(2);
    }

    @Test
    void theNextDeploymentMovesItBack() {
        Simulation simulation = simulate(spec().build());
        simulation.run();

        simulation.deploy(spec().revision("shop:3").build());
        DeploymentRecord back = simulation.run();

        assertThat(simulation.records()).hasSize(2);
        assertThat(simulation.records().get(1).status()).as(back.reason()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(simulation.world().split(PRODUCTION)).isEqualTo(TrafficSplit.allOn(FIRST, SECOND));
        servesAlone(simulation, ARNS.service(SHOP) + "@shop:3");
    }

    /** The task definition that the idle service has already needs a forced deployment, so that its start can be seen. */
    @Test
    void theDefinitionThatTheIdleServiceHasIsLaunchedAnew() {
        Simulation simulation = simulate(spec().revision("shop:1").build());

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        servesAlone(simulation, ARNS.service(TWIN) + "@shop:1");
    }

    @ParameterizedTest
    @EnumSource(
            value = WireFault.class,
            names = {"RESET_AFTERWARDS", "TIMED_OUT_AFTERWARDS", "INTERNAL_ERROR_AFTERWARDS", "NONSENSE", "RESET"})
    void oneGreenIsLaunchedWhateverBecomesOfTheAnswers(WireFault fault) {
        for (String action : new String[] {"ecs:TagResource", "ecs:UpdateService"}) {
            Simulation simulation = simulate(spec().build());
            aws(simulation).faults().on(action).next().happens(fault);

            isSuccessful(simulation, simulation.run());
        }
    }

    @Test
    void anEngineThatDiesDuringALaunchLeavesOneGreen() {
        Simulation simulation = simulate(spec().build());
        simulation.killDuring(Operation.LAUNCH, 1, Duration.ofMinutes(1));

        isSuccessful(simulation, simulation.run());
    }

    @ParameterizedTest
    @ValueSource(doubles = {100, 50})
    void aDeploymentIsUndoneWhileItKeepsBlueAndNoRequestIsLost(double scale) {
        Simulation simulation =
                simulate(spec().keepBlue(Duration.ofHours(24), scale).build());
        simulation.when(WorkEvent.BlueKept.class, then -> then.after(Duration.ofHours(3), soon -> soon.undo("odd")));

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(simulation.records().get(1).status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(simulation.world().split(PRODUCTION)).isEqualTo(TrafficSplit.allOn(FIRST, SECOND));
        servesAlone(simulation, BLUE);
        assertThat(aws(simulation).ecs().tags(TWIN)).containsEntry("bluegreen4j:idle", "true");
    }

    @Test
    void whatIsKeptIsRetiredWhenItsTimeIsOver() {
        Simulation simulation = simulate(spec().keepBlue(Duration.ofHours(24)).build());

        DeploymentRecord record = simulation.run();

        assertThat(simulation.records()).hasSize(2).allMatch(each -> each.status() == DeploymentStatus.SUCCESSFUL);
        assertThat(simulation.time().sinceStart()).isGreaterThan(Duration.ofHours(24));
        isSuccessful(simulation, record);
    }

    @Test
    void aRollbackLeavesTheTwinIdle() {
        Simulation simulation = simulate(spec().build());
        simulation.when(ProgressEvent.BakeStarted.class, then -> then.rollBack("it does not sell"));

        isRolledBack(simulation, RollbackCause.REQUESTED);

        servesAlone(simulation, BLUE);
        assertThat(aws(simulation).ecs().tags(TWIN)).containsEntry("bluegreen4j:idle", "true");
        assertThat(aws(simulation).ecs().tags(SHOP))
                .as("nothing of blue was touched")
                .isEmpty();
    }

    /** Service Auto Scaling or a person scales the service that serves: green follows. */
    @Test
    void greenFollowsTheDesiredCountOfTheServiceThatServes() {
        Simulation simulation = simulate(spec().build());
        simulation.when(WorkEvent.RevisionLaunched.class, then -> then.world().desire(SHOP, 5));

        isSuccessful(simulation, simulation.run());

        assertThat(simulation.world().describe(SHOP).revisions().get(0).counts().desired())
                .isEqualTo(5);
    }

    private static ObjectNode circuitBreaker(boolean rollsBack) {
        ObjectNode settings = JsonNodeFactory.instance.objectNode();
        settings.putObject("deploymentConfiguration")
                .putObject("deploymentCircuitBreaker")
                .put("enable", true)
                .put("rollback", rollsBack);
        return settings;
    }

    /** The circuit breaker of ECS gives up on the twin, and may start its former definition there. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theCircuitBreakerOfEcsCountsAsGreenFailing(boolean rollsBack) {
        Simulation simulation = simulate(
                spec().build(),
                scenario -> scenario.tasks(TaskBehaviour.fails(Duration.ofSeconds(5)))
                        .world(world -> FakeAws.of(world).ecs().configure(TWIN, circuitBreaker(rollsBack))));

        DeploymentRecord record = isRolledBack(simulation, RollbackCause.CIRCUIT_BREAKER);

        assertThat(record.leftOvers()).isEmpty();
        servesAlone(simulation, BLUE);
    }

    private static List<String> warnings(DeploymentRecord record) {
        return record.events().stream()
                .filter(ProgressEvent.DeploymentEnded.class::isInstance)
                .map(ProgressEvent.DeploymentEnded.class::cast)
                .flatMap(end -> end.warnings().stream())
                .toList();
    }

    @Test
    void aRollingDeploymentOfSomebodyElseOnGreenRollsBack() {
        Simulation simulation = simulate(spec().build());
        simulation.when(
                ProgressEvent.BakeStarted.class,
                then -> then.happens(
                        "somebody deploys shop:9 to the twin",
                        world -> FakeAws.of(world).ecs().startsRollingDeployment(TWIN, "shop:9")));

        DeploymentRecord record = isRolledBack(simulation, RollbackCause.PRECONDITION);

        assertThat(record.reason()).contains(GREEN + " (green) does not exist any more");
        assertThat(warnings(record))
                .as("the end names the drift")
                .anyMatch(
                        warning -> warning.startsWith("drift: somebody else started " + ARNS.service(TWIN) + "@shop:9")
                                && warning.contains("in the rolling deployment ecs-svc/"));
        assertThat(simulation.world().describe(SHOP).revisions())
                .as("what the engine did not launch, it does not retire")
                .extracting(ServiceDescription.Revision::definition)
                .containsExactlyInAnyOrder("blue", "shop:9");
    }

    @Test
    void aRollingDeploymentOfSomebodyElseOnBlueIsNotRetired() {
        Simulation simulation = simulate(spec().build());
        simulation.when(
                ProgressEvent.BakeStarted.class,
                then -> then.happens(
                        "somebody deploys shop:9 to the service",
                        world -> FakeAws.of(world).ecs().startsRollingDeployment(SHOP, "shop:9")));

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(warnings(record))
                .as("the end names the drift")
                .anyMatch(warning ->
                        warning.startsWith("drift: somebody else started " + ARNS.service(SHOP) + "@shop:9"));
        assertThat(simulation.world().describe(SHOP).revisions())
                .filteredOn(revision -> revision.definition().equals("shop:9"))
                .extracting(ServiceDescription.Revision::counts)
                .allMatch(counts -> counts.running() == 2);
    }

    private static void isRefused(Consumer<FakeAws> trouble, DeploymentSpec spec, String... named) {
        Simulation simulation = simulate(spec);
        trouble.accept(aws(simulation));

        DeploymentRecord record = simulation.run();

        assertThat(record.status()).as(simulation.story()).isEqualTo(DeploymentStatus.STOPPED);
        assertThat(record.count(ProgressEvent.DeploymentRefused.class)).isEqualTo(1);
        assertThat(record.reason()).contains(named);
        assertThat(aws(simulation).requests())
                .extracting(AwsRequest::action)
                .noneMatch(action -> action.matches(".*:(Create|Modify|Update|Delete|Register|Tag).*"));
    }

    private static ObjectNode setting(String field, String value) {
        return JsonNodeFactory.instance.objectNode().put(field, value);
    }

    @Test
    void whatCannotWorkIsRefusedBeforeAnythingIsTouched() {
        isRefused(aws -> aws.world().hasNo("shop:2"), spec().build(), "revision", "shop:2");
        isRefused(
                aws -> {},
                spec().revision("shop:2", Map.of("launchType", "EC2")).build(),
                "revision.settings.launchType",
                "those of its services");
        isRefused(aws -> {}, spec().revision("shop").build(), "revision: \"shop\"", "with its revision");
        isRefused(aws -> aws.denies("ecs:ListTasks"), spec().build(), "ecs:ListTasks");
        ObjectNode noPort = JsonNodeFactory.instance.objectNode().put("networkMode", "awsvpc");
        noPort.putArray("containerDefinitions").addObject().put("name", "other");
        isRefused(aws -> aws.ecs().register("shop:2", noPort), spec().build(), "the container app and its port 8080");
        isRefused(
                aws -> aws.ecs().register("shop:2", setting("networkMode", "bridge")),
                spec().build(),
                "network mode awsvpc");
    }

    @Test
    void aPairThatIsNoneIsRefusedBeforeAnythingIsTouched() {
        isRefused(aws -> aws.ecs().deleted(TWIN), spec().build(), "bluegreen pair create", "shop-twin");
        isRefused(
                aws -> aws.ecs().tag(TWIN, "bluegreen4j:twin-of", "another"),
                spec().build(),
                "bluegreen4j:twin-of",
                ARNS.service(SHOP));
        isRefused(
                aws -> aws.ecs().configure(TWIN, setting("launchType", "EC2")),
                spec().build(),
                "shop-twin: launchType: \"EC2\"",
                "FARGATE, as in prod/shop");
        ObjectNode network = JsonNodeFactory.instance.objectNode();
        network.putObject("networkConfiguration")
                .putObject("awsvpcConfiguration")
                .putArray("subnets")
                .add("subnet-9");
        isRefused(aws -> aws.ecs().configure(TWIN, network), spec().build(), "networkConfiguration", "subnet-9");
        ObjectNode strategy = JsonNodeFactory.instance.objectNode();
        strategy.putObject("deploymentConfiguration").put("strategy", "BLUE_GREEN");
        isRefused(aws -> aws.ecs().configure(SHOP, strategy), spec().build(), "strategy", "BLUE_GREEN", "ROLLING");
        isRefused(
                aws -> {},
                spec().targetGroups(FIRST, ARNS.targetGroup("third")).build(),
                "targetGroupArn",
                ARNS.targetGroup("third").id());
        isRefused(
                aws -> aws.ecs().startsRollingDeployment(SHOP, "shop:9"),
                spec().build(),
                "prod/shop: deployments",
                "wait until it is completed");
    }

    @Test
    void aServiceOfAnotherControllerIsRefused() {
        Simulation simulation = Scenario.of(spec().build())
                .newWorld(FakeAws::of)
                .ports((world, builder) -> new AwsShop(world).intoPair(world, builder))
                .simulate();
        aws(simulation).ecs().controller(SHOP, Controller.EXTERNAL);

        assertThat(simulation.run().reason())
                .contains("deploymentController: \"EXTERNAL\" is not allowed", "ECS", "task sets");
    }
}
