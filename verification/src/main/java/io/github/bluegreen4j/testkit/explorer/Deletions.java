package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;

/**
 * What somebody else has deleted.
 *
 * @param service whether the service is among it
 * @param groups the target groups
 * @param revisions the revisions, each with the target group that it was in
 */
record Deletions(boolean service, Set<TargetGroupRef> groups, Map<RevisionRef, TargetGroupRef> revisions) {
    static final Deletions NOTHING = new Deletions(false, Set.of(), Map.of());

    Deletions withService() {
        return new Deletions(true, groups, revisions);
    }

    Deletions with(TargetGroupRef group) {
        Set<TargetGroupRef> more = new LinkedHashSet<>(groups);
        more.add(group);
        return new Deletions(service, Set.copyOf(more), revisions);
    }

    Deletions with(ModelRevision revision) {
        Map<RevisionRef, TargetGroupRef> more = new LinkedHashMap<>(revisions);
        more.put(revision.ref(), revision.group());
        return new Deletions(service, groups, Map.copyOf(more));
    }

    /** Whether a revision was deleted that was in that target group. */
    boolean isRevisionOf(TargetGroupRef group) {
        return revisions.containsValue(group);
    }
}
