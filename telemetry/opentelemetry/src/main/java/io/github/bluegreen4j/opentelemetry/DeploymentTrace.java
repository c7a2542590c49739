package io.github.bluegreen4j.opentelemetry;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.story.Narrator;
import io.github.bluegreen4j.story.Sentence;
import io.opentelemetry.api.common.Attributes;
import io.opentelemetry.api.common.AttributesBuilder;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Computes the spans of one deployment from its events, each when it ends. The same events give the same spans. Guarded by
 * itself.
 */
final class DeploymentTrace {
    private static final int MOST_NOTES = 100;
    private static final String ROOT = "deployment";
    private static final String STAGE = "stage";
    private static final String BAKE = "bake";

    /** A span that has ended. */
    record Finished(
            SpanIds ids,
            Optional<SpanIds> parent,
            String name,
            Instant from,
            Instant to,
            Attributes attributes,
            Optional<String> error,
            List<Sentence> notes) {}

    /** A span that has begun. */
    private record Begun(SpanIds ids, Optional<SpanIds> parent, String name, Instant from, Attributes attributes) {}

    private final DeploymentId deployment;
    private final Map<Object, Begun> open = new LinkedHashMap<>();
    private final List<Sentence> notes = new ArrayList<>();
    private Narrator narrator = new Narrator();
    private List<PlannedStage> plan = List.of();
    private List<Finished> finished = new ArrayList<>();
    private long version;

    DeploymentTrace(DeploymentId deployment) {
        this.deployment = deployment;
    }

    /** The version of the last event. */
    synchronized long version() {
        return version;
    }

    /** The span of a piece of work in progress, or that of the deployment. */
    synchronized Optional<SpanIds> work(Effect effect) {
        return Optional.ofNullable(open.get(effect))
                .or(() -> Optional.ofNullable(open.get(ROOT)))
                .map(Begun::ids);
    }

    /** Returns the spans that end with the next event, inner ones first. */
    synchronized List<Finished> add(DeploymentEvent event) {
        version++;
        finished = new ArrayList<>();
        Sentence sentence = narrator.tell(event);
        boolean matters = sentence.kind() == Sentence.Kind.WARNING || sentence.kind() == Sentence.Kind.FAILURE;
        if (matters && notes.size() < MOST_NOTES) {
            notes.add(sentence);
        }
        if (event instanceof ProgressEvent progress) {
            progress(progress);
        } else if (event instanceof HookEvent hook) {
            hook(hook);
        } else if (event instanceof WorkEvent work) {
            work(work);
        }
        return List.copyOf(finished);
    }

    private void begin(Object key, SpanIds ids, Object parent, String name, Instant from, Attributes attributes) {
        Optional<SpanIds> inside = Optional.ofNullable(open.get(parent))
                .or(() -> Optional.ofNullable(open.get(ROOT)))
                .map(Begun::ids);
        open.put(key, new Begun(ids, key.equals(ROOT) ? Optional.empty() : inside, name, from, attributes));
    }

    private void end(Object key, Instant to, Optional<String> error, Attributes more) {
        Begun begun = open.remove(key);
        if (begun != null) {
            finished.add(new Finished(
                    begun.ids(),
                    begun.parent(),
                    begun.name(),
                    begun.from(),
                    to.isBefore(begun.from()) ? begun.from() : to,
                    begun.attributes().toBuilder().putAll(more).build(),
                    error,
                    key.equals(ROOT) ? List.copyOf(notes) : List.of()));
        }
    }

    private void end(Object key, Instant to) {
        end(key, to, Optional.empty(), Attributes.empty());
    }

    private void progress(ProgressEvent event) {
        Instant at = event.at();
        if (event instanceof ProgressEvent.DeploymentCreated created) {
            narrator = new Narrator();
            narrator.note(event);
            notes.clear();
            begin(ROOT, SpanIds.deployment(deployment, version), ROOT, "deployment", at, SpanAttributes.of(created));
        } else if (event instanceof ProgressEvent.DeploymentStarted started) {
            plan = started.plan();
        } else if (event instanceof ProgressEvent.StageEntered entered) {
            end(STAGE, at);
            Optional<PlannedStage> stage =
                    entered.position() < plan.size() ? Optional.of(plan.get(entered.position())) : Optional.empty();
            String name = stage.map(planned -> planned.stage().name()).orElse("stage");
            begin(STAGE, SpanIds.of(deployment, STAGE, version), ROOT, name, at, SpanAttributes.of(stage));
        } else if (event instanceof ProgressEvent.RollbackStarted started) {
            end(BAKE, at);
            end(STAGE, at, Optional.of("left for the rollback"), Attributes.empty());
            begin(STAGE, SpanIds.of(deployment, STAGE, version), ROOT, "ROLLBACK", at, SpanAttributes.of(started));
        } else if (event instanceof ProgressEvent.BakeStarted) {
            begin(BAKE, SpanIds.of(deployment, BAKE, version), STAGE, "bake", at, Attributes.empty());
        } else if (event instanceof ProgressEvent.BakePaused) {
            end(BAKE, at, Optional.empty(), Attributes.of(SpanAttributes.OUTCOME, "interrupted"));
        } else if (event instanceof ProgressEvent.BakeEnded ended) {
            end(
                    BAKE,
                    at,
                    Optional.empty(),
                    Attributes.of(SpanAttributes.OUTCOME, ended.skipped() ? "skipped" : "done"));
        } else if (event instanceof ProgressEvent.DeploymentEnded ended) {
            end(ended);
        }
    }

    /** What is still open ends with the deployment; the deployment last. */
    private void end(ProgressEvent.DeploymentEnded ended) {
        List<Object> keys = new ArrayList<>(open.keySet());
        keys.remove(ROOT);
        for (int i = keys.size() - 1; i >= 0; i--) {
            boolean cut = !keys.get(i).equals(STAGE);
            end(
                    keys.get(i),
                    ended.at(),
                    Optional.empty(),
                    cut ? Attributes.of(SpanAttributes.OUTCOME, "cancelled") : Attributes.empty());
        }
        boolean good = ended.status() == DeploymentStatus.SUCCESSFUL;
        end(
                ROOT,
                ended.at(),
                good ? Optional.empty() : Optional.of(ended.status() + ": " + ended.reason()),
                SpanAttributes.of(ended));
    }

    private void hook(HookEvent event) {
        Instant at = event.at();
        if (event instanceof HookEvent.HookStarted started) {
            HookExecution execution = started.execution();
            begin(
                    execution,
                    SpanIds.hook(deployment, execution),
                    STAGE,
                    (started.awaitsAction() ? "pause " : "hook ") + execution.hook(),
                    at,
                    SpanAttributes.of(started));
        } else if (event instanceof HookEvent.HookSucceeded succeeded) {
            end(succeeded.execution(), at, Optional.empty(), Attributes.of(SpanAttributes.OUTCOME, "succeeded"));
        } else if (event instanceof HookEvent.HookFailed failed) {
            end(
                    failed.execution(),
                    at,
                    Optional.of(failed.reason()),
                    Attributes.of(
                            SpanAttributes.OUTCOME, failed.failure().name().toLowerCase(Locale.ROOT)));
        } else if (event instanceof HookEvent.HookTimedOut late) {
            end(
                    late.execution(),
                    at,
                    late.action() == TimeoutAction.ROLLBACK ? Optional.of("timed out") : Optional.empty(),
                    Attributes.of(SpanAttributes.OUTCOME, "timed_out"));
        }
    }

    private void work(WorkEvent event) {
        if (event instanceof WorkEvent.WorkOwed owed) {
            Effect effect = owed.effect();
            end(effect, event.at());
            begin(
                    effect,
                    SpanIds.of(deployment, "work", version),
                    STAGE,
                    effect.getClass().getSimpleName(),
                    event.at(),
                    SpanAttributes.of(effect));
            return;
        }
        List<Object> over = open.keySet().stream()
                .filter(key -> key instanceof Effect effect && event.ends(effect))
                .toList();
        AttributesBuilder how = Attributes.builder();
        Optional<String> error = Optional.empty();
        if (event instanceof WorkEvent.WorkRefused refused) {
            error = Optional.of(refused.problem().toString());
        } else if (event instanceof WorkEvent.WorkUncertain uncertain) {
            error = Optional.of(uncertain.problem().toString());
        } else if (event instanceof WorkEvent.WorkWithdrawn) {
            how.put(SpanAttributes.OUTCOME, "withdrawn");
        }
        for (Object key : over) {
            end(key, event.at(), error, how.build());
        }
    }
}
