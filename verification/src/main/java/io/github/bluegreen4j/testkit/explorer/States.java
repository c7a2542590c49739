package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.decide.Invariant;
import io.github.bluegreen4j.workflow.decide.Invariants;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Node;
import io.github.bluegreen4j.workflow.state.Running;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Every state of the deployment that was reached, kept once, and what the workflow decided in it. */
final class States {
    private static final List<Input> AFTER_THE_END = List.of(
            new Input.TurnCame(),
            new Input.Superseded(new DeploymentId("d9")),
            new Input.Resumed(ExplorationCase.NOW),
            new Input.Commanded("late-1", new Command.RollBack("too late")),
            new Input.Commanded("late-2", new Command.Abort("too late")),
            new Input.Commanded("late-3", new Command.SkipBake()),
            new Input.Commanded("late-4", new Command.Proceed("x", TimeoutAction.CONTINUE)));

    private final Workflow workflow;
    private final StateCheck check;
    private final Quotient quotient = new Quotient();
    private final DecisionRules rules;
    private final Map<DeploymentState, StateNode> nodes = new HashMap<>();
    private final Set<List<Node>> ways = new HashSet<>();
    private int unexplainedStates;

    States(Workflow workflow, StateCheck check) {
        this.workflow = workflow;
        this.check = check;
        this.rules = new DecisionRules(workflow, ways);
    }

    Workflow workflow() {
        return workflow;
    }

    int size() {
        return nodes.size();
    }

    /** How many states have no explanation, or one that the workflow contradicts. */
    int unexplained() {
        return unexplainedStates;
    }

    /** The ways from node to node that were taken. */
    Set<List<Node>> ways() {
        return ways;
    }

    /** What no later decision depends on is forgotten, and the rest is kept once. */
    StateNode node(DeploymentState raw) {
        DeploymentState state = quotient.of(raw);
        StateNode known = nodes.get(state);
        if (known == null) {
            known = new StateNode(state, nodes.size(), workflow.agenda(state), findings(raw), new HashMap<>(8));
            nodes.put(state, known);
        }
        return known;
    }

    private List<ExplorationFinding> findings(DeploymentState raw) {
        List<ExplorationFinding> findings = new ArrayList<>();
        Agenda agenda = workflow.agenda(raw);
        for (Invariant invariant : Invariants.ALL) {
            if (!invariant.holds().test(raw, agenda)) {
                findings.add(new ExplorationFinding(Rule.INVARIANT, invariant.name()));
            }
        }
        raw.running().map(Running::pendingWork).ifPresent(pendingWork -> {
            for (Effect effect : pendingWork.waiting().keySet()) {
                boolean withheld = effect.resource().flatMap(pendingWork::on).isPresent();
                if (!agenda.effects().contains(effect) && !withheld) {
                    findings.add(new ExplorationFinding(Rule.SHOWN, effect + " is not in the agenda of " + raw.node()));
                }
            }
        });
        List<ExplorationFinding> unexplained = ExplanationRules.broken(workflow, raw);
        unexplainedStates += unexplained.isEmpty() ? 0 : 1;
        findings.addAll(unexplained);
        findings.addAll(check.findings(workflow, raw));
        if (raw.status().isTerminal()) {
            for (Input input : AFTER_THE_END) {
                List<DeploymentEvent> events = workflow.decide(raw, input, ExplorationCase.NOW);
                if (!events.isEmpty()) {
                    findings.add(new ExplorationFinding(Rule.TERMINAL, input + " after the end led to " + events));
                }
            }
        }
        return List.copyOf(findings);
    }

    Decided decide(StateNode from, Input input) {
        Decided known = from.decided().get(input);
        if (known == null) {
            known = made(from, input);
            from.decided().put(input, known);
        }
        return known;
    }

    private Decided made(StateNode from, Input input) {
        List<DeploymentEvent> events = workflow.decide(from.state(), input, ExplorationCase.NOW);
        List<ExplorationFinding> findings = new ArrayList<>();
        DeploymentState state = rules.fold(from.state(), events, findings);
        rules.commands(from.state(), input, events, findings);
        if (events.isEmpty()) {
            return new Decided(events, from, List.copyOf(findings));
        }
        rules.duplicates(state, input, findings);
        return new Decided(events, node(state), List.copyOf(findings));
    }
}
