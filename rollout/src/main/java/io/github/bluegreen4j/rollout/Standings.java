package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentSnapshot;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How the deployments of the wave that runs stand, as the journal says. What has ended is remembered while the wave runs. Not thread-safe.
 */
final class Standings {
    private static final int AT_ONCE = 100;

    private final Journal journal;
    private final Map<DeploymentId, Known> known = new HashMap<>();

    private final Map<DeploymentId, RolloutMachine.Kept> blues = new HashMap<>();

    /** Which blue is read next. */
    private int turn;

    private record Known(int events, Standing standing) {}

    Standings(Journal journal) {
        this.journal = journal;
    }

    /** Reads the deployments of a wave. One that is not in the journal is missing. */
    Map<DeploymentId, Standing> read(List<DeploymentId> wave, Duration holdLimit) {
        known.keySet().retainAll(wave);
        List<DeploymentId> open = wave.stream()
                .filter(id -> Optional.ofNullable(known.get(id))
                        .map(one -> !one.standing().hasEnded())
                        .orElse(true))
                .toList();
        for (int from = 0; from < open.size(); from += AT_ONCE) {
            for (Journal.ReadResult read : journal.readAll(open.subList(from, Math.min(open.size(), from + AT_ONCE)))) {
                // The others can be rolled back without it.
                read.refusal().ifPresent(problem -> known.put(read.deployment(), unreadable(problem)));
                read.history().ifPresent(history -> note(read.deployment(), history, holdLimit));
            }
        }
        Map<DeploymentId, Standing> standings = new HashMap<>();
        known.forEach((id, one) -> standings.put(id, one.standing()));
        return standings;
    }

    private static Known unreadable(Problem problem) {
        return new Known(
                -1, new Standing(Standing.Kind.UNREADABLE, Instant.MIN, "can't be read: " + problem, Optional.empty()));
    }

    /**
     * What became of the blue that deployments kept. One that kept none is missing.
     *
     * @param all whether to read all of them; otherwise one call reads a hundred, in turn, and the others are as they were read before
     */
    Map<DeploymentId, RolloutMachine.Kept> kept(List<DeploymentId> deployments, boolean all) {
        blues.keySet().retainAll(deployments);
        List<DeploymentId> open = deployments.stream()
                .filter(id -> Optional.ofNullable(blues.get(id))
                        .map(RolloutMachine.Kept::isOpen)
                        .orElse(true))
                .toList();
        int count = all ? open.size() : Math.min(AT_ONCE, open.size());
        for (int read = 0; read < count; read += AT_ONCE) {
            List<DeploymentId> some = new ArrayList<>();
            for (int i = 0; i < Math.min(AT_ONCE, count - read); i++) {
                some.add(open.get(Math.floorMod(turn++, open.size())));
            }
            readBlues(some);
        }
        return Map.copyOf(blues);
    }

    private void readBlues(List<DeploymentId> deployments) {
        List<Journal.ReadResult> orders =
                journal.readAll(deployments.stream().map(DeploymentId::keeping).toList());
        for (int i = 0; i < deployments.size(); i++) {
            DeploymentId deployment = deployments.get(i);
            Journal.ReadResult order = orders.get(i);
            order.history().ifPresent(history -> blues.put(deployment, became(history.events())));
            order.refusal().ifPresent(problem -> blues.put(deployment, RolloutMachine.Kept.UNREADABLE));
        }
    }

    private static RolloutMachine.Kept became(List<DeploymentEvent> order) {
        boolean isUndo = order.stream()
                .anyMatch(event -> event instanceof ProgressEvent.KeepingEnded ended
                        && ended.why() == ProgressEvent.KeepingEnded.Why.UNDO);
        DeploymentStatus status = DeploymentSnapshot.of(order).description().status();
        if (status.isTerminal()) {
            return isUndo && status == DeploymentStatus.SUCCESSFUL
                    ? RolloutMachine.Kept.UNDONE
                    : RolloutMachine.Kept.GONE;
        }
        if (isUndo) {
            return RolloutMachine.Kept.UNDOING;
        }
        return status == DeploymentStatus.PENDING ? RolloutMachine.Kept.READY : RolloutMachine.Kept.RETIRING;
    }

    private void note(DeploymentId id, Journal.History history, Duration holdLimit) {
        Known before = known.get(id);
        int events = history.events().size();
        if (before == null || before.events() != events) {
            known.put(id, new Known(events, standing(DeploymentSnapshot.of(history.events()), holdLimit)));
        }
    }

    /** @param holdLimit how long the pause lasts that holds it for its wave */
    static Standing standing(DeploymentSnapshot snapshot, Duration holdLimit) {
        DeploymentDescription view = snapshot.description();
        DeploymentStatus status = view.status();
        String text = view.status() + (view.statusReason().isEmpty() ? "" : " (" + view.statusReason() + ")");
        Instant at = snapshot.at();
        if (status.isTerminal()) {
            Standing.Kind kind =
                    status == DeploymentStatus.SUCCESSFUL ? Standing.Kind.SUCCESSFUL : Standing.Kind.FAILED;
            return new Standing(kind, view.endedAt().orElse(at), text, Optional.empty());
        }
        if (status == DeploymentStatus.ROLLBACK_IN_PROGRESS || status == DeploymentStatus.STOP_REQUESTED) {
            return new Standing(Standing.Kind.FAILING, at, text, Optional.empty());
        }
        List<DeploymentDescription.Hook> holds = new ArrayList<>();
        for (DeploymentDescription.Hook hook : view.hooks()) {
            if (hook.name().equals(RolloutCodec.HOLD)
                    && hook.stage() == LifecycleStage.POST_PRODUCTION_TRAFFIC_SHIFT
                    && isOpen(hook)) {
                holds.add(hook);
            }
        }
        if (holds.size() == 1 && isOnlyWait(view)) {
            DeploymentDescription.Hook hold = holds.get(0);
            return new Standing(
                    Standing.Kind.HELD, hold.expiresAt().minus(holdLimit), text, Optional.of(hold.hookId()));
        }
        return new Standing(Standing.Kind.RUNNING, at, text, Optional.empty());
    }

    /** Other hooks of the stage have ended. */
    private static boolean isOnlyWait(DeploymentDescription view) {
        return view.hooks().stream().filter(Standings::isOpen).count() == 1;
    }

    private static boolean isOpen(DeploymentDescription.Hook hook) {
        return hook.status().equals("AWAITING_ACTION") || hook.status().equals("IN_PROGRESS");
    }
}
