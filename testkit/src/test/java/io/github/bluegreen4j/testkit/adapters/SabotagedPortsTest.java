package io.github.bluegreen4j.testkit.adapters;

import static io.github.bluegreen4j.testkit.adapters.Sabotage.caught;
import static io.github.bluegreen4j.testkit.adapters.Sabotage.swallowing;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.LifecycleHook;
import io.github.bluegreen4j.testkit.contract.AlarmSourceContract;
import io.github.bluegreen4j.testkit.contract.AlarmSourceFixture;
import io.github.bluegreen4j.testkit.contract.AutoScalingGuardContract;
import io.github.bluegreen4j.testkit.contract.AutoScalingGuardFixture;
import io.github.bluegreen4j.testkit.contract.JournalContract;
import io.github.bluegreen4j.testkit.contract.JournalFixture;
import io.github.bluegreen4j.testkit.contract.LeaseContract;
import io.github.bluegreen4j.testkit.contract.LifecycleHookContract;
import io.github.bluegreen4j.testkit.contract.LifecycleHookFixture;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
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
                        "mail waits for the deployment's time",
                        journal(
                                "due",
                                (working, args) -> ((List<?>) working.answer())
                                        .stream()
                                                .map(Journal.Head.class::cast)
                                                .filter(head -> !head.wakeUp()
                                                        .orElseThrow()
                                                        .isAfter((Instant) args[0]))
                                                .toList()),
                        JournalContract::aDeploymentWithMailIsDueAtOnce),
                caught(
                        "what has ended takes commands",
                        journal("submit", (working, args) -> {
                            working.answer();
                            return true;
                        }),
                        JournalContract::whatHasEndedOrNeverWasTakesNoCommandAndIsNotDue),
                caught(
                        "the newest is first",
                        journal("list", (working, args) -> {
                            List<Object> heads = new ArrayList<>((List<?>) working.answer());
                            Collections.reverse(heads);
                            return heads;
                        }),
                        JournalContract::allDeploymentsAreListedTheNewestLast));
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
                        "the fence never rises",
                        leases("claim", (working, args) -> ((Optional<?>) working.answer()).map(fence -> 1L)),
                        LeaseContract::aServiceIsTakenOverAfterTheLeaseHasRunOutAndTheFenceRises));
    }
}
