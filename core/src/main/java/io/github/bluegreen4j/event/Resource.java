package io.github.bluegreen4j.event;

/**
 * Something that work changes. At most one mutating call is outstanding on a resource.
 *
 * @param kind what sort of thing it is
 * @param id which one: a route, a revision ({@code BLUE}, {@code GREEN}, or the identity of a left-over)
 */
public record Resource(Kind kind, String id) {

    /** The sorts of things that work changes. */
    public enum Kind {
        ROUTE,
        REVISION,
        /** The label PRIMARY of the service. */
        PRIMARY,
        /** The autoscaler's permission to scale in. */
        SCALE_IN
    }

    @Override
    public String toString() {
        return id.isEmpty() ? kind.name() : kind + " " + id;
    }
}
