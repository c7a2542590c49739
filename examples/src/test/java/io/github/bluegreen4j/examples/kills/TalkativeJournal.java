package io.github.bluegreen4j.examples.kills;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** A journal that tells what its engine learns about leases, and under which fence the engine acts. */
final class TalkativeJournal extends ForwardingJournal {

    private final Map<String, Long> fences = new ConcurrentHashMap<>();

    TalkativeJournal(Journal journal) {
        super(journal);
    }

    /** The fence under which the engine last appended for a service: whatever it does to the world was appended before. */
    long fence(String service) {
        return fences.getOrDefault(service, 0L);
    }

    @Override
    public List<Appended> append(List<Extension> extensions) {
        extensions.forEach(extension -> fences.put(extension.service().name(), extension.fence()));
        return super.append(extensions);
    }

    @Override
    public void renew(String engine, Duration length) {
        long from = Told.now();
        super.renew(engine, length);
        new Told(Told.What.RENEWED, "", 0, "", from, Told.now()).say();
    }

    @Override
    public Optional<Long> claim(ServiceRef service, String engine) {
        long from = Told.now();
        Optional<Long> fence = super.claim(service, engine);
        long until = Told.now();
        fence.ifPresent(value -> new Told(Told.What.CLAIMED, service.name(), value, "", from, until).say());
        return fence;
    }

    @Override
    public List<ClaimResult> claimAndRead(List<ServiceRef> services, String engine) {
        long from = Told.now();
        List<ClaimResult> results = super.claimAndRead(services, engine);
        long until = Told.now();
        results.forEach(result -> result.fence()
                .ifPresent(
                        value -> new Told(Told.What.CLAIMED, result.service().name(), value, "", from, until).say()));
        return results;
    }

    @Override
    public void release(List<ServiceRef> services, String engine) {
        long now = Told.now();
        services.forEach(service -> new Told(Told.What.RELEASING, service.name(), 0, "", now, now).say());
        super.release(services, engine);
    }

    @Override
    public boolean submit(DeploymentId deployment, String commandId, Command command) {
        boolean taken = super.submit(deployment, commandId, command);
        if (taken) {
            long now = Told.now();
            new Told(Told.What.COMMANDED, deployment.toString(), 0, commandId, now, now).say();
        }
        return taken;
    }
}
