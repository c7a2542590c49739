package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.state.StageGraph;
import java.time.Duration;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
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
    private final Kit kit;
    private final NodeTable nodes = new NodeTable();
    private final List<StateNode> states = new ArrayList<>();
    private final List<ModelWorld> worlds = new ArrayList<>();
    private final List<WorkInFlight> works = new ArrayList<>();
    private final Ways ways = new Ways();
    private final BitSet ends = new BitSet();
    private Optional<Violation> violation = Optional.empty();
    private long transitions;
    private int depth;

    private Explorer(Workflow workflow, Bound bound) {
        this.bound = bound;
        this.kit = new Kit(workflow, new ExplorationCase(bound));
    }

    /**
     * Searches the bound with the workflow as it is.
     *
     * @throws IllegalStateException if the cap was reached
     */
    public static Exploration explore(Bound bound) {
        return explore(Workflow.standard(), bound);
    }

    /**
     * Searches the bound with another workflow.
     *
     * @throws IllegalStateException if the cap was reached
     */
    public static Exploration explore(Workflow workflow, Bound bound) {
        return new Explorer(workflow, bound).search();
    }

    private Exploration search() {
        long begun = System.nanoTime();
        add(kit.begin(), bound.budget(), -1, 0);
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
                bound.name(), nodes.size(), kit.states().size(), transitions, edges(), depth, time, violation);
    }

    private void expand(int node) {
        int[] ordinal = {0};
        WorkInFlight work = works.get(nodes.work(node));
        Moves.from(
                kit,
                states.get(nodes.state(node)),
                worlds.get(nodes.world(node)),
                work,
                nodes.budget(node),
                (move, ordinary, budget, shell) -> take(node, ordinal[0]++, ordinary, budget, shell));
    }

    private void take(int node, int ordinal, boolean ordinary, int budget, ExplorerShell shell) {
        Optional<Finding> finding = shell.findings().stream()
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
        keep(states, shell.state().id(), shell.state());
        keep(worlds, shell.world().id(), shell.world());
        keep(works, work.id(), work.work());
        if (parent >= 0
                && nodes.state(parent) == shell.state().id()
                && nodes.world(parent) == shell.world().id()
                && nodes.work(parent) == work.id()) {
            return parent; // What only costs the adversary something leads nowhere that it could not go from here.
        }
        int known = nodes.size();
        int node = nodes.add(shell.state().id(), shell.world().id(), work.id(), budget, parent, ordinal);
        if (node == known) {
            if (shell.state().isTerminal()) {
                ends.set(node);
            }
            if (nodes.size() > bound.cap()) {
                throw new IllegalStateException(
                        "bound \"" + bound.name() + "\" needs more than " + bound.cap() + " nodes: nothing is proved");
            }
        }
        return node;
    }

    private static <T> void keep(List<T> kept, int id, T value) {
        while (kept.size() <= id) {
            kept.add(value);
        }
        kept.set(id, value);
    }

    private Trace story(int node) {
        List<Integer> path = new ArrayList<>();
        for (int n = node; nodes.parent(n) >= 0; n = nodes.parent(n)) {
            path.add(0, nodes.ordinal(n));
        }
        return new Trace(kit, bound, path);
    }

    private void hang() {
        if (!bound.rules().contains(Rule.HANG)) {
            return;
        }
        BitSet reaching = ways.reaching(ends, nodes.size());
        int stuck = reaching.nextClearBit(0);
        if (stuck < nodes.size()) {
            String where = states.get(nodes.state(stuck)).node() + " with "
                    + works.get(nodes.work(stuck)) + " and timers "
                    + states.get(nodes.state(stuck)).agenda().timers().keySet();
            violation = Optional.of(new Violation(
                    Rule.HANG, "nothing leads on from " + where, story(stuck).lines()));
        }
    }

    /** I12 on a sample of the paths. */
    private void folds() {
        int every = Math.max(1, nodes.size() / 50);
        for (int node = 0; node < nodes.size() && violation.isEmpty(); node += every) {
            Trace story = story(node);
            if (kit.states().node(kit.workflow().fold(story.events())) != states.get(nodes.state(node))) {
                violation = Optional.of(new Violation(Rule.FOLD, "fold differs from live", story.lines()));
            }
        }
    }

    private Set<StageGraph.Edge> edges() {
        Set<StageGraph.Edge> edges = new LinkedHashSet<>();
        for (StageGraph.Edge edge : StageGraph.EDGES) {
            if (kit.states().ways().contains(List.of(edge.from(), edge.to()))) {
                edges.add(edge);
            }
        }
        return edges;
    }
}
