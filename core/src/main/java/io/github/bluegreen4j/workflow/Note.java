package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.HookDetails;

/** What work in progress has to say. */
public sealed interface Note {

    /** Visits a note. */
    interface Handler<R> {
        R waiting(Waiting note);

        R progress(Progressed note);
    }

    <R> R accept(Handler<R> handler);

    /** It waits: what was seen and what was wanted. */
    record Waiting(Gate gate, String seen, String wanted) implements Note {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.waiting(this);
        }
    }

    /** A hook is in progress and changed its details. */
    record Progressed(HookDetails details) implements Note {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.progress(this);
        }
    }
}
