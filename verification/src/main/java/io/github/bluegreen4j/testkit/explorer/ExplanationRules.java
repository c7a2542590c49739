package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.report.Explanation;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.explain.Explainer;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.HookRun;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the explanation of a state must say, checked against the workflow. */
final class ExplanationRules {
    private static final ServiceRef NOBODY = new ServiceRef("cluster", "service");

    private ExplanationRules() {}

    static List<ExplorationFinding> broken(Workflow workflow, DeploymentState state) {
        Explanation explanation = Explainer.of(
                workflow,
                ExplorationCase.DEPLOYMENT,
                state.running().map(run -> run.spec().service()).orElse(NOBODY),
                state,
                new Explainer.Context(Optional.empty(), Map.of(), List.of()));
        List<ExplorationFinding> findings = new ArrayList<>();
        boolean ended = state.status().isTerminal();
        boolean accepted = state.running().isPresent();
        if (explanation.waits().isEmpty() != ended) {
            findings.add(wrong(state, "waits for " + explanation.waits()));
        }
        if (accepted && explanation.deadlines().isEmpty() != ended) {
            findings.add(wrong(state, "has the deadlines " + explanation.deadlines()));
        }
        for (Explanation.Wait wait : explanation.waits()) {
            boolean endless = accepted && wait.until().isEmpty();
            if (endless || wait.what().isBlank() || wait.unblock().isBlank()) {
                findings.add(wrong(state, "does not say how this wait ends: " + wait));
            }
        }
        Map<String, Command> commands = commands(state);
        for (Explanation.Possibility possibility : explanation.commands()) {
            String name = possibility.command() + possibility.hookId().orElse("");
            Command command = commands.remove(name);
            if (command != null && accepts(workflow, state, command) != possibility.allowed()) {
                findings.add(wrong(state, "is wrong about a command: " + possibility));
            }
        }
        for (Command left : commands.values()) {
            if (accepts(workflow, state, left)) {
                findings.add(wrong(state, "does not list a command that is accepted: " + left));
            }
        }
        return findings;
    }

    private static ExplorationFinding wrong(DeploymentState state, String what) {
        return new ExplorationFinding(Rule.EXPLAINED, "the explanation of " + state.node() + " " + what);
    }

    /** Every command that somebody could give, by the name that the explanation has for it. */
    private static Map<String, Command> commands(DeploymentState state) {
        Map<String, Command> commands = new LinkedHashMap<>();
        commands.put("rollBack", new Command.RollBack("why"));
        commands.put("abort", new Command.Abort("why"));
        commands.put("skipBake", new Command.SkipBake());
        state.running().stream()
                .map(run -> run.hooks().values())
                .flatMap(Collection::stream)
                .map(HookRun::execution)
                .forEach(execution -> {
                    String id = execution.executionId(ExplorationCase.DEPLOYMENT);
                    for (TimeoutAction action : TimeoutAction.values()) {
                        commands.put("proceed " + action + id, new Command.Proceed(id, action));
                    }
                });
        return commands;
    }

    private static boolean accepts(Workflow workflow, DeploymentState state, Command command) {
        for (DeploymentEvent event :
                workflow.decide(state, new Input.Commanded("asked", command), ExplorationCase.NOW)) {
            if (event instanceof ProgressEvent.CommandAnswered answer) {
                return answer.accepted();
            }
        }
        return false;
    }
}
