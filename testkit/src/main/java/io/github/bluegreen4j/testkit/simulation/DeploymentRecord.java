package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * What the journal of a simulation says about one deployment, whichever engines acted for it. It is live: it changes while
 * the simulation proceeds. Not thread-safe.
 */
public final class DeploymentRecord {
    private final DeploymentId id;
    private final SimulationStory story;
    private final List<DeploymentEvent> events = new ArrayList<>();
    private DeploymentState state = DeploymentState.initial();
    private Optional<RollbackCause> cause = Optional.empty();

    DeploymentRecord(DeploymentId id, SimulationStory story) {
        this.id = id;
        this.story = story;
    }

    DeploymentState state() {
        return state;
    }

    /** The specification, as an undo may have changed it; the deployment was ordered. */
    DeploymentSpec spec() {
        return state.running().orElseThrow().spec();
    }

    void add(DeploymentEvent event, DeploymentState then) {
        events.add(event);
        state = then;
        if (cause.isEmpty() && event instanceof ProgressEvent.RollbackStarted started) {
            cause = Optional.of(started.cause());
        }
    }

    /** {@return the id of the deployment} */
    public DeploymentId id() {
        return id;
    }

    /** {@return the current status} */
    public DeploymentStatus status() {
        return state.status();
    }

    /** {@return all events so far, in order; an unmodifiable live view} */
    public List<DeploymentEvent> events() {
        return Collections.unmodifiableList(events);
    }

    /** {@return the current stage; empty before the first stage, during a rollback and after the end} */
    public Optional<LifecycleStage> stage() {
        return state instanceof Forward forward && forward.position() >= 0
                ? Optional.of(forward.stage().stage())
                : Optional.empty();
    }

    /**
     * {@return the stages that were entered, in order; a stage that each step of a strategy enters is listed once for each
     * step}
     */
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

    /** {@return the cause of the rollback; empty if the deployment did not roll back} */
    public Optional<RollbackCause> cause() {
        return cause;
    }

    /** {@return why the deployment ended as it did, in words; empty while it has not ended} */
    public String reason() {
        return first(ProgressEvent.DeploymentEnded.class)
                .map(ProgressEvent.DeploymentEnded::reason)
                .orElse("");
    }

    /** {@return the names of the resources that the deployment left behind; empty while it has not ended} */
    public List<String> leftOvers() {
        return first(ProgressEvent.DeploymentEnded.class)
                .map(ProgressEvent.DeploymentEnded::leftOvers)
                .orElse(List.of());
    }

    /** {@return the time from the acceptance to the last event so far} */
    public Duration took() {
        return events.isEmpty()
                ? Duration.ZERO
                : Duration.between(
                        events.get(0).at(), events.get(events.size() - 1).at());
    }

    /**
     * Returns when the first event of a type happened.
     *
     * @param kind the type of event
     * @return the instant by the engine's clock; empty if there is no such event
     */
    public Optional<Instant> when(Class<? extends DeploymentEvent> kind) {
        return first(kind).map(DeploymentEvent::at);
    }

    /**
     * Counts the events of a type.
     *
     * @param kind the type of event
     * @return the number of such events so far
     */
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

    /** {@return what happened so far in the simulation, one line for each step} */
    public String story() {
        return story.toString();
    }

    @Override
    public String toString() {
        return "deployment " + id + ": " + status() + " " + reason();
    }
}
