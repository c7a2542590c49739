package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import java.util.LinkedHashSet;
import java.util.Set;

/** Derives the agenda: work on a resource is in it only while it is owed there. */
final class Agendas {
    private Agendas() {}

    static Agenda of(DeploymentState state) {
        return new Agenda(effects(state), state.accept(new Timers()), state.accept(new Watches()));
    }

    private static Set<Effect> effects(DeploymentState state) {
        Set<Effect> effects = new LinkedHashSet<>();
        for (Effect effect : state.accept(new Wanted())) {
            boolean isOwed = effect.resource().isEmpty()
                    || state.running().map(run -> run.ledger().owes(effect)).orElse(false);
            if (isOwed) {
                effects.add(effect);
            }
        }
        return effects;
    }
}
