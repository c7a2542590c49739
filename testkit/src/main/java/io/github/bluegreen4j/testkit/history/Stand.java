package io.github.bluegreen4j.testkit.history;

import java.util.ArrayList;
import java.util.List;

/**
 * The state of one service and its one deployment in a journal that serves one call after the other.
 *
 * @param version the number of events
 * @param isOpen whether the deployment exists and has not ended
 * @param fence the highest fence that was given out
 * @param owner the engine that owns the service; empty if none does
 */
record Stand(long version, boolean isOpen, long fence, String owner) {
    static final Stand BEGINNING = new Stand(0, false, 0, "");

    /** Returns the possible states after a call with its answer; empty if the answer is impossible. */
    List<Stand> after(Recorded call) {
        List<Stand> stands = new ArrayList<>();
        Stand done = done(call);
        if (!call.answer().isKnown()) {
            stands.add(this);
            if (!done.equals(this)) {
                stands.add(done);
            }
        } else if (answer(call, done).equals(call.answer())) {
            stands.add(done);
        }
        return stands;
    }

    private boolean takes(Recorded call) {
        return switch (call.what().kind()) {
            case OPEN -> !isOpen && call.what().version() == version;
            case APPEND, END ->
                (isOpen || version == 0)
                        && fence > 0
                        && call.what().version() == version
                        && call.what().fence() == fence;
            case CLAIM -> owner.isEmpty() || owner.equals(call.engine());
            case RELEASE -> owner.equals(call.engine());
        };
    }

    private Stand done(Recorded call) {
        if (!takes(call)) {
            return this;
        }
        return switch (call.what().kind()) {
            case OPEN, APPEND -> new Stand(version + 1, true, fence, owner);
            case END -> new Stand(version + 1, false, fence, owner);
            case CLAIM -> owner.isEmpty() ? new Stand(version, isOpen, fence + 1, call.engine()) : this;
            case RELEASE -> new Stand(version, isOpen, fence, "");
        };
    }

    private Recorded.Answer answer(Recorded call, Stand after) {
        boolean taken = takes(call);
        return switch (call.what().kind()) {
            case OPEN -> new Recorded.Answer(taken, after.version(), 0, true);
            case APPEND, END -> new Recorded.Answer(taken, after.version(), fence, true);
            case CLAIM -> new Recorded.Answer(taken, 0, taken ? after.fence() : 0, true);
            case RELEASE -> Recorded.Answer.ACCEPTED;
        };
    }
}
