package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.workflow.DeploymentState;
import io.github.bluegreen4j.workflow.Forward;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/** What the journal of a simulation tells of one deployment, whichever engines acted for it. */
public final class DeploymentRecord {
    private final DeploymentId id;
    private final Story story;
    private final List<DeploymentEvent> events = new ArrayList<>();
    private DeploymentState state = DeploymentState.initial();
    private Optional<RollbackCause> cause = Optional.empty();

    DeploymentRecord(DeploymentId id, Story story) {
        this.id = id;
        this.story = story;
    }

    DeploymentState state() {
        return state;
    }

    void add(DeploymentEvent event, DeploymentState then) {
        events.add(event);
        state = then;
        if (cause.isEmpty() && event instanceof ProgressEvent.RollbackStarted started) {
            cause = Optional.of(started.cause());
        }
    }

    public DeploymentId id() {
        return id;
    }

    public DeploymentStatus status() {
        return state.status();
    }

    /** Everything that has happened, in its order. */
    public List<DeploymentEvent> events() {
        return Collections.unmodifiableList(events);
    }

    /** The stage that it is in; empty before the first, on the way back and at the end. */
    public Optional<LifecycleStage> stage() {
        return state instanceof Forward forward && forward.position() >= 0
                ? Optional.of(forward.stage().stage())
                : Optional.empty();
    }

    /** The stages it has entered, in their order, each step of the strategy by itself. */
    public List<LifecycleStage> visited() {
        List<LifecycleStage> visited = new ArrayList<>();
        List<PlannedStage> plan = List.of();
        for (DeploymentEvent event : events) {
            if (event instanceof ProgressEvent.DeploymentStarted started) {
                plan = started.plan();
            } else if (event instanceof ProgressEvent.StageEntered entered) {
                visited.add(plan.get(entered.position()).stage());
            }
        }
        return visited;
    }

    /** Why it rolled back; empty when it did not. */
    public Optional<RollbackCause> cause() {
        return cause;
    }

    /** Why it ended as it did, in words; empty text while it has not ended. */
    public String reason() {
        return first(ProgressEvent.DeploymentEnded.class)
                .map(ProgressEvent.DeploymentEnded::reason)
                .orElse("");
    }

    /** What is left behind at the end, by name. */
    public List<String> leftOvers() {
        return first(ProgressEvent.DeploymentEnded.class)
                .map(ProgressEvent.DeploymentEnded::leftOvers)
                .orElse(List.of());
    }

    /** How long it took, or takes so far, from its acceptance to its last event. */
    public Duration took() {
        return events.isEmpty()
                ? Duration.ZERO
                : Duration.between(
                        events.get(0).at(), events.get(events.size() - 1).at());
    }

    /** When the first event of a kind happened. */
    public Optional<Instant> when(Class<? extends DeploymentEvent> kind) {
        return first(kind).map(DeploymentEvent::at);
    }

    /** How many events of a kind there are. */
    public int count(Class<? extends DeploymentEvent> kind) {
        int count = 0;
        for (DeploymentEvent event : events) {
            count += kind.isInstance(event) ? 1 : 0;
        }
        return count;
    }

    private <E extends DeploymentEvent> Optional<E> first(Class<E> kind) {
        for (DeploymentEvent event : events) {
            if (kind.isInstance(event)) {
                return Optional.of(kind.cast(event));
            }
        }
        return Optional.empty();
    }

    /** What has happened so far in its simulation, line by line. */
    public String story() {
        return story.toString();
    }

    @Override
    public String toString() {
        return "deployment " + id + ": " + status() + " " + reason();
    }
}
