package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackCause;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.decide.AutoAdvance;
import io.github.bluegreen4j.workflow.decide.Decision;
import io.github.bluegreen4j.workflow.decide.HookReactions;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.decide.Invariant;
import io.github.bluegreen4j.workflow.decide.Invariants;
import io.github.bluegreen4j.workflow.decide.Reactions;
import io.github.bluegreen4j.workflow.evolve.Evolution;
import io.github.bluegreen4j.workflow.evolve.HistoryRules;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.HookRunner;
import io.github.bluegreen4j.workflow.script.HookScript;
import io.github.bluegreen4j.workflow.script.Outcome;
import io.github.bluegreen4j.workflow.script.ReconcileRunner;
import io.github.bluegreen4j.workflow.script.ReconcileScript;
import io.github.bluegreen4j.workflow.script.Script;
import io.github.bluegreen4j.workflow.script.Step;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Forward;
import io.github.bluegreen4j.workflow.state.ImpossibleHistoryException;
import io.github.bluegreen4j.workflow.state.RollingBack;
import io.github.bluegreen4j.workflow.state.Running;
import io.github.bluegreen4j.workflow.state.StageGraph;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The blue/green workflow: three total functions over immutable values. It does no I/O, reads no clock and uses no
 * random numbers.
 *
 * <ul>
 *   <li>{@link #decide} returns the events that follow from a state and an input;
 *   <li>{@link #evolve} returns the state after an event;
 *   <li>{@link #agenda} returns what a state requires: work, timers and watches.
 * </ul>
 *
 * <p>Scripts do the work, one call at a time: see {@link #start} and {@link #resume}. Immutable and safe for use by
 * many threads.
 */
public final class Workflow {
    private final Guards guards;
    private final List<Invariant> invariants;
    private final boolean asks;

    /**
     * A workflow with other guards or invariants, for tests that prove that each of them is necessary.
     *
     * @param guards the rules
     * @param invariants checked after every decision; empty for none
     */
    public Workflow(Guards guards, List<Invariant> invariants) {
        this(guards, invariants, false);
    }

    private Workflow(Guards guards, List<Invariant> invariants, boolean asks) {
        this.guards = guards;
        this.invariants = List.copyOf(invariants);
        this.asks = asks;
    }

    /** {@return the same for an engine that has policies: they are asked before each write that gives green more weight} */
    public Workflow askingPolicies() {
        return new Workflow(guards, invariants, true);
    }

    /** {@return the workflow that production uses} */
    public static Workflow standard() {
        return new Workflow(Guards.STANDARD, Invariants.ALL);
    }

    /**
     * Decides what follows from an input. An input that does not belong to the state, or that repeats something
     * known, has no effect.
     *
     * @param state the current state
     * @param input what happened
     * @param at the current time. It is used only to compute the instants of timers and to date the events
     * @return the events, in order; empty if nothing follows
     */
    public List<DeploymentEvent> decide(DeploymentState state, Input input, Instant at) {
        return transition(state, input, at).map(Transition::events).orElse(List.of());
    }

    /**
     * Decides what follows from an input, and computes the new state and its agenda.
     *
     * @param state the current state
     * @param input what happened
     * @param at the current time
     * @return the events with the new state and its agenda; empty if nothing follows
     */
    public Optional<Transition> transition(DeploymentState state, Input input, Instant at) {
        return transition(state, agenda(state), input, at);
    }

    /**
     * Decides like {@link #transition(DeploymentState, Input, Instant)}, for a caller that has the agenda of the
     * state already.
     *
     * @param state the current state
     * @param agenda the agenda of that state
     * @param input what happened
     * @param at the current time
     * @return the events with the new state and its agenda; empty if nothing follows
     */
    public Optional<Transition> transition(DeploymentState state, Agenda agenda, Input input, Instant at) {
        Decision decision = input.accept(new Reactions(new Decision(guards, state, at), agenda));
        if (decision.events().isEmpty()) {
            return Optional.empty();
        }
        AutoAdvance.of(decision);
        decision.settle();
        Transition transition = transition(decision);
        List<String> broken = broken(decision, transition);
        return Optional.of(broken.isEmpty() ? transition : instead(state, input.toString(), at, broken));
    }

    private Transition transition(Decision decision) {
        return new Transition(decision.events(), decision.state(), agenda(decision.state()));
    }

    private List<String> broken(Decision decision, Transition transition) {
        List<String> broken = Invariants.broken(invariants, transition.state(), transition.agenda());
        if (!broken.isEmpty() || invariants.isEmpty()) {
            return broken;
        }
        return decision.stray().map(List::of).orElse(broken);
    }

    /**
     * The safe reaction to a defect of the engine itself: a rollback. If production is already being restored, or
     * cannot be restored any more, the deployment ends.
     *
     * @param state the current state
     * @param defect what went wrong
     * @param at the current time
     * @return the transition; empty if the deployment has ended or not started
     */
    public Optional<Transition> escape(DeploymentState state, String defect, Instant at) {
        boolean over = state.status().isTerminal() || state.running().isEmpty();
        return over ? Optional.empty() : Optional.of(instead(state, defect, at, List.of(defect)));
    }

    /** Replaces a decision that would break an invariant by the safe reaction. */
    private Transition instead(DeploymentState state, String input, Instant at, List<String> broken) {
        Decision decision = new Decision(guards, state, at);
        String reason = "invariant broken: " + String.join("; ", broken);
        decision.record(new ProgressEvent.InvariantBroken(at, broken, input));
        if (state instanceof RollingBack) {
            decision.close(DeploymentStatus.ROLLBACK_FAILED, reason);
        } else if (decision.isCleaningUp()) {
            decision.close(DeploymentStatus.STOPPED, reason);
        } else {
            decision.rollBack(RollbackCause.INVARIANT_BROKEN, reason);
        }
        AutoAdvance.of(decision);
        decision.settle();
        return transition(decision);
    }

    /**
     * {@return the state after an event}
     *
     * @param state the state before it
     * @param event the event
     */
    public DeploymentState evolve(DeploymentState state, DeploymentEvent event) {
        return Evolution.after(state, event);
    }

    /**
     * Computes the state after a whole journal, and verifies that an agenda follows from it.
     *
     * @param journal all events of a deployment, in order
     * @return the state after the last event
     * @throws ImpossibleHistoryException if an event contradicts those before it; nothing else is thrown, whatever
     *     the events are
     */
    public DeploymentState fold(Iterable<? extends DeploymentEvent> journal) {
        DeploymentState state = DeploymentState.initial();
        long version = 0;
        String last = "the beginning";
        for (DeploymentEvent event : journal) {
            version++;
            last = event.getClass().getSimpleName();
            state = follow(state, event, version, last);
        }
        try {
            agenda(state);
        } catch (RuntimeException contradiction) {
            throw new ImpossibleHistoryException(version, last, "nothing follows from the state after it");
        }
        return state;
    }

    private DeploymentState follow(DeploymentState before, DeploymentEvent event, long version, String name) {
        HistoryRules.problem(before, event).ifPresent(why -> {
            throw new ImpossibleHistoryException(version, name, why);
        });
        DeploymentState after;
        try {
            after = evolve(before, event);
            after.node();
        } catch (RuntimeException contradiction) { // the state does not have what the event is about
            throw new ImpossibleHistoryException(
                    version, name, "the deployment is at " + before.node() + " and lacks what it is about");
        }
        if (!StageGraph.allows(before.node(), after.node())) {
            throw new ImpossibleHistoryException(
                    version, name, "the stage graph has no edge from " + before.node() + " to " + after.node());
        }
        return after;
    }

    /**
     * {@return what a state requires: work, timers and watches}
     *
     * @param state the state
     */
    public Agenda agenda(DeploymentState state) {
        return Agenda.of(state);
    }

    /**
     * Starts a piece of work from the agenda of the state.
     *
     * @param state the current state
     * @param effect the work
     * @param now the current time
     * @return the first call, or the outcome if no call is needed
     */
    public Step start(DeploymentState state, Effect effect, Instant now) {
        Running run = state.running().orElseThrow();
        return HookReactions.runOf(effect, state)
                .map(hook -> new HookRunner(state, run, hook, now).start())
                .orElseGet(() -> script(state, run, effect, now).start());
    }

    /**
     * Continues a piece of work that is still on the agenda of the state.
     *
     * @param state the current state
     * @param script the work's progress
     * @param answer the answer to its last call
     * @param now the current time
     * @return the next call, or the outcome
     */
    public Step resume(DeploymentState state, Script script, Answer answer, Instant now) {
        Running run = state.running().orElseThrow();
        return script.accept(new Script.Handler<Step>() {
            @Override
            public Step reconcile(ReconcileScript reconcile) {
                return script(state, run, reconcile.effect(), now).resume(reconcile, answer);
            }

            @Override
            public Step hook(HookScript hookScript) {
                return HookReactions.runOf(hookScript.effect(), state)
                        .map(hook -> new HookRunner(state, run, hook, now).resume(hookScript, answer))
                        .orElseGet(() -> new Outcome.NothingSent());
            }
        });
    }

    /** Begins the readings of a piece of work anew, all together: what was read first has grown old before the rest could be read. */
    public Step again(DeploymentState state, Script script, Instant now) {
        Running run = state.running().orElseThrow();
        return script.accept(new Script.Handler<Step>() {
            @Override
            public Step reconcile(ReconcileScript reconcile) {
                return script(state, run, reconcile.effect(), now).again(reconcile);
            }

            @Override
            public Step hook(HookScript hookScript) {
                return start(state, hookScript.effect(), now);
            }
        });
    }

    private ReconcileRunner script(DeploymentState state, Running run, Effect effect, Instant now) {
        boolean refusalsAreFinal = state instanceof Forward forward
                && !forward.isIn(LifecycleStage.CLEAN_UP)
                && !run.spec().isUndo();
        return new ReconcileRunner(run, guards, effect, refusalsAreFinal, asks, now);
    }
}
