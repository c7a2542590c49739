package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.model.RevisionRef;
import java.util.Optional;

/**
 * What is known of the revision that this deployment launches.
 *
 * @param revision the runtime's reference to it; empty until the launch was verified
 * @param mayExist whether a launch was ever decided: from then on there may be a revision to retire
 * @param desired how many tasks it was last asked to run
 * @param retired whether it is gone
 */
public record Green(Optional<RevisionRef> revision, boolean mayExist, int desired, boolean retired) {
    static final Green NONE = new Green(Optional.empty(), false, 0, false);

    public Green owed() {
        return new Green(revision, true, desired, retired);
    }

    public Green launched(RevisionRef launched, int count) {
        return new Green(Optional.of(launched), true, Math.max(desired, count), retired);
    }

    public Green scaled(int count) {
        return new Green(revision, mayExist, Math.max(desired, count), retired);
    }

    public Green gone() {
        return new Green(revision, mayExist, desired, true);
    }
}
