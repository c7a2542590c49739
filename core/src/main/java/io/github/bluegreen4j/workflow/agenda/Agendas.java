package io.github.bluegreen4j.workflow.agenda;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.PendingWork;
import java.util.LinkedHashSet;
import java.util.Set;

/** Computes the agenda of a state. Work on a resource is on it only after it was journaled as pending. */
public final class Agendas {
    private Agendas() {}

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
