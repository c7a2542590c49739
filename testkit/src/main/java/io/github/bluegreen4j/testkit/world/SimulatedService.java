package io.github.bluegreen4j.testkit.world;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** One service. Guarded by its world's lock. */
final class SimulatedService {
    private final ServiceRef ref;
    private final Map<RevisionRef, SimulatedRevision> revisions = new LinkedHashMap<>();
    private final Set<String> tokens = new HashSet<>();
    private final StoppedTasks stopped = new StoppedTasks();
    private int desired;
    private boolean scalesRevisions;
    private ScaleInSetting scaleIn = ScaleInSetting.NOT_SCALABLE;
    private String otherScaling = "";
    private @Nullable ServiceDescription described;
    private long describedAs;

    SimulatedService(ServiceRef ref, int desired) {
        this.ref = ref;
        this.desired = desired;
    }

    Collection<SimulatedRevision> revisions() {
        return revisions.values();
    }

    Optional<SimulatedRevision> find(RevisionRef revision) {
        return Optional.ofNullable(revisions.get(revision));
    }

    /** Returns the stopped tasks of all revisions, deleted ones included. */
    StoppedTasks stopped() {
        return stopped;
    }

    /** Tells whether a launch has used that token. */
    boolean hasTaken(String token) {
        return tokens.contains(token);
    }

    void take(String token) {
        tokens.add(token);
    }

    void add(SimulatedRevision revision) {
        revisions.put(revision.ref(), revision);
    }

    void makePrimary(SimulatedRevision primary) {
        revisions.values().forEach(revision -> revision.label(revision == primary));
    }

    void scalesRevisions(boolean newScalesRevisions) {
        scalesRevisions = newScalesRevisions;
    }

    int desired() {
        return desired;
    }

    void desire(int newDesired, long now) {
        desired = newDesired;
        revisions.values().stream()
                .filter(revision -> !revision.isRetiring() && (scalesRevisions || revision.isPrimary()))
                .forEach(revision -> revision.follow(newDesired, now));
    }

    /**
     * Scales one revision. If the runtime scales revisions by itself, this sets the revision's share of the service's
     * desired count instead, at most 100 %.
     */
    void scale(SimulatedRevision revision, int tasks, long now) {
        if (scalesRevisions) {
            revision.share(shareFor(tasks));
            revision.scale(revision.tasksOf(desired), now);
        } else {
            revision.scale(tasks, now);
        }
    }

    /** Returns how many tasks a revision gets when it is scaled to a number of tasks. */
    int tasksFor(int tasks) {
        return scalesRevisions ? Math.min(tasks, desired) : tasks;
    }

    private double shareFor(int tasks) {
        return desired == 0 ? (tasks == 0 ? 0 : 100) : Math.min(100, 100.0 * tasks / desired);
    }

    /** Deletes a revision with all its tasks at once. */
    void remove(SimulatedRevision revision) {
        revision.end();
        revisions.remove(revision.ref());
    }

    /** Renames all revisions. */
    void rename(Function<SimulatedRevision, RevisionRef> naming) {
        List<SimulatedRevision> all = List.copyOf(revisions.values());
        revisions.clear();
        all.forEach(revision -> {
            revision.rename(naming.apply(revision));
            add(revision);
        });
    }

    /** Deletes the vanishing revisions whose last task is gone. */
    void deleteVanished() {
        revisions.values().removeIf(revision -> revision.isVanishing() && revision.isEmpty());
    }

    /** Deletes a retired revision whose last task is gone. */
    void delete(SimulatedRevision revision) {
        if (revision.isRetiring() && revision.isEmpty()) {
            revisions.remove(revision.ref());
        }
    }

    ScaleInSetting scaleIn() {
        return scaleIn;
    }

    void scaleIn(ScaleInSetting newScaleIn) {
        scaleIn = newScaleIn;
    }

    String otherScaling() {
        return otherScaling;
    }

    void otherScaling(String newOtherScaling) {
        otherScaling = newOtherScaling;
    }

    /** @param version the world's version; the description is cached until it changes */
    ServiceDescription describe(long now, long version) {
        ServiceDescription known = described;
        if (known != null && describedAs == version) {
            return known;
        }
        List<ServiceDescription.Revision> all = new ArrayList<>();
        revisions.values().forEach(revision -> all.add(revision.describe(now)));
        ServiceDescription fresh = new ServiceDescription(ref, desired, scalesRevisions, all);
        described = fresh;
        describedAs = version;
        return fresh;
    }
}
