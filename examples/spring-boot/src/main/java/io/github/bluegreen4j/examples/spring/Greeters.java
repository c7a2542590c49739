package io.github.bluegreen4j.examples.spring;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.springframework.stereotype.Component;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The platform of the example: versions of a greeter in this process, and a route that gives each target group a share of the requests. */
@Component
@RestController
class Greeters {
    static final int DESIRED = 2;

    private final Map<String, Version> versions = new LinkedHashMap<>();
    private final Random dice = new Random();
    private Map<String, Integer> weights = new LinkedHashMap<>(Map.of("first", 100, "second", 0));
    private int writes;

    /**
     * A version that runs.
     *
     * @param owner the deployment that launched it; empty for the one that was there before
     */
    record Version(String id, String definition, String group, int tasks, boolean primary, Optional<String> owner) {
        Version scaled(int newTasks) {
            return new Version(id, definition, group, newTasks, primary, owner);
        }

        Version labelled(boolean isPrimary) {
            return new Version(id, definition, group, tasks, isPrimary, owner);
        }
    }

    /** The weights of the route, and a tag that is another one after every write. */
    record Route(Map<String, Integer> weights, String tag) {}

    Greeters() {
        launch("blue", "greeter:1", "first", DESIRED, Optional.empty());
        makePrimary("blue");
    }

    @GetMapping("/hello")
    String hello() {
        return "hello from " + chosen().definition();
    }

    /** The version that answers the next request. */
    private synchronized Version chosen() {
        int left = dice.nextInt(
                weights.values().stream().mapToInt(Integer::intValue).sum());
        for (Map.Entry<String, Integer> group : weights.entrySet()) {
            left -= group.getValue();
            if (left < 0) {
                return versions.values().stream()
                        .filter(version -> version.group().equals(group.getKey()) && version.tasks() > 0)
                        .findFirst()
                        .orElseThrow();
            }
        }
        throw new IllegalStateException("no group has weight");
    }

    synchronized List<Version> all() {
        return new ArrayList<>(versions.values());
    }

    synchronized void launch(String id, String definition, String group, int tasks, Optional<String> owner) {
        versions.putIfAbsent(id, new Version(id, definition, group, tasks, false, owner));
    }

    synchronized void scale(String id, int tasks) {
        versions.computeIfPresent(id, (key, version) -> version.scaled(tasks));
    }

    synchronized void makePrimary(String id) {
        versions.replaceAll((key, version) -> version.labelled(key.equals(id)));
    }

    synchronized void retire(String id) {
        versions.remove(id);
    }

    synchronized Route route() {
        return new Route(new LinkedHashMap<>(weights), String.valueOf(writes));
    }

    /** {@return whether the tag was the route's, so that the weights were written} */
    synchronized boolean write(String tag, Map<String, Integer> newWeights) {
        if (!tag.equals(String.valueOf(writes))) {
            return false;
        }
        weights = new LinkedHashMap<>(newWeights);
        writes++;
        return true;
    }
}
