package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.Problem;
import java.time.Instant;

/**
 * What came of a call. A call that was abandoned after its maximum is answered with a problem of kind UNKNOWN.
 *
 * @param startedAt when the call was begun: what was read is at least as old as that
 * @param result what was read or done, or the problem
 */
public record Answer(Instant startedAt, Result result) {

    /** The response or the problem. */
    public sealed interface Result {
        <R> R accept(Handler<R> handler);
    }

    /** Visits a result. */
    public interface Handler<R> {
        R response(Response response);

        R problem(Problem problem);
    }

    /** The call was answered. */
    public record Ok(Response response) implements Result {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.response(response);
        }
    }

    /** The call failed. */
    public record Failed(Problem problem) implements Result {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.problem(problem);
        }
    }

    public static Answer ok(Instant startedAt, Response response) {
        return new Answer(startedAt, new Ok(response));
    }

    public static Answer failed(Instant startedAt, Problem problem) {
        return new Answer(startedAt, new Failed(problem));
    }
}
