package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.rollout.RolloutDescription;
import io.github.bluegreen4j.rollout.RolloutDriver;
import io.github.bluegreen4j.rollout.RolloutEvent;
import io.github.bluegreen4j.rollout.Rollouts;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** An engine with a driver, for as long as one rollout takes. When the process is told to end, it says how to go on. */
final class RolloutSession {
    private static final Duration ROUND = Duration.ofSeconds(1);
    private static final Duration JOURNAL_POLL = Duration.ofSeconds(2);
    private static final int INTERRUPTED = 130;

    private final String id;
    private final Rollouts rollouts;
    private final Output output;
    private final String again;
    private final DeploymentEngine engine;
    private final RolloutDriver driver;
    private final CountDownLatch interrupted = new CountDownLatch(1);
    private final CountDownLatch closed = new CountDownLatch(1);
    private int told;
    private String waits = "";

    /** @param again the command that goes on with it */
    RolloutSession(Journal journal, TargetWorld world, String id, Output output, String again) {
        this.id = id;
        this.output = output;
        this.again = again;
        Journal own = new OneRollout(journal, id);
        rollouts = Rollouts.in(own);
        EngineBuilder builder = DeploymentEngine.builder()
                .journal(own)
                .journalPoll(JOURNAL_POLL)
                .name("bluegreen-rollout")
                .policy("rollout", rollouts.policy())
                .deploymentLog(false); // the rollout's progress is printed
        world.furnish(builder);
        engine = builder.build();
        driver = RolloutDriver.builder(engine, rollouts).interval(ROUND).start();
    }

    /** Performs it to its end, and gives the exit code. */
    int run() throws InterruptedException {
        Thread hook = new Thread(this::interrupt, "interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        RolloutDescription last;
        try {
            do {
                last = tell();
            } while (!last.status().isTerminal() && !interrupted.await(ROUND.toMillis(), TimeUnit.MILLISECONDS));
        } finally {
            if (removed(hook)) {
                close();
            }
        }
        if (!last.status().isTerminal()) {
            closed.await();
            return INTERRUPTED;
        }
        return RolloutReport.exitCode(last.status());
    }

    private RolloutDescription tell() {
        RolloutDescription now = driver.describe(id)
                .or(() -> rollouts.describe(id))
                .orElseThrow(() -> new Failure(ExitCode.NOT_DONE, "there is no rollout " + id));
        List<RolloutEvent> fresh = now.history().subList(told, now.history().size());
        fresh.forEach(event -> RolloutReport.print(id, event, output));
        told = now.history().size();
        String waiting = Optional.of(now.waits())
                .map(all -> String.join("; ", all.stream().map(Object::toString).toList()))
                .orElse("");
        if (!waiting.equals(waits) && !waiting.isEmpty()) {
            output.note("waits: " + waiting);
        }
        waits = waiting;
        return now;
    }

    private void interrupt() {
        output.problem(
                "Interrupted. The deployments that run, and the rollout, stay as they are until somebody goes on with it: "
                        + again);
        interrupted.countDown();
        close();
        closed.countDown();
    }

    private void close() {
        driver.close();
        engine.close();
    }

    private static boolean removed(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            return false;
        }
    }
}
