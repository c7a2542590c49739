package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.story.Narrator;
import io.github.bluegreen4j.story.Sentence;
import java.time.Duration;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * Tells how one deployment gets on, an event a line, each once, whoever brings it: the engine of this process, or the journal
 * when another process acts for the deployment. Safe for several threads.
 */
final class ProgressPrinter implements DeploymentListener {
    /** The width of an instant and the gap after it. */
    private static final int CLOCK = 10;

    private final DateTimeFormatter clock =
            DateTimeFormatter.ofPattern("HH:mm:ss").withZone(ZoneId.systemDefault());
    private final DeploymentId deployment;
    private final Output output;
    private final Narrator narrator = new Narrator();
    private final CountDownLatch ended = new CountDownLatch(1);
    private final long known;
    private long heard;

    /** @param known how many events are not told, because somebody was told them before */
    ProgressPrinter(DeploymentId deployment, Output output, long known) {
        this.deployment = deployment;
        this.output = output;
        this.known = known;
        this.heard = known;
    }

    DeploymentId deployment() {
        return deployment;
    }

    @Override
    public synchronized void onEvent(DeploymentId whose, long version, DeploymentEvent event) {
        // One that comes too early comes again, by the journal.
        if (!whose.equals(deployment) || version != heard + 1) {
            return;
        }
        heard = version;
        Sentence told = narrator.tell(event);
        if (output.isJson()) {
            output.out().println(JsonLines.event(deployment, version, event, told.text()));
        } else if (told.kind() != Sentence.Kind.DETAIL) {
            output.out()
                    .println(clock.format(event.at()) + "  " + Texts.indented(Texts.lines(told), CLOCK) + hint(event));
        }
        if (event instanceof ProgressEvent.DeploymentEnded) {
            ended.countDown();
        }
    }

    /** What the journal says. */
    void read(List<DeploymentEvent> events) {
        long version = 0;
        for (DeploymentEvent event : events) {
            onEvent(deployment, ++version, event);
        }
    }

    private String hint(DeploymentEvent event) {
        return event instanceof HookEvent.HookStarted started && started.awaitsAction()
                ? " To answer: bluegreen continue " + deployment + " "
                        + started.execution().hook()
                : "";
    }

    /** Whether anything of the deployment is known to be kept. */
    synchronized boolean hasBegun() {
        return heard > known;
    }

    /** Waits for the end, that long at most; whether it has come. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        return ended.await(atMost.toMillis(), TimeUnit.MILLISECONDS);
    }
}
