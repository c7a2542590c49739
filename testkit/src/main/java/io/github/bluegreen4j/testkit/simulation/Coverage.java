package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.testkit.fault.Fault;
import io.github.bluegreen4j.workflow.state.Node;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Counts what has occurred in the runs of a campaign. A campaign proves nothing about what never occurred. */
final class Coverage {
    /** The stages in which faults must occur. Before the order is journaled and after the end there are no calls. */
    private static final Set<Node> NODES = EnumSet.range(Node.PENDING, Node.CLOSING);

    private final Map<Fault, Map<Node, Long>> faults = new EnumMap<>(Fault.class);
    private final Map<Circumstance, Long> circumstances = new EnumMap<>(Circumstance.class);
    private final Map<DeploymentStatus, Long> ends = new EnumMap<>(DeploymentStatus.class);
    private final Map<RollbackCause, Long> causes = new EnumMap<>(RollbackCause.class);

    void watch(Simulation simulation) {
        simulation.onMet(circumstance -> circumstances.merge(circumstance, 1L, Long::sum));
        simulation.onStrike(fault -> simulation
                .oracle()
                .running()
                .ifPresent(record -> faults.computeIfAbsent(fault, none -> new EnumMap<>(Node.class))
                        .merge(record.state().node(), 1L, Long::sum)));
    }

    void ended(Simulation simulation) {
        for (DeploymentRecord record : simulation.records()) {
            ends.merge(record.status(), 1L, Long::sum);
            record.cause().ifPresent(cause -> causes.merge(cause, 1L, Long::sum));
        }
    }

    /** Returns how many deployments ended in each status. */
    Map<DeploymentStatus, Long> ends() {
        return Collections.unmodifiableMap(ends);
    }

    Map<RollbackCause, Long> causes() {
        return Collections.unmodifiableMap(causes);
    }

    /** Returns how many pairs of a fault and a stage have occurred, out of all pairs. */
    String pairs() {
        long seen = faults.values().stream()
                .mapToLong(
                        nodes -> nodes.keySet().stream().filter(NODES::contains).count())
                .sum();
        return seen + " of " + Fault.values().length * NODES.size();
    }

    /** Returns how often each circumstance was met while a deployment ran. */
    Map<Circumstance, Long> circumstances() {
        return circumstances;
    }

    /** Returns what has never occurred, in words. */
    List<String> missing() {
        List<String> missing = new ArrayList<>();
        for (Fault fault : Fault.values()) {
            for (Node node : NODES) {
                if (!faults.getOrDefault(fault, Map.of()).containsKey(node)) {
                    missing.add(fault + " in " + node);
                }
            }
        }
        for (Circumstance circumstance : Circumstance.values()) {
            if (!circumstances.containsKey(circumstance)) {
                missing.add(circumstance.meaning());
            }
        }
        for (DeploymentStatus status : DeploymentStatus.values()) {
            if (status.isTerminal() && !ends.containsKey(status)) {
                missing.add("an end in " + status);
            }
        }
        for (RollbackCause cause : RollbackCause.values()) {
            // The workflow never has to repair its own decision; the oracle ends a run in which it does.
            if (cause != RollbackCause.INVARIANT_BROKEN && !causes.containsKey(cause)) {
                missing.add("a rollback because of " + cause);
            }
        }
        return List.copyOf(missing);
    }
}
