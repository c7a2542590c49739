package io.github.bluegreen4j.aws.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.InMemoryJournal;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualEngine;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Many deployments at once on one account with AWS's default rates and 2,000 alarms: all of them end, and AWS throttles none of their
 * requests.
 */
class ManyOnOneAccountTest {
    private static final Duration BAKE = Duration.ofMinutes(2);

    private final VirtualTime time = VirtualTime.startingAt(Instant.EPOCH);
    private final InMemoryJournal journal = InMemoryJournal.create(time);

    private VirtualEngine virtual(Account account, Duration call) {
        VirtualEngine virtual = VirtualEngine.of(time, account.engine(journal));
        virtual.calls()
                .fate(made -> made.operation().isOfJournal() || made.operation() == Operation.LISTEN
                        ? Fate.answered()
                        : Fate.answeredAfter(call));
        return virtual;
    }

    private static void allAreSuccessful(Account account, List<Deployment> orders) {
        System.out.println(account.usage());
        assertThat(Account.statuses(orders)).containsOnlyKeys(DeploymentStatus.SUCCESSFUL);
        assertThat(account.closedGates()).isEmpty();
        assertThat(account.aws().requests())
                .allMatch(request -> request.refusal().isEmpty());
    }

    private void healthyOnes(int many, Duration call, Duration longest) {
        Account account = new Account(time, many, BAKE);
        try (VirtualEngine virtual = virtual(account, call)) {
            List<Deployment> orders = account.orderAll(virtual.engine(), many);
            advanceUntilOver(virtual, orders, longest);
            allAreSuccessful(account, orders);
        }
    }

    private void advanceUntilOver(VirtualEngine virtual, List<Deployment> orders, Duration longest) {
        Duration step = Duration.ofSeconds(5);
        Duration end = time.sinceStart().plus(longest);
        while (!Account.areOver(orders) && time.sinceStart().compareTo(end) < 0) {
            virtual.advance(step);
        }
        System.out.println(orders.size() + " deployments over after " + time.sinceStart());
    }

    private static boolean bakes(Deployment order) {
        return order.view().lifecycleStage().equals(Optional.of(LifecycleStage.BAKE_TIME));
    }

    /** An alarm in a third of them, once those bake: they roll back, and the others end well. */
    private void withAlarms(int many, Duration call, Duration longest) {
        Account account = new Account(time, many, BAKE);
        try (VirtualEngine virtual = virtual(account, call)) {
            List<Deployment> orders = account.orderAll(virtual.engine(), many);
            List<Integer> alarmed =
                    IntStream.range(0, many).filter(i -> i % 3 == 0).boxed().toList();
            boolean[] raised = new boolean[many];
            Duration end = time.sinceStart().plus(longest);
            while (!Account.areOver(orders) && time.sinceStart().compareTo(end) < 0) {
                virtual.advance(Duration.ofSeconds(5));
                for (int i : alarmed) {
                    if (!raised[i] && bakes(orders.get(i))) {
                        raised[i] = true;
                        account.raiseAlarm(i);
                    }
                }
            }
            System.out.println(many + " deployments, a third with an alarm, over after " + time.sinceStart());
            System.out.println(account.usage());
            for (int i = 0; i < many; i++) {
                assertThat(orders.get(i).status())
                        .as(orders.get(i).id().value())
                        .isEqualTo(
                                alarmed.contains(i)
                                        ? DeploymentStatus.ROLLBACK_SUCCESSFUL
                                        : DeploymentStatus.SUCCESSFUL);
            }
            assertThat(account.closedGates()).isEmpty();
        }
    }

    @Test
    void fortyHealthyOnesEndWell() {
        healthyOnes(40, Duration.ofMillis(20), Duration.ofMinutes(15));
    }

    @Test
    void anEngineThatIsRestartedWithFiftyInATwoMinuteBakeEndsThemAll() {
        int many = 50;
        Account account = new Account(time, many, BAKE);
        VirtualEngine first = virtual(account, Duration.ofMillis(20));
        List<Deployment> orders = account.orderAll(first.engine(), many);
        first.advanceUntil(
                () -> orders.stream().filter(ManyOnOneAccountTest::bakes).count() > many * 3 / 4,
                Duration.ofMinutes(15));
        first.kill();
        try (VirtualEngine second = virtual(account, Duration.ofMillis(20))) {
            List<Deployment> again = IntStream.range(0, many)
                    .mapToObj(i -> second.engine().deploy(new DeploymentId("d-" + i), account.spec(i)))
                    .toList();
            advanceUntilOver(second, again, Duration.ofMinutes(15));
            assertThat(Account.statuses(again)).containsOnlyKeys(DeploymentStatus.SUCCESSFUL);
        }
    }

    @Test
    @Tag("load")
    void aHundredWithCallsOfAQuarterOfASecond() {
        healthyOnes(100, Duration.ofMillis(250), Duration.ofMinutes(30));
    }

    @Test
    @Tag("load")
    void aHundredWithCallsOfAQuarterOfASecondAndAnAlarmInAThird() {
        withAlarms(100, Duration.ofMillis(250), Duration.ofMinutes(30));
    }

    @Test
    @Tag("load")
    void aThousand() {
        healthyOnes(1_000, Duration.ofMillis(20), Duration.ofHours(1));
    }

    @Test
    @Tag("load")
    void aThousandAndAnAlarmInAThird() {
        withAlarms(1_000, Duration.ofMillis(20), Duration.ofHours(1));
    }

    /** A hundred alarms at once: production is restored as fast as the rate of ModifyRule allows, 14 at once and 3 a second. */
    @Test
    @Tag("load")
    void rollbacksOfAHundredTakeWhatTheRateAllows() {
        int many = 100;
        Account account = new Account(time, many, Duration.ofMinutes(10));
        try (VirtualEngine virtual = virtual(account, Duration.ofMillis(20))) {
            List<Deployment> orders = account.orderAll(virtual.engine(), many);
            virtual.advanceUntil(() -> orders.stream().allMatch(ManyOnOneAccountTest::bakes), Duration.ofHours(1));
            Instant begin = time.now();
            IntStream.range(0, many).forEach(account::raiseAlarm);
            advanceUntilOver(virtual, orders, Duration.ofHours(1));
            assertThat(Account.statuses(orders)).containsOnlyKeys(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            Instant restored = account.aws().requests("elasticloadbalancing:ModifyRule").stream()
                    .map(request -> request.at())
                    .reduce((one, next) -> next)
                    .orElseThrow();
            System.out.println("a hundred restored after " + Duration.between(begin, restored));
            // The alarms are read every 10 s at most.
            assertThat(Duration.between(begin, restored)).isLessThan(Duration.ofSeconds(45));
        }
    }

    @Test
    @Tag("load")
    void sixtyWithRealThreadsAndARealClock() throws Exception {
        int many = 60;
        TimeSource clock = TimeSource.system();
        Account account = new Account(clock, many, Duration.ofSeconds(10));
        try (DeploymentEngine engine = account.engine(
                        InMemoryJournal.create(clock),
                        new SlowClient(account.aws().httpClient(), Duration.ofMillis(25)))
                .build()) {
            List<Deployment> orders = account.orderAll(engine, many);
            CompletableFuture.allOf(orders.stream().map(Deployment::completion).toArray(CompletableFuture[]::new))
                    .get(10, TimeUnit.MINUTES);
            allAreSuccessful(account, orders);
        }
    }
}
