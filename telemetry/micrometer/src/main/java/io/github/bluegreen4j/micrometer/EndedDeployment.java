package io.github.bluegreen4j.micrometer;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WorkEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.story.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What is measured of a deployment that has ended, from its events alone.
 *
 * <p>Each moment of the deployment is spent on one thing, see {@link Spent}, so that these times add up to the whole. The
 * same holds for the time in each stage.
 */
final class EndedDeployment {
    private final ServiceRef service;
    private final String outcome;
    private final Optional<RollbackCause> cause;
    private final Map<Spent, Duration> whole = new EnumMap<>(Spent.class);
    private final List<StageVisit> stages = new ArrayList<>();
    private final List<HookRun> hooks = new ArrayList<>();
    private final List<GateWait> gates = new ArrayList<>();
    private final Optional<Duration> restored;

    /** What a moment is spent on. Of several at the same time, the first of these counts. */
    enum Spent {
        /** It waits for its turn: another deployment of the service runs. */
        QUEUE,
        /** It waits for a person to answer a pause. */
        PEOPLE,
        /** It watches how green bears the traffic. */
        BAKE,
        /** The engine, the platform and the hooks work. */
        MACHINE
    }

    /** One visit of a stage, or the rollback. */
    record StageVisit(String stage, boolean left, Map<Spent, Duration> spent) {}

    /** One execution of a hook or a pause. */
    record HookRun(HookExecution execution, boolean pause, String outcome, Duration took) {}

    /** How long a piece of work waited for a gate. */
    record GateWait(Gate gate, Duration waited) {}

    ServiceRef service() {
        return service;
    }

    /** How it ended: a terminal status, REFUSED, or UNDONE for an undo that succeeded. */
    String outcome() {
        return outcome;
    }

    /** Why it rolled back; empty if it did not. */
    Optional<RollbackCause> cause() {
        return cause;
    }

    Map<Spent, Duration> whole() {
        return whole;
    }

    List<StageVisit> stages() {
        return stages;
    }

    List<HookRun> hooks() {
        return hooks;
    }

    List<GateWait> gates() {
        return gates;
    }

    /** From what was wrong until production was restored; empty without a rollback that restored it. */
    Optional<Duration> restored() {
        return restored;
    }

    /** A deployment that was refused may be ordered again under its id: then its journal holds both. */
    static Optional<EndedDeployment> of(List<DeploymentEvent> events) {
        int first = -1;
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof ProgressEvent.DeploymentCreated) {
                first = i;
            }
        }
        return first >= 0 && events.get(events.size() - 1) instanceof ProgressEvent.DeploymentEnded
                ? ended(events.subList(first, events.size()))
                : Optional.empty();
    }

    /** An order that only kept blue deployed nothing. An undo counts from its command on. */
    private static Optional<EndedDeployment> ended(List<DeploymentEvent> events) {
        ProgressEvent.DeploymentCreated order = (ProgressEvent.DeploymentCreated) events.get(0);
        if (!order.spec().isKeeping()) {
            return Optional.of(new EndedDeployment(order, events, false));
        }
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof ProgressEvent.KeepingEnded kept
                    && kept.why() == ProgressEvent.KeepingEnded.Why.UNDO) {
                return Optional.of(new EndedDeployment(order, events.subList(i, events.size()), true));
            }
        }
        return Optional.empty();
    }

    private EndedDeployment(ProgressEvent.DeploymentCreated order, List<DeploymentEvent> events, boolean isUndo) {
        ProgressEvent.DeploymentEnded end = (ProgressEvent.DeploymentEnded) events.get(events.size() - 1);
        service = order.spec().service();
        boolean refused = events.stream().anyMatch(ProgressEvent.DeploymentRefused.class::isInstance);
        boolean isUndone = isUndo && end.status() == DeploymentStatus.SUCCESSFUL;
        outcome = refused ? "REFUSED" : isUndone ? "UNDONE" : end.status().name();
        Optional<Timeline.Rollback> rollback =
                isUndo ? Optional.empty() : Timeline.of(events).rollback();
        cause = rollback.map(Timeline.Rollback::cause);
        restored = rollback.flatMap(back -> back.restoredAt().map(at -> passed(back.causeAt(), at)));
        Reading reading = new Reading(events.get(0).at());
        events.forEach(reading::add);
    }

    /** An engine's clock may be behind that of its predecessor. */
    private static Duration passed(Instant from, Instant to) {
        Duration passed = Duration.between(from, to);
        return passed.isNegative() ? Duration.ZERO : passed;
    }

    /** Goes through the events, and keeps what is open. */
    private final class Reading {
        private final Map<HookExecution, HookEvent.HookStarted> open = new HashMap<>();
        private final Set<HookExecution> pauses = new HashSet<>();
        private final Map<Effect, WorkEvent.WorkWaiting> waiting = new HashMap<>();
        private List<PlannedStage> plan = List.of();
        private Optional<String> stage = Optional.empty();
        private Map<Spent, Duration> inStage = new EnumMap<>(Spent.class);
        private Instant now;
        private boolean queued = true;
        private boolean bakes;

        Reading(Instant start) {
            now = start;
            for (Spent spent : Spent.values()) {
                whole.put(spent, Duration.ZERO);
            }
        }

        void add(DeploymentEvent event) {
            advance(event.at());
            if (event instanceof ProgressEvent progress) {
                progress(progress);
            } else if (event instanceof HookEvent hook) {
                hook(hook);
            } else if (event instanceof WorkEvent work) {
                work(work);
            }
        }

        private void advance(Instant to) {
            Duration passed = passed(now, to);
            Spent spent = queued ? Spent.QUEUE : !pauses.isEmpty() ? Spent.PEOPLE : bakes ? Spent.BAKE : Spent.MACHINE;
            whole.merge(spent, passed, Duration::plus);
            inStage.merge(spent, passed, Duration::plus);
            now = to.isAfter(now) ? to : now;
        }

        private void progress(ProgressEvent event) {
            if (event instanceof ProgressEvent.DeploymentAdmitted) {
                queued = false;
            } else if (event instanceof ProgressEvent.DeploymentStarted started) {
                queued = false;
                plan = started.plan();
            } else if (event instanceof ProgressEvent.StageEntered entered) {
                enter(name(entered.position()), false);
            } else if (event instanceof ProgressEvent.RollbackStarted) {
                bakes = false;
                enter("ROLLBACK", true);
            } else if (event instanceof ProgressEvent.BakeStarted) {
                bakes = true;
            } else if (event instanceof ProgressEvent.BakePaused || event instanceof ProgressEvent.BakeEnded) {
                bakes = false;
            } else if (event instanceof ProgressEvent.CleanUpGateOpened) {
                waiting.keySet().stream()
                        .filter(Effect.VerifyCleanUp.class::isInstance)
                        .toList()
                        .forEach(this::opened);
            } else if (event instanceof ProgressEvent.DeploymentEnded end) {
                boolean good = end.status() == DeploymentStatus.SUCCESSFUL
                        || end.status() == DeploymentStatus.ROLLBACK_SUCCESSFUL;
                leave(!good);
                List.copyOf(open.keySet()).forEach(execution -> ended(execution, "cancelled"));
            }
        }

        private String name(int position) {
            return position < plan.size() ? plan.get(position).stage().name() : "UNKNOWN";
        }

        private void enter(String next, boolean left) {
            leave(left);
            stage = Optional.of(next);
        }

        /** Work of a stage that is left waits for no gate any more. */
        private void leave(boolean left) {
            stage.ifPresent(known -> stages.add(new StageVisit(known, left, inStage)));
            stage = Optional.empty();
            inStage = new EnumMap<>(Spent.class);
            List.copyOf(waiting.keySet()).forEach(this::opened);
        }

        private void hook(HookEvent event) {
            if (event instanceof HookEvent.HookStarted started) {
                open.put(started.execution(), started);
                if (started.awaitsAction()) {
                    pauses.add(started.execution());
                }
            } else if (event instanceof HookEvent.HookSucceeded succeeded) {
                ended(succeeded.execution(), "succeeded");
            } else if (event instanceof HookEvent.HookFailed failed) {
                ended(failed.execution(), failed.failure().name());
            } else if (event instanceof HookEvent.HookTimedOut late) {
                ended(late.execution(), "timed_out");
            }
        }

        private void ended(HookExecution execution, String how) {
            HookEvent.HookStarted started = open.remove(execution);
            pauses.remove(execution);
            if (started != null) {
                hooks.add(new HookRun(execution, started.awaitsAction(), how, passed(started.at(), now)));
            }
        }

        private void work(WorkEvent event) {
            if (event instanceof WorkEvent.WorkWaiting waits) {
                WorkEvent.WorkWaiting before = waiting.get(waits.effect());
                if (before == null || before.gate() != waits.gate()) {
                    opened(waits.effect());
                    waiting.put(waits.effect(), waits);
                }
            } else {
                waiting.keySet().stream().filter(event::ends).toList().forEach(this::opened);
            }
        }

        private void opened(Effect effect) {
            WorkEvent.WorkWaiting waited = waiting.remove(effect);
            if (waited != null) {
                gates.add(new GateWait(waited.gate(), passed(waited.at(), now)));
            }
        }
    }
}
