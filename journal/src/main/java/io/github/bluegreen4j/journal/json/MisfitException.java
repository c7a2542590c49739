package io.github.bluegreen4j.journal.json;

/** Something does not fit its shape. Never leaves this package: whoever reads adds whose and which it was. */
final class MisfitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;
    private final String why;

    MisfitException(Place place, String why) {
        super(why);
        this.place = place;
        this.why = why;
    }

    MisfitException(Place place, String why, Throwable cause) {
        super(why, cause);
        this.place = place;
        this.why = why;
    }

    Place place() {
        return place;
    }

    String why() {
        return why;
    }
}
