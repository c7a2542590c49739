package io.github.bluegreen4j.testkit.fault;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import io.github.bluegreen4j.testkit.world.SimulatedWorld;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;

/** Every kind of fault befalls the second write of a deployment, which is that of the production route, or what reads it. */
class FaultsTest {
    private static final ServiceRef SHOP = new ServiceRef("cluster", "shop");
    private static final RouteRef WEB = new RouteRef("web");
    private static final TargetGroupRef BLUE = new TargetGroupRef("blue-group");
    private static final TargetGroupRef GREEN = new TargetGroupRef("green-group");

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final SimulatedWorld world = SimulatedWorld.create(time);
    private final Faults faults = new Faults(time);
    private final List<String> struck = new ArrayList<>();

    private Deployment deploy() {
        return deploy(engine -> {});
    }

    private Deployment deploy(Consumer<VirtualEngine> meanwhile) {
        world.addService(SHOP, 2);
        world.addRoute(WEB, TrafficSplit.allOn(BLUE, GREEN));
        world.addRevision(SHOP, "shop:1", BLUE);
        faults.onStrike((fault, operation) -> struck.add(fault + " " + operation));
        try (VirtualEngine virtual = VirtualEngine.of(
                time,
                DeploymentEngine.builder()
                        .runtime(world.runtime())
                        .router(world.router())
                        .hook("smoke-test", invocation -> HookResult.succeeded())
                        .journal(InMemoryJournal.create(time)))) {
            virtual.calls().rememberAnswers(operation -> true);
            virtual.calls().fate(faults);
            Deployment deployment = virtual.engine()
                    .deploy(
                            new DeploymentId("d-1"),
                            DeploymentSpec.blueGreen(SHOP)
                                    .revision("shop:2")
                                    .productionRoute(WEB)
                                    .targetGroups(BLUE, GREEN)
                                    .hook(LifecycleStage.POST_SCALE_UP, "smoke-test")
                                    .bakeTime(Duration.ofMinutes(1))
                                    .build());
            meanwhile.accept(virtual);
            virtual.advanceUntil(() -> deployment.status().isTerminal(), Duration.ofDays(2));
            return deployment;
        }
    }

    private static long count(Deployment deployment, Class<? extends DeploymentEvent> kind) {
        return deployment.history().stream().filter(kind::isInstance).count();
    }

    private void onWrite(Fault fault) {
        faults.on(Operation.WRITE_ROUTE).nth(1).happens(fault);
    }

    @Test
    void aWriteThatFailsIsRefusedForGood() {
        onWrite(Fault.FAILS);
        Deployment deployment = deploy();
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(count(deployment, WorkEvent.WorkRefused.class)).isEqualTo(1);
        assertThat(world.calls("write")).isZero();
        assertThat(struck).containsExactly("FAILS WRITE_ROUTE");
    }

    @Test
    void anAppendThatFailsIsOnlyTurnedAway() {
        faults.on(Operation.APPEND).nth(3).happens(Fault.FAILS);
        assertThat(deploy().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(struck).containsExactly("FAILS APPEND");
    }

    @Test
    void aWriteThatIsThrottledIsTriedAgain() {
        onWrite(Fault.THROTTLED);
        Deployment deployment = deploy();
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(deployment.history())
                .anyMatch(event -> event instanceof WorkEvent.WorkWaiting waiting
                        && waiting.seen().contains("WRITE_ROUTE is throttled"));
        assertThat(world.calls("write")).isEqualTo(1);
    }

    @Test
    void aWriteThatTimesOutNeverTookEffect() {
        onWrite(Fault.TIMES_OUT);
        Deployment deployment = deploy();
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(count(deployment, WorkEvent.WorkUncertain.class)).isEqualTo(1);
        assertThat(world.calls("write")).isEqualTo(1);
    }

    @Test
    void aWriteWhoseAnswerIsLostTookEffect() {
        onWrite(Fault.ANSWER_LOST);
        Deployment deployment = deploy();
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(count(deployment, WorkEvent.WorkUncertain.class)).isEqualTo(1);
        assertThat(world.calls("write")).as("it was found as it should be").isEqualTo(1);
    }

    @Test
    void aWriteThatLandsLateTakesEffectAfterItWasGivenUp() {
        onWrite(Fault.LANDS_LATE);
        Deployment deployment = deploy(virtual -> {
            virtual.advance(Duration.ofSeconds(11));
            assertThat(world.split(WEB).isAllOn(BLUE)).isTrue();
            virtual.advance(Duration.ofSeconds(2));
            assertThat(world.split(WEB).isAllOn(GREEN)).isTrue();
        });
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(world.calls("write")).isEqualTo(1);
    }

    @Test
    void aWriteThatHangsNeverTakesEffectAndIsDoneAgain() {
        onWrite(Fault.HANGS);
        Deployment deployment = deploy(virtual -> {
            virtual.advance(Duration.ofSeconds(14));
            assertThat(world.split(WEB).isAllOn(BLUE)).isTrue();
        });
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(count(deployment, WorkEvent.ResourceQuieted.class)).isEqualTo(1);
    }

    @Test
    void aStaleReadShowsWhatWasReadTheLastTime() {
        // The deployment reads the route at its start, before the write, and to confirm it: this last look is stale.
        faults.on(Operation.READ_ROUTE).nth(3).happens(Fault.STALE_READ);
        Deployment deployment = deploy();
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(deployment.history())
                .anyMatch(event -> event instanceof WorkEvent.WorkWaiting waiting
                        && waiting.gate().name().equals("READ_BACK"));
        assertThat(world.calls("write")).isEqualTo(1);
    }

    @Test
    void aHookThatFlapsIsTurnedAwayEverySecondTime() {
        faults.on(Operation.INVOKE_HOOK).always().happens(Fault.FLAPS);
        faults.on(Operation.READ_ROUTE)
                .between(Duration.ZERO, Duration.ofSeconds(5))
                .happens(Fault.FLAPS);
        assertThat(deploy().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(struck).contains("FLAPS INVOKE_HOOK", "FLAPS READ_ROUTE");
    }

    @Test
    void aHookThatReturnsNullIsAskedAgain() {
        faults.on(Operation.INVOKE_HOOK).nth(1).happens(Fault.RETURNS_NULL);
        Deployment deployment = deploy();
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(struck).containsExactly("RETURNS_NULL INVOKE_HOOK");
    }

    @Test
    void aWriteThatThrowsAnErrorMayHaveTakenEffect() {
        onWrite(Fault.THROWS_ERROR);
        Deployment deployment = deploy();
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(count(deployment, WorkEvent.WorkUncertain.class)).isEqualTo(1);
        assertThat(world.calls("write")).as("it was found as it should be").isEqualTo(1);
    }

    @Test
    void aWriteWhoseCodeMeetsANullIsDoneAgain() {
        onWrite(Fault.THROWS_NULL_POINTER);
        Deployment deployment = deploy();
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(count(deployment, WorkEvent.WorkUncertain.class)).isEqualTo(1);
        assertThat(world.calls("write")).isEqualTo(1);
    }

    @Test
    void errorsAreThrownByTurns() {
        faults.on(Operation.WRITE_ROUTE).always().happens(Fault.THROWS_ERROR);
        List<Class<?>> thrown = new ArrayList<>();
        for (int i = 0; i < 4; i++) {
            thrown.add(faults.apply(write()).thrown().orElseThrow().getClass());
        }
        assertThat(thrown)
                .containsExactly(
                        StackOverflowError.class,
                        NoClassDefFoundError.class,
                        AssertionError.class,
                        StackOverflowError.class);
    }

    @Test
    void aFaultBetweenTwoInstantsBefallsOnlyWhatBeginsThen() {
        faults.on(Operation.DESCRIBE)
                .between(Duration.ofHours(1), Duration.ofHours(2))
                .happens(Fault.HANGS);
        assertThat(deploy().status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(struck).isEmpty();
    }

    @Test
    void theNextCallIsCountedFromNowOn() {
        Deployment deployment = deploy(virtual -> {
            virtual.advance(Duration.ofSeconds(30));
            faults.on(Operation.WRITE_ROUTE).next(1).happens(Fault.THROTTLED);
            assertThat(virtual.engine()
                            .find(new DeploymentId("d-1"))
                            .orElseThrow()
                            .rollBack("back"))
                    .isNotNull();
        });
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(struck).containsExactly("THROTTLED WRITE_ROUTE");
    }

    @Test
    void whatNoFaultSaysMayBecomeOfACallToo() {
        faults.on(Operation.WRITE_ROUTE).nth(1).becomes(() -> Fate.fails(Problem.Kind.CONFLICT, "not now"));
        Deployment deployment = deploy();
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        assertThat(struck).isEmpty();
    }

    @Test
    void whatIsPlannedFirstCountsAndNothingAfterTheEnd() {
        faults.on(Operation.WRITE_ROUTE).nth(1).happens(Fault.THROTTLED);
        faults.on(Operation.WRITE_ROUTE).always().happens(Fault.FAILS);
        faults.onStrike((fault, operation) -> struck.add("never heard"));
        assertThat(faults.toString()).contains("WRITE_ROUTE", "THROTTLED", "FAILS");
        Deployment deployment = deploy(virtual -> virtual.advance(Duration.ofMillis(300)));
        assertThat(struck).startsWith("THROTTLED WRITE_ROUTE", "FAILS WRITE_ROUTE");
        assertThat(deployment.status()).isEqualTo(DeploymentStatus.ROLLBACK_SUCCESSFUL);

        faults.end();
        assertThat(faults.apply(write())).isEqualTo(Fate.answered());
    }

    private static CallRunner.PortCall<String> write() {
        return new CallRunner.PortCall<>(
                new CallRunner.PortCall.Lane(CallRunner.PortCall.Kind.CHANGE, ""),
                Operation.WRITE_ROUTE,
                CallRunner.PortCall.Purpose.ENGINE,
                () -> "write web",
                Duration.ofSeconds(1),
                () -> "");
    }

    private static void refused(Runnable planning, String... words) {
        assertThatThrownBy(planning::run)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContainingAll(words);
    }

    @Test
    void aPlanThatCanNeverComeTrueIsRefusedWithFieldAndValueAndWhatIsAllowed() {
        refused(() -> faults.on(Operation.LAUNCH).nth(0), "nth: \"0\" is not allowed", "allowed: 1 or more");
        refused(() -> faults.on(Operation.LAUNCH).next(0), "nth: \"0\" is not allowed", "allowed: 1 or more");
        refused(
                () -> faults.on(Operation.LAUNCH).between(Duration.ofSeconds(2), Duration.ofSeconds(1)),
                "from: \"PT2S\" is not allowed",
                "allowed: not after PT1S");
        refused(
                () -> faults.on(Operation.WRITE_ROUTE).always().happens(Fault.STALE_READ),
                "fault: \"STALE_READ\" is not allowed for WRITE_ROUTE",
                "allowed: any but STALE_READ");
        refused(
                () -> faults.on(Operation.RENEW).always().happens(Fault.RETURNS_NULL),
                "fault: \"RETURNS_NULL\" is not allowed for RENEW",
                "allowed: any but RETURNS_NULL, since it answers nothing");
        faults.without(EnumSet.of(Operation.LISTEN));
        refused(() -> faults.on(Operation.LISTEN), "operation: \"LISTEN\" is not allowed", "allowed: [DESCRIBE,");
        assertThat(faults.has(Operation.LISTEN)).isFalse();
        assertThat(faults.has(Operation.APPEND)).isTrue();
    }

    @Test
    void anOperationReadsOrChangesTheWorldOrIsOfTheJournal() {
        Set<Operation> changing = EnumSet.range(Operation.WRITE_ROUTE, Operation.RESTORE_SCALE_IN);
        for (Operation operation : Operation.values()) {
            assertThat(operation.changesTheWorld()).as(operation.name()).isEqualTo(changing.contains(operation));
            assertThat(operation.reads() && operation.changesTheWorld()).isFalse();
            assertThat(Fault.STALE_READ.befalls(operation)).isEqualTo(operation.reads());
            assertThat(Fault.HANGS.befalls(operation)).isTrue();
        }
        assertThat(Operation.READ_JOURNAL.isOfJournal()).isTrue();
        assertThat(Operation.INVOKE_HOOK.isOfJournal()).isFalse();
    }
}
