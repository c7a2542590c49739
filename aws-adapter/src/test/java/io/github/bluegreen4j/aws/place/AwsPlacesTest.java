package io.github.bluegreen4j.aws.place;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.bluegreen4j.aws.AwsShop;
import io.github.bluegreen4j.aws.call.ApiBudget;
import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.awstestkit.FakeAws;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.awstestkit.fault.WireFault;
import io.github.bluegreen4j.awstestkit.lambda.LambdaAnswer;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.PreflightCheck;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** One engine in two accounts: here is the default place, and there is named by ARNs. */
class AwsPlacesTest {
    private static final Arns HERE = Arns.standard();
    private static final Arns THERE = new Arns("210987654321", "us-east-1");
    private static final Arns NOWHERE = new Arns("111122223333", "eu-west-1");
    private static final ServiceRef SHOP = AwsShop.SHOP;
    private static final ServiceRef SHOP_THERE = new ServiceRef(THERE.cluster("prod"), "shop");
    private static final Pattern NAMED_HERE = Pattern.compile("(?<![/\\w])prod/shop");
    private static final String PLACES = "allowed: an ARN of 123456789012/eu-west-1, 210987654321/us-east-1";

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld here = world(HERE);
    private final SimulatedWorld there = world(THERE);
    private final AwsPlace placeHere = place(here, Map.of(ApiGroup.ELB_MODIFY, 2));
    private final AwsPlace placeThere = place(there, Map.of());
    private final AwsPlaces places =
            AwsPlaces.builder().defaultPlace(placeHere).place(placeThere).build();

    private SimulatedWorld world(Arns arns) {
        SimulatedWorld world = SimulatedWorld.create(time);
        FakeAws aws = FakeAws.of(world, arns);
        world.addService(SHOP, 1);
        world.addRoute(route(arns), TrafficSplit.allOn(first(arns), second(arns)));
        world.addRevision(SHOP, "shop:1", first(arns));
        world.alarm("5xx", AlarmReading.State.OK);
        world.alarm("only-" + arns.region(), AlarmReading.State.OK);
        aws.lambda().function("smoke", payload -> LambdaAnswer.returned("{\"hookStatus\":\"SUCCEEDED\"}"));
        return world;
    }

    private AwsPlace place(SimulatedWorld world, Map<ApiGroup, Integer> rates) {
        return new AwsShop(FakeAws.of(world), time, ApiBudget.of(rates, time)).place();
    }

    private static RouteRef route(Arns arns) {
        return arns.rule("web", 443, 10);
    }

    private static TargetGroupRef first(Arns arns) {
        return arns.targetGroup("first");
    }

    private static TargetGroupRef second(Arns arns) {
        return arns.targetGroup("second");
    }

    private static DeploymentSpec.Builder spec(ServiceRef service, Arns arns) {
        return DeploymentSpec.blueGreen(service)
                .revision("shop:2")
                .productionRoute(route(arns))
                .targetGroups(first(arns), second(arns))
                .bakeTime(Duration.ofMinutes(5));
    }

    private EngineBuilder engine() {
        return DeploymentEngine.builder()
                .journal(InMemoryJournal.create(time))
                .runtime(places.runtime())
                .router(places.router())
                .alarms(places.alarms())
                .autoScaling(places.autoScaling())
                .lambdaHooks(places.lambdaHooks());
    }

    private static Set<String> actions(SimulatedWorld world) {
        return FakeAws.of(world).requests().stream().map(AwsRequest::action).collect(Collectors.toSet());
    }

    private List<String> errors(DeploymentSpec spec) {
        try (VirtualEngine virtual = VirtualEngine.of(time, engine())) {
            return virtual.engine().preflight(spec).findings(Finding.Severity.ERROR).stream()
                    .filter(finding -> finding.check().equals("aws-places"))
                    .map(Finding::toString)
                    .toList();
        }
    }

    @Test
    void aDeploymentCallsOnlyItsOwnPlace() {
        DeploymentSpec spec = spec(SHOP_THERE, THERE)
                .alarm(THERE.alarm("5xx"))
                .hook(HookSpec.lambda("smoke-test", THERE.function("smoke"), LifecycleStage.POST_SCALE_UP))
                .build();
        try (VirtualEngine virtual = VirtualEngine.of(time, engine())) {
            Deployment deployment = virtual.engine().deploy(spec);
            virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofHours(1));

            assertThat(deployment.status()).as(deployment.explain().toString()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
        assertThat(actions(there))
                .contains(
                        "elasticloadbalancing:ModifyRule",
                        "ecs:CreateTaskSet",
                        "cloudwatch:DescribeAlarms",
                        "lambda:InvokeFunction");
        assertThat(actions(here)).isEmpty();
    }

    @Test
    void aNameBelongsToTheDefaultPlace() {
        assertThat(places.runtime().place(SHOP)).isEqualTo("123456789012/eu-west-1");
        assertThat(places.runtime().place(SHOP_THERE)).isEqualTo("210987654321/us-east-1");
        assertThat(places.runtime().place(new ServiceRef("prod", THERE.service(SHOP))))
                .isEqualTo("210987654321/us-east-1");
        assertThat(places.alarms().place("5xx")).isEqualTo("123456789012/eu-west-1");
        assertThat(places.alarms().place(THERE.alarm("5xx"))).isEqualTo("210987654321/us-east-1");
        assertThat(places.alarms().place(THERE.function("5xx"))).isEmpty();
    }

    @Test
    void whatIsNowhereIsRefusedBeforeAnythingIsChanged() {
        ServiceRef service = new ServiceRef(NOWHERE.cluster("prod"), "shop");

        assertThat(errors(spec(SHOP, NOWHERE)
                        .testRoute(THERE.rule("web", 8443, 10))
                        .alarm(NOWHERE.alarm("5xx"))
                        .build()))
                .containsExactly(
                        nowhere("productionRoutes[0]", route(NOWHERE).id()),
                        "aws-places: testRoute: \"" + THERE.rule("web", 8443, 10)
                                + "\" is in 210987654321/us-east-1; wanted: one in 123456789012/eu-west-1, where the service is, or a waiver of the check \"aws-places\"",
                        nowhere("targetGroups.first", first(NOWHERE).id()),
                        nowhere("targetGroups.second", second(NOWHERE).id()),
                        nowhere("alarms.names[0]", NOWHERE.alarm("5xx")));
        assertThat(errors(spec(service, HERE).build())).containsExactly(nowhere("service", service.cluster()));

        try (VirtualEngine virtual = VirtualEngine.of(time, engine())) {
            Deployment deployment = virtual.engine().deploy(spec(service, HERE).build());
            virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofMinutes(1));
            assertThat(deployment.status()).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(deployment.view().statusReason())
                    .contains("service: \"" + service.cluster() + "\" is in none of the places of this engine; "
                            + PLACES);
        }
        assertThat(actions(here)).doesNotContain("ecs:CreateTaskSet", "elasticloadbalancing:ModifyRule");
        assertThat(actions(there)).doesNotContain("ecs:CreateTaskSet", "elasticloadbalancing:ModifyRule");
    }

    private static String nowhere(String field, String value) {
        return "aws-places: " + field + ": \"" + value + "\" is in none of the places of this engine; wanted: "
                + PLACES.replace("allowed: ", "")
                + "; a name without an ARN is in 123456789012/eu-west-1, or a waiver of the check \"aws-places\"";
    }

    /** A name without an ARN is a service of the default place, so it is no other name of one elsewhere. */
    @Test
    void theOtherNamesOfAServiceAreThoseOfItsPlace() {
        assertThat(places.runtime().otherNames(SHOP))
                .as("before it was described")
                .isEmpty();
        places.runtime().describe(List.of(SHOP));
        places.runtime().describe(List.of(SHOP_THERE));

        assertThat(places.runtime().otherNames(SHOP))
                .containsExactlyInAnyOrder(
                        new ServiceRef(HERE.cluster("prod"), "shop"),
                        new ServiceRef("prod", HERE.service(SHOP)),
                        new ServiceRef(HERE.cluster("prod"), HERE.service(SHOP)));
        assertThat(places.runtime().otherNames(SHOP_THERE))
                .containsExactlyInAnyOrder(
                        new ServiceRef("prod", THERE.service(SHOP)),
                        new ServiceRef(THERE.cluster("prod"), THERE.service(SHOP)));
        assertThat(places.runtime().otherNames(new ServiceRef(HERE.cluster("prod"), "shop")))
                .contains(SHOP);
        assertThat(places.runtime().otherNames(new ServiceRef(NOWHERE.cluster("prod"), "shop")))
                .isEmpty();
    }

    /** Each has a queue of its own, so they would change the service at once: the second order is refused until the first has ended. */
    @Test
    void twoNamesOfOneServiceAreNotDeployedAtOnce() {
        ServiceRef byArn = new ServiceRef(HERE.cluster("prod"), "shop");
        try (VirtualEngine virtual = VirtualEngine.of(time, engine())) {
            Deployment first = virtual.engine()
                    .deploy(new DeploymentId("d-1"), spec(SHOP, HERE).build());
            virtual.advance(Duration.ofMinutes(2));
            Deployment elsewhere = virtual.engine()
                    .deploy(new DeploymentId("d-2"), spec(SHOP_THERE, THERE).build());
            Deployment second = virtual.engine()
                    .deploy(
                            new DeploymentId("d-3"),
                            spec(byArn, HERE).revision("shop:3").build());
            virtual.advanceUntil(() -> second.status().isTerminal(), Duration.ofMinutes(1));

            assertThat(second.status()).isEqualTo(DeploymentStatus.STOPPED);
            assertThat(second.view().statusReason())
                    .contains("service: \"" + byArn
                            + "\" is also called prod/shop, and deployment d-1 of that name has not ended");
            assertThat(first.status()).isEqualTo(DeploymentStatus.IN_PROGRESS);

            virtual.advanceUntil(
                    () -> first.status().isTerminal() && elsewhere.status().isTerminal(), Duration.ofHours(1));
            assertThat(first.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            assertThat(elsewhere.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
            Deployment third = virtual.engine()
                    .deploy(
                            new DeploymentId("d-4"),
                            spec(byArn, HERE).revision("shop:3").build());
            virtual.advance(Duration.ofMinutes(2));
            assertThat(virtual.engine().preflight(spec(SHOP, HERE).build()).findings(Finding.Severity.ERROR))
                    .extracting(Finding::check)
                    .containsExactly("one-name");
            virtual.advanceUntil(() -> third.status().isTerminal(), Duration.ofHours(1));
            assertThat(third.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    void withoutADefaultPlaceNamesAreRefused() {
        AwsPlaces noDefault =
                AwsPlaces.builder().place(placeHere).place(placeThere).build();

        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> noDefault.runtime().describe(List.of(SHOP)))
                .satisfies(refused -> assertThat(refused.problem().kind()).isEqualTo(Problem.Kind.REFUSED))
                .withMessageContaining("service: \"prod\" is in none of the places of this engine; " + PLACES
                        + "; there is no default place");
        assertThat(noDefault.alarms().read(Set.of("5xx")).states()).isEmpty();
    }

    @Test
    void mixedReadsAreSplit() {
        List<ServiceDescription> described = places.runtime().describe(List.of(SHOP, SHOP_THERE));
        assertThat(described).extracting(ServiceDescription::service).containsExactlyInAnyOrder(SHOP, SHOP_THERE);

        there.alarm("5xx", AlarmReading.State.ALARM);
        String elsewhere = THERE.alarm("5xx");
        assertThat(places.alarms()
                        .read(Set.of("5xx", HERE.alarm("5xx"), elsewhere))
                        .states())
                .isEqualTo(Map.of(
                        "5xx",
                        AlarmReading.State.OK,
                        HERE.alarm("5xx"),
                        AlarmReading.State.OK,
                        elsewhere,
                        AlarmReading.State.ALARM));
    }

    @Test
    void aPlaceThatDoesNotAnswerHidesNoRouteOfAnother() {
        List<RouteRef> both = List.of(route(HERE), route(THERE));
        TrafficRouter router = places.router();
        assertThat(router.readAll(both)).hasSize(2);

        FakeAws.of(there).faults().on("*").always().happens(WireFault.THROTTLED);
        assertThat(router.readAll(both)).extracting(RouteReading::route).containsExactly(route(HERE));
        assertThatExceptionOfType(PortException.class).isThrownBy(() -> router.readAll(List.of(route(THERE))));
        // A service that is left out would be taken for one that does not exist.
        assertThatExceptionOfType(PortException.class)
                .isThrownBy(() -> places.runtime().describe(List.of(SHOP, SHOP_THERE)));
    }

    /** Neither a call nor a thread is about two places: what hangs or waits in one is not in the way of the other. */
    @Test
    void placesShareNoCallsAndNoThreads() {
        Map<String, Set<String>> placesOfThreads = new TreeMap<>();
        try (VirtualEngine virtual = VirtualEngine.of(time, engine())) {
            virtual.calls().fate(call -> {
                boolean isOfTheWorld = !call.operation().isOfJournal() && call.operation() != Operation.LISTEN;
                if (isOfTheWorld) {
                    boolean isHere = NAMED_HERE.matcher(call.text()).find()
                            || call.text().contains(HERE.account())
                            || call.text().contains("here-5xx");
                    boolean isThere = call.text().contains(THERE.account());
                    assertThat(isHere).as(call.text()).isNotEqualTo(isThere);
                    placesOfThreads
                            .computeIfAbsent(call.lane().toString(), lane -> new TreeSet<>())
                            .add(isHere ? "here" : "there");
                }
                return Fate.answered();
            });
            here.alarm("here-5xx", AlarmReading.State.OK);
            here.autoScaled(SHOP, false, "");
            there.autoScaled(SHOP, false, "");
            List<Deployment> both = List.of(
                    virtual.engine().deploy(spec(SHOP, HERE).alarm("here-5xx").build()),
                    virtual.engine()
                            .deploy(spec(SHOP_THERE, THERE)
                                    .alarm(THERE.alarm("5xx"))
                                    .build()));
            virtual.advance(Duration.ofMinutes(3));
            here.alarm("here-5xx", AlarmReading.State.ALARM);
            there.alarm("5xx", AlarmReading.State.ALARM);
            virtual.advanceUntil(
                    () -> both.stream().allMatch(order -> order.status().isTerminal()), Duration.ofHours(1));
            assertThat(both).extracting(Deployment::status).containsOnly(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        }
        placesOfThreads.keySet().removeIf(threads -> threads.startsWith("HOOK")); // users' code belongs to no place
        assertThat(placesOfThreads)
                .containsKeys(
                        "READ 123456789012/eu-west-1",
                        "READ watches of 123456789012/eu-west-1",
                        "CHANGE 123456789012/eu-west-1",
                        "RESTORE 123456789012/eu-west-1",
                        "RESTORE 210987654321/us-east-1")
                .allSatisfy((threads, found) -> assertThat(found).hasSize(1));
    }

    /** A deployment with an alarm of each place: the place of one does not answer, and the other one still counts. */
    @Test
    void anAlarmIsSeenWhileThePlaceOfAnotherDoesNotAnswer() {
        DeploymentSpec spec = spec(SHOP, HERE)
                .alarm("5xx")
                .alarm(THERE.alarm("only-us-east-1"))
                .build();
        try (VirtualEngine virtual = VirtualEngine.of(time, engine())) {
            Deployment deployment = virtual.engine().deploy(spec);
            virtual.advanceUntil(
                    () -> deployment.view().lifecycleStage().equals(Optional.of(LifecycleStage.BAKE_TIME)),
                    Duration.ofMinutes(10));
            virtual.calls().fate(call -> call.text().contains(THERE.account()) ? Fate.hangs() : Fate.answered());
            virtual.advance(Duration.ofSeconds(20));
            here.alarm("5xx", AlarmReading.State.ALARM);
            virtual.advance(Duration.ofSeconds(11));

            assertThat(deployment.status().toString()).startsWith("ROLLBACK_");
        }
    }

    @Test
    void anAlarmOfAnotherPlaceRollsBack() {
        DeploymentSpec spec = spec(SHOP, HERE)
                .alarm("5xx")
                .alarm(THERE.alarm("only-us-east-1"))
                .build();
        try (VirtualEngine virtual = VirtualEngine.of(time, engine())) {
            Deployment deployment = virtual.engine().deploy(spec);
            virtual.advanceUntil(
                    () -> deployment.view().lifecycleStage().equals(Optional.of(LifecycleStage.BAKE_TIME)),
                    Duration.ofMinutes(10));
            there.alarm("only-us-east-1", AlarmReading.State.ALARM);
            virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofMinutes(10));

            assertThat(deployment.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            assertThat(deployment.view().statusReason()).contains(THERE.alarm("only-us-east-1"));
        }
    }

    @Test
    void whatOnePlaceLimitsLimitsAll() {
        AwsPlaces mixed = AwsPlaces.builder()
                .place(placeHere)
                .place(AwsPlace.of("210987654321", "us-east-1", there.runtime(), there.router()))
                .build();

        assertThat(mixed.router().writeMode()).isEqualTo(TrafficRouter.WriteMode.BEST_EFFORT);
        assertThat(mixed.router().maxWriteDelay()).isEqualTo(Duration.ofMinutes(6));
        assertThat(mixed.runtime().describeBatch()).isEqualTo(10);
        assertThat(mixed.router().costs(Operation.WRITE_ROUTE))
                .contains(new RequestCost(ApiGroup.ELB_MODIFY.name(), 1, 2));
        assertThat(places.router().costs(Operation.WRITE_ROUTE))
                .as("the lowest rate")
                .contains(new RequestCost(ApiGroup.ELB_MODIFY.name(), 1, 2));
        assertThat(places.runtime().preflightChecks())
                .extracting(PreflightCheck::name)
                .doesNotHaveDuplicates()
                .contains("aws-places", "ecs-permissions");
    }

    @Test
    void aPlaceWithoutLambdaHooksIsNamed() {
        AwsPlaces without = AwsPlaces.builder()
                .defaultPlace(AwsPlace.of("123456789012", "eu-west-1", here.runtime(), here.router()))
                .build();
        DeploymentSpec spec = spec(SHOP, HERE)
                .hook(HookSpec.lambda("smoke-test", HERE.function("smoke"), LifecycleStage.POST_SCALE_UP))
                .build();

        assertThat(without.runtime().preflightChecks().get(0).check(spec))
                .extracting(Finding::toString)
                .containsExactly("aws-places: hooks: \"smoke-test\" can't be invoked: there are no Lambda hooks for"
                        + " 123456789012/eu-west-1");
    }

    @Test
    void eachPlaceIsDeclaredOnce() {
        assertThatIllegalStateException()
                .isThrownBy(() -> AwsPlaces.builder().build())
                .withMessage("place: is missing; allowed: one place or more");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AwsPlaces.builder().place(placeHere).place(placeHere))
                .withMessage("place: \"123456789012/eu-west-1\" is not allowed; allowed: each account and Region once");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AwsPlaces.builder().defaultPlace(placeHere).defaultPlace(placeThere))
                .withMessage(
                        "defaultPlace: \"210987654321/us-east-1\" is not allowed; allowed: one default place, which is"
                                + " 123456789012/eu-west-1");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AwsPlace.of("1234", "eu-west-1", here.runtime(), here.router()))
                .withMessage("account: \"1234\" is not allowed; allowed: 12 digits");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> AwsPlace.of("123456789012", "Ireland", here.runtime(), here.router()))
                .withMessageStartingWith("region: \"Ireland\"");
    }
}
