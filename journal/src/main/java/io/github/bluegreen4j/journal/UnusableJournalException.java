package io.github.bluegreen4j.journal;

/** A store can't serve as a journal. Nothing in it was changed; the message says what to do. */
public final class UnusableJournalException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** Refuses it. */
    public UnusableJournalException(String message) {
        super(message);
    }

    /** Refuses it because of something that was thrown. */
    public UnusableJournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
