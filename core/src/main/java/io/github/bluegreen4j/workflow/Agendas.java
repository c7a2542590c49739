package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import java.util.LinkedHashSet;
import java.util.Set;

/** Computes the agenda of a state. Work on a resource is on it only after it was journaled as pending. */
final class Agendas {
    private Agendas() {}

    static Agenda of(DeploymentState state) {
        return new Agenda(effects(state), state.accept(new Timers()), state.accept(new Watches()));
    }

    private static Set<Effect> effects(DeploymentState state) {
        Set<Effect> wanted = state.accept(new Wanted());
        if (wanted.isEmpty() || state.running().isEmpty()) {
            return wanted;
        }
        Ledger ledger = state.running().get().ledger();
        Set<Effect> effects = new LinkedHashSet<>();
        for (Effect effect : wanted) {
            if (effect.resource().isEmpty() || ledger.owes(effect)) {
                effects.add(effect);
            }
        }
        return effects;
    }
}
