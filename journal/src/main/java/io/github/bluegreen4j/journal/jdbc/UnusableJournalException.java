package io.github.bluegreen4j.journal.jdbc;

/** A database can't serve as a journal. Nothing in it was changed; the message says what to do. */
public final class UnusableJournalException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    UnusableJournalException(String message) {
        super(message);
    }

    UnusableJournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
