package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.model.Command;
import java.util.ArrayList;
import java.util.List;

/**
 * A rollout as a journal has it.
 *
 * @param id its id
 * @param by who started it, and when
 * @param spec what was ordered
 * @param parts how many texts the specification takes
 * @param events what was decided so far
 * @param version how often it was stored
 */
record Rollout(String id, Command.Origin by, RolloutSpec spec, int parts, List<RolloutEvent> events, long version) {

    RolloutState state() {
        return RolloutState.of(events);
    }

    Rollout with(List<RolloutEvent> more) {
        List<RolloutEvent> all = new ArrayList<>(events);
        all.addAll(more);
        return new Rollout(id, by, spec, parts, List.copyOf(all), version + 1);
    }
}
