package io.github.bluegreen4j.examples.local.engine;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.examples.local.adapter.ErrorRate;
import io.github.bluegreen4j.examples.local.adapter.LocalAlarms;
import io.github.bluegreen4j.examples.local.adapter.LocalRouter;
import io.github.bluegreen4j.examples.local.adapter.LocalRuntime;
import io.github.bluegreen4j.examples.local.dataplane.DataPlaneClient;
import io.github.bluegreen4j.examples.local.http.AdminClient;
import io.github.bluegreen4j.examples.local.process.Arguments;
import io.github.bluegreen4j.examples.local.process.ParentWatch;
import io.github.bluegreen4j.examples.local.process.PeriodicThread;
import io.github.bluegreen4j.examples.local.process.Ready;
import io.github.bluegreen4j.examples.local.runner.RunnerClient;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.story.Timeline;
import io.github.bluegreen4j.timeline.TimelineRenderer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

/**
 * The engine's process. Arguments: {@code --data-plane} and {@code --runner} (their admin ports), {@code --test-port} of
 * the test route, {@code --journal} (see {@link EngineJournals}; without it everything is kept in memory), {@code --deployment}
 * (its id), {@code --console} (the port of the web console), {@code --plan yes} (it says what the deployment would do before it is ready), {@code --timeline} (the HTML file into which
 * it writes what happened), and what {@link DemoOrder} reads. It deploys once, tells how it goes, and stays until its parent lets it go. The
 * line {@code continue ID} or {@code rollback ID} on its standard input answers a pause.
 */
public final class EngineMain {

    private static final Duration VIEWS = Duration.ofMillis(200);

    /** Short, since whoever watches a demo does not like to wait, and with room for the calls of {@link DemoOrder}. */
    private static final Duration LEASE = Duration.ofSeconds(6);

    private static final Duration JOURNAL_CALL = Duration.ofSeconds(3);

    private static final Duration POLL = Duration.ofMillis(500);

    private EngineMain() {}

    /** Deploys, and then waits for its parent to be gone. */
    public static void main(String... args) throws InterruptedException {
        Arguments arguments = Arguments.parse(args);
        DataPlaneClient dataPlane = new DataPlaneClient(admin(arguments, "data-plane"));
        RunnerClient runner = new RunnerClient(admin(arguments, "runner"));
        Reports reports = new Reports();

        Journal journal =
                arguments.optional("journal").<Journal>map(EngineJournals::open).orElseGet(InMemoryJournal::create);
        DeploymentEngine engine = DeploymentEngine.builder()
                .journal(journal)
                .journalPoll(POLL)
                .lease(LEASE)
                .journalCall(JOURNAL_CALL)
                .runtime(new LocalRuntime(runner))
                .router(new LocalRouter(dataPlane))
                .alarms(new LocalAlarms(dataPlane, Map.of(DemoOrder.ALARM, new ErrorRate("production", 3, 20, 1))))
                .hook(DemoOrder.SMOKE_TEST, new SmokeTest(Integer.parseInt(arguments.required("test-port"))))
                .listener(reports)
                .deploymentLog(false) // the parent shows what is reported
                .build();
        DeploymentSpec spec = DemoOrder.from(arguments);
        if (arguments.optional("plan").isPresent()) {
            reports.plan(engine.plan(spec));
        }
        Ready.with(Map.of()).announce();
        // An engine that follows one that was killed, or waits beside one that acts, is given the deployment that has
        // begun.
        Deployment deployment = engine.deploy(new DeploymentId(arguments.required("deployment")), spec);

        arguments.optional("console").ifPresent(port -> EngineConsole.serve(Integer.parseInt(port), journal, engine));
        ParentWatch.exitWithParent(line -> answer(deployment, line));
        PeriodicThread.start("views", VIEWS, () -> {
            if (!deployment.status().isTerminal()) {
                reports.view(deployment, false);
            }
        });
        deployment.completion().join();
        reports.awaitLastEvent();
        arguments.optional("timeline").ifPresent(file -> writeTimeline(deployment, Path.of(file)));
        reports.view(deployment, true);
        Thread.currentThread().join();
    }

    private static AdminClient admin(Arguments arguments, String process) {
        return new AdminClient(Integer.parseInt(arguments.required(process)));
    }

    /** Two engines may write it, and the parent reads it: it is there as a whole, or not at all. */
    private static void writeTimeline(Deployment deployment, Path file) {
        Path draft = file.resolveSibling(
                file.getFileName() + "." + ProcessHandle.current().pid());
        try {
            Files.createDirectories(file.toAbsolutePath().getParent());
            Files.writeString(draft, TimelineRenderer.html(Timeline.of(deployment.history())));
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** How the deployment takes it is told by an event. */
    private static void answer(Deployment deployment, String line) {
        String[] words = line.split(" ", 2);
        switch (words[0]) {
            case "continue" -> answer(deployment, words[1], TimeoutAction.CONTINUE);
            case "rollback" -> answer(deployment, words[1], TimeoutAction.ROLLBACK);
            default -> System.err.println("not understood: " + line);
        }
    }

    private static void answer(Deployment deployment, String hookId, TimeoutAction action) {
        CompletableFuture<?> unused = deployment.proceed(hookId, action);
    }
}
