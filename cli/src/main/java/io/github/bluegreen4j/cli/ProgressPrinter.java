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
import java.util.concurrent.Semaphore;
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
    private final boolean quiet;
    private final long known;
    /** A stage or the end was entered since somebody waited. */
    private final Semaphore news = new Semaphore(0);

    private long heard;
    private boolean ended;

    /**
     * @param quiet whether only what needs attention is told
     * @param known how many events are not told, because somebody was told them before
     */
    ProgressPrinter(DeploymentId deployment, Output output, boolean quiet, long known) {
        this.deployment = deployment;
        this.output = output;
        this.quiet = quiet;
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
            if (!quiet) {
                output.out().println(JsonLines.event(deployment, version, event, told.text()));
            }
        } else if (quiet ? needsAttention(event, told.kind()) : told.kind() != Sentence.Kind.DETAIL) {
            output.print(
                    tone(event, told.kind()),
                    clock.format(event.at()) + "  " + Texts.indented(Texts.lines(told), CLOCK) + hint(event));
        }
        ended |= event instanceof ProgressEvent.DeploymentEnded;
        if (ended || event instanceof ProgressEvent.StageEntered) {
            news.release();
        }
    }

    private static boolean needsAttention(DeploymentEvent event, Sentence.Kind kind) {
        return event instanceof ProgressEvent.DeploymentEnded
                || isOpenPause(event)
                || kind == Sentence.Kind.WARNING
                || kind == Sentence.Kind.FAILURE;
    }

    private static boolean isOpenPause(DeploymentEvent event) {
        return event instanceof HookEvent.HookStarted started && started.awaitsAction();
    }

    private static Tone tone(DeploymentEvent event, Sentence.Kind kind) {
        Tone tone = Tone.of(kind);
        return tone == Tone.PLAIN && event instanceof ProgressEvent.DeploymentEnded ended
                ? Tone.of(ended.status())
                : tone;
    }

    /** What the journal says. */
    void read(List<DeploymentEvent> events) {
        long version = 0;
        for (DeploymentEvent event : events) {
            onEvent(deployment, ++version, event);
        }
    }

    private String hint(DeploymentEvent event) {
        return event instanceof HookEvent.HookStarted started && isOpenPause(event)
                ? " To answer: bluegreen continue " + deployment + " "
                        + started.execution().hook()
                : "";
    }

    /** Whether anything of the deployment is known to be kept. */
    synchronized boolean hasBegun() {
        return heard > known;
    }

    /** Waits for the end or a stage, that long at most; whether the end has come. */
    boolean awaitEnd(Duration atMost) throws InterruptedException {
        if (!hasEnded() && news.tryAcquire(atMost.toMillis(), TimeUnit.MILLISECONDS)) {
            news.drainPermits();
        }
        return hasEnded();
    }

    private synchronized boolean hasEnded() {
        return ended;
    }
}
