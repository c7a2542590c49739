package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.EngineBuilder;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;

/** An engine, for as long as one deployment takes. When the process is told to end, it says how to go on. */
final class EngineSession {
    private static final Duration ROUND = Duration.ofSeconds(1);

    /** The engine brings the events; the journal is read for what another one does. */
    private static final int ROUNDS_BETWEEN_READS = 2;

    private static final Duration JOURNAL_POLL = Duration.ofSeconds(2);

    /** What the shell makes of an interrupted process; nobody sees it, because that process is ending already. */
    private static final int INTERRUPTED = 130;

    private final Journal journal;
    private final DeploymentId id;
    private final DeploymentSpec spec;
    private final String actor;
    private final Optional<LifecycleStage> until;
    private final Output output;
    private final String again;
    private final ProgressPrinter progress;
    private final boolean quiet;
    private final LivePanel panel;
    private final DeploymentEngine engine;
    private final CountDownLatch closed = new CountDownLatch(1);
    private volatile boolean interrupted;

    /**
     * @param actor who orders it
     * @param until the stage at which it is left
     * @param quiet whether only what needs attention is told
     * @param again the command that goes on with it
     */
    EngineSession(
            Journal journal,
            TargetWorld world,
            DeploymentSpec spec,
            String actor,
            Optional<LifecycleStage> until,
            ProgressPrinter progress,
            Output output,
            boolean quiet,
            String again) {
        this.journal = journal;
        this.id = progress.deployment();
        this.spec = spec;
        this.actor = actor;
        this.until = until;
        this.output = output;
        this.again = again;
        this.progress = progress;
        this.quiet = quiet;
        this.panel = new LivePanel(output);
        EngineBuilder builder = DeploymentEngine.builder()
                .journal(new OneService(journal, spec.service()))
                .journalPoll(JOURNAL_POLL)
                .name("bluegreen")
                .listener(progress)
                .deploymentLog(false); // the progress is printed
        world.furnish(builder);
        this.engine = builder.build();
    }

    /** Deploys, and gives the exit code. */
    int run() throws InterruptedException {
        Thread hook = new Thread(this::interrupted, "interrupted");
        Runtime.getRuntime().addShutdownHook(hook);
        boolean reached;
        output.follow(quiet);
        try {
            reached = attend();
        } catch (DeploymentEngine.RejectedException rejected) {
            output.settle();
            throw new Failure(ExitCode.REFUSED, String.valueOf(rejected.getMessage()));
        } finally {
            if (!interrupted && removed(hook)) {
                engine.close();
            }
        }
        if (interrupted) {
            closed.await();
            return INTERRUPTED;
        }
        DeploymentDescription view =
                DeploymentEngine.describe(journal, id).orElseThrow(() -> new IllegalStateException("gone: " + id));
        panel.leave(view);
        if (reached && !view.status().isTerminal()) {
            return left(view, until.orElseThrow());
        }
        Journal.History end = journal.read(id).orElseThrow(() -> new IllegalStateException("gone: " + id));
        EndReport.tell(view, output);
        return ExitCode.of(end.events());
    }

    private int left(DeploymentDescription view, LifecycleStage stage) {
        if (!UntilOption.isReached(stage, view)) {
            // It turned back while the engine was closed.
            throw new Failure(
                    ExitCode.ENDED_OTHERWISE,
                    "deployment " + id + " is " + view.status() + " and stays as it is until somebody goes on with it: "
                            + again);
        }
        String hint = "; it stays as it is, and no alarm rolls it back, until somebody goes on with it: " + again;
        EndReport.left(view, stage, hint, output);
        return ExitCode.DONE;
    }

    /** Follows it; whether it is left at a stage. */
    private boolean attend() throws InterruptedException {
        Deployment handle = engine.deploy(id, spec, actor);
        // Another process may act for it: then this engine hears nothing, and the journal is read.
        JournalFollower following = new JournalFollower(journal, id, progress, output, until);
        for (int round = 1; !progress.awaitEnd(ROUND) && !interrupted; round++) {
            if (handle.completion().isCompletedExceptionally()) {
                output.settle();
                fail(handle);
                return false;
            }
            if (until.isPresent() || round % ROUNDS_BETWEEN_READS == 0) {
                following.poll();
            }
            if (following.hasReached()) {
                return true;
            }
            panel.show(handle.view(), handle.explain());
        }
        return false;
    }

    /** Throws why it can't go on; an engine that is closed is no failure. */
    private static void fail(Deployment handle) {
        try {
            handle.completion().join();
        } catch (CompletionException failed) {
            if (failed.getCause() instanceof DeploymentEngine.ClosedException) {
                return;
            }
            if (failed.getCause() instanceof RuntimeException cause) {
                throw cause;
            }
            throw failed;
        }
    }

    private void interrupted() {
        interrupted = true;
        try {
            output.problem(
                    progress.hasBegun()
                            ? "Interrupted. The deployment stays as it is until somebody goes on with it: " + again
                            : "Interrupted before anything of the deployment was kept.");
            output.settle();
        } finally {
            engine.close();
            closed.countDown();
        }
    }

    private static boolean removed(Thread hook) {
        try {
            return Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException alreadyEnding) {
            return false;
        }
    }
}
