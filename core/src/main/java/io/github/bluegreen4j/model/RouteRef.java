package io.github.bluegreen4j.model;

import org.jspecify.annotations.Nullable;

/**
 * Names a route: what decides by weights which target group a request goes to.
 *
 * @param id the ARN of a listener rule or of a listener, or a router adapter's own name for it;
 *     one line of 1 to 2,048 characters, as long as ARNs may be, not blank, without control characters
 */
public record RouteRef(String id) implements Comparable<RouteRef> {

    /** Checks the identity. */
    public RouteRef {
        Faults.checkText("route", id, "the identity of a route");
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
