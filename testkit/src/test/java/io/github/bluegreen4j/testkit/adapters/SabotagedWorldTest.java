package io.github.bluegreen4j.testkit.adapters;

import static io.github.bluegreen4j.testkit.adapters.Sabotage.caught;
import static io.github.bluegreen4j.testkit.adapters.Sabotage.swallowing;

import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeContract;
import io.github.bluegreen4j.testkit.contract.ServiceRuntimeFixture;
import io.github.bluegreen4j.testkit.contract.TrafficRouterContract;
import io.github.bluegreen4j.testkit.contract.TrafficRouterFixture;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Runtimes and routers that do one thing wrong are caught by the test that is there for it. */
class SabotagedWorldTest {

    private static TrafficRouterContract router(BiFunction<SimulatedWorld, TrafficRouter, TrafficRouter> under) {
        return new TrafficRouterContract() {
            @Override
            protected TrafficRouterFixture fixture() {
                return new RouterFixture(TrafficRouter.WriteMode.ATOMIC, under);
            }
        };
    }

    private static TrafficRouterContract router(String method, Sabotage.Twist twist) {
        return router((world, simulated) -> Sabotage.of(TrafficRouter.class, simulated, method, twist));
    }

    private static TrafficRouterContract reading(UnaryOperator<RouteReading> wrong) {
        return router("read", (working, args) -> wrong.apply((RouteReading) working.answer()));
    }

    private static TrafficRouterContract writing(UnaryOperator<TrafficSplit> wrong) {
        return router("write", (working, args) -> working.with(args[0], args[1], wrong.apply((TrafficSplit) args[2])));
    }

    private static RouteReading fingerprinted(RouteReading reading, String fingerprint) {
        return new RouteReading(reading.route(), reading.split(), reading.stickiness(), fingerprint, reading.settle());
    }

    private static TrafficSplit weighted(TrafficSplit split) {
        return new TrafficSplit(split.weighted().stream().collect(Collectors.toMap(group -> group, split::weightOf)));
    }

    private static TrafficSplit rounded(TrafficSplit split) {
        return new TrafficSplit(split.weights().keySet().stream()
                .collect(Collectors.toMap(group -> group, group -> (int) Math.round(split.shareOf(group)))));
    }

    private static Object health(Object read, UnaryOperator<TargetHealth.Target> wrong) {
        TargetHealth health = (TargetHealth) read;
        return new TargetHealth(
                health.group(), health.targets().stream().map(wrong).toList());
    }

    private static TrafficRouterContract plain(String method, Sabotage.Twist twist) {
        return new TrafficRouterContract() {
            @Override
            protected TrafficRouterFixture fixture() {
                return new PlainRouterFixture(simulated -> Sabotage.of(TrafficRouter.class, simulated, method, twist));
            }
        };
    }

    @TestFactory
    Stream<DynamicTest> aRouterThatHasWhatItsFixtureDeclinesIsCaught() {
        return Stream.of(
                caught(
                        "stickiness that no route has",
                        plain("read", (working, args) -> {
                            RouteReading read = (RouteReading) working.answer();
                            return new RouteReading(
                                    read.route(),
                                    read.split(),
                                    Optional.of(Duration.ofMinutes(1)),
                                    read.fingerprint(),
                                    read.settle());
                        }),
                        TrafficRouterContract::stickinessIsReadAsItIs),
                caught(
                        "a target without an owner",
                        plain(
                                "health",
                                (working, args) -> health(
                                        working.answer(),
                                        one -> new TargetHealth.Target(one.id(), one.state(), Optional.empty()))),
                        TrafficRouterContract::aStrangersTargetHasNoOwner),
                caught(
                        "a checked group that reads UNUSED",
                        plain("health", (working, args) -> working.answer()),
                        TrafficRouterContract::aGroupThatNoRouteListsIsUnusedAndNeverHealthy));
    }

    @TestFactory
    Stream<DynamicTest> aRouterThatDoesOneThingWrongIsCaught() {
        AtomicInteger readings = new AtomicInteger();
        return Stream.of(
                caught(
                        "the group without weight is dropped",
                        writing(SabotagedWorldTest::weighted),
                        TrafficRouterContract::theGroupWithoutWeightStaysListed),
                caught(
                        "weights are rounded to whole percents",
                        writing(SabotagedWorldTest::rounded),
                        TrafficRouterContract::whatIsWrittenIsReadBackExactly),
                caught(
                        "the fingerprint is not compared",
                        router((world, simulated) -> Sabotage.of(
                                TrafficRouter.class,
                                simulated,
                                "write",
                                (working, args) -> working.with(
                                        args[0],
                                        simulated.read((RouteRef) args[0]).fingerprint(),
                                        args[2]))),
                        TrafficRouterContract::aWriteOnAnOldFingerprintConflictsAndChangesNothing),
                caught(
                        "a conflict is told, but written over",
                        router((world, simulated) ->
                                Sabotage.of(TrafficRouter.class, simulated, "write", (working, args) -> {
                                    world.rewrite((RouteRef) args[0], (TrafficSplit) args[2]);
                                    return working.answer();
                                })),
                        TrafficRouterContract::aWriteOnAnOldFingerprintConflictsAndChangesNothing),
                caught(
                        "a lost race counts as won",
                        router("write", swallowing(0)),
                        TrafficRouterContract::ofSeveralWritersOnOneFingerprintOneSucceeds),
                caught(
                        "every reading has a fingerprint of its own",
                        reading(read -> fingerprinted(read, "reading-" + readings.incrementAndGet())),
                        TrafficRouterContract::equalReadingsHaveEqualFingerprints),
                caught(
                        "stickiness is not in the fingerprint",
                        reading(read -> fingerprinted(read, read.split().toString())),
                        TrafficRouterContract::groupsAndWeightsAndStickinessAreInTheFingerprint),
                caught(
                        "the terms are in the fingerprint",
                        router((world, simulated) -> Sabotage.of(
                                TrafficRouter.class,
                                simulated,
                                "read",
                                (working, args) -> fingerprinted(
                                        (RouteReading) working.answer(), world.terms((RouteRef) args[0])))),
                        TrafficRouterContract::otherPeoplesChangesToTheRouteAreNeitherNoticedNorUndone),
                caught(
                        "stickiness is dropped by a write",
                        router((world, simulated) ->
                                Sabotage.of(TrafficRouter.class, simulated, "write", (working, args) -> {
                                    Object written = working.answer();
                                    world.stick((RouteRef) args[0], Optional.empty());
                                    return written;
                                })),
                        TrafficRouterContract::everythingElseStaysAsItIs),
                caught(
                        "somebody else's route is written too",
                        router((world, simulated) ->
                                Sabotage.of(TrafficRouter.class, simulated, "write", (working, args) -> {
                                    world.rewrite(new RouteRef("marketing"), (TrafficSplit) args[2]);
                                    return working.answer();
                                })),
                        TrafficRouterContract::everythingElseStaysAsItIs),
                caught(
                        "no route is found",
                        router("routesTo", (working, args) -> Set.of()),
                        TrafficRouterContract::everyRouteThatGivesAGroupWeightIsFound),
                caught(
                        "a route that gives no weight is found",
                        router((world, simulated) -> Sabotage.of(
                                TrafficRouter.class,
                                simulated,
                                "routesTo",
                                (working, args) -> Set.of(new RouteRef("production"), new RouteRef("narrow")))),
                        TrafficRouterContract::everyRouteThatGivesAGroupWeightIsFound),
                caught(
                        "unused counts as healthy",
                        router(
                                "health",
                                (working, args) -> health(
                                        working.answer(),
                                        one -> new TargetHealth.Target(
                                                one.id(), TargetHealth.State.HEALTHY, one.owner()))),
                        TrafficRouterContract::aGroupThatNoRouteListsIsUnusedAndNeverHealthy),
                caught(
                        "a failing target counts as healthy",
                        router(
                                "health",
                                (working, args) -> health(
                                        working.answer(),
                                        one -> new TargetHealth.Target(
                                                one.id(), TargetHealth.State.HEALTHY, one.owner()))),
                        TrafficRouterContract::aTargetThatFailsItsChecksIsNotHealthy),
                caught(
                        "nobody owns a target",
                        router(
                                "health",
                                (working, args) -> health(
                                        working.answer(),
                                        one -> new TargetHealth.Target(one.id(), one.state(), Optional.empty()))),
                        TrafficRouterContract::healthyTargetsAreReadWithTheirOwner),
                caught(
                        "what is not there is empty",
                        router("health", swallowing(new TargetHealth(new TargetGroupRef("no-group"), List.of()))),
                        TrafficRouterContract::aGroupThatDoesNotExistIsGone),
                caught(
                        "an outage looks like an empty group",
                        router("health", swallowing(new TargetHealth(new TargetGroupRef("blue-group"), List.of()))),
                        TrafficRouterContract::whatCanNotBeReadOrWrittenIsThrown));
    }

    private static ServiceRuntimeContract runtime(BiFunction<SimulatedWorld, ServiceRuntime, ServiceRuntime> under) {
        return new ServiceRuntimeContract() {
            @Override
            protected ServiceRuntimeFixture fixture() {
                return new RuntimeFixture(under);
            }
        };
    }

    private static ServiceRuntimeContract runtime(String method, Sabotage.Twist twist) {
        return runtime((world, simulated) -> Sabotage.of(ServiceRuntime.class, simulated, method, twist));
    }

    private static ServiceRuntimeContract describing(UnaryOperator<ServiceDescription.Revision> wrong) {
        return runtime(
                "describe",
                (working, args) -> ((List<?>) working.answer())
                        .stream()
                                .map(ServiceDescription.class::cast)
                                .map(service -> new ServiceDescription(
                                        service.service(),
                                        service.desiredCount(),
                                        service.scalesRevisions(),
                                        service.revisions().stream()
                                                .map(wrong)
                                                .filter(revision ->
                                                        !revision.definition().isEmpty())
                                                .toList()))
                                .toList());
    }

    private static ServiceDescription.Revision changed(
            ServiceDescription.Revision revision,
            String definition,
            boolean primary,
            ServiceDescription.Counts counts) {
        return new ServiceDescription.Revision(
                revision.revision(), definition, revision.targetGroup(), primary, revision.owner(), counts);
    }

    @TestFactory
    Stream<DynamicTest> aRuntimeThatDoesOneThingWrongIsCaught() {
        AtomicInteger tokens = new AtomicInteger();
        return Stream.of(
                caught(
                        "the token is ignored",
                        runtime("launch", (working, args) -> {
                            LaunchRequest sent = (LaunchRequest) args[0];
                            return working.with(new LaunchRequest(
                                    sent.service(),
                                    sent.revision(),
                                    sent.targetGroup(),
                                    sent.desiredCount(),
                                    sent.owner(),
                                    "token-" + tokens.incrementAndGet()));
                        }),
                        ServiceRuntimeContract::theSameTokenLaunchesOneRevision),
                caught(
                        "what can't be launched is accepted",
                        runtime("launch", swallowing(0)),
                        ServiceRuntimeContract::aDefinitionThatDoesNotExistIsRefused),
                caught(
                        "retiring ones are not described",
                        describing(revision -> changed(
                                revision,
                                revision.counts().desired() == 0 ? "" : revision.definition(),
                                revision.primary(),
                                revision.counts())),
                        ServiceRuntimeContract::aRevisionIsRetiredStepByStepUntilItIsGone),
                caught(
                        "retiring does not drain",
                        runtime((world, simulated) -> {
                            world.drainTime(Duration.ZERO);
                            return simulated;
                        }),
                        ServiceRuntimeContract::retiringCutsOffNoRequest),
                caught(
                        "retiring what is gone is a problem",
                        runtime((world, simulated) ->
                                Sabotage.of(ServiceRuntime.class, simulated, "retire", (working, args) -> {
                                    if (simulated
                                                    .describe(List.of((ServiceRef) args[0]))
                                                    .get(0)
                                                    .revisions()
                                                    .size()
                                            < 2) {
                                        throw new PortException(
                                                new Problem(Problem.Kind.GONE, "retire", "green", "it is gone"));
                                    }
                                    return working.answer();
                                })),
                        ServiceRuntimeContract::aRevisionIsRetiredStepByStepUntilItIsGone),
                caught(
                        "the label moves traffic",
                        runtime((world, simulated) ->
                                Sabotage.of(ServiceRuntime.class, simulated, "makePrimary", (working, args) -> {
                                    world.rewrite(
                                            new RouteRef("production"),
                                            new TrafficSplit(Map.of(new TargetGroupRef("idle-group"), 1)));
                                    return working.answer();
                                })),
                        ServiceRuntimeContract::theLabelPrimaryIsTakenFromTheOthersAndMovesNoTraffic),
                caught(
                        "everybody keeps the label",
                        describing(revision -> changed(
                                revision,
                                revision.definition(),
                                revision.primary() || revision.definition().equals("shop:1"),
                                revision.counts())),
                        ServiceRuntimeContract::theLabelPrimaryIsTakenFromTheOthersAndMovesNoTraffic),
                caught(
                        "no failure is counted",
                        describing(revision -> changed(
                                revision,
                                revision.definition(),
                                revision.primary(),
                                new ServiceDescription.Counts(
                                        revision.counts().desired(),
                                        revision.counts().pending(),
                                        revision.counts().running(),
                                        0,
                                        revision.counts().steady()))),
                        ServiceRuntimeContract::tasksThatFailAreCounted),
                caught(
                        "a death is counted twice",
                        describing(revision -> changed(
                                revision,
                                revision.definition(),
                                revision.primary(),
                                new ServiceDescription.Counts(
                                        revision.counts().desired(),
                                        revision.counts().pending(),
                                        revision.counts().running(),
                                        2 * revision.counts().failed(),
                                        revision.counts().steady()))),
                        ServiceRuntimeContract::aTaskThatDiesIsCountedOnceAndReplaced),
                caught(
                        "what is gone was scaled",
                        runtime("scale", swallowing(0)),
                        ServiceRuntimeContract::whatDoesNotExistIsGone),
                caught(
                        "what scales by itself ignores an order to run again",
                        runtime((world, simulated) -> {
                            world.scalesRevisions(new ServiceRef("cluster", "shop"), true);
                            return Sabotage.of(
                                    ServiceRuntime.class,
                                    simulated,
                                    "scale",
                                    (working, args) -> args[2].equals(0) ? working.answer() : null);
                        }),
                        ServiceRuntimeContract::aRevisionThatWasScaledToZeroIsBroughtBack),
                caught(
                        "an outage looks like no service",
                        runtime("describe", swallowing(List.of())),
                        ServiceRuntimeContract::whatCanNotBeReadOrChangedIsThrown));
    }
}
