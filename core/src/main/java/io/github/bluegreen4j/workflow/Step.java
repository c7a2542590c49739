package io.github.bluegreen4j.workflow;

import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a script wants next: another call, or nothing more because the work has ended. */
public sealed interface Step {

    /** Visits a step. */
    interface Handler<R> {
        R next(Next step);

        R done(Done step);
    }

    <R> R accept(Handler<R> handler);

    /**
     * Make a call.
     *
     * @param script the script as it stands; give it back with the answer
     * @param call the call
     * @param maximum how long the call may take; after that it is abandoned and its outcome is unknown
     * @param after how long to wait before making it
     * @param note something to tell the workflow first
     * @param ahead the reads that follow in this round, to be begun together with the call; empty when they may follow one by one
     */
    record Next(Script script, Call call, Duration maximum, Duration after, Optional<Note> note, List<Call> ahead)
            implements Step {

        /** A call that nothing is begun together with. */
        public Next(Script script, Call call, Duration maximum, Duration after, Optional<Note> note) {
            this(script, call, maximum, after, note, List.of());
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.next(this);
        }
    }

    /** The work has ended. */
    record Done(Outcome outcome) implements Step {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.done(this);
        }
    }
}
