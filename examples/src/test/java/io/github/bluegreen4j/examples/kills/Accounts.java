package io.github.bluegreen4j.examples.kills;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;

/** Whether the journal has everything that was ordered and everything that was acknowledged, and how each deployment ended. */
final class Accounts {

    /** Who commands a deployment that ends before its mailbox is looked into hears of the end instead. */
    private static final long MAIL = Told.micros(Duration.ofMillis(1_500));

    private final Map<String, Journal.History> histories = new TreeMap<>();
    private final Map<String, Map<Long, String>> acknowledged = new HashMap<>();
    private final List<Told> commanded = new ArrayList<>();
    private final Set<String> lateServices = new HashSet<>();
    private final List<String> faults = new ArrayList<>();

    private int drifts;

    /** Reads the whole journal. */
    Accounts(Journal journal) {
        for (Journal.Head head : journal.list(Optional.empty())) {
            DeploymentId id = head.deployment();
            histories.put(id.toString(), journal.read(id).orElseThrow());
        }
    }

    /** Takes what an engine told. */
    void heard(List<Told> lines) {
        for (Told line : lines) {
            if (line.what() == Told.What.EVENT) {
                String other = acknowledged
                        .computeIfAbsent(line.subject(), id -> new TreeMap<>())
                        .putIfAbsent(line.number(), line.detail());
                if (other != null && !other.equals(line.detail())) {
                    faults.add("event %d of %s was told as %s and as %s"
                            .formatted(line.number(), line.subject(), other, line.detail()));
                }
            }
            if (line.what() == Told.What.ENDED) {
                checkEnd(line);
            }
            if (line.what() == Told.What.COMMANDED) {
                commanded.add(line);
            }
        }
    }

    private static boolean isAnswered(String commandId, Journal.History history) {
        return history.events().stream()
                .anyMatch(event -> event instanceof ProgressEvent.CommandAnswered answered
                        && answered.commandId().equals(commandId));
    }

    private void checkEnd(Told line) {
        Optional<String> kept = Optional.ofNullable(histories.get(line.subject()))
                .flatMap(Accounts::end)
                .map(end -> end.status().name());
        if (!kept.equals(Optional.of(line.detail()))) {
            faults.add("%s ended as %s, said an engine; kept is %s".formatted(line.subject(), line.detail(), kept));
        }
    }

    /** All that is wrong. */
    List<String> faults(Map<String, Order> orders) {
        if (!histories.keySet().equals(orders.keySet())) {
            faults.add("ordered were " + new TreeMap<>(orders).keySet() + ", kept are " + histories.keySet());
        }
        acknowledged.forEach(this::checkAcknowledged);
        orders.forEach((id, order) -> Optional.ofNullable(histories.get(id)).ifPresent(kept -> check(order, kept)));
        return List.copyOf(faults);
    }

    private void checkAcknowledged(String id, Map<Long, String> events) {
        List<DeploymentEvent> kept = Optional.ofNullable(histories.get(id))
                .map(Journal.History::events)
                .orElse(List.of());
        events.forEach((version, detail) -> {
            String found = version > kept.size()
                    ? "nothing"
                    : EngineUnderFireMain.detail(kept.get(Math.toIntExact(version) - 1));
            if (!found.equals(detail)) {
                faults.add("event %d of %s was acknowledged as %s; kept is %s".formatted(version, id, detail, found));
            }
        });
    }

    private void check(Order order, Journal.History history) {
        Journal.Head head = history.head();
        long ends = history.events().stream()
                .filter(ProgressEvent.DeploymentEnded.class::isInstance)
                .count();
        if (head.version() != history.events().size() || head.wakeUp().isPresent() || ends != 1) {
            faults.add("%s, with %d events and %d ends"
                    .formatted(head, history.events().size(), ends));
        }
        if (history.entryIds().size() != Set.copyOf(history.entryIds()).size()) {
            faults.add(order.id() + ": an extension was kept twice");
        }
        Optional<ProgressEvent.DeploymentEnded> end = end(history);
        commanded.stream()
                .filter(command -> command.subject().equals(order.id()))
                .filter(command -> !isAnswered(command.detail(), history))
                .filter(command -> end.filter(ended -> Told.micros(ended.at()) < command.until() + MAIL)
                        .isEmpty())
                .forEach(command -> faults.add(order.id() + ": a command that was taken was not answered"));
        boolean isDrift = lateServices.contains(order.service()) && hasDrifted(history);
        if (isDrift) {
            drifts++;
        }
        if (end.filter(ended -> order.ends().contains(ended.status())
                        || (isDrift && ended.status() == DeploymentStatus.ROLLBACK_SUCCESSFUL))
                .isEmpty()) {
            faults.add(order + " ended with " + end);
        }
    }

    private static boolean hasDrifted(Journal.History history) {
        return history.events().stream().anyMatch(WatchEvent.DriftFound.class::isInstance);
    }

    /** Services to whose routes a write came late: a deployment that found one as a drift may roll back. */
    void lateWrites(Collection<String> services) {
        lateServices.addAll(services);
    }

    /** How many deployments found such a write as a drift. */
    int drifts() {
        return drifts;
    }

    /** How many deployments an engine took over while a write of a route may have been under way. */
    long waits() {
        return histories.values().stream()
                .filter(history -> history.events().stream()
                        .anyMatch(event -> event instanceof ProgressEvent.EngineResumed resumed
                                && resumed.lateUntil().isPresent()))
                .count();
    }

    private static Optional<ProgressEvent.DeploymentEnded> end(Journal.History history) {
        return history.events().stream()
                .filter(ProgressEvent.DeploymentEnded.class::isInstance)
                .map(ProgressEvent.DeploymentEnded.class::cast)
                .findFirst();
    }

    /** How many deployments ended with each status. */
    Map<DeploymentStatus, Integer> ends() {
        Map<DeploymentStatus, Integer> ends = new EnumMap<>(DeploymentStatus.class);
        histories.values().forEach(history -> end(history).ifPresent(end -> ends.merge(end.status(), 1, Integer::sum)));
        return ends;
    }

    /** Everything that was kept, by deployment. */
    Map<String, List<DeploymentEvent>> events() {
        Map<String, List<DeploymentEvent>> events = new TreeMap<>();
        histories.forEach((id, history) -> events.put(id, history.events()));
        return events;
    }

    /** How many events were kept. */
    long kept() {
        return histories.values().stream()
                .mapToLong(history -> history.events().size())
                .sum();
    }

    /** How many of them an engine had acknowledged. */
    long acknowledged() {
        return acknowledged.values().stream().mapToLong(Map::size).sum();
    }

    /** How often an engine took a deployment up again that had begun. */
    long resumed() {
        return histories.values().stream()
                .flatMap(history -> history.events().stream())
                .filter(ProgressEvent.EngineResumed.class::isInstance)
                .count();
    }
}
