package io.github.bluegreen4j.workflow.state;

/**
 * Thrown when the events of a journal contradict each other: some were lost, repeated or reordered, or belong to
 * another deployment.
 */
public final class ImpossibleHistoryException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    /** The position of the event, from 1. */
    private final long version;

    /**
     * Names the event that contradicts those before it.
     *
     * @param version the position of the event, from 1
     * @param event the kind of event, or what else is wrong there
     * @param why what it contradicts
     */
    public ImpossibleHistoryException(long version, String event, String why) {
        super("version " + version + ", " + event + ", is impossible: " + why);
        this.version = version;
    }

    /** {@return the position of the event that contradicts those before it, from 1} */
    public long version() {
        return version;
    }
}
