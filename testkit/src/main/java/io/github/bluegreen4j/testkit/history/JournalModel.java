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
record JournalModel(long version, boolean isOpen, long fence, String owner) {
    static final JournalModel BEGINNING = new JournalModel(0, false, 0, "");

    /** Returns the possible states after a call with its answer; empty if the answer is impossible. */
    List<JournalModel> after(RecordedCall call) {
        List<JournalModel> models = new ArrayList<>();
        JournalModel done = done(call);
        if (!call.answer().isKnown()) {
            models.add(this);
            if (!done.equals(this)) {
                models.add(done);
            }
        } else if (answer(call, done).equals(call.answer())) {
            models.add(done);
        }
        return models;
    }

    private boolean takes(RecordedCall call) {
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

    private JournalModel done(RecordedCall call) {
        if (!takes(call)) {
            return this;
        }
        return switch (call.what().kind()) {
            case OPEN, APPEND -> new JournalModel(version + 1, true, fence, owner);
            case END -> new JournalModel(version + 1, false, fence, owner);
            case CLAIM -> owner.isEmpty() ? new JournalModel(version, isOpen, fence + 1, call.engine()) : this;
            case RELEASE -> new JournalModel(version, isOpen, fence, "");
        };
    }

    private RecordedCall.Answer answer(RecordedCall call, JournalModel after) {
        boolean taken = takes(call);
        return switch (call.what().kind()) {
            case OPEN -> new RecordedCall.Answer(taken, after.version(), 0, true);
            case APPEND, END -> new RecordedCall.Answer(taken, after.version(), fence, true);
            case CLAIM -> new RecordedCall.Answer(taken, 0, taken ? after.fence() : 0, true);
            case RELEASE -> RecordedCall.Answer.ACCEPTED;
        };
    }
}
