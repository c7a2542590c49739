package io.github.bluegreen4j.testkit.explorer;

import java.util.function.Consumer;

/** The moment that moves start from, and what the adversary can afford there. */
final class Source {
    private final Kit kit;
    private final StateNode state;
    private final ModelWorld world;
    private final WorkInFlight work;
    private final int budget;
    private final Sink sink;

    Source(Kit kit, StateNode state, ModelWorld world, WorkInFlight work, int budget, Sink sink) {
        this.kit = kit;
        this.state = state;
        this.world = world;
        this.work = work;
        this.budget = budget;
        this.sink = sink;
    }

    StateNode state() {
        return state;
    }

    ModelWorld world() {
        return world;
    }

    WorkInFlight work() {
        return work;
    }

    ExplorerShell shell() {
        return new ExplorerShell(kit, state, world, work);
    }

    boolean can(Power power) {
        return kit.scenario().bound().powers().contains(power) && Budget.affords(budget, power.purse());
    }

    /** The world's ordinary course. */
    void ordinary(Move move, Consumer<ExplorerShell> change) {
        go(move, true, budget, change);
    }

    /** Nobody has to pay for it, and nobody may count on it. */
    void free(Move move, Consumer<ExplorerShell> change) {
        go(move, false, budget, change);
    }

    /** The adversary's choice, if it has the power and can afford it. */
    void pay(Power power, Move move, Consumer<ExplorerShell> change) {
        if (can(power)) {
            go(move, false, Budget.spend(budget, power.purse()), change);
        }
    }

    private void go(Move move, boolean ordinary, int left, Consumer<ExplorerShell> change) {
        ExplorerShell shell = shell();
        change.accept(shell);
        sink.take(move, ordinary, left, shell);
    }
}
