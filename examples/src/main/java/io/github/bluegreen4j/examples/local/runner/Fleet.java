package io.github.bluegreen4j.examples.local.runner;

import io.github.bluegreen4j.examples.local.http.AdminException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What is wanted: all services and their revisions, under one lock, without any input or output. */
final class Fleet {

    private final Map<String, Service> services = new LinkedHashMap<>();
    private final Map<String, Map<String, String>> definitions = new LinkedHashMap<>();

    /** Registers what can be launched, and how its tasks behave. */
    synchronized void define(String definition, Map<String, String> settings) {
        definitions.put(definition, Map.copyOf(settings));
    }

    synchronized void createService(String name, int desired) {
        services.putIfAbsent(name, new Service(name, desired));
    }

    synchronized ServiceView describe(String service) {
        return existing(service).view();
    }

    synchronized void desire(String service, int count) {
        existing(service).desire(notNegative(count));
    }

    /** Launches a revision, or answers with the one that the same token launched before. */
    synchronized RevisionView launch(String service, Launch order) {
        notNegative(order.count());
        Service wanted = existing(service);
        Map<String, String> settings = definitions.get(order.definition());
        if (settings == null) {
            throw AdminException.badRequest("no definition " + order.definition());
        }
        return wanted.launch(order.over(settings));
    }

    synchronized void scale(String service, String revision, int count) {
        LocalRevision found = existing(service).revision(revision);
        if (found.isRetiring()) {
            throw AdminException.conflict(revision + " is retiring");
        }
        found.scaleTo(notNegative(count));
    }

    synchronized void makePrimary(String service, String revision) {
        existing(service).makePrimary(revision);
    }

    /** Sends a revision on its way out; one that is gone already is fine. */
    synchronized void retire(String service, String revision) {
        existing(service).find(revision).ifPresent(LocalRevision::retire);
    }

    /** Kills a revision's tasks at once; without replacement the capacity they ran on counts as lost. */
    synchronized void kill(String service, String revision, int count, boolean replace) {
        LocalRevision found = existing(service).revision(revision);
        if (!replace) {
            found.losePlacement();
        }
        found.tasks().stream()
                .filter(task -> !task.isLeaving())
                .limit(count)
                .forEach(task -> task.process().kill());
    }

    synchronized List<LocalRevision> revisions() {
        return services.values().stream()
                .flatMap(service -> service.revisions().stream())
                .toList();
    }

    synchronized void forget(LocalRevision gone) {
        services.values().forEach(service -> service.forget(gone));
    }

    private Service existing(String name) {
        return Optional.ofNullable(services.get(name)).orElseThrow(() -> AdminException.notFound("service " + name));
    }

    private static int notNegative(int count) {
        if (count < 0) {
            throw AdminException.badRequest("a count is 0 or more, not " + count);
        }
        return count;
    }
}
