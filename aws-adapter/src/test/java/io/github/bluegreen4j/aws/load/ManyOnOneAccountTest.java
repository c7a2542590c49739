package io.github.bluegreen4j.aws.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.aws.call.ApiGroup;
import io.github.bluegreen4j.awstestkit.AwsRequest;
import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

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

    private static void noneLackedAReading(Account account) {
        assertThat(account.closedGates()).isEmpty();
        assertThat(account.aws().requests())
                .allMatch(request -> request.refusal().isEmpty());
    }

    private void healthyOnes(int many, Duration call, Duration longest) {
        Account account = new Account(time, many, BAKE);
        try (VirtualEngine virtual = virtual(account, call)) {
            List<Deployment> orders = account.orderAll(virtual.engine(), many);
            advanceUntilOver(virtual, orders, longest);
            System.out.println(account.usage());
            assertThat(Account.statuses(orders)).containsOnlyKeys(DeploymentStatus.SUCCESSFUL);
            noneLackedAReading(account);
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

    private static List<Integer> everyThird(int many) {
        return IntStream.range(0, many).filter(i -> i % 3 == 0).boxed().toList();
    }

    /** The alarms of some deployments, raised once those bake. */
    private record Alarms(Account account, List<Deployment> orders, Set<Integer> alarmed, Set<Integer> raised) {
        Alarms(Account account, List<Deployment> orders, List<Integer> alarmed) {
            this(account, orders, Set.copyOf(alarmed), new HashSet<>());
        }

        void raiseWhereItBakes() {
            for (int i : alarmed) {
                if (!raised.contains(i) && bakes(orders.get(i))) {
                    raised.add(i);
                    account.raiseAlarm(i);
                }
            }
        }

        void exactlyThoseRolledBack() {
            for (int i = 0; i < orders.size(); i++) {
                assertThat(orders.get(i).status())
                        .as(orders.get(i).id().value())
                        .isEqualTo(
                                alarmed.contains(i)
                                        ? DeploymentStatus.ROLLBACK_SUCCESSFUL
                                        : DeploymentStatus.SUCCESSFUL);
            }
        }
    }

    /** An alarm in a third of them, once those bake: they roll back, and the others end well. */
    private void withAlarms(int many, Duration call, Duration longest) {
        Account account = new Account(time, many, BAKE);
        try (VirtualEngine virtual = virtual(account, call)) {
            List<Deployment> orders = account.orderAll(virtual.engine(), many);
            Alarms alarms = new Alarms(account, orders, everyThird(many));
            Duration end = time.sinceStart().plus(longest);
            while (!Account.areOver(orders) && time.sinceStart().compareTo(end) < 0) {
                virtual.advance(Duration.ofSeconds(5));
                alarms.raiseWhereItBakes();
            }
            System.out.println(many + " deployments, a third with an alarm, over after " + time.sinceStart());
            System.out.println(account.usage());
            alarms.exactlyThoseRolledBack();
            noneLackedAReading(account);
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

    /** What there is room for only after a while makes no reading too old: the round is begun anew, and then ends. */
    @Test
    void fortyEndWellWhereThereIsRoomForATenthOfTheirReadings() {
        int many = 40;
        Account account = new Account(time, many, BAKE);
        EngineBuilder slow = account.engine(journal, account.aws().httpClient(), Map.of(ApiGroup.ELB_READ, 5));
        try (VirtualEngine virtual = VirtualEngine.of(time, slow)) {
            List<Deployment> orders = account.orderAll(virtual.engine(), many);
            advanceUntilOver(virtual, orders, Duration.ofHours(2));
            assertThat(Account.statuses(orders)).containsOnlyKeys(DeploymentStatus.SUCCESSFUL);
            noneLackedAReading(account);
        }
    }

    @Test
    void aDeploymentSaysThatItWaitsForTheBudget() {
        int many = 40;
        Account account = new Account(time, many, BAKE);
        EngineBuilder slow =
                account.engine(journal, account.aws().httpClient(), Map.of(ApiGroup.ECS_TASK_SET_MODIFY, 2));
        try (VirtualEngine virtual = VirtualEngine.of(time, slow)) {
            List<Deployment> orders = account.orderAll(virtual.engine(), many);
            Optional<Deployment> waiting = Optional.empty();
            while (waiting.isEmpty() && time.sinceStart().compareTo(Duration.ofMinutes(1)) < 0) {
                virtual.advance(Duration.ofMillis(200));
                waiting = orders.stream()
                        .filter(order -> waitsFor(order.view(), "ECS_TASK_SET_MODIFY"))
                        .findFirst();
            }
            assertThat(waiting).isPresent();
            assertThat(virtual.engine().describe(waiting.get().id()))
                    .as("described by its engine")
                    .matches(described -> waitsFor(described.orElseThrow(), "ECS_TASK_SET_MODIFY"));
            assertThat(orders)
                    .as("eight are inspected at once")
                    .anyMatch(order -> waitsFor(order.view(), "among the deployments that read at once"));
            Deployment waited = waiting.get();
            virtual.advanceUntil(() -> !waitsFor(waited.view(), "ECS_TASK_SET_MODIFY"), Duration.ofMinutes(1));
        }
    }

    private static boolean waitsFor(DeploymentDescription described, String what) {
        return described.waitingFor().stream().anyMatch(text -> text.contains(what));
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

    /** An alarm in all of them, once all bake. Returns how long the last restoring write took to come. */
    private Duration restoresAll(int many, Duration call, Map<ApiGroup, Integer> rates) {
        Account account = new Account(time, many, Duration.ofMinutes(20));
        try (VirtualEngine virtual =
                VirtualEngine.of(time, account.engine(journal, account.aws().httpClient(), rates))) {
            virtual.calls()
                    .fate(made -> made.operation().isOfJournal() || made.operation() == Operation.LISTEN
                            ? Fate.answered()
                            : Fate.answeredAfter(call));
            List<Deployment> orders = account.orderAll(virtual.engine(), many);
            virtual.advanceUntil(() -> orders.stream().allMatch(ManyOnOneAccountTest::bakes), Duration.ofHours(2));
            Instant begin = time.now();
            IntStream.range(0, many).forEach(account::raiseAlarm);
            advanceUntilOver(virtual, orders, Duration.ofHours(2));
            assertThat(Account.statuses(orders)).containsOnlyKeys(DeploymentStatus.ROLLBACK_SUCCESSFUL);
            noneLackedAReading(account);
            assertThat(orders)
                    .extracting(order -> Duration.between(
                            begin, order.view().rollback().orElseThrow().startedAt()))
                    .as("until the alarm is seen")
                    .allMatch(seen -> seen.compareTo(Duration.ofSeconds(15)) <= 0);
            List<AwsRequest> writes = account.aws().requests("elasticloadbalancing:ModifyRule");
            Duration restored =
                    Duration.between(begin, writes.get(writes.size() - 1).at());
            System.out.println(many + " restored after " + restored);
            return restored;
        }
    }

    /**
     * While the rollbacks wait for the rate of their writes, they hold up no reading, their own neither. If they did, the readings of each
     * would be too old when its turn comes, it would lose its turn, and so would the next one: nothing would be restored at all.
     */
    @Test
    void rollbacksTakeWhatTheTightestRateAllows() {
        int many = 200;
        Duration restored =
                restoresAll(many, Duration.ofMillis(100), Map.of(ApiGroup.ELB_MODIFY, 2, ApiGroup.ELB_READ, 20));

        // The burst is that of two thirds of AWS's rate, 13, of which 70 % are planned with.
        assertThat(restored).isLessThan(Duration.ofSeconds((many - 9) / 2 * 11 / 10 + 10));
    }

    /** A thousand alarms at once: 14 writes at once, then 3 a second. That takes 329 s; AWS's whole burst would allow 327. */
    @ParameterizedTest
    @ValueSource(ints = {10, 100, 250})
    @Tag("load")
    void rollbacksOfAThousandTakeWhatTheRateAllows(int millis) {
        assertThat(restoresAll(1_000, Duration.ofMillis(millis), Map.of())).isLessThan(Duration.ofSeconds(360));
    }

    @Test
    @Tag("load")
    void sixtyWithRealThreadsAndARealClock() throws Exception {
        withRealThreads(60, Duration.ofSeconds(10), List.of());
    }

    @Test
    @Tag("load")
    void sixtyWithRealThreadsAndARealClockAndAnAlarmInAThird() throws Exception {
        // Long enough for a reading of the alarms while each bakes, also on a busy machine.
        withRealThreads(60, Duration.ofMinutes(1), everyThird(60));
    }

    /** Each call takes 25 ms. The alarms are raised once the deployments bake. */
    private static void withRealThreads(int many, Duration bake, List<Integer> alarmed) throws Exception {
        TimeSource clock = TimeSource.system();
        Account account = new Account(clock, many, bake);
        long begin = clock.nanos();
        try (DeploymentEngine engine = account.engine(
                        InMemoryJournal.create(clock),
                        new SlowClient(account.aws().httpClient(), Duration.ofMillis(25)))
                .build()) {
            List<Deployment> orders = account.orderAll(engine, many);
            Alarms alarms = new Alarms(account, orders, alarmed);
            CompletableFuture<Void> all = CompletableFuture.allOf(
                    orders.stream().map(Deployment::completion).toArray(CompletableFuture[]::new));
            while (!all.isDone()) {
                assertThat(Duration.ofNanos(clock.nanos() - begin)).isLessThan(Duration.ofMinutes(10));
                alarms.raiseWhereItBakes();
                LockSupport.parkNanos(Duration.ofMillis(500).toNanos());
            }
            System.out.println(many + " with real threads over after " + Duration.ofNanos(clock.nanos() - begin));
            System.out.println(account.usage());
            alarms.exactlyThoseRolledBack();
            noneLackedAReading(account);
        }
    }
}
