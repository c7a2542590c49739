package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.Node;
import io.github.bluegreen4j.workflow.state.StageGraph;
import io.github.bluegreen4j.workflow.state.Watching;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** The rules that one decision can break. */
final class DecisionRules {
    private static final Set<Node> BEFORE_CLEAN_UP = EnumSet.range(Node.PENDING, Node.BAKE_TIME);

    private final Workflow workflow;
    private final Set<List<Node>> ways;

    DecisionRules(Workflow workflow, Set<List<Node>> ways) {
        this.workflow = workflow;
        this.ways = ways;
    }

    /** Event by event: edges of the stage graph, changes of status, one end only. */
    DeploymentState fold(DeploymentState from, List<DeploymentEvent> events, List<ExplorationFinding> findings) {
        DeploymentState state = from;
        for (DeploymentEvent event : events) {
            DeploymentState next = workflow.evolve(state, event);
            if (event instanceof ProgressEvent.InvariantBroken broken) {
                findings.add(new ExplorationFinding(Rule.REPAIR, broken.toString()));
            }
            if (state.status().isTerminal()) {
                findings.add(new ExplorationFinding(Rule.TERMINAL, "after the end came " + event));
            }
            if (next.node() != state.node()) {
                ways.add(List.of(state.node(), next.node()));
                if (!StageGraph.allows(state.node(), next.node())) {
                    findings.add(new ExplorationFinding(Rule.EDGE, "from " + state.node() + " to " + next.node()));
                }
            }
            if (event instanceof ProgressEvent.StageEntered && isWithoutEvidence(state)) {
                findings.add(new ExplorationFinding(Rule.EVIDENCE, "with the answer unknown, " + event));
            }
            boolean changes = next.status() != state.status();
            if (changes && !state.status().next().contains(next.status())) {
                findings.add(new ExplorationFinding(Rule.STATUS, "from " + state.status() + " to " + next.status()));
            }
            state = next;
        }
        return state;
    }

    /** Whether a step ends in which both revisions serve, and nothing says that green is not worse. */
    private static boolean isWithoutEvidence(DeploymentState state) {
        if (!(state instanceof Forward forward) || forward.node() != Node.PRODUCTION_TRAFFIC_SHIFT) {
            return false;
        }
        AnalysisPolicy policy = forward.run().spec().analysis();
        Watching watching = forward.run().watching();
        return policy.enabled()
                && policy.gate()
                && forward.stage().greenShare().tenths() < 1000
                && watching.condition(Watch.ANALYSIS) != Watch.Condition.GOOD
                && !(watching.comparison().waived() && policy.afterLimit() == TimeoutAction.CONTINUE);
    }

    /** I5: what an operator asks for before CLEAN_UP is done. */
    void commands(DeploymentState from, Input input, List<DeploymentEvent> events, List<ExplorationFinding> findings) {
        boolean answeredBefore = input instanceof Input.Commanded commanded
                && from.running()
                        .map(run -> run.answered().contains(commanded.commandId()))
                        .orElse(true);
        boolean promises = events.stream()
                .anyMatch(event -> event instanceof ProgressEvent.CommandAnswered answer && answer.accepted());
        boolean pause = input instanceof Input.Commanded commanded && commanded.command() instanceof Command.Proceed;
        if (pause && promises && from.node() == Node.CLOSING) {
            findings.add(new ExplorationFinding(Rule.COMMAND, "a pause was continued of a deployment that is ending"));
        }
        if (!BEFORE_CLEAN_UP.contains(from.node()) || answeredBefore) {
            return;
        }
        if (from.running().filter(run -> run.spec().kept().isPresent()).isPresent()) {
            keeping(from, input, events, findings);
            return;
        }
        boolean stop = input instanceof Input.Superseded
                || (input instanceof Input.Commanded commanded && commanded.command() instanceof Command.Abort);
        boolean back = input instanceof Input.Commanded commanded && commanded.command() instanceof Command.RollBack;
        boolean stops = events.stream()
                .anyMatch(event -> event instanceof ProgressEvent.ClosingStarted closing
                        && closing.end() == DeploymentStatus.STOPPED);
        boolean rollsBack = events.stream().anyMatch(ProgressEvent.RollbackStarted.class::isInstance);
        if (stop && !stops) {
            findings.add(new ExplorationFinding(Rule.COMMAND, "a stop in " + from.node() + " was lost"));
        }
        if (back && !(from.node() == Node.PENDING ? stops : rollsBack)) {
            findings.add(new ExplorationFinding(Rule.COMMAND, "a rollback in " + from.node() + " was lost"));
        }
    }

    /**
     * What an operator or another deployment asks of an order that keeps a revision. Once its wait is over, only an abort counts, and until
     * the service was inspected an undo.
     */
    private static void keeping(
            DeploymentState from, Input input, List<DeploymentEvent> events, List<ExplorationFinding> findings) {
        Optional<Command> command =
                input instanceof Input.Commanded commanded ? Optional.of(commanded.command()) : Optional.empty();
        boolean back = command.filter(Command.RollBack.class::isInstance).isPresent();
        boolean early =
                command.filter(Command.SkipBake.class::isInstance).isPresent() || input instanceof Input.Superseded;
        Optional<ProgressEvent.KeepingEnded.Why> why = events.stream()
                .filter(ProgressEvent.KeepingEnded.class::isInstance)
                .map(event -> ((ProgressEvent.KeepingEnded) event).why())
                .findFirst();
        boolean undoes = why.equals(Optional.of(ProgressEvent.KeepingEnded.Why.UNDO));
        boolean stops = events.stream().anyMatch(ProgressEvent.ClosingStarted.class::isInstance);
        if (command.filter(Command.Abort.class::isInstance).isPresent() && !stops) {
            findings.add(new ExplorationFinding(Rule.COMMAND, "a stop in " + from.node() + " was lost"));
        }
        boolean isUntouched = from.node() == Node.PENDING
                && from.running().filter(run -> run.spec().isKeeping()).isPresent();
        boolean ends = from.isKeeping() ? back || early : back && isUntouched;
        boolean isWrong = (ends != why.isPresent() && (back || early)) || (undoes && !back) || (ends && back != undoes);
        if (isWrong) {
            findings.add(new ExplorationFinding(
                    Rule.COMMAND,
                    input + (from.isKeeping() ? " while it keeps" : " afterwards") + " led to " + events));
        }
    }

    /**
     * I12: the same input again. Left out are notes, which are no facts, and the outcome of work that is wanted anew: a
     * second one would be about the new work, and an engine runs one script of it at a time.
     */
    void duplicates(DeploymentState state, Input input, List<ExplorationFinding> findings) {
        boolean wantedAnew = input instanceof Input.EffectEnded ended
                && workflow.agenda(state).effects().contains(ended.effect());
        if (wantedAnew || input instanceof Input.EffectNoted || input instanceof Input.Resumed) {
            return;
        }
        List<DeploymentEvent> again = workflow.decide(state, input, ExplorationCase.NOW);
        if (!again.isEmpty()) {
            findings.add(new ExplorationFinding(Rule.DUPLICATE, input + " again led to " + again));
        }
    }
}
