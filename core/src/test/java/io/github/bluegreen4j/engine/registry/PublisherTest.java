package io.github.bluegreen4j.engine.registry;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.engine.loop.EngineClock;
import io.github.bluegreen4j.engine.loop.EngineSettings;
import io.github.bluegreen4j.engine.loop.Loop;
import io.github.bluegreen4j.engine.loop.Policies;
import io.github.bluegreen4j.engine.loop.Ports;
import io.github.bluegreen4j.engine.loop.ThreadedCallRunner;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.AlarmSource;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.MetricSource;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.spi.ServiceRuntime;
import io.github.bluegreen4j.spi.TimeSource;
import io.github.bluegreen4j.spi.TrafficRouter;
import io.github.bluegreen4j.workflow.Workflow;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Listeners on the threads of a real runner, in a time that the test advances. */
class PublisherTest {
    private static final Instant START = Instant.parse("2026-03-01T03:00:00Z");
    private static final ServiceRef SERVICE = new ServiceRef("prod", "checkout");

    private final AtomicLong nanos = new AtomicLong();
    private final ThreadedCallRunner runner = new ThreadedCallRunner(8);
    private final CountDownLatch gate = new CountDownLatch(1);
    private final Map<DeploymentId, List<DeploymentEvent>> kept = new ConcurrentHashMap<>();
    private final AtomicInteger reads = new AtomicInteger();
    private final Map<DeploymentId, Long> delivered = new ConcurrentHashMap<>();
    private final AtomicInteger runs = new AtomicInteger();
    private final Loop loop = new Loop(
            new EngineClock(new TimeSource() {
                @Override
                public Instant wall() {
                    return START;
                }

                @Override
                public long nanos() {
                    return nanos.get();
                }
            }),
            new Counting(),
            new Ports(
                    none(ServiceRuntime.class),
                    none(TrafficRouter.class),
                    AlarmSource.none(),
                    MetricSource.none(),
                    AutoScalingGuard.none(),
                    Map.of(),
                    Optional.empty(),
                    List.of(),
                    new Policies(Map.of(), TimeSource.system()),
                    journal()),
            new EngineSettings(
                    "a", Duration.ofSeconds(30), Duration.ofSeconds(10), Duration.ofSeconds(1), Duration.ofSeconds(5)),
            Workflow.standard());

    @AfterEach
    void close() {
        gate.countDown();
        runner.close();
    }

    /** Counts what is asked of the runner. */
    private final class Counting implements CallRunner {
        @Override
        public <T> CallHandle run(PortCall<T> call, Completion<T> completion) {
            runs.incrementAndGet();
            return runner.run(call, completion);
        }

        @Override
        public void close() {}
    }

    private static <T> T none(Class<T> port) {
        return port.cast(Proxy.newProxyInstance(
                port.getClassLoader(),
                new Class<?>[] {port},
                (proxy, method, arguments) -> method.getReturnType() == Duration.class ? Duration.ZERO : proxy));
    }

    /** Only its {@code read} and {@code delivered} are asked for. */
    private Journal journal() {
        return (Journal) Proxy.newProxyInstance(
                Journal.class.getClassLoader(), new Class<?>[] {Journal.class}, (proxy, method, arguments) -> {
                    DeploymentId id = (DeploymentId) arguments[0];
                    if (method.getName().equals("delivered")) {
                        delivered.put(id, (Long) arguments[2]);
                        return null;
                    }
                    reads.incrementAndGet();
                    List<DeploymentEvent> events = List.copyOf(kept.get(id));
                    return Optional.of(new Journal.History(
                            new Journal.Head(id, SERVICE, events.size(), 1, Optional.empty(), false),
                            events,
                            List.of(),
                            List.of(),
                            delivered.containsKey(id) ? Map.of("mail", delivered.get(id)) : Map.of()));
                });
    }

    private Publisher publisher(DeploymentListener... listeners) {
        return new Publisher(
                loop,
                Arrays.stream(listeners)
                        .map(listener -> new Publisher.Subscriber(Optional.empty(), listener))
                        .toList());
    }

    /** Commits events of a deployment and publishes them together. */
    private void commit(Publisher publisher, String deployment, int events) {
        DeploymentId id = new DeploymentId(deployment);
        List<DeploymentEvent> all = kept.computeIfAbsent(id, key -> new CopyOnWriteArrayList<>());
        List<DeploymentEvent> committed = new ArrayList<>();
        long first = all.size() + 1L;
        for (int i = 0; i < events; i++) {
            Instant at = START.plusSeconds(first).plusSeconds(i);
            committed.add(new ProgressEvent.EngineResumed(at, at, at, Optional.empty()));
        }
        all.addAll(committed);
        publisher.publish(id, first, committed);
    }

    private void advance(Duration duration) {
        nanos.addAndGet(duration.toNanos());
        loop.poll();
    }

    private void until(BooleanSupplier condition) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(10);
        loop.poll();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("within 10 s").isLessThan(end);
            Thread.sleep(1);
            loop.poll();
        }
    }

    /** What a listener was told. */
    private static final class Told implements DeploymentListener {
        private final Map<DeploymentId, List<Long>> versions = new ConcurrentHashMap<>();

        @Override
        public void onEvent(DeploymentId deployment, long version, DeploymentEvent event) {
            assertThat(event.at()).isEqualTo(START.plusSeconds(version));
            versions.computeIfAbsent(deployment, id -> new CopyOnWriteArrayList<>())
                    .add(version);
        }

        List<Long> of(String deployment) {
            return versions.getOrDefault(new DeploymentId(deployment), List.of());
        }
    }

    private static List<Long> upTo(long last) {
        List<Long> all = new ArrayList<>();
        for (long version = 1; version <= last; version++) {
            all.add(version);
        }
        return all;
    }

    private void deaf() {
        while (gate.getCount() > 0) {
            try {
                gate.await();
            } catch (InterruptedException again) {
                assertThat(gate.getCount()).isNotNegative();
            }
        }
    }

    @Test
    void aListenerThatBlocksForEverKeepsNoOtherFromBeingTold() throws Exception {
        Told told = new Told();
        Publisher publisher = publisher((id, version, event) -> deaf(), told);
        for (int i = 0; i < 100; i++) {
            String id = "d-" + i;
            commit(publisher, id, 1);
            until(() -> told.of(id).equals(List.of(1L)));
            advance(Duration.ofSeconds(61));
        }
        assertThat(runner.lost()).as("bounded").isBetween(1, 8 + 4);
        assertThat(publisher.inMemory()).as("all that the first one waits for").isBetween(80, 100);
    }

    @Test
    void oneThatComesToItselfIsToldOfEverythingThatWasNotTriedThreeTimes() throws Exception {
        Told told = new Told();
        Publisher publisher = publisher((id, version, event) -> {
            deaf();
            told.onEvent(id, version, event);
        });
        for (int i = 0; i < 60; i++) {
            commit(publisher, "d-" + i, 2);
            advance(Duration.ofSeconds(30));
        }
        gate.countDown();
        until(() -> {
            advance(Duration.ofSeconds(1));
            return publisher.unfinished() == 0;
        });

        for (int i = 0; i < 60; i++) {
            assertThat(told.of("d-" + i)).as("d-" + i).contains(1L, 2L);
        }
    }

    @Test
    void aDeploymentThatAListenerHangsOnHoldsUpNoOtherDeployment() throws Exception {
        Told told = new Told();
        DeploymentId slow = new DeploymentId("slow");
        Publisher publisher = publisher((id, version, event) -> {
            if (id.equals(slow)) {
                deaf();
            }
            told.onEvent(id, version, event);
        });
        commit(publisher, "slow", 3);
        commit(publisher, "fast", 50);

        until(() -> told.of("fast").size() == 50);
        assertThat(told.of("fast")).isEqualTo(upTo(50));
        assertThat(told.of("slow")).isEmpty();
        gate.countDown();
        until(() -> told.of("slow").size() == 3);
        assertThat(told.of("slow")).isEqualTo(upTo(3));
    }

    @Test
    void whatDoesNotFitIntoMemoryIsReadFromTheJournal() throws Exception {
        Told told = new Told();
        Publisher publisher = new Publisher(
                loop,
                List.of(new Publisher.Subscriber(Optional.of("mail"), (id, version, event) -> {
                    deaf();
                    told.onEvent(id, version, event);
                })),
                10);
        for (int i = 0; i < 40; i++) {
            commit(publisher, "a", 3);
            commit(publisher, "b", 1);
            commit(publisher, "c-" + i, 1);
            loop.poll();
            assertThat(publisher.inMemory()).isLessThanOrEqualTo(10);
        }
        assertThat(reads).hasValue(0);
        gate.countDown();
        until(() -> {
            assertThat(publisher.inMemory()).isLessThanOrEqualTo(10 + 4);
            return publisher.unfinished() == 0;
        });

        assertThat(told.of("a")).isEqualTo(upTo(120));
        assertThat(told.of("b")).isEqualTo(upTo(40));
        for (int i = 0; i < 40; i++) {
            assertThat(told.of("c-" + i)).isEqualTo(List.of(1L));
        }
        assertThat(reads).hasPositiveValue();
        assertThat(publisher.inMemory()).isZero();
        assertThat(delivered).containsEntry(new DeploymentId("a"), 120L).hasSize(42);
    }

    /** After a take-over of thousands the memory is full for long: each history was read again for every single event. */
    @Test
    void aHistoryIsReadOnceForManyEvents() throws Exception {
        Told told = new Told();
        Publisher publisher = new Publisher(
                loop,
                List.of(new Publisher.Subscriber(Optional.empty(), (id, version, event) -> {
                    deaf();
                    told.onEvent(id, version, event);
                })),
                100);
        for (int i = 0; i < 60; i++) {
            commit(publisher, "d-" + i, 30);
        }
        gate.countDown();
        until(() -> {
            assertThat(publisher.inMemory()).isLessThanOrEqualTo(100 + 4 * 10);
            return publisher.unfinished() == 0;
        });

        for (int i = 0; i < 60; i++) {
            assertThat(told.of("d-" + i)).isEqualTo(upTo(30));
        }
        assertThat(reads.get()).as("reads of 60 histories of 30 events").isLessThanOrEqualTo(60 * 3);
    }

    /** Thousands of deployments that wait for one listener are not all tried every second. */
    @Test
    void aListenerThatCannotBeCalledIsLeftAloneForAMoment() throws Exception {
        Publisher publisher = publisher((id, version, event) -> deaf());
        for (int i = 0; i < 2_000; i++) {
            commit(publisher, "d-" + i, 1);
        }
        until(() -> {
            advance(Duration.ofSeconds(10));
            return runner.lost() > 8 && runner.threads() == 0;
        });
        int before = runs.get();
        for (int second = 0; second < 10; second++) {
            advance(Duration.ofSeconds(1));
        }

        assertThat(runs.get() - before).isBetween(1, 11 * 4);
    }

    @Test
    void whatAListenerPutsOffIsDeliveredLaterAndNeverSkipped() throws Exception {
        Told told = new Told();
        AtomicInteger calls = new AtomicInteger();
        AtomicBoolean away = new AtomicBoolean(true);
        Publisher publisher = publisher((id, version, event) -> {
            calls.incrementAndGet();
            if (away.get()) {
                throw PortException.later(
                        new Problem(Problem.Kind.UNAVAILABLE, "send", "receiver", "away"), Duration.ofSeconds(10));
            }
            told.onEvent(id, version, event);
        });
        for (int i = 0; i < 20; i++) {
            commit(publisher, "d-" + i, 2);
        }
        until(() -> {
            advance(Duration.ofSeconds(1));
            return calls.get() >= 60;
        });
        long rests = TimeUnit.NANOSECONDS.toSeconds(nanos.get()) / 10 + 1;
        assertThat((long) calls.get())
                .as("it is called at most 4 times before it rests")
                .isLessThanOrEqualTo(4 * rests);
        away.set(false);
        until(() -> {
            advance(Duration.ofSeconds(1));
            return publisher.unfinished() == 0;
        });

        for (int i = 0; i < 20; i++) {
            assertThat(told.of("d-" + i)).isEqualTo(List.of(1L, 2L));
        }
    }

    @Test
    void anEngineThatClosesWaitsForAListenerThatRestsOnlyIfTheJournalDoesNotKnowItsPlace() throws Exception {
        for (Optional<String> name : List.of(Optional.of("mail"), Optional.<String>empty())) {
            Publisher publisher = new Publisher(loop, List.of(new Publisher.Subscriber(name, (id, version, event) -> {
                throw PortException.later(
                        new Problem(Problem.Kind.UNAVAILABLE, "send", "receiver", "away"), Duration.ofSeconds(10));
            })));
            AtomicBoolean idle = new AtomicBoolean();
            commit(publisher, name.orElse("unnamed"), 1);
            publisher.whenIdle(() -> idle.set(true));
            if (name.isPresent()) {
                until(idle::get);
            } else {
                for (int i = 0; i < 3; i++) {
                    int runsBefore = runs.get();
                    until(() -> {
                        advance(Duration.ofSeconds(1));
                        return runs.get() > runsBefore;
                    });
                }
                assertThat(idle).isFalse();
            }
        }
    }

    @Test
    void anEventThatAListenerFailsOnThreeTimesIsSkipped() throws Exception {
        Told told = new Told();
        AtomicInteger tries = new AtomicInteger();
        Publisher publisher = publisher((id, version, event) -> {
            if (version == 2) {
                tries.incrementAndGet();
                throw new AssertionError("a bad listener");
            }
            told.onEvent(id, version, event);
        });
        commit(publisher, "d", 3);
        until(() -> {
            advance(Duration.ofMillis(100));
            return told.of("d").size() == 2;
        });

        assertThat(told.of("d")).isEqualTo(List.of(1L, 3L));
        assertThat(tries).hasValue(3);
    }

    @Test
    void whatWaitsAndIsPublishedAgainAfterATakeOverIsToldOnce() throws Exception {
        Told told = new Told();
        Publisher publisher = publisher((id, version, event) -> {
            deaf();
            told.onEvent(id, version, event);
        });
        commit(publisher, "d", 3);
        DeploymentId id = new DeploymentId("d");
        publisher.publish(id, loop.ports().journal().read(id).orElseThrow());
        gate.countDown();
        until(() -> publisher.unfinished() == 0);

        assertThat(told.of("d")).isEqualTo(upTo(3));
    }

    @Test
    void aListenerWithANameGoesOnWhereTheJournalSaysThatItHasComeTo() throws Exception {
        Told told = new Told();
        Publisher first = new Publisher(loop, List.of(new Publisher.Subscriber(Optional.of("mail"), told)));
        commit(first, "d", 3);
        until(() -> first.unfinished() == 0);
        assertThat(delivered).containsExactly(Map.entry(new DeploymentId("d"), 3L));

        Told successor = new Told();
        Publisher second = new Publisher(loop, List.of(new Publisher.Subscriber(Optional.of("mail"), successor)));
        DeploymentId id = new DeploymentId("d");
        int readsBefore = reads.get();
        second.publish(id, loop.ports().journal().read(id).orElseThrow());
        assertThat(second.unfinished()).as("all was delivered before").isZero();
        advance(Duration.ofSeconds(10));
        assertThat(reads.get())
                .as("reads of the journal, but for this test's own")
                .isEqualTo(readsBefore + 1);
        commit(second, "d", 2);
        until(() -> second.unfinished() == 0);

        assertThat(successor.of("d")).containsExactly(4L, 5L);
        assertThat(delivered).containsExactly(Map.entry(id, 5L));
    }
}
