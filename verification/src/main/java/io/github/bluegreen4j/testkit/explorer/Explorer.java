package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.state.StageGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Searches a {@link Bound} whole, breadth-first, and stops at the first broken rule.
 *
 * <p>It passes only when no node is left to look at: a search that would need more nodes than the bound's cap fails.
 * Not safe for use by several threads; each exploration is one object, used once.
 */
@SuppressWarnings("exports") // the workflow is open to the testkit alone, and so are those who explore it
public final class Explorer {
    private final Bound bound;
    private final ExplorationContext context;
    private final Map<Key, Integer> numbers = new HashMap<>();
    private final List<Visited> nodes = new ArrayList<>();
    private final TransitionTable ways = new TransitionTable();
    private final BitSet ends = new BitSet();
    private Optional<Violation> violation = Optional.empty();
    private long transitions;
    private int depth;

    /** What makes a node: the numbers of its state, its world and its work, and what the adversary may still spend. */
    private record Key(int state, int world, int work, int budget) {}

    /** A node, and how it was first reached: from which one, by which of its moves. */
    private record Visited(
            StateNode state, ModelWorld world, WorkInFlight.Kept work, int budget, int parent, int ordinal) {

        boolean isAt(ExplorerShell shell, WorkInFlight.Kept then) {
            return state.id() == shell.state().id()
                    && world.id() == shell.world().id()
                    && work.id() == then.id();
        }
    }

    private Explorer(Workflow workflow, Bound bound, StateCheck check) {
        this.bound = bound;
        this.context = new ExplorationContext(workflow, new ExplorationCase(bound), check);
    }

    /**
     * Searches the bound with the workflow as it is.
     *
     * @param bound what is searched
     * @return what was found
     * @throws IllegalStateException if the cap was reached
     */
    public static Exploration explore(Bound bound) {
        return explore(Workflow.standard(), bound);
    }

    /**
     * Searches the bound with another workflow.
     *
     * @param workflow the workflow
     * @param bound what is searched
     * @return what was found
     * @throws IllegalStateException if the cap was reached
     */
    public static Exploration explore(Workflow workflow, Bound bound) {
        return new Explorer(workflow, bound, StateCheck.NONE).search();
    }

    /**
     * Searches the bound with the workflow as it is, and checks something more in every state.
     *
     * @param bound what is searched
     * @param check what is checked in each state, once
     * @return what was found
     * @throws IllegalStateException if the cap was reached
     */
    public static Exploration explore(Bound bound, StateCheck check) {
        return new Explorer(Workflow.standard(), bound, check).search();
    }

    private Exploration search() {
        long begun = System.nanoTime();
        add(context.begin(), bound.budget(), -1, 0);
        int level = nodes.size();
        for (int node = 0; node < nodes.size() && violation.isEmpty(); node++) {
            if (node == level) {
                depth++;
                level = nodes.size();
            }
            expand(node);
        }
        if (violation.isEmpty()) {
            hang();
        }
        if (violation.isEmpty()) {
            folds();
        }
        Duration time = Duration.ofNanos(System.nanoTime() - begun);
        return new Exploration(
                bound.name(),
                nodes.size(),
                context.states().size(),
                context.states().unexplained(),
                transitions,
                edges(),
                depth,
                time,
                violation);
    }

    private void expand(int node) {
        int[] ordinal = {0};
        Visited from = nodes.get(node);
        Moves.from(
                context,
                from.state(),
                from.world(),
                from.work().work(),
                from.budget(),
                (move, ordinary, budget, shell) -> take(node, ordinal[0]++, ordinary, budget, shell));
    }

    private void take(int node, int ordinal, boolean ordinary, int budget, ExplorerShell shell) {
        Optional<ExplorationFinding> finding = shell.findings().stream()
                .filter(found -> bound.rules().contains(found.rule()))
                .findFirst();
        if (finding.isPresent() && violation.isEmpty()) {
            Trace story = story(node);
            story.last(ordinal);
            violation = Optional.of(
                    new Violation(finding.get().rule(), finding.get().what(), story.lines()));
        }
        int next = add(shell, budget, node, ordinal);
        if (next != node) {
            transitions++;
            if (ordinary) {
                ways.add(node, next);
            }
        }
    }

    private int add(ExplorerShell shell, int budget, int parent, int ordinal) {
        WorkInFlight.Kept work = shell.work();
        if (parent >= 0 && nodes.get(parent).isAt(shell, work)) {
            return parent; // What only costs the adversary something leads nowhere that it could not go from here.
        }
        int node = nodes.size();
        Integer known =
                numbers.putIfAbsent(new Key(shell.state().id(), shell.world().id(), work.id(), budget), node);
        if (known != null) {
            return known;
        }
        nodes.add(new Visited(shell.state(), shell.world(), work, budget, parent, ordinal));
        if (shell.state().isTerminal()) {
            ends.set(node);
        }
        if (nodes.size() > bound.cap()) {
            throw new IllegalStateException(
                    "bound \"" + bound.name() + "\" needs more than " + bound.cap() + " nodes: nothing is proved");
        }
        return node;
    }

    private Trace story(int node) {
        List<Integer> path = new ArrayList<>();
        for (Visited n = nodes.get(node); n.parent() >= 0; n = nodes.get(n.parent())) {
            path.add(0, n.ordinal());
        }
        return new Trace(context, bound, path);
    }

    private void hang() {
        if (!bound.rules().contains(Rule.HANG)) {
            return;
        }
        BitSet reaching = ways.reaching(ends);
        int stuck = reaching.nextClearBit(0);
        if (stuck < nodes.size()) {
            Visited at = nodes.get(stuck);
            String where = at.state().node() + " with " + at.work().work() + " and timers "
                    + at.state().agenda().timers().keySet();
            violation = Optional.of(new Violation(
                    Rule.HANG, "nothing leads on from " + where, story(stuck).lines()));
        }
    }

    /** I12 on a sample of the paths. */
    private void folds() {
        int every = Math.max(1, nodes.size() / 50);
        for (int node = 0; node < nodes.size() && violation.isEmpty(); node += every) {
            Trace story = story(node);
            StateNode folded = context.states().node(context.workflow().fold(story.events()));
            if (folded.id() != nodes.get(node).state().id()) {
                violation = Optional.of(new Violation(Rule.FOLD, "fold differs from live", story.lines()));
            }
        }
    }

    private Set<StageGraph.Edge> edges() {
        Set<StageGraph.Edge> edges = new LinkedHashSet<>();
        for (StageGraph.Edge edge : StageGraph.EDGES) {
            if (context.states().ways().contains(List.of(edge.from(), edge.to()))) {
                edges.add(edge);
            }
        }
        return edges;
    }
}
