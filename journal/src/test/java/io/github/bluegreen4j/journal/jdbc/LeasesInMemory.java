package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Everything is kept by one journal, and who is alive is judged by another one: by virtual time, which no database knows. Claims are made
 * in both, so that fences are compared where everything is kept.
 */
final class LeasesInMemory extends ForwardingJournal {
    private final Journal leases;
    private Optional<String> owner = Optional.empty();

    LeasesInMemory(Journal kept, Journal leases) {
        super(kept);
        this.leases = leases;
    }

    /** The database would wait for the end of a lease of a day: what is due is told to everybody, and claimed by virtual time. */
    @Override
    public List<Head> due(String engine) {
        return super.due(owner.orElse(engine));
    }

    @Override
    public void renew(String engine, Duration length) {
        leases.renew(engine, length);
    }

    @Override
    public Optional<Long> claim(ServiceRef service, String engine) {
        return leases.claim(service, engine).flatMap(fence -> {
            owner.filter(before -> !before.equals(engine)).ifPresent(dead -> super.renew(dead, Duration.ZERO));
            owner = Optional.of(engine);
            super.renew(engine, Duration.ofDays(1));
            return super.claim(service, engine);
        });
    }

    @Override
    public List<ClaimResult> claimAndRead(List<ServiceRef> services, String engine) {
        List<ClaimResult> results = new ArrayList<>();
        for (ServiceRef service : services) {
            results.add(
                    claim(service, engine).isPresent()
                            ? super.claimAndRead(List.of(service), engine).get(0)
                            : new ClaimResult(service, Optional.empty(), List.of()));
        }
        return results;
    }

    @Override
    public void release(List<ServiceRef> services, String engine) {
        leases.release(services, engine);
        super.release(services, engine);
    }
}
