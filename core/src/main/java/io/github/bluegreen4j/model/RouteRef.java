package io.github.bluegreen4j.model;

import org.jspecify.annotations.Nullable;

/**
 * Names a route: a listener rule or a listener, which distributes requests over target groups by weight.
 *
 * @param id the ARN of a listener rule or of a listener, or the name that the router adapter uses; one line of 1 to
 *     2,048 characters (the maximum length of an ARN), not blank, without control characters
 */
public record RouteRef(String id) implements Comparable<RouteRef> {

    /**
     * Checks the id.
     *
     * @param id the ARN of a listener rule or of a listener, or the name that the router adapter uses
     * @throws InvalidSpecException if a value is missing or not allowed
     */
    public RouteRef {
        SpecFaults.checkText("route", id, "the identity of a route");
    }

    @Override
    public int compareTo(RouteRef other) {
        return id.compareTo(other.id);
    }

    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof RouteRef that && id.equals(that.id);
    }

    @Override
    public int hashCode() {
        return id.hashCode();
    }

    @Override
    public String toString() {
        return id;
    }
}
