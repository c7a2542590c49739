package io.github.bluegreen4j.journal;

/**
 * Thrown when a store cannot be used as a journal. Nothing in the store was changed, and the message says what to do.
 */
public final class UnusableJournalException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /**
     * A refusal without a cause.
     *
     * @param message what is wrong with the store, and what to do
     */
    public UnusableJournalException(String message) {
        super(message);
    }

    /**
     * A refusal with a cause.
     *
     * @param message what is wrong with the store, and what to do
     * @param cause the exception that revealed it
     */
    public UnusableJournalException(String message, Throwable cause) {
        super(message, cause);
    }
}
