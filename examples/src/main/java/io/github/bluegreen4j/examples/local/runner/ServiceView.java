package io.github.bluegreen4j.examples.local.runner;

import java.util.List;

/**
 * A service as the runner shows it.
 *
 * @param name its name
 * @param desired how many tasks it should have
 * @param revisions its revisions, oldest first; one that is retired and gone is not among them
 */
public record ServiceView(String name, int desired, List<RevisionView> revisions) {

    /** Copies the revisions. */
    public ServiceView {
        revisions = List.copyOf(revisions);
    }
}
