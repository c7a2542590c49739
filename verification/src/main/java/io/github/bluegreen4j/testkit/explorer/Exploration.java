package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.workflow.state.StageGraph;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * What an exploration found.
 *
 * @param bound its name
 * @param nodes how many nodes the search visited
 * @param states how many states of the deployment there are among them
 * @param unexplained how many of these states have no explanation, or one that the workflow contradicts
 * @param transitions how many ways lead from node to node
 * @param edges the edges of the stage graph that were taken
 * @param depth the length of the longest shortest path
 * @param time how long it took
 * @param violation the first broken rule
 */
@SuppressWarnings("exports") // the workflow is open to the testkit alone, and so are those who explore it
public record Exploration(
        String bound,
        int nodes,
        int states,
        int unexplained,
        long transitions,
        Set<StageGraph.Edge> edges,
        int depth,
        Duration time,
        Optional<Violation> violation) {

    /**
     * {@return this exploration, if nothing was broken}
     *
     * @throws AssertionError with the shortest path, if something was
     */
    public Exploration orThrow() {
        violation.ifPresent(found -> {
            throw new AssertionError("bound \"" + bound + "\": " + found);
        });
        return this;
    }

    /** Its size on one line. */
    @Override
    public String toString() {
        return String.format(
                "%-28s %,9d nodes %,8d states (%d unexplained) %,11d transitions %3d edges of %d depth %3d %6.1f s%s",
                bound,
                nodes,
                states,
                unexplained,
                transitions,
                edges.size(),
                StageGraph.EDGES.size(),
                depth,
                time.toMillis() / 1000.0,
                violation.map(found -> "  BROKEN: " + found.rule()).orElse(""));
    }
}
