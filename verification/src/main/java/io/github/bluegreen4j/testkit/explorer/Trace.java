package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.DeploymentEvent;
import java.util.ArrayList;
import java.util.List;

/** Walks a path again, and tells it. */
final class Trace {
    private static final int LONGEST = 160;

    private final ExplorationContext context;
    private final List<String> lines = new ArrayList<>();
    private final List<DeploymentEvent> events = new ArrayList<>();
    private ExplorerShell now;
    private int budget;
    private int steps;

    Trace(ExplorationContext context, Bound bound, List<Integer> path) {
        this.context = context;
        budget = bound.budget();
        now = context.begin();
        tell(Move.of("a deployment is ordered"));
        path.forEach(this::last);
    }

    List<String> lines() {
        return List.copyOf(lines);
    }

    List<DeploymentEvent> events() {
        return events;
    }

    /** One step more: that one of all moves. */
    void last(int ordinal) {
        int[] next = {0};
        ExplorerShell before = now;
        int left = budget;
        Moves.from(
                context, before.state(), before.world(), before.work().work(), left, (move, ordinary, after, shell) -> {
                    if (next[0]++ == ordinal) {
                        now = shell;
                        budget = after;
                        tell(move);
                    }
                });
    }

    private void tell(Move move) {
        events.addAll(now.events());
        lines.add(String.format("%3d. %s", ++steps, shortened(move.toString())));
        for (DeploymentEvent event : now.events()) {
            lines.add("       " + shortened(event.toString().replace("at=" + ExplorationCase.NOW + ", ", "")));
        }
        lines.add("     = " + now.state().state().status() + " at "
                + now.state().node() + ", routes "
                + now.world().facts().routes().stream().map(ModelRoute::split).toList()
                + (now.work().work().late().isEmpty()
                        ? ""
                        : ", may land: " + now.work().work().late().size()));
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + "...";
    }
}
