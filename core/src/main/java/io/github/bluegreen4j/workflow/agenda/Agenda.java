package io.github.bluegreen4j.workflow.agenda;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.PendingWork;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What a state requires. The engine compares it with what is running and starts the difference. There is no other
 * source of work.
 *
 * @param effects work that must be in flight
 * @param timers timers that must be armed, with their instants
 * @param watches watches that must be kept
 */
public record Agenda(Set<Effect> effects, Map<Timer, Instant> timers, List<WatchOrder> watches) {

    public static final Agenda EMPTY = new Agenda(Set.of(), Map.of(), List.of());

    public static Agenda of(DeploymentState state) {
        return new Agenda(effects(state), state.accept(new Timers()), Watches.of(state));
    }

    private static Set<Effect> effects(DeploymentState state) {
        Set<Effect> wanted = state.accept(new DesiredEffects());
        if (wanted.isEmpty() || state.running().isEmpty()) {
            return wanted;
        }
        PendingWork pendingWork = state.running().get().pendingWork();
        Set<Effect> effects = new LinkedHashSet<>();
        for (Effect effect : wanted) {
            if (effect.resource().isEmpty() || pendingWork.owes(effect)) {
                effects.add(effect);
            }
        }
        return effects;
    }
}
