package io.github.bluegreen4j.journal;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A journal that passes every call on to another journal. Extend it to change or observe some of the calls. As safe for
 * use by many threads as the other journal.
 */
public abstract class ForwardingJournal implements Journal {
    private final Journal journal;

    /**
     * Creates a journal in front of another one.
     *
     * @param journal the journal that receives the calls
     */
    protected ForwardingJournal(Journal journal) {
        this.journal = Given.value("journal", journal);
    }

    @Override
    public List<Appended> append(List<Extension> extensions) {
        return journal.append(extensions);
    }

    @Override
    public Optional<History> read(DeploymentId deployment) {
        return journal.read(deployment);
    }

    @Override
    public List<Head> list(Optional<ServiceRef> service) {
        return journal.list(service);
    }

    @Override
    public Appended open(Opening opening) {
        return journal.open(opening);
    }

    @Override
    public List<Head> due(String engine) {
        return journal.due(engine);
    }

    @Override
    public void delivered(DeploymentId deployment, String listener, long version) {
        journal.delivered(deployment, listener, version);
    }

    @Override
    public List<Head> undelivered(String listener, Duration since) {
        return journal.undelivered(listener, since);
    }

    @Override
    public boolean submit(DeploymentId deployment, String commandId, Command command) {
        return journal.submit(deployment, commandId, command);
    }

    @Override
    public void limitCalls(Duration longest) {
        journal.limitCalls(longest);
    }

    @Override
    public void renew(String engine, Duration length) {
        journal.renew(engine, length);
    }

    @Override
    public Optional<Long> claim(ServiceRef service, String engine) {
        return journal.claim(service, engine);
    }

    @Override
    public void release(ServiceRef service, String engine) {
        journal.release(service, engine);
    }
}
