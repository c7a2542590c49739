package io.github.bluegreen4j.workflow.agenda;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Instant;
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
}
