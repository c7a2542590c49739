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

    /** Nobody in particular, the author, and everybody whom a bound names. */
    private static final List<String> ANYBODY = List.of("", "author", "alice", "bob", "stranger");

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
            // Anybody's, or that of each actor whom it names.
            List<String> actors = possibility.actors().isEmpty() ? ANYBODY : possibility.actors();
            List<String> said = actors.stream().map(actor -> name + actor).toList();
            for (String one : said) {
                Command command = commands.remove(one);
                if (command != null && accepts(workflow, state, command) != possibility.allowed()) {
                    findings.add(wrong(state, "is wrong about a command: " + possibility));
                }
            }
        }
        // To approve twice changes nothing, so it is accepted and not offered.
        commands.values().removeIf(left -> repeats(workflow, state, left));
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
                        say(commands, "proceed " + action + id, new Command.Proceed(id, action));
                    }
                    say(commands, "withdraw" + id, new Command.Withdraw(id));
                });
        return commands;
    }

    private static void say(Map<String, Command> commands, String name, Command command) {
        for (String actor : ANYBODY) {
            commands.put(
                    name + actor,
                    actor.isEmpty() ? command : command.from(new Command.Origin(actor, ExplorationCase.NOW)));
        }
    }

    private static boolean repeats(Workflow workflow, DeploymentState state, Command command) {
        List<DeploymentEvent> events =
                workflow.decide(state, new Input.Commanded("asked", command), ExplorationCase.NOW);
        return events.size() == 1
                && command instanceof Command.Proceed
                && command.origin().isPresent()
                && events.get(0) instanceof ProgressEvent.CommandAnswered answer
                && answer.accepted();
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
