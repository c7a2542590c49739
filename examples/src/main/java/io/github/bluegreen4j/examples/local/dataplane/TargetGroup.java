package io.github.bluegreen4j.examples.local.dataplane;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The targets of a group and whose turn it is. Guarded by the load balancer's lock. */
final class TargetGroup {

    private final Map<String, Target> targets = new LinkedHashMap<>();
    private int turn;

    /** Registers a target; one that drains is taken back, and the same registration again changes nothing. */
    void register(String id, String owner, int port, Settings settings) {
        Optional<Target> present = Optional.ofNullable(targets.get(id)).filter(same -> same.isSame(owner, port));
        if (present.isEmpty()) {
            targets.put(id, new Target(id, owner, port, settings));
        } else if (present.get().isDraining()) {
            present.get().stopDraining();
        }
    }

    Optional<Target> find(String id) {
        return Optional.ofNullable(targets.get(id));
    }

    Collection<Target> targets() {
        return targets.values();
    }

    /** The healthy target whose turn it is. */
    Optional<Target> next() {
        List<Target> able =
                targets.values().stream().filter(Target::takesRequests).toList();
        return able.isEmpty() ? Optional.empty() : Optional.of(able.get(Math.floorMod(turn++, able.size())));
    }

    void forgetDrained(long now) {
        targets.values().removeIf(target -> target.isDrained(now));
    }

    List<TargetView> view(boolean used) {
        List<TargetView> views = new ArrayList<>();
        targets.values().forEach(target -> views.add(target.view(used)));
        return views;
    }
}
