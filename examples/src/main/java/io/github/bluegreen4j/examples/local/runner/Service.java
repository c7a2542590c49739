package io.github.bluegreen4j.examples.local.runner;

import io.github.bluegreen4j.examples.local.http.AdminException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service and its revisions. Guarded by the fleet's lock. */
final class Service {

    private final String name;
    private final Map<String, LocalRevision> revisions = new LinkedHashMap<>();
    private final Map<String, String> idByToken = new HashMap<>();
    private Optional<String> primary = Optional.empty();
    private int desired;

    Service(String name, int desired) {
        this.name = name;
        this.desired = desired;
    }

    void desire(int count) {
        desired = count;
    }

    RevisionView launch(Launch order) {
        String known = idByToken.get(order.token());
        if (known == null) {
            known = name + "-" + (idByToken.size() + 1);
            idByToken.put(order.token(), known);
            revisions.put(known, new LocalRevision(known, order));
        } else if (!revisions.containsKey(known)) {
            throw AdminException.conflict(known + ", launched under this token, was retired");
        }
        return view(revision(known));
    }

    LocalRevision revision(String id) {
        return find(id).orElseThrow(() -> AdminException.notFound("revision " + id + " of " + name));
    }

    Optional<LocalRevision> find(String id) {
        return Optional.ofNullable(revisions.get(id));
    }

    void makePrimary(String id) {
        primary = Optional.of(revision(id).id());
    }

    List<LocalRevision> revisions() {
        return List.copyOf(revisions.values());
    }

    void forget(LocalRevision gone) {
        revisions.remove(gone.id());
    }

    ServiceView view() {
        return new ServiceView(
                name, desired, revisions.values().stream().map(this::view).toList());
    }

    private RevisionView view(LocalRevision revision) {
        return revision.view(primary.filter(revision.id()::equals).isPresent());
    }
}
