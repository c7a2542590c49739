package io.github.bluegreen4j.testkit.explorer;

import java.util.function.Consumer;

/** The moment that moves start from, and what the adversary can afford there. */
final class Source {
    private final Kit kit;
    private final StateNode state;
    private final World world;
    private final Work work;
    private final int budget;
    private final Sink sink;

    Source(Kit kit, StateNode state, World world, Work work, int budget, Sink sink) {
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

    World world() {
        return world;
    }

    Work work() {
        return work;
    }

    Shell shell() {
        return new Shell(kit, state, world, work);
    }

    boolean can(Power power) {
        return kit.scenario().bound().powers().contains(power) && Budget.affords(budget, power.purse());
    }

    /** The world's ordinary course. */
    void ordinary(Move move, Consumer<Shell> change) {
        go(move, true, budget, change);
    }

    /** Nobody has to pay for it, and nobody may count on it. */
    void free(Move move, Consumer<Shell> change) {
        go(move, false, budget, change);
    }

    /** The adversary's choice, if it has the power and can afford it. */
    void pay(Power power, Move move, Consumer<Shell> change) {
        if (can(power)) {
            go(move, false, Budget.spend(budget, power.purse()), change);
        }
    }

    private void go(Move move, boolean ordinary, int left, Consumer<Shell> change) {
        Shell shell = shell();
        change.accept(shell);
        sink.take(move, ordinary, left, shell);
    }
}
