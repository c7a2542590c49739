package io.github.bluegreen4j.testkit.adapters;

import static io.github.bluegreen4j.testkit.adapters.Sabotage.caught;
import static io.github.bluegreen4j.testkit.adapters.Sabotage.swallowing;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Latencies;
import io.github.bluegreen4j.model.MetricPoint;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.testkit.contract.AlarmSourceContract;
import io.github.bluegreen4j.testkit.contract.AlarmSourceFixture;
import io.github.bluegreen4j.testkit.contract.AutoScalingGuardContract;
import io.github.bluegreen4j.testkit.contract.AutoScalingGuardFixture;
import io.github.bluegreen4j.testkit.contract.JournalContract;
import io.github.bluegreen4j.testkit.contract.JournalFixture;
import io.github.bluegreen4j.testkit.contract.LeaseContract;
import io.github.bluegreen4j.testkit.contract.LifecycleHookContract;
import io.github.bluegreen4j.testkit.contract.LifecycleHookFixture;
import io.github.bluegreen4j.testkit.contract.MetricSourceContract;
import io.github.bluegreen4j.testkit.contract.MetricSourceFixture;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/** Journals, hooks, alarms and guards that do one thing wrong are caught by the test that is there for it. */
class SabotagedPortsTest {
    /** Before what deployments of the suites wait for when they wait for long. */
    private static final Instant SOME_TIME = Instant.parse("2026-03-01T12:00:00Z");

    private static AlarmSourceContract alarms(Sabotage.Twist twist) {
        return new AlarmSourceContract() {
            @Override
            protected AlarmSourceFixture fixture() {
                return new AlarmFixture(simulated -> Sabotage.of(AlarmSource.class, simulated, "read", twist));
            }
        };
    }

    @TestFactory
    Stream<DynamicTest> alarmsThatAreReadWronglyAreCaught() {
        return Stream.of(
                caught(
                        "what is missing is OK",
                        alarms((working, args) -> {
                            Map<String, AlarmReading.State> all = new TreeMap<>();
                            ((Set<?>) args[0]).forEach(name -> all.put((String) name, AlarmReading.State.OK));
                            all.putAll(((AlarmReading) working.answer()).states());
                            return AlarmReading.of(all);
                        }),
                        AlarmSourceContract::aNameThatDoesNotExistIsAbsentAndHidesNoOther),
                caught(
                        "only the first page is read",
                        alarms((working, args) -> {
                            Map<String, AlarmReading.State> first = new TreeMap<>();
                            ((AlarmReading) working.answer())
                                    .states().entrySet().stream()
                                            .limit(100)
                                            .forEach(entry -> first.put(entry.getKey(), entry.getValue()));
                            return AlarmReading.of(first);
                        }),
                        AlarmSourceContract::asManyAsAreAskedForAreRead),
                caught(
                        "an outage looks like no alarms",
                        alarms(swallowing(AlarmReading.of(Map.of()))),
                        AlarmSourceContract::whatCanNotBeReadIsThrown));
    }

    private static MetricSourceContract metrics(Sabotage.Twist twist) {
        return new MetricSourceContract() {
            @Override
            protected MetricSourceFixture fixture() {
                return new MetricFixture(simulated -> Sabotage.of(MetricSource.class, simulated, "read", twist));
            }
        };
    }

    private static Map<MetricSource.Query, MetricSource.Series> changed(
            Object answer, UnaryOperator<List<MetricPoint>> change) {
        Map<MetricSource.Query, MetricSource.Series> changed = new LinkedHashMap<>();
        ((Map<?, ?>) answer).forEach((query, series) -> {
            MetricSource.Series read = (MetricSource.Series) series;
            changed.put(
                    (MetricSource.Query) query,
                    new MetricSource.Series(change.apply(read.points()), read.completeUntil()));
        });
        return changed;
    }

    @TestFactory
    Stream<DynamicTest> metricsThatAreReadWronglyAreCaught() {
        return Stream.of(
                caught(
                        "a period without errors is left out",
                        metrics((working, args) -> changed(
                                working.answer(),
                                points -> points.stream()
                                        .filter(point -> point.errors() > 0)
                                        .toList())),
                        MetricSourceContract::requestsWithoutErrorsHaveNone),
                caught(
                        "milliseconds are taken for seconds",
                        metrics((working, args) -> changed(
                                working.answer(),
                                points -> points.stream()
                                        .map(point -> new MetricPoint(
                                                point.start(),
                                                point.requests(),
                                                point.errors(),
                                                Latencies.of(List.of(50.0), List.of(point.requests()))))
                                        .toList())),
                        MetricSourceContract::aPointIsReadAsItIs),
                caught(
                        "an outage looks like no metrics",
                        metrics(swallowing(Map.of())),
                        MetricSourceContract::whatCanNotBeReadIsThrown));
    }

    private static AutoScalingGuardContract guard(
            BiFunction<SimulatedWorld, AutoScalingGuard, AutoScalingGuard> under) {
        return new AutoScalingGuardContract() {
            @Override
            protected AutoScalingGuardFixture fixture() {
                return new AutoScalingFixture(under);
            }
        };
    }

    @TestFactory
    Stream<DynamicTest> aGuardThatDoesOneThingWrongIsCaught() {
        return Stream.of(
                caught(
                        "the other settings are reset",
                        guard((world, simulated) ->
                                Sabotage.of(AutoScalingGuard.class, simulated, "suspend", (working, args) -> {
                                    world.autoScaled((ServiceRef) args[0], true, "");
                                    return working.answer();
                                })),
                        AutoScalingGuardContract::onlyTheOneFlagIsChanged),
                caught(
                        "suspending toggles",
                        guard((world, simulated) ->
                                Sabotage.of(AutoScalingGuard.class, simulated, "suspend", (working, args) -> {
                                    if (simulated.read((ServiceRef) args[0]).suspended()) {
                                        simulated.restore((ServiceRef) args[0]);
                                        return 0;
                                    }
                                    return working.answer();
                                })),
                        AutoScalingGuardContract::suspendingAgainChangesNothing),
                caught(
                        "an outage looks like no autoscaler",
                        guard((world, simulated) -> Sabotage.of(
                                AutoScalingGuard.class, simulated, "read", swallowing(ScaleInSetting.NOT_SCALABLE))),
                        AutoScalingGuardContract::whatCanNotBeReadOrChangedIsThrown));
    }

    private static LifecycleHookContract hook(boolean text, Sabotage.Twist twist) {
        return new LifecycleHookContract() {
            @Override
            protected LifecycleHookFixture fixture() {
                return new HookFixture(text, hook -> Sabotage.of(LifecycleHook.class, hook, "invoke", twist));
            }
        };
    }

    @TestFactory
    Stream<DynamicTest> aHookThatIsAskedWronglyIsCaught() {
        AtomicReference<HookResult> verdict = new AtomicReference<>();
        return Stream.of(
                caught(
                        "an outage is a no",
                        hook(false, swallowing(HookResult.failed("unreachable"))),
                        LifecycleHookContract::whatCanNotBeReachedIsThrown),
                caught(
                        "nonsense is a yes",
                        hook(true, (working, args) -> {
                            HookResult answer = (HookResult) working.answer();
                            return answer.status() == HookResult.Status.INVALID ? HookResult.succeeded() : answer;
                        }),
                        LifecycleHookContract::nonsenseIsInvalid),
                caught(
                        "the first verdict is kept",
                        hook(false, (working, args) -> {
                            verdict.compareAndSet(null, (HookResult) working.answer());
                            return verdict.get();
                        }),
                        LifecycleHookContract::askingAgainAsksAgainUnderTheSameId));
    }

    private static JournalContract journal(UnaryOperator<Journal> under) {
        return new JournalContract() {
            @Override
            protected JournalFixture fixture() {
                return new InMemoryJournalFixture(under);
            }
        };
    }

    private static JournalContract journal(String method, Sabotage.Twist twist) {
        return journal(working -> Sabotage.of(Journal.class, working, method, twist));
    }

    private static JournalContract appending(BiFunction<Journal, Journal.Extension, Journal.Extension> wrong) {
        return journal(working -> Sabotage.of(
                Journal.class,
                working,
                "append",
                (way, args) -> way.with(((List<?>) args[0])
                        .stream()
                                .map(one -> wrong.apply(working, (Journal.Extension) one))
                                .toList())));
    }

    private static List<Journal.Head> notAfter(Instant instant, List<?> heads) {
        return heads.stream()
                .map(Journal.Head.class::cast)
                .filter(head -> !head.wakeUp().orElseThrow().isAfter(instant))
                .toList();
    }

    private static Journal.Extension changed(
            Journal.Extension extension, long version, long fence, List<String> consumed) {
        return new Journal.Extension(
                extension.deployment(),
                extension.service(),
                version,
                fence,
                extension.entryId(),
                extension.events(),
                extension.wakeUp(),
                consumed);
    }

    @TestFactory
    Stream<DynamicTest> aJournalThatDoesOneThingWrongIsCaught() {
        AtomicInteger commands = new AtomicInteger();
        return Stream.of(
                caught(
                        "the version is not compared",
                        appending((journal, extension) -> changed(
                                extension,
                                journal.read(extension.deployment())
                                        .map(read -> read.head().version())
                                        .orElse(0L),
                                extension.fence(),
                                extension.consumed())),
                        JournalContract::anExtensionAtAnotherVersionIsLostAndChangesNothing),
                caught(
                        "the fence is not compared",
                        appending((journal, extension) -> changed(
                                extension,
                                extension.expectedVersion(),
                                journal.read(extension.deployment())
                                        .map(read -> read.head().fence())
                                        .orElse(extension.fence()),
                                extension.consumed())),
                        JournalContract::aStaleWriterAppendsNothing),
                caught(
                        "an answered command stays",
                        appending((journal, extension) ->
                                changed(extension, extension.expectedVersion(), extension.fence(), List.of())),
                        JournalContract::aCommandLeavesTheMailboxWithTheEventsThatAnswerIt),
                caught(
                        "a command counts as often as it is sent",
                        journal(
                                "submit",
                                (working, args) ->
                                        working.with(args[0], args[1] + "-" + commands.incrementAndGet(), args[2])),
                        JournalContract::aCommandThatIsSentAgainCountsOnce),
                caught(
                        "a deployment is not due before its engine means to act",
                        journal("due", (working, args) -> notAfter(SOME_TIME, (List<?>) working.answer())),
                        JournalContract::aDeploymentIsDueUntilItHasEndedWhateverItWaitsFor),
                caught(
                        "nobody says that there is mail",
                        journal("due", (working, args) -> List.of()),
                        JournalContract::whatIsDueSaysWhetherThereIsMail),
                caught(
                        "what has ended takes commands",
                        journal("submit", (working, args) -> {
                            working.answer();
                            return true;
                        }),
                        JournalContract::whatHasEndedOrNeverWasTakesNoCommandAndIsNotDue),
                caught(
                        "of several deployments the same is read twice",
                        journal("readAll", (working, args) -> {
                            List<?> results = (List<?>) working.answer();
                            return results.stream()
                                    .map(result -> results.get(0))
                                    .toList();
                        }),
                        JournalContract::severalAreReadAsEachIsReadAlone),
                caught(
                        "of several deployments what exists is read alone",
                        journal(
                                "readAll",
                                (working, args) -> ((List<?>) working.answer())
                                        .stream()
                                                .map(Journal.ReadResult.class::cast)
                                                .filter(result ->
                                                        result.history().isPresent())
                                                .toList()),
                        JournalContract::severalAreReadAsEachIsReadAlone),
                caught(
                        "the newest is first",
                        journal("list", (working, args) -> {
                            List<Object> heads = new ArrayList<>((List<?>) working.answer());
                            Collections.reverse(heads);
                            return heads;
                        }),
                        JournalContract::allDeploymentsAreListedTheNewestLast));
    }

    private static JournalContract ordering(BiFunction<Journal, Journal.Opening, Object> wrong) {
        return journal(working -> Sabotage.of(
                Journal.class, working, "open", (way, args) -> wrong.apply(working, (Journal.Opening) args[0])));
    }

    private static Journal.Opening at(Journal.Opening opening, long version) {
        return new Journal.Opening(
                opening.deployment(), opening.service(), version, opening.entryId(), opening.event(), opening.wakeUp());
    }

    private static long version(Journal journal, DeploymentId deployment) {
        return journal.read(deployment).map(read -> read.head().version()).orElse(0L);
    }

    @TestFactory
    Stream<DynamicTest> aJournalThatDoesOneThingWrongWithOrdersIsCaught() {
        return Stream.of(
                caught(
                        "an order needs a claim",
                        ordering((journal, opening) -> journal.claim(opening.service(), "nobody")
                                .map(fence -> journal.open(opening))
                                .orElse(new Journal.Appended(Journal.Appended.Status.LOST, 0, 0))),
                        JournalContract::anOrderNeedsNoLeaseAndIsDueForWhoeverCanClaimTheService),
                caught(
                        "the second order is kept, too",
                        ordering((journal, opening) -> new Journal.Appended(
                                Journal.Appended.Status.APPENDED,
                                journal.open(opening).version(),
                                0)),
                        JournalContract::anOrderThatIsSentAgainIsKeptOnce),
                caught(
                        "all of several orders are kept",
                        ordering((journal, opening) -> new Journal.Appended(
                                Journal.Appended.Status.APPENDED,
                                journal.open(opening).version(),
                                0)),
                        JournalContract::ofSeveralOrdersAtOnceOneIsKept),
                caught(
                        "the version of an order is not compared",
                        ordering((journal, opening) ->
                                journal.open(at(opening, version(journal, opening.deployment())))),
                        JournalContract::anOrderAtAnotherVersionIsLostAndChangesNothing),
                caught(
                        "an order restarts what runs",
                        ordering((journal, opening) -> {
                            journal.read(opening.deployment())
                                    .map(Journal.History::mail)
                                    .orElse(List.of())
                                    .forEach(mail -> journal.submit(opening.deployment(), "other", mail.command()));
                            return journal.open(opening);
                        }),
                        JournalContract::anOrderOfADeploymentThatHasNotEndedIsLostAndChangesNothing),
                caught(
                        "commands of the last order are left",
                        ordering((journal, opening) -> {
                            List<Journal.Mail> left = journal.read(opening.deployment())
                                    .map(Journal.History::mail)
                                    .orElse(List.of());
                            Journal.Appended opened = journal.open(opening);
                            left.forEach(mail ->
                                    journal.submit(opening.deployment(), mail.commandId() + "-left", mail.command()));
                            return opened;
                        }),
                        JournalContract::commandsThatAreLeftDoNotCountForTheNextOrder),
                caught(
                        "what was ordered again takes no commands",
                        journal("submit", (working, args) -> args[1].equals("c-2") || (boolean) working.answer()),
                        JournalContract::aDeploymentTakesCommandsWhenItIsOrderedAndWhenItIsOrderedAgain),
                caught(
                        "what has ended is opened only once",
                        ordering((journal, opening) ->
                                journal.open(at(opening, Math.min(opening.expectedVersion(), 3)))),
                        JournalContract::aDeploymentMayBeRefusedAndOrderedAgainMoreThanOnce),
                caught(
                        "what was ordered again is not due",
                        journal("due", (working, args) -> List.of()),
                        JournalContract::aDeploymentThatWasRefusedIsOpenAgainWhenItIsOrderedAgain),
                caught(
                        "an append opens what has ended",
                        appending((journal, extension) -> {
                            if (extension.expectedVersion() == 3) {
                                journal.open(new Journal.Opening(
                                        extension.deployment(),
                                        extension.service(),
                                        3,
                                        "opened",
                                        extension.events().get(0),
                                        Instant.EPOCH));
                            }
                            return extension;
                        }),
                        JournalContract::whatHasEndedIsNotExtended));
    }

    @TestFactory
    Stream<DynamicTest> aJournalThatForgetsItsListenersIsCaught() {
        AtomicReference<Object> first = new AtomicReference<>();
        return Stream.of(
                caught(
                        "a cursor is not stored",
                        journal("delivered", (working, args) -> 0),
                        JournalContract::howFarAListenerWasNotifiedNeverGoesBack),
                caught(
                        "a cursor counts for all deployments",
                        journal(working -> Sabotage.of(Journal.class, working, "delivered", (way, args) -> {
                            working.list(Optional.empty())
                                    .forEach(head ->
                                            working.delivered(head.deployment(), (String) args[1], (long) args[2]));
                            return 0;
                        })),
                        JournalContract::aCursorCountsForItsDeploymentOnly),
                caught(
                        "an end is undelivered for listeners that nobody named",
                        journal("undelivered", (working, args) -> working.with("audit", args[1])),
                        JournalContract::ofAnEndEachNamedListenerHasToBeNotified),
                caught(
                        "an end is undelivered at once",
                        journal("undelivered", (working, args) -> working.with(args[0], Duration.ZERO)),
                        JournalContract::ofAnEndEachNamedListenerHasToBeNotified),
                caught(
                        "the last version but one is enough",
                        journal("delivered", (working, args) -> working.with(args[0], args[1], (long) args[2] + 1)),
                        JournalContract::anEndIsDeliveredWithTheLastVersionAndToEachListenerForItself),
                caught(
                        "only the first end counts",
                        journal("undelivered", (working, args) -> {
                            first.compareAndSet(null, working.answer());
                            return first.get();
                        }),
                        JournalContract::whatIsOrderedAgainIsUndeliveredWhenItHasEndedAgain));
    }

    private static LeaseContract leases(String method, Sabotage.Twist twist) {
        return new LeaseContract() {
            @Override
            protected JournalFixture fixture() {
                return new InMemoryJournalFixture(working -> Sabotage.of(Journal.class, working, method, twist));
            }
        };
    }

    @TestFactory
    Stream<DynamicTest> aJournalThatDoesOneThingWrongWithItsLeasesIsCaught() {
        Set<String> renewed = ConcurrentHashMap.newKeySet();
        return Stream.of(
                caught(
                        "a lease never runs out",
                        leases("renew", (working, args) -> working.with(args[0], Duration.ofDays(1))),
                        LeaseContract::aServiceIsTakenOverAfterTheLeaseHasRunOutAndTheFenceRises),
                caught(
                        "a lease is shorter than was asked for",
                        leases("renew", (working, args) -> working.with(args[0], Duration.ofNanos(1))),
                        LeaseContract::renewingHoldsAllClaimsOfAnEngine),
                caught(
                        "of several services one is claimed and not read",
                        leases(
                                "claimAndRead",
                                (working, args) -> ((List<?>) working.answer())
                                        .stream()
                                                .map(Journal.ClaimResult.class::cast)
                                                .map(one ->
                                                        new Journal.ClaimResult(one.service(), one.fence(), List.of()))
                                                .toList()),
                        LeaseContract::severalServicesAreClaimedAndReadAtOnce),
                caught(
                        "several services are claimed whoever has them",
                        leases(
                                "claimAndRead",
                                (working, args) -> ((List<?>) working.answer())
                                        .stream()
                                                .map(Journal.ClaimResult.class::cast)
                                                .map(one -> new Journal.ClaimResult(
                                                        one.service(),
                                                        Optional.of(one.fence().orElse(1L)),
                                                        one.open()))
                                                .toList()),
                        LeaseContract::ofEnginesThatClaimSeveralServicesAtOnceEachServiceHasOne),
                caught(
                        "only the first renewal counts",
                        leases("renew", (working, args) -> renewed.add((String) args[0]) ? working.answer() : 0),
                        LeaseContract::renewingHoldsAllClaimsOfAnEngine),
                caught(
                        "anybody may release",
                        leases("release", (working, args) -> working.with(args[0], "engine-a")),
                        LeaseContract::aClaimThatIsNotHeldIsNotReleased),
                caught(
                        "nothing is released",
                        leases("release", (working, args) -> 0),
                        LeaseContract::aReleasedServiceIsFreeAndItsFenceIsRemembered),
                caught(
                        "everything is due for everybody",
                        leases("due", (working, args) -> {
                            Set<Object> all = new LinkedHashSet<>((List<?>) working.with("engine-a"));
                            all.addAll((List<?>) working.with("engine-b"));
                            return List.copyOf(all);
                        }),
                        LeaseContract::whatAnotherEngineWorksOnIsNotDue),
                caught(
                        "what an engine has had is never due for another",
                        leases("due", (working, args) -> args[0].equals("engine-b") ? List.of() : working.answer()),
                        LeaseContract::whatADeadEngineHadIsDue),
                caught(
                        "a take-over waits for the instant that the dead engine wrote",
                        leases("due", (working, args) -> notAfter(SOME_TIME, (List<?>) working.answer())),
                        LeaseContract::theClocksOfEnginesNeitherDelayNorHastenATakeOver),
                caught(
                        "the fence never rises",
                        leases("claim", (working, args) -> ((Optional<?>) working.answer()).map(fence -> 1L)),
                        LeaseContract::aServiceIsTakenOverAfterTheLeaseHasRunOutAndTheFenceRises));
    }
}
