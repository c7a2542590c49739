package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.model.Problem;
import java.time.Instant;

/**
 * The result of a call. A call that was abandoned after its maximum duration has a problem of kind UNKNOWN.
 *
 * @param startedAt when the call was started: what it read is at least as old as that
 * @param result the response or the problem
 */
public record Answer(Instant startedAt, Result result) {

    /** The response or the problem. */
    public sealed interface Result permits Response, Failed {
        /**
         * Calls the visitor's method for this kind of result.
         *
         * @param <R> the type of the visitor's result
         * @param handler the visitor
         * @return the visitor's result
         */
        <R> R accept(Handler<R> handler);
    }

    /**
     * Visits a result.
     *
     * @param <R> the type of the visitor's result
     */
    public interface Handler<R> {
        /**
         * {@return the visitor's result for a call that was answered}
         *
         * @param response the answer
         */
        R response(Response response);

        /**
         * {@return the visitor's result for a call that failed}
         *
         * @param problem why it failed
         */
        R problem(Problem problem);
    }

    /**
     * The call failed.
     *
     * @param problem why
     */
    public record Failed(Problem problem) implements Result {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.problem(problem);
        }
    }
}
