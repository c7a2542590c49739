package io.github.bluegreen4j.engine.memory;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One deployment in an {@link InMemoryJournal}, which confines it. */
final class InMemorySequence {
    private final DeploymentId deployment;
    private final ServiceRef service;
    private final int number;
    private final List<DeploymentEvent> events = new ArrayList<>();
    private final List<String> entryIds = new ArrayList<>();
    private final List<Journal.Mail> mail = new ArrayList<>();
    private final Set<String> commands = new HashSet<>();
    private final Map<String, Long> delivered = new HashMap<>();
    private Set<String> listeners = Set.of();
    private Optional<Instant> wakeUp = Optional.empty();
    private Optional<Long> endedAtNanos = Optional.empty();

    InMemorySequence(DeploymentId deployment, ServiceRef service, int number) {
        this.deployment = deployment;
        this.service = service;
        this.number = number;
    }

    /** How many deployments are older. */
    int number() {
        return number;
    }

    DeploymentId deployment() {
        return deployment;
    }

    ServiceRef service() {
        return service;
    }

    long version() {
        return events.size();
    }

    List<Journal.Mail> mail() {
        return List.copyOf(mail);
    }

    boolean hasEnded() {
        return wakeUp.isEmpty();
    }

    boolean hasMail() {
        return !mail.isEmpty();
    }

    void open(Journal.Opening opening) {
        events.add(opening.event());
        entryIds.add(opening.entryId());
        wakeUp = Optional.of(opening.wakeUp());
        endedAtNanos = Optional.empty();
        mail.clear();
    }

    void extend(Journal.Extension extension, long nanos) {
        events.addAll(extension.events());
        entryIds.add(extension.entryId());
        wakeUp = extension.wakeUp();
        endedAtNanos = wakeUp.isPresent() ? Optional.empty() : Optional.of(nanos);
        listeners = extension.listeners();
        if (!mail.isEmpty()) {
            mail.removeIf(one -> extension.consumed().contains(one.commandId()));
        }
    }

    /** A command counts once, even if it arrives again after it was answered. */
    void deliver(Journal.Mail one) {
        if (commands.add(one.commandId())) {
            mail.add(one);
        }
    }

    void delivered(String listener, long version) {
        delivered.merge(listener, version, Math::max);
    }

    /** Whether it has ended, and a listener was not notified of the end. */
    boolean isUndelivered() {
        return endedAtNanos.isPresent()
                && listeners.stream().anyMatch(listener -> delivered.getOrDefault(listener, 0L) < version());
    }

    /** Whether it ended so long ago, and the listener was not notified of the end. */
    boolean isUndelivered(String listener, Duration since, long nanos) {
        return endedAtNanos
                        .filter(at -> since.minusNanos(nanos - at).compareTo(Duration.ZERO) <= 0)
                        .isPresent()
                && listeners.contains(listener)
                && delivered.getOrDefault(listener, 0L) < version();
    }

    Journal.Head head(long fence) {
        return new Journal.Head(deployment, service, version(), fence, wakeUp, hasMail());
    }

    Journal.History history(long fence) {
        return new Journal.History(
                head(fence), List.copyOf(events), List.copyOf(entryIds), List.copyOf(mail), Map.copyOf(delivered));
    }
}
