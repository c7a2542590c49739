package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.console.StatePages;
import io.github.bluegreen4j.engine.Snapshots;
import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.HookRun;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The console's page of every state: it can be made, and its buttons are the commands that the workflow accepts. */
final class PageRules implements StateCheck {
    /** The author, and everybody whom a bound names. */
    private static final List<String> ANYBODY = List.of("author", "alice", "bob", "stranger");

    @Override
    public List<ExplorationFinding> findings(Workflow workflow, DeploymentState state) {
        if (state.running().isEmpty()) {
            return List.of(); // It is in no journal.
        }
        List<DeploymentEvent> events = List.of(new ProgressEvent.DeploymentCreated(
                ExplorationCase.NOW,
                ExplorationCase.DEPLOYMENT,
                state.running().get().spec(),
                Optional.empty()));
        boolean dependsOnWho = state.running().get().spec().hooks().stream()
                .anyMatch(hook -> hook.approvals().isPresent());
        List<ExplorationFinding> findings = new ArrayList<>();
        for (String actor : dependsOnWho ? ANYBODY : List.of("alice")) {
            finding(workflow, state, events, actor).ifPresent(findings::add);
        }
        return findings;
    }

    private static Optional<ExplorationFinding> finding(
            Workflow workflow, DeploymentState state, List<DeploymentEvent> events, String actor) {
        Set<String> accepted = new TreeSet<>();
        commands(state).forEach((name, command) -> {
            if (accepts(workflow, state, command.from(new Command.Origin(actor, ExplorationCase.NOW)))) {
                accepted.add(name);
            }
        });
        try {
            Set<String> offered = StatePages.commands(Snapshots.of(state, ExplorationCase.NOW), events, actor);
            return offered.equals(accepted)
                    ? Optional.empty()
                    : Optional.of(new ExplorationFinding(
                            Rule.PAGE,
                            "the page of " + state.node() + " offers " + actor + " " + offered + ", accepted are "
                                    + accepted));
        } catch (RuntimeException failed) {
            return Optional.of(new ExplorationFinding(Rule.PAGE, "the page of " + state.node() + " fails: " + failed));
        }
    }

    /** Every command that somebody could give, by its name on the page. */
    private static Map<String, Command> commands(DeploymentState state) {
        Map<String, Command> commands = new TreeMap<>();
        commands.put("rollback", new Command.RollBack("why"));
        commands.put("abort", new Command.Abort("why"));
        commands.put("skip-bake", new Command.SkipBake());
        for (HookRun hook : state.running().orElseThrow().hooks().values()) {
            String id = hook.execution().executionId(ExplorationCase.DEPLOYMENT);
            commands.put("continue" + id, new Command.Proceed(id, TimeoutAction.CONTINUE));
            commands.put("reject" + id, new Command.Proceed(id, TimeoutAction.ROLLBACK));
            commands.put("withdraw" + id, new Command.Withdraw(id));
        }
        return commands;
    }

    private static boolean accepts(Workflow workflow, DeploymentState state, Command command) {
        List<DeploymentEvent> events =
                workflow.decide(state, new Input.Commanded("asked", command), ExplorationCase.NOW);
        // To approve twice changes nothing, so it is accepted and not offered.
        boolean repeats = events.size() == 1
                && command instanceof Command.Proceed
                && command.origin().isPresent();
        return !repeats
                && events.stream()
                        .filter(ProgressEvent.CommandAnswered.class::isInstance)
                        .map(ProgressEvent.CommandAnswered.class::cast)
                        .findFirst()
                        .map(ProgressEvent.CommandAnswered::accepted)
                        .orElse(false);
    }
}
