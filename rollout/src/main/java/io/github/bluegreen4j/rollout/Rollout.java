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

    /** Characters of pauses and resumptions that are kept; a character takes up to three bytes in the journal's document. */
    private static final int MOST_OF_PAUSES = 24_000;

    /** What an event takes beside its texts. */
    private static final int PAUSE_OVERHEAD = 120;

    RolloutState state() {
        return RolloutState.of(events);
    }

    Rollout with(List<RolloutEvent> more) {
        List<RolloutEvent> all = new ArrayList<>(events);
        all.addAll(more);
        return new Rollout(id, by, spec, parts, shortened(all), version + 1);
    }

    /** Without the oldest pauses that are over, if there are very many: the document is bounded, and an end must always fit. */
    private static List<RolloutEvent> shortened(List<RolloutEvent> events) {
        List<Integer> pauses = new ArrayList<>();
        int characters = 0;
        for (int i = 0; i < events.size(); i++) {
            if (events.get(i) instanceof RolloutEvent.Commanded command && isPause(command)) {
                pauses.add(i);
                characters += PAUSE_OVERHEAD
                        + command.reason().length()
                        + command.by().actor().length();
            }
        }
        List<RolloutEvent> kept = new ArrayList<>(events);
        // The last ones say whether it is paused now.
        for (int i = 0; characters > MOST_OF_PAUSES && i < pauses.size() - 2; i++) {
            RolloutEvent.Commanded oldest = (RolloutEvent.Commanded) events.get(pauses.get(i));
            characters -= PAUSE_OVERHEAD
                    + oldest.reason().length()
                    + oldest.by().actor().length();
            kept.remove(oldest);
        }
        return List.copyOf(kept);
    }

    private static boolean isPause(RolloutEvent.Commanded command) {
        return command.order() == RolloutEvent.Order.PAUSE || command.order() == RolloutEvent.Order.RESUME;
    }
}
