package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.HookDetails;

/** A report from work in progress. */
public sealed interface ProgressReport {

    /**
     * Visits a report.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R> {
        /**
         * {@return the visitor's result for that note}
         *
         * @param note the note
         */
        R waiting(Waiting note);

        /**
         * {@return the visitor's result for that note}
         *
         * @param note the note
         */
        R progress(Progressed note);
    }

    /**
     * Calls the visitor's method for this kind of report.
     *
     * @param <R> the type of the visitor's result
     * @param handler the visitor
     * @return the visitor's result
     */
    <R> R accept(Handler<R> handler);

    /**
     * The work waits for a gate.
     *
     * @param gate the gate
     * @param seen what was read
     * @param wanted what would open the gate
     */
    record Waiting(Gate gate, String seen, String wanted) implements ProgressReport {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.waiting(this);
        }
    }

    /**
     * A hook is in progress and changed its details.
     *
     * @param details the new details
     */
    record Progressed(HookDetails details) implements ProgressReport {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.progress(this);
        }
    }
}
