package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import java.util.Collection;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/** Everything that one exploration shares: what never changes, and what is kept once. */
final class ExplorationContext {
    private final ExplorationCase scenario;
    private final States states;
    private final ModelCalls calls;
    private final ExplorerOracle oracle;
    private final Map<WorldFacts, ModelWorld> worlds = new HashMap<>();
    private final Map<WorkInFlight, WorkInFlight.Kept> works = new HashMap<>();

    ExplorationContext(Workflow workflow, ExplorationCase scenario, StateCheck check) {
        this.scenario = scenario;
        this.states = new States(workflow, check);
        this.calls = new ModelCalls(scenario);
        this.oracle = new ExplorerOracle(scenario);
    }

    ExplorationCase scenario() {
        return scenario;
    }

    States states() {
        return states;
    }

    Workflow workflow() {
        return states.workflow();
    }

    ModelCalls calls() {
        return calls;
    }

    ExplorerOracle oracle() {
        return oracle;
    }

    /** The moment after the deployment was ordered. */
    ExplorerShell begin() {
        ExplorerShell shell = new ExplorerShell(
                this,
                states.node(DeploymentState.initial()),
                world(scenario.start()),
                new WorkInFlight(Set.of(), Set.of(), Set.of()));
        shell.deliver(new Input.Ordered(ExplorationCase.DEPLOYMENT, scenario.spec()));
        return shell;
    }

    ModelWorld world(WorldFacts facts) {
        ModelWorld known = worlds.get(facts);
        if (known == null) {
            known = new ModelWorld(facts, worlds.size(), new HashMap<>(), new HashMap<>());
            worlds.put(facts, known);
        }
        return known;
    }

    WorkInFlight.Kept work(
            Collection<PendingCall> active, Collection<SentChange> withdrawn, Collection<SentChange> late) {
        WorkInFlight work = new WorkInFlight(ordered(active), ordered(withdrawn), ordered(late));
        WorkInFlight.Kept known = works.get(work);
        if (known == null) {
            known = new WorkInFlight.Kept(work, works.size());
            works.put(work, known);
        }
        return known;
    }

    private static <T> Set<T> ordered(Collection<T> values) {
        return values.isEmpty() ? Set.of() : Collections.unmodifiableSet(new LinkedHashSet<>(values));
    }
}
