package io.github.bluegreen4j.testkit.history;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

/**
 * Checks that a journal is linearizable. Several engines race on one deployment: they order it, append to it, end it, and
 * claim and release its service. Then the check searches for a sequential order of all calls that explains every answer.
 *
 * <pre>{@code
 * JournalHistory.race(journal, 4, 10, seed).check();
 * }</pre>
 *
 * <p>The journal must be empty. Leases last longer than the race, so that the result does not depend on time.
 */
public final class JournalHistory {
    private static final DeploymentId DEPLOYMENT = new DeploymentId("raced-for");
    private static final ServiceRef SERVICE = new ServiceRef("history", "raced-for");
    private static final Instant AT = Instant.EPOCH;

    private final List<RecordedCall> calls;
    private final long seed;

    private JournalHistory(List<RecordedCall> calls, long seed) {
        this.calls = calls;
        this.seed = seed;
    }

    /**
     * Runs a race, with one thread for each engine. The seed and the answers decide what each engine asks; the machine
     * decides how the calls interleave. Blocks until all engines are done.
     *
     * @param journal an empty journal
     * @param engines the number of engines, 2 to 8
     * @param calls the number of calls of each engine, 1 to 20
     * @param seed the seed of the engines' choices
     * @return the recorded calls and answers
     * @throws IllegalArgumentException if {@code engines} or {@code calls} is out of range
     * @throws IllegalStateException if an engine's thread failed or the caller was interrupted
     */
    public static JournalHistory race(Journal journal, int engines, int calls, long seed) {
        if (engines < 2 || engines > 8 || calls < 1 || calls > 20) {
            throw new IllegalArgumentException("engines: " + engines + ", calls: " + calls
                    + " are not allowed; allowed: 2 to 8 engines, 1 to 20 calls by each");
        }
        CountDownLatch start = new CountDownLatch(1);
        ExecutorService threads = Executors.newFixedThreadPool(engines);
        try {
            List<Future<List<RecordedCall>>> racing = new ArrayList<>();
            for (int i = 0; i < engines; i++) {
                String engine = "engine-" + i;
                journal.renew(engine, Duration.ofHours(1));
                SplittableRandom random = new SplittableRandom(seed * 31 + i);
                racing.add(threads.submit(() -> {
                    start.await();
                    return new Engine(journal, engine, random).run(calls);
                }));
            }
            start.countDown();
            List<RecordedCall> all = new ArrayList<>();
            for (Future<List<RecordedCall>> one : racing) {
                all.addAll(one.get());
            }
            all.sort(Comparator.comparingLong(RecordedCall::calledAt));
            return new JournalHistory(all, seed);
        } catch (ExecutionException failed) {
            throw new IllegalStateException("an engine of the race failed", failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(interrupted);
        } finally {
            threads.shutdownNow();
        }
    }

    /** {@return the number of recorded calls of all engines} */
    public int size() {
        return calls.size();
    }

    /**
     * Searches for a sequential order that explains every answer. A call may not be ordered before one that had ended when
     * it started.
     *
     * @throws AssertionError if there is no such order; the message lists all calls and the seed
     */
    public void check() {
        if (HistoryOrder.of(calls).isEmpty()) {
            throw new AssertionError("no order of these calls explains their answers (seed " + seed + "):\n"
                    + calls.stream().map(RecordedCall::toString).collect(Collectors.joining("\n")));
        }
    }

    /** One engine, with the version and the fence that it last learned. */
    private static final class Engine {
        private final Journal journal;
        private final String name;
        private final SplittableRandom random;
        private final List<RecordedCall> recorded = new ArrayList<>();
        private long version;
        private long fence;

        Engine(Journal journal, String name, SplittableRandom random) {
            this.journal = journal;
            this.name = name;
            this.random = random;
        }

        List<RecordedCall> run(int calls) {
            for (int i = 0; i < calls; i++) {
                int dice = random.nextInt(10);
                if (dice < 3) {
                    record(new RecordedCall.Question(RecordedCall.Kind.CLAIM, 0, 0));
                } else if (dice < 7) {
                    record(new RecordedCall.Question(RecordedCall.Kind.APPEND, version, fence));
                } else if (dice < 8) {
                    record(new RecordedCall.Question(RecordedCall.Kind.END, version, fence));
                } else if (dice < 9) {
                    record(new RecordedCall.Question(RecordedCall.Kind.OPEN, version, 0));
                } else {
                    record(new RecordedCall.Question(RecordedCall.Kind.RELEASE, 0, 0));
                }
            }
            return recorded;
        }

        private void record(RecordedCall.Question question) {
            long calledAt = System.nanoTime();
            RecordedCall.Answer answer;
            try {
                answer = ask(question);
            } catch (PortException unknown) {
                answer = RecordedCall.Answer.NONE;
            }
            recorded.add(new RecordedCall(name, question, answer, calledAt, System.nanoTime()));
        }

        private RecordedCall.Answer ask(RecordedCall.Question question) {
            return switch (question.kind()) {
                case OPEN -> open(question);
                case APPEND -> append(question, Optional.of(AT));
                case END -> append(question, Optional.empty());
                case CLAIM -> {
                    Optional<Long> given = journal.claim(SERVICE, name);
                    fence = given.orElse(fence);
                    yield new RecordedCall.Answer(given.isPresent(), 0, given.orElse(0L), true);
                }
                case RELEASE -> {
                    journal.release(SERVICE, name);
                    yield RecordedCall.Answer.ACCEPTED;
                }
            };
        }

        private RecordedCall.Answer open(RecordedCall.Question question) {
            Journal.Appended opened = journal.open(new Journal.Opening(
                    DEPLOYMENT,
                    SERVICE,
                    question.version(),
                    name + "/" + recorded.size(),
                    new ProgressEvent.DrainEnded(AT),
                    AT));
            version = opened.version();
            return answer(opened, 0);
        }

        private RecordedCall.Answer append(RecordedCall.Question question, Optional<Instant> wakeUp) {
            Journal.Appended appended = journal.append(List.of(new Journal.Extension(
                            DEPLOYMENT,
                            SERVICE,
                            question.version(),
                            question.fence(),
                            name + "/" + recorded.size(),
                            List.of(new ProgressEvent.DrainEnded(AT)),
                            wakeUp,
                            List.of())))
                    .get(0);
            version = appended.version();
            return answer(appended, appended.fence());
        }

        private static RecordedCall.Answer answer(Journal.Appended appended, long ofFence) {
            return switch (appended.status()) {
                case APPENDED -> new RecordedCall.Answer(true, appended.version(), ofFence, true);
                case LOST -> new RecordedCall.Answer(false, appended.version(), ofFence, true);
                case UNKNOWN -> RecordedCall.Answer.NONE;
            };
        }
    }
}
