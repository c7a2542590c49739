package io.github.bluegreen4j.workflow.state;

import static io.github.bluegreen4j.workflow.state.Node.*;

import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.TrafficStrategy;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The blue/green workflow as data: the nodes, and every edge with its condition. The plan of a deployment is a path
 * through this graph, the workflow moves only along its edges, and the diagram in the documentation is generated from
 * it.
 */
public final class StageGraph {

    /**
     * A transition from one node to another.
     *
     * @param from where it starts
     * @param to where it ends
     * @param opens its condition, as text
     */
    public record Edge(Node from, Node to, String opens) {}

    private static final String HOOKS = "hooks succeeded";

    /** The edges of the way forward, in order; the two stages of a production step repeat. */
    private static final List<Edge> FORWARD = List.of(
            new Edge(NOT_STARTED, PENDING, "accepted"),
            new Edge(PENDING, RECONCILE_SERVICE, "its turn, and more than one revision or a split production"),
            new Edge(PENDING, PRE_SCALE_UP, "its turn, and one revision serves"),
            new Edge(RECONCILE_SERVICE, PRE_SCALE_UP, "one revision serves, idle group empty, " + HOOKS),
            new Edge(PRE_SCALE_UP, SCALE_UP, HOOKS),
            new Edge(SCALE_UP, POST_SCALE_UP, "scale-in suspended, green steady and healthy at its floor"),
            new Edge(POST_SCALE_UP, TEST_TRAFFIC_SHIFT, HOOKS),
            new Edge(TEST_TRAFFIC_SHIFT, POST_TEST_TRAFFIC_SHIFT, "test route on green and settled, " + HOOKS),
            new Edge(POST_TEST_TRAFFIC_SHIFT, PRE_PRODUCTION_TRAFFIC_SHIFT, HOOKS),
            new Edge(PRE_PRODUCTION_TRAFFIC_SHIFT, PRODUCTION_TRAFFIC_SHIFT, HOOKS),
            new Edge(
                    PRODUCTION_TRAFFIC_SHIFT,
                    PRE_PRODUCTION_TRAFFIC_SHIFT,
                    "every production route at the step's weight and settled, " + HOOKS
                            + ", step bake over, with analysis green not worse than blue"),
            new Edge(
                    PRODUCTION_TRAFFIC_SHIFT,
                    POST_PRODUCTION_TRAFFIC_SHIFT,
                    "every production route all on green and settled, " + HOOKS),
            new Edge(POST_PRODUCTION_TRAFFIC_SHIFT, BAKE_TIME, HOOKS),
            new Edge(BAKE_TIME, CLEAN_UP, "bake over, and one fresh reading shows production safe on green"),
            new Edge(CLEAN_UP, CLOSING, "blue retired, or out of time"));

    private static final List<Edge> BACK = List.of(
            new Edge(
                    RESTORE_PRODUCTION,
                    RESTORE_TEST,
                    "every production route all on blue, gone or forwarding elsewhere"),
            new Edge(RESTORE_PRODUCTION, RETIRE_GREEN, "the same, without a test route"),
            new Edge(RESTORE_PRODUCTION, CLOSING, "out of time"),
            new Edge(
                    RESTORE_TEST,
                    RESTORE_PRODUCTION,
                    "a reading shows weight on green, or a late write could arrive unseen"),
            new Edge(RESTORE_TEST, RETIRE_GREEN, "test route all on blue, gone or forwarding elsewhere"),
            new Edge(RESTORE_TEST, CLOSING, "out of time"),
            new Edge(
                    RETIRE_GREEN,
                    RESTORE_PRODUCTION,
                    "a reading shows weight on green, or a late write could arrive unseen"),
            new Edge(RETIRE_GREEN, CLOSING, "green retired and hooks called, or out of time"),
            new Edge(CLOSING, SUCCESSFUL, "released and quiet"),
            new Edge(CLOSING, STOPPED, "released and quiet"),
            new Edge(CLOSING, ROLLBACK_SUCCESSFUL, "released and quiet"),
            new Edge(CLOSING, ROLLBACK_FAILED, "released and quiet"));

    private static final Set<Node> REVERSIBLE =
            Collections.unmodifiableSet(EnumSet.range(RECONCILE_SERVICE, BAKE_TIME));

    /** Every edge. */
    public static final List<Edge> EDGES = Stream.of(
                    FORWARD.stream(),
                    Stream.of(Node.values())
                            .filter(REVERSIBLE::contains)
                            .map(node -> new Edge(node, RESTORE_PRODUCTION, "any cause of rollback")),
                    Stream.concat(Stream.of(PENDING), Stream.of(Node.values()).filter(REVERSIBLE::contains))
                            .map(node -> new Edge(node, CLOSING, "stopped")),
                    BACK.stream())
            .flatMap(edges -> edges)
            .toList();

    private static final Map<Node, Set<Node>> ALLOWED = allowed();

    private static Map<Node, Set<Node>> allowed() {
        Map<Node, Set<Node>> allowed = new EnumMap<>(Node.class);
        for (Edge edge : EDGES) {
            allowed.computeIfAbsent(edge.from(), EnumSet::of).add(edge.to());
        }
        // A deployment that was refused before anything was touched may be ordered again under its id: it begins anew.
        allowed.computeIfAbsent(STOPPED, EnumSet::of).add(PENDING);
        return allowed;
    }

    private StageGraph() {}

    /**
     * {@return whether there is an edge between two nodes; always true for a node and itself}
     *
     * @param from the first node
     * @param to the second node
     */
    public static boolean allows(Node from, Node to) {
        return from == to || ALLOWED.getOrDefault(from, Set.of()).contains(to);
    }

    public static boolean canRollBack(Node node) {
        return REVERSIBLE.contains(node);
    }

    /**
     * Computes the plan of a deployment: the path along the way forward for its specification.
     *
     * @param spec the specification
     * @param reconcile whether an earlier deployment left something to reconcile
     * @return the stages in order
     */
    public static List<PlannedStage> plan(DeploymentSpec spec, boolean reconcile) {
        if (spec.isRecovery()) {
            return List.of(new PlannedStage(LifecycleStage.RECONCILE_SERVICE, 0, Percent.ZERO, Duration.ZERO));
        }
        List<PlannedStage> plan = new ArrayList<>();
        Node node = reconcile ? RECONCILE_SERVICE : PRE_SCALE_UP;
        List<TrafficStrategy.Step> steps = spec.strategy().steps();
        int step = 0;
        while (node != CLOSING) {
            LifecycleStage stage = LifecycleStage.valueOf(node.name());
            if (stage == LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT) {
                step++;
            }
            boolean repeated = stage == LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT
                    || stage == LifecycleStage.PRODUCTION_TRAFFIC_SHIFT;
            boolean shifted = stage.compareTo(LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT) > 0;
            Percent share = step == 0
                    ? Percent.ZERO
                    : shifted
                            ? steps.get(step - 1).share()
                            : step == 1 ? Percent.ZERO : steps.get(step - 2).share();
            Duration bake = stage == LifecycleStage.BAKE_TIME
                    ? spec.bakeTime()
                    : stage == LifecycleStage.PRODUCTION_TRAFFIC_SHIFT
                            ? steps.get(step - 1).bake()
                            : Duration.ZERO;
            plan.add(new PlannedStage(stage, repeated ? step : 0, share, bake));
            node = next(node, step < steps.size());
        }
        return List.copyOf(plan);
    }

    private static Node next(Node node, boolean moreSteps) {
        for (Edge edge : FORWARD) {
            boolean leads = edge.from() == node
                    && (node != PRODUCTION_TRAFFIC_SHIFT || (edge.to() == PRE_PRODUCTION_TRAFFIC_SHIFT) == moreSteps);
            if (leads) {
                return edge.to();
            }
        }
        throw new IllegalStateException("the way forward ends at " + node);
    }
}
