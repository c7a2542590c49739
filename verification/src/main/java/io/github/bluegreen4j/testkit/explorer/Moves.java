package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.workflow.agenda.WatchOrder;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.state.Timer;
import java.util.function.Consumer;

/**
 * Everything that can happen next. A run of consecutive reads of one script is one move: every gate is judged after
 * the last of them, on a world that may have changed since, and the far larger gap between the reads and the change
 * they lead to is a moment of its own. What it leaves out are readings that disagree because the world changed
 * between two reads of one run; a write that is based on them is refused by its fingerprint, or judged by the reads
 * that follow.
 */
final class Moves {
    private final Kit kit;
    private final Source source;
    private final CallMoves calls;
    private final WorldMoves worldMoves;
    private final OperatorMoves operators;

    private Moves(Kit kit, Source source) {
        this.kit = kit;
        this.source = source;
        calls = new CallMoves(kit, source);
        worldMoves = new WorldMoves(kit, source);
        operators = new OperatorMoves(source);
    }

    /** All moves from one moment. */
    static void from(Kit kit, StateNode state, ModelWorld world, WorkInFlight work, int budget, Sink sink) {
        if (!state.isTerminal()) {
            new Moves(kit, new Source(kit, state, world, work, budget, sink)).all();
        }
    }

    private void all() {
        turn();
        for (Flight flight : source.work().active()) {
            calls.pending(flight);
        }
        source.work().withdrawn().forEach(calls::withdrawn);
        source.work().late().forEach(calls::late);
        timers();
        watches();
        worldMoves.all();
        operators.all();
        source.pay(Power.CRASH, Move.of("the engine dies, another takes over"), ExplorerShell::crash);
    }

    private void turn() {
        deliver("its turn comes", new Input.TurnCame());
    }

    private void deliver(String verb, Input input, Object... about) {
        if (!kit.states().decide(source.state(), input).isNothing()) {
            source.ordinary(Move.of(verb, about), shell -> shell.deliver(input));
        }
    }

    private void timers() {
        for (Timer timer : source.state().agenda().timers().keySet()) {
            boolean waits =
                    timer instanceof Timer.ResourceQuiet quiet && source.shell().mayLandOn(quiet.resource());
            boolean lags = timer instanceof Timer.RouteSettles settles && holds(settles);
            if (!waits && !lags) {
                deliver("fires:", new Input.TimerFired(timer), timer);
            }
        }
    }

    private boolean holds(Timer.RouteSettles timer) {
        int route = kit.scenario().routeIndex(timer.route());
        return source.world().facts().lags().get(route).holdsTimer();
    }

    private void watches() {
        for (WatchOrder order : source.state().agenda().watches()) {
            Input truth = new Input.Observed(order.watch(), source.world().see(order.reads(), kit.reader()));
            deliver("watch shows the truth:", truth, order.watch());
            Input nothing = new Input.Observed(order.watch(), Readings.NONE);
            Consumer<ExplorerShell> blind = shell -> shell.deliver(nothing);
            source.pay(Power.BLIND_WATCH, Move.of("watch shows nothing:", order.watch()), blind);
        }
    }
}
