package io.github.bluegreen4j.workflow.script;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a script does next: another call, or nothing because the work has ended. */
public sealed interface Step permits Step.Next, Outcome {

    /**
     * Visits a step.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R> {
        /**
         * {@return the visitor's result for that step}
         *
         * @param step the step
         */
        R next(Next step);

        /**
         * {@return the visitor's result for work that has ended}
         *
         * @param outcome how it ended
         */
        R done(Outcome outcome);
    }

    /**
     * Calls the visitor's method for this kind of step.
     *
     * @param <R> the type of the visitor's result
     * @param handler the visitor
     * @return the visitor's result
     */
    <R> R accept(Handler<R> handler);

    /**
     * Makes a call.
     *
     * @param script the progress of the work; pass it back with the answer
     * @param call the call
     * @param maximum how long the call may take; after that it is abandoned and its outcome is unknown
     * @param after how long to wait before the call
     * @param note a report for the workflow, delivered first; empty for none
     * @param ahead the reads that follow in this round and may start together with the call; empty if they follow one
     *     by one
     */
    record Next(
            Script script, Call call, Duration maximum, Duration after, Optional<ProgressReport> note, List<Call> ahead)
            implements Step {

        /**
         * A call without reads that start together with it.
         *
         * @param script the progress of the work
         * @param call the call
         * @param maximum how long the call may take
         * @param after how long to wait before the call
         * @param note a report for the workflow, delivered first
         */
        public Next(Script script, Call call, Duration maximum, Duration after, Optional<ProgressReport> note) {
            this(script, call, maximum, after, note, List.of());
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.next(this);
        }
    }
}
