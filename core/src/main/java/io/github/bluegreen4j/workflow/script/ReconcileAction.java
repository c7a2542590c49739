package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.workflow.rules.Verdict;

/** What a piece of work does about what it read: it ends with an outcome, or goes on. */
sealed interface ReconcileAction permits ReconcileAction.Act, ReconcileAction.Await, ReconcileAction.Skip, Outcome {

    /** Visits a move. */
    interface Handler<R> {
        R act(Act move);

        R await(Await move);

        R skip(Skip move);

        R done(Outcome outcome);
    }

    <R> R accept(Handler<R> handler);

    /** Make a change. */
    record Act(Call call) implements ReconcileAction {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.act(this);
        }
    }

    /** Read again later. */
    record Await(Gate gate, Verdict verdict) implements ReconcileAction {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.await(this);
        }
    }

    /** Continue without this reading: it is unknown. */
    record Skip() implements ReconcileAction {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.skip(this);
        }
    }
}
