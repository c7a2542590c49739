package io.github.bluegreen4j.model;

import java.util.List;

/**
 * Whether green may get more weight: the answers of all policies together.
 *
 * @param refusals what forbids it, each with its name and reason; empty if nothing does
 */
public record Permission(List<String> refusals) {
    /**
     * Copies the list.
     *
     * @param refusals what forbids it
     * @throws InvalidSpecException if the list or an element is missing
     */
    public Permission {
        refusals = Given.foreignTexts("permission.refusals", refusals);
    }

    /** {@return whether nothing forbids it} */
    public boolean isGranted() {
        return refusals.isEmpty();
    }

    /** {@code freeze: the weekend is frozen; capacity: 3 deployments of group shop are under way}. */
    @Override
    public String toString() {
        return refusals.isEmpty() ? "permitted" : String.join("; ", refusals);
    }
}
