package io.github.bluegreen4j.workflow;

/** A journal's events can't follow each other: some were lost, repeated, put in another order, or are of another deployment. */
public final class ImpossibleHistoryException extends IllegalStateException {
    private static final long serialVersionUID = 1L;

    private final long version;

    /**
     * Names the event that can't be where it is.
     *
     * @param version which event, from 1
     * @param event what kind of event it is, or what else is wrong there
     * @param why what it contradicts
     */
    public ImpossibleHistoryException(long version, String event, String why) {
        super("version " + version + ", " + event + ", is impossible: " + why);
        this.version = version;
    }

    /** Which event can't be where it is, from 1. */
    public long version() {
        return version;
    }
}
