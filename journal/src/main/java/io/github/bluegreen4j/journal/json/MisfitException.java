package io.github.bluegreen4j.journal.json;

/** Something does not fit its shape. Never leaves this package: whoever reads adds whose and which it was. */
final class MisfitException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final transient Place place;
    private final String found;
    private final String wrong;

    MisfitException(Place place, String why) {
        super(why);
        this.place = place;
        this.found = "";
        this.wrong = why;
    }

    /**
     * @param found what is there
     * @param wrong what is wrong with it
     */
    MisfitException(Place place, String found, String wrong) {
        super(found + " " + wrong);
        this.place = place;
        this.found = found;
        this.wrong = wrong;
    }

    MisfitException(Place place, String why, Throwable cause) {
        super(why, cause);
        this.place = place;
        this.found = "";
        this.wrong = why;
    }

    /** What is there; empty if that is not the point. */
    String found() {
        return found;
    }

    /** What is wrong: with what was found, if that is known, or at the place. */
    String wrong() {
        return wrong;
    }

    Place place() {
        return place;
    }

    String why() {
        return found.isEmpty() ? wrong : found + " " + wrong;
    }
}
