package io.github.bluegreen4j.aws.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.aws.place.AwsPlaces;
import io.github.bluegreen4j.awstestkit.arn.Arns;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.CallRunner.PortCall;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * One engine in two accounts. Many deployments of the busy one roll back and wait for its budget, or its endpoints do not answer; those
 * of the quiet one roll back as if they were alone.
 */
class SeveralPlacesTest {
    private static final int BUSY = 60;
    private static final int QUIET = 10;
    private static final int ALARMS = 2;
    private static final Duration BAKE = Duration.ofMinutes(4);
    private static final Arns ELSEWHERE = new Arns("210987654321", "us-east-1");

    /** The alarms are read every 10 s. */
    private static final Duration RESTORED = Duration.ofSeconds(15);

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final Account busy = new Account(time, Arns.standard(), false, BUSY, ALARMS, BAKE);
    private final Account quiet = new Account(time, ELSEWHERE, true, QUIET, ALARMS, BAKE);
    private VirtualEngine virtual;
    private List<Deployment> busyOnes;
    private List<Deployment> quietOnes;
    private boolean busyDoesNotAnswer;

    @BeforeEach
    void allBake() {
        AwsPlaces places = AwsPlaces.builder()
                .defaultPlace(busy.place(Map.of(ApiGroup.ELB_MODIFY, 2)))
                .place(quiet.place(Map.of()))
                .build();
        EngineBuilder builder = DeploymentEngine.builder()
                .journal(InMemoryJournal.create(time))
                .runtime(places.runtime())
                .router(places.router())
                .alarms(places.alarms())
                .autoScaling(places.autoScaling())
                .lambdaHooks(places.lambdaHooks());
        virtual = VirtualEngine.of(time, builder);
        virtual.calls().fate(this::fate);
        busyOnes = busy.orderAll(virtual.engine(), "busy-", BUSY);
        quietOnes = quiet.orderAll(virtual.engine(), "quiet-", QUIET);
        virtual.advanceUntil(
                () -> Stream.concat(busyOnes.stream(), quietOnes.stream())
                        .allMatch(order -> order.view().lifecycleStage().equals(Optional.of(LifecycleStage.BAKE_TIME))),
                Duration.ofMinutes(40));
    }

    @AfterEach
    void close() {
        virtual.close();
    }

    /** A call that is about the busy account in any part hangs when that does not answer. */
    private Fate fate(PortCall<?> call) {
        boolean isOfTheWorld = !call.operation().isOfJournal() && call.lane().kind() != PortCall.Kind.LISTENER;
        if (!isOfTheWorld) {
            return Fate.answered();
        }
        return busyDoesNotAnswer && isAboutTheBusyOne(call.text())
                ? Fate.hangs()
                : Fate.answeredAfter(Duration.ofMillis(20));
    }

    private boolean isAboutTheBusyOne(String call) {
        return call.contains(Arns.standard().account())
                || call.contains("[prod/")
                || call.contains(", prod/")
                || call.contains(" prod/")
                || (call.contains("alarm-") && !call.contains(ELSEWHERE.account()));
    }

    private void busyOnesRollBack() {
        IntStream.range(0, BUSY).forEach(busy::raiseAlarm);
        virtual.advance(Duration.ofSeconds(11));
        assertThat(busyOnes).allMatch(order -> order.status() == DeploymentStatus.ROLLBACK_IN_PROGRESS);
    }

    /** The busy ones roll back already, and wait or hang. */
    private void quietOnesAreRestoredInTime() {
        Instant raised = time.now();
        IntStream.range(0, QUIET).forEach(quiet::raiseAlarm);
        virtual.advance(RESTORED);
        assertThat(quiet.aws().requests("elasticloadbalancing:ModifyRule").stream()
                        .filter(request -> !request.at().isBefore(raised)))
                .as("production restored in the quiet account")
                .hasSize(QUIET);
    }

    @Test
    void rollbacksOfOneAccountDoNotWaitForTheBudgetOfAnother() {
        busyOnesRollBack();

        quietOnesAreRestoredInTime();

        virtual.advanceUntil(() -> Account.areOver(quietOnes), Duration.ofMinutes(10));
        assertThat(Account.areOver(busyOnes))
                .as("the busy account is still at it")
                .isFalse();
        virtual.advanceUntil(() -> Account.areOver(busyOnes), Duration.ofMinutes(30));
        assertThat(Account.statuses(busyOnes)).containsOnlyKeys(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(Account.statuses(quietOnes)).containsOnlyKeys(DeploymentStatus.ROLLBACK_SUCCESSFUL);
        assertThat(Stream.of(busy, quiet).flatMap(account -> account.aws().requests().stream()))
                .allMatch(request -> request.refusal().isEmpty());
    }

    @Test
    void rollbacksOfOneAccountDoNotWaitForAnotherThatDoesNotAnswer() {
        busyOnesRollBack();
        busyDoesNotAnswer = true;
        virtual.advance(Duration.ofSeconds(15)); // what began before is over: all the rest hangs or waits

        quietOnesAreRestoredInTime();

        virtual.advanceUntil(() -> Account.areOver(quietOnes), Duration.ofMinutes(10));
        assertThat(Account.statuses(quietOnes)).containsOnlyKeys(DeploymentStatus.ROLLBACK_SUCCESSFUL);
    }
}
