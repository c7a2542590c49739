package io.github.bluegreen4j.engine.memory;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.TimeSource;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.NavigableSet;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * A journal in the memory of this process. It is complete, but lost with the process. Several engines of one process
 * may share it; they compete for services by lease and fence, as with a database. Safe for use by many threads.
 *
 * <p>It never deletes anything.
 */
public final class InMemoryJournal implements Journal {

    private static final Comparator<String> BY_CODE_POINTS =
            Comparator.comparing(name -> name.codePoints().toArray(), Arrays::compare);

    private final TimeSource time;
    private final InMemoryLeases leases;

    /** Those that have not ended, the oldest first. */
    private final NavigableSet<InMemorySequence> open =
            new TreeSet<>(Comparator.comparingInt(InMemorySequence::number));

    private final Map<DeploymentId, InMemorySequence> sequences = new LinkedHashMap<>();

    /** All of each service, the oldest first. */
    private final Map<ServiceRef, List<InMemorySequence>> ofService = new HashMap<>();

    /** Those that have ended and of whose end a listener was not notified, the oldest first. */
    private final NavigableSet<InMemorySequence> undelivered =
            new TreeSet<>(Comparator.comparingInt(InMemorySequence::number));

    private Optional<Line> line = Optional.empty();

    /** By kind and name. */
    private final Map<String, NavigableMap<String, Document>> documents = new HashMap<>();

    private InMemoryJournal(TimeSource time) {
        this.time = time;
        leases = new InMemoryLeases(time);
    }

    /** {@return an empty journal; its leases use the monotonic clock of this machine} */
    public static InMemoryJournal create() {
        return create(TimeSource.system());
    }

    /**
     * {@return an empty journal with another clock}
     *
     * @param time its leases use the monotonic count of this clock
     */
    public static InMemoryJournal create(TimeSource time) {
        return new InMemoryJournal(time);
    }

    @Override
    public synchronized List<Appended> append(List<Extension> extensions) {
        List<Appended> outcomes = new ArrayList<>();
        for (Extension extension : extensions) {
            outcomes.add(append(extension));
        }
        return List.copyOf(outcomes);
    }

    private Appended append(Extension extension) {
        if (extension.events().isEmpty()) {
            throw new IllegalArgumentException("an extension without events: " + extension);
        }
        InMemorySequence known = sequences.get(extension.deployment());
        boolean lost = version(extension.deployment()) != extension.expectedVersion()
                || (known != null && known.hasEnded())
                || leases.fence(extension.service()) != extension.fence()
                || extension.fence() == InMemoryLeases.NEVER_CLAIMED;
        if (lost) {
            return stands(extension, Appended.Status.LOST);
        }
        InMemorySequence sequence = sequence(extension.deployment(), extension.service());
        sequence.extend(extension, time.nanos());
        index(sequence);
        return stands(extension, Appended.Status.APPENDED);
    }

    private InMemorySequence sequence(DeploymentId deployment, ServiceRef service) {
        return sequences.computeIfAbsent(deployment, id -> {
            InMemorySequence created = new InMemorySequence(id, service, sequences.size());
            ofService.computeIfAbsent(service, key -> new ArrayList<>()).add(created);
            return created;
        });
    }

    @Override
    public synchronized List<Appended> open(List<Opening> openings) {
        List<Appended> outcomes = new ArrayList<>();
        for (Opening opening : openings) {
            outcomes.add(opened(opening));
        }
        return List.copyOf(outcomes);
    }

    private Appended opened(Opening opening) {
        InMemorySequence known = sequences.get(opening.deployment());
        boolean isOpen = known != null && !known.hasEnded();
        long fence = leases.fence(opening.service());
        if (isOpen || version(opening.deployment()) != opening.expectedVersion()) {
            return new Appended(Appended.Status.LOST, version(opening.deployment()), fence);
        }
        InMemorySequence sequence = sequence(opening.deployment(), opening.service());
        sequence.open(opening);
        index(sequence);
        return new Appended(Appended.Status.APPENDED, sequence.version(), fence);
    }

    /** Sorts a sequence anew after it has changed. */
    private void index(InMemorySequence sequence) {
        if (sequence.hasEnded()) {
            open.remove(sequence);
        } else {
            open.add(sequence);
        }
        if (sequence.isUndelivered()) {
            undelivered.add(sequence);
        } else {
            undelivered.remove(sequence);
        }
    }

    private Appended stands(Extension extension, Appended.Status status) {
        return new Appended(status, version(extension.deployment()), leases.fence(extension.service()));
    }

    private long version(DeploymentId deployment) {
        InMemorySequence sequence = sequences.get(deployment);
        return sequence == null ? 0 : sequence.version();
    }

    @Override
    public synchronized Optional<History> read(DeploymentId deployment) {
        return Optional.ofNullable(sequences.get(deployment)).map(sequence -> sequence.history(fence(sequence)));
    }

    /** Nothing else comes between the claims and the reads. */
    @Override
    public synchronized List<ClaimResult> claimAndRead(List<ServiceRef> services, String engine) {
        List<ClaimResult> results = new ArrayList<>();
        for (ServiceRef service : services) {
            Optional<Long> fence = leases.claim(service, engine);
            results.add(new ClaimResult(service, fence, fence.isEmpty() ? List.of() : openOf(service)));
        }
        return List.copyOf(results);
    }

    private List<ReadResult> openOf(ServiceRef service) {
        return ofService.getOrDefault(service, List.of()).stream()
                .filter(sequence -> !sequence.hasEnded())
                .map(InMemorySequence::deployment)
                .map(deployment -> ReadResult.of(deployment, read(deployment)))
                .toList();
    }

    @Override
    public synchronized List<Head> list(Optional<ServiceRef> service) {
        Collection<InMemorySequence> listed =
                service.isEmpty() ? sequences.values() : ofService.getOrDefault(service.get(), List.of());
        return listed.stream().map(sequence -> sequence.head(fence(sequence))).toList();
    }

    @Override
    public synchronized List<Head> due(String engine) {
        List<Head> heads = new ArrayList<>();
        for (InMemorySequence sequence : open) {
            if (!leases.isHeldByAnother(sequence.service(), engine)) {
                heads.add(sequence.head(fence(sequence)));
            }
        }
        return List.copyOf(heads);
    }

    private long fence(InMemorySequence sequence) {
        return leases.fence(sequence.service());
    }

    @Override
    public synchronized boolean submit(DeploymentId deployment, String commandId, Command command) {
        Mail mail = new Mail(commandId, command);
        InMemorySequence sequence = sequences.get(deployment);
        if (sequence == null || sequence.hasEnded()) {
            return false;
        }
        sequence.deliver(mail);
        return true;
    }

    @Override
    public synchronized List<List<Mail>> mail(List<DeploymentId> deployments) {
        return deployments.stream()
                .map(sequences::get)
                .map(sequence -> sequence == null ? List.<Mail>of() : sequence.mail())
                .toList();
    }

    @Override
    public synchronized void delivered(DeploymentId deployment, String listener, long version) {
        InMemorySequence sequence = sequences.get(deployment);
        if (sequence != null) {
            sequence.delivered(listener, version);
            index(sequence);
        }
    }

    @Override
    public synchronized List<Head> undelivered(String listener, Duration since) {
        List<Head> heads = new ArrayList<>();
        for (InMemorySequence sequence : undelivered) {
            if (sequence.isUndelivered(listener, since, time.nanos())) {
                heads.add(sequence.head(fence(sequence)));
            }
        }
        return List.copyOf(heads);
    }

    @Override
    public synchronized void changeLine(Line newLine) {
        line = Optional.of(newLine);
    }

    @Override
    public synchronized Optional<Line> line() {
        return line;
    }

    @Override
    public synchronized boolean storeDocument(Document document) {
        Map<String, Document> ofKind =
                documents.computeIfAbsent(document.kind(), kind -> new TreeMap<>(BY_CODE_POINTS));
        Document known = ofKind.get(document.name());
        if (document.version() != (known == null ? 1 : known.version() + 1)) {
            return false;
        }
        ofKind.put(document.name(), document);
        return true;
    }

    @Override
    public synchronized boolean removeDocument(String kind, String name, long version) {
        Map<String, Document> ofKind = documents.getOrDefault(kind, Collections.emptyNavigableMap());
        Document known = ofKind.get(name);
        if (known == null || known.version() != version) {
            return false;
        }
        ofKind.remove(name);
        return true;
    }

    @Override
    public synchronized Optional<Document> document(String kind, String name) {
        return Optional.ofNullable(documents.get(kind)).map(ofKind -> ofKind.get(name));
    }

    @Override
    public synchronized List<Document> documents(String kind) {
        Map<String, Document> ofKind = documents.get(kind);
        return ofKind == null ? List.of() : List.copyOf(ofKind.values());
    }

    @Override
    public synchronized void renew(String engine, Duration length) {
        leases.renew(engine, length);
    }

    @Override
    public synchronized Optional<Long> claim(ServiceRef service, String engine) {
        return leases.claim(service, engine);
    }

    @Override
    public synchronized void release(List<ServiceRef> services, String engine) {
        services.forEach(service -> leases.release(service, engine));
    }
}
