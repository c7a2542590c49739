package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Everything is kept by one journal, and who is alive is judged by another one: by virtual time, which no database knows. Claims are made
 * in both, so that fences are compared where everything is kept.
 */
final class LeasesInMemory implements Journal {
    private final Journal kept;
    private final Journal leases;
    private Optional<String> owner = Optional.empty();

    LeasesInMemory(Journal kept, Journal leases) {
        this.kept = kept;
        this.leases = leases;
    }

    @Override
    public List<Appended> append(List<Extension> extensions) {
        return kept.append(extensions);
    }

    @Override
    public Optional<History> read(DeploymentId deployment) {
        return kept.read(deployment);
    }

    @Override
    public List<Head> list(Optional<ServiceRef> service) {
        return kept.list(service);
    }

    @Override
    public Appended open(Opening opening) {
        return kept.open(opening);
    }

    /** The database would wait for the end of a lease of a day: what is due is told to everybody, and claimed by virtual time. */
    @Override
    public List<Head> due(String engine) {
        return kept.due(owner.orElse(engine));
    }

    @Override
    public void delivered(DeploymentId deployment, String listener, long version) {
        kept.delivered(deployment, listener, version);
    }

    @Override
    public List<Head> undelivered(String listener, Duration since) {
        return kept.undelivered(listener, since);
    }

    @Override
    public boolean submit(DeploymentId deployment, String commandId, Command command) {
        return kept.submit(deployment, commandId, command);
    }

    @Override
    public void limitCalls(Duration longest) {
        kept.limitCalls(longest);
    }

    @Override
    public void renew(String engine, Duration length) {
        leases.renew(engine, length);
    }

    @Override
    public Optional<Long> claim(ServiceRef service, String engine) {
        return leases.claim(service, engine).flatMap(fence -> {
            owner.filter(before -> !before.equals(engine)).ifPresent(dead -> kept.renew(dead, Duration.ZERO));
            owner = Optional.of(engine);
            kept.renew(engine, Duration.ofDays(1));
            return kept.claim(service, engine);
        });
    }

    @Override
    public void release(ServiceRef service, String engine) {
        leases.release(service, engine);
        kept.release(service, engine);
    }
}
