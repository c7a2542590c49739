package io.github.bluegreen4j.examples.local.engine;

import io.github.bluegreen4j.engine.Deployment;
import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.examples.local.http.RecordJson;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.report.Plan;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.story.Narrator;
import io.github.bluegreen4j.story.Sentence;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CountDownLatch;

/** Tells the parent process what happens: a line for every event, and a line for how things stand. */
final class Reports implements DeploymentListener {

    private static final String AWAITING = "AWAITING_ACTION";

    private final Narrator narrator = new Narrator();
    private final CountDownLatch lastEvent = new CountDownLatch(1);
    private volatile List<String> plan = List.of();
    private volatile int position = -1;
    private volatile String cause = "";

    @Override
    public void onEvent(DeploymentId deployment, long version, DeploymentEvent event) {
        if (event instanceof ProgressEvent.DeploymentStarted started) {
            plan = started.plan().stream().map(Object::toString).toList();
        }
        if (event instanceof ProgressEvent.StageEntered entered) {
            position = entered.position();
        }
        if (event instanceof ProgressEvent.RollbackStarted started) {
            cause = started.cause().name();
        }
        Sentence told = narrator.tell(event);
        say(
                EngineProcess.EVENT,
                new EngineEvent(
                        version,
                        event.at().toEpochMilli(),
                        told.event(),
                        told.kind() == Sentence.Kind.DETAIL ? "" : told.text()));
        if (event instanceof ProgressEvent.DeploymentEnded) {
            lastEvent.countDown();
        }
    }

    /** Says what the deployment would do. */
    void plan(Plan plan) {
        say(EngineProcess.PLAN, plan.toText());
    }

    /** Says how things stand. */
    void view(Deployment deployment, boolean ended) {
        DeploymentDescription view = deployment.view();
        String reason =
                view.rollback().map(DeploymentDescription.Rollback::reason).orElse(view.statusReason());
        say(
                EngineProcess.VIEW,
                new EngineView(
                        view.status().name(),
                        Given.visible(reason),
                        cause,
                        plan,
                        position,
                        deployment.explain().waits().stream()
                                .map(wait -> new EngineView.Wait(
                                        Given.visible(wait.what()),
                                        wait.until().map(Instant::toEpochMilli).orElse(0L),
                                        Given.visible(wait.then())))
                                .toList(),
                        view.hooks().stream()
                                .filter(hook -> hook.status().equals(AWAITING))
                                .map(hook -> new EngineView.Pause(
                                        hook.hookId(),
                                        hook.stage().name(),
                                        hook.expiresAt().toEpochMilli()))
                                .toList(),
                        view.leftOvers().stream().map(Given::visible).toList(),
                        ended));
    }

    void awaitLastEvent() throws InterruptedException {
        lastEvent.await();
    }

    private static synchronized void say(String word, Object content) {
        System.out.println(word + RecordJson.text(content));
        System.out.flush();
    }
}
