package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.RollbackCause;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The blue/green workflow: three total functions over immutable values. It does no I/O, reads no clock and throws no dice.
 *
 * <ul>
 *   <li>{@link #decide} says what has happened, given a state and an input;
 *   <li>{@link #evolve} says what the state is after an event;
 *   <li>{@link #agenda} says what a state asks of the world: work, timers and watches.
 * </ul>
 *
 * Work is done by scripts, {@link #start} and {@link #resume}, one call at a time. Immutable and safe for use by many
 * threads.
 */
public final class Workflow {
    private final Guards guards;
    private final List<Invariant> invariants;

    /** The workflow with other guards or invariants: for tests that prove what each of them is needed for. */
    public Workflow(Guards guards, List<Invariant> invariants) {
        this.guards = guards;
        this.invariants = List.copyOf(invariants);
    }

    /** The workflow as it is. */
    public static Workflow standard() {
        return new Workflow(Guards.STANDARD, Invariants.ALL);
    }

    /**
     * What follows from an input. An input that does not belong to the state, or repeats what is known, yields nothing.
     *
     * <p>The time is only used to compute the instants of timers and to note when something was decided.
     */
    public List<DeploymentEvent> decide(DeploymentState state, Input input, Instant at) {
        return transition(state, input, at).map(Transition::events).orElse(List.of());
    }

    /** The same, with the state that it leads to and what that asks of the world; empty when nothing follows. */
    public Optional<Transition> transition(DeploymentState state, Input input, Instant at) {
        return transition(state, agenda(state), input, at);
    }

    /** The same, for those who know the state's agenda already. */
    public Optional<Transition> transition(DeploymentState state, Agenda agenda, Input input, Instant at) {
        Decision decision = input.accept(new Reactions(new Decision(guards, state, at), agenda));
        if (decision.events().isEmpty()) {
            return Optional.empty();
        }
        Progress.of(decision);
        decision.settle();
        Transition transition = transition(decision);
        List<String> broken = broken(decision, transition);
        return Optional.of(broken.isEmpty() ? transition : instead(state, input, at, broken));
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
     * The safe way out of a defect of the engine itself: a rollback; or the end, where production is being restored already or can't
     * be restored any more. Empty when the deployment has ended or not begun.
     */
    public Optional<Transition> escape(DeploymentState state, String defect, Instant at) {
        boolean over = state.status().isTerminal() || state.running().isEmpty();
        return over ? Optional.empty() : Optional.of(instead(state, defect, at, List.of(defect)));
    }

    /** What was decided would break an invariant: it is discarded, and the deployment goes the safe way out. */
    private Transition instead(DeploymentState state, Input input, Instant at, List<String> broken) {
        return instead(state, input.toString(), at, broken);
    }

    private Transition instead(DeploymentState state, String input, Instant at, List<String> broken) {
        Decision discarding = new Decision(guards, state, at);
        String reason = "invariant broken: " + String.join("; ", broken);
        discarding.record(new ProgressEvent.InvariantBroken(at, broken, input));
        Decision decision = state.accept(new StateAdapter<Decision>(discarding) {
            @Override
            public Decision forward(Forward forward) {
                if (forward.isIn(LifecycleStage.CLEAN_UP)) {
                    discarding.close(DeploymentStatus.STOPPED, reason);
                } else {
                    discarding.rollBack(RollbackCause.INVARIANT_BROKEN, reason);
                }
                return discarding;
            }

            @Override
            public Decision rollingBack(RollingBack rolling) {
                discarding.close(DeploymentStatus.ROLLBACK_FAILED, reason);
                return discarding;
            }
        });
        Progress.of(decision);
        decision.settle();
        return transition(decision);
    }

    /** The state after an event. */
    public DeploymentState evolve(DeploymentState state, DeploymentEvent event) {
        return Evolution.after(state, event);
    }

    /**
     * The state after a whole journal, whose agenda can be computed.
     *
     * @throws ImpossibleHistoryException when an event can't follow on those before it; nothing else is thrown, whatever the events are
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
        Succession.problem(before, event).ifPresent(why -> {
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

    /** What a state asks of the world. */
    public Agenda agenda(DeploymentState state) {
        return Agendas.of(state);
    }

    /** Begins a piece of work of the state's agenda. */
    public Step start(DeploymentState state, Effect effect, Instant now) {
        Running run = state.running().orElseThrow();
        return HookReactions.runOf(effect, state)
                .map(hook -> new HookScripts(state, run, hook, now).start())
                .orElseGet(() -> scripts(state, run, now).start(effect));
    }

    /** Goes on with a piece of work that is still on the state's agenda, with the answer to its last call. */
    public Step resume(DeploymentState state, Script script, Answer answer, Instant now) {
        Running run = state.running().orElseThrow();
        return script.accept(new Script.Handler<Step>() {
            @Override
            public Step ensuring(Ensuring ensuring) {
                return scripts(state, run, now).resume(ensuring, answer);
            }

            @Override
            public Step asking(Asking asking) {
                return HookReactions.runOf(asking.effect(), state)
                        .map(hook -> new HookScripts(state, run, hook, now).resume(asking, answer))
                        .orElseGet(() -> new Step.Done(new Outcome.NothingSent()));
            }
        });
    }

    /** Begins the readings of a piece of work anew, all together: what was read first has grown old before the rest could be read. */
    public Step again(DeploymentState state, Script script, Instant now) {
        Running run = state.running().orElseThrow();
        return script.accept(new Script.Handler<Step>() {
            @Override
            public Step ensuring(Ensuring ensuring) {
                return scripts(state, run, now).again(ensuring);
            }

            @Override
            public Step asking(Asking asking) {
                return start(state, asking.effect(), now);
            }
        });
    }

    private Scripts scripts(DeploymentState state, Running run, Instant now) {
        boolean forward = state.accept(new StateAdapter<>(false) {
            @Override
            public Boolean forward(Forward going) {
                return !going.isIn(LifecycleStage.CLEAN_UP);
            }
        });
        return new Scripts(run, guards, forward, now);
    }
}
