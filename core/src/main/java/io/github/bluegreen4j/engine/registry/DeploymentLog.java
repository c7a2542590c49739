package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.engine.loop.FailureLog;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.DeploymentListener;
import io.github.bluegreen4j.story.Narrator;
import io.github.bluegreen4j.story.Sentence;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;
import org.slf4j.event.Level;

/**
 * Logs what happens to the deployments of an engine: milestones as INFO, what somebody should read as WARN, what somebody
 * has to do as ERROR, and the engine's own steps as DEBUG. The MDC has the keys {@code deployment}, {@code service} and
 * {@code stage} meanwhile.
 *
 * <p>An outage or a take-over concerns many deployments in the same way. The first such line of each kind is logged, and then how
 * often it was repeated. A deployment that is continued after a restart is not logged again from its beginning.
 */
public final class DeploymentLog implements DeploymentListener {
    /** Users name this logger in their configuration: it does not move with the class. */
    private static final Logger LOG = LoggerFactory.getLogger("io.github.bluegreen4j.engine.DeploymentLog");

    private final FailureLog repeated;
    private final Map<DeploymentId, Chapter> chapters = new ConcurrentHashMap<>();

    /** One deployment: who narrates it, and up to which version. */
    private static final class Chapter {
        private final Narrator narrator = new Narrator();
        private long version;
    }

    public DeploymentLog(FailureLog repeated) {
        this.repeated = repeated;
    }

    /** Whether anything would be logged; otherwise nothing needs to be narrated. */
    public static boolean isEnabled() {
        return LOG.isErrorEnabled();
    }

    /** Takes up a deployment that was begun before: its former events are known, and not logged again. */
    void resume(DeploymentId deployment, List<DeploymentEvent> events) {
        Chapter chapter = new Chapter();
        events.forEach(chapter.narrator::note);
        chapter.version = events.size();
        chapters.put(deployment, chapter);
    }

    /** Another engine acts for the deployment now. */
    void leave(DeploymentId deployment) {
        chapters.remove(deployment);
    }

    @Override
    public void onEvent(DeploymentId deployment, long version, DeploymentEvent event) {
        boolean begins = event instanceof ProgressEvent.DeploymentCreated;
        Chapter chapter = begins
                ? chapters.computeIfAbsent(deployment, id -> new Chapter())
                : chapters.getOrDefault(deployment, new Chapter());
        synchronized (chapter) {
            if (version <= chapter.version) {
                return;
            }
            chapter.version = version;
            if (isEnabled()) {
                log(deployment, chapter.narrator.tell(event));
            } else {
                chapter.narrator.note(event);
            }
        }
        if (event instanceof ProgressEvent.DeploymentEnded) {
            chapters.remove(deployment, chapter);
        }
    }

    private void log(DeploymentId deployment, Sentence sentence) {
        Map<String, @Nullable String> context = new HashMap<>();
        context.put("deployment", Given.visible(deployment));
        context.put("service", sentence.service().map(Given::visible).orElse(null));
        context.put("stage", sentence.stage().map(LifecycleStage::name).orElse(null));
        within(context, () -> {
            Level level = switch (sentence.kind()) {
                case DETAIL, DISTURBANCE -> Level.DEBUG;
                case MILESTONE -> Level.INFO;
                case WARNING -> Level.WARN;
                case FAILURE -> Level.ERROR;
            };
            Object[] arguments = {
                Given.visible(deployment),
                sentence.service().map(Given::visible).orElse("an unknown service"),
                sentence.stage().map(LifecycleStage::name).orElse("not started"),
                sentence.text()
            };
            LOG.atLevel(level).log("Deployment {} of {}, {}: {}", arguments);
            if (sentence.kind() == Sentence.Kind.DISTURBANCE) {
                repeated.info(
                        LOG,
                        "the same of other deployments is only counted",
                        "Deployment {} of {}, {}: {} (" + sentence.event() + ")",
                        arguments);
            }
        });
    }

    private static void within(Map<String, @Nullable String> context, Runnable logging) {
        Map<String, @Nullable String> former = new HashMap<>();
        context.keySet().forEach(key -> former.put(key, MDC.get(key)));
        context.forEach(DeploymentLog::put);
        try {
            logging.run();
        } finally {
            former.forEach(DeploymentLog::put);
        }
    }

    private static void put(String key, @Nullable String value) {
        if (value == null) {
            MDC.remove(key);
        } else {
            MDC.put(key, value);
        }
    }
}
