package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.engine.DeploymentDescription;
import io.github.bluegreen4j.engine.DeploymentSnapshot;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
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
                read.refusal().ifPresent(problem -> {
                    throw new PortException(problem);
                });
                read.history().ifPresent(history -> note(read.deployment(), history, holdLimit));
            }
        }
        Map<DeploymentId, Standing> standings = new HashMap<>();
        known.forEach((id, one) -> standings.put(id, one.standing()));
        return standings;
    }

    /** What became of the blue that deployments kept. One that kept none is missing. */
    Map<DeploymentId, RolloutMachine.Kept> kept(List<DeploymentId> deployments) {
        Map<DeploymentId, RolloutMachine.Kept> kept = new HashMap<>();
        for (int from = 0; from < deployments.size(); from += AT_ONCE) {
            List<DeploymentId> some = deployments.subList(from, Math.min(deployments.size(), from + AT_ONCE));
            List<Journal.ReadResult> orders =
                    journal.readAll(some.stream().map(DeploymentId::keeping).toList());
            for (int i = 0; i < some.size(); i++) {
                DeploymentId deployment = some.get(i);
                orders.get(i).history().ifPresent(history -> kept.put(deployment, became(history.events())));
            }
        }
        return kept;
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
        return status == DeploymentStatus.PENDING && !isUndo ? RolloutMachine.Kept.READY : RolloutMachine.Kept.CHANGING;
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
