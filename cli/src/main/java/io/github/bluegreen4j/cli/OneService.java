package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A journal as an engine sees it that is here for one service. An engine takes up whatever nobody acts for; this one ends with its
 * deployment and may not even speak to the world that other services are in, so it does not hear of them.
 */
final class OneService implements Journal {
    private final Journal journal;
    private final ServiceRef service;

    OneService(Journal journal, ServiceRef service) {
        this.journal = journal;
        this.service = service;
    }

    @Override
    public List<Head> due(String engine) {
        return ofService(journal.due(engine));
    }

    @Override
    public List<Head> undelivered(String listener, Duration since) {
        return ofService(journal.undelivered(listener, since));
    }

    private List<Head> ofService(List<Head> heads) {
        return heads.stream().filter(head -> head.service().equals(service)).toList();
    }

    @Override
    public Appended open(Opening opening) {
        return journal.open(opening);
    }

    @Override
    public void delivered(DeploymentId deployment, String listener, long version) {
        journal.delivered(deployment, listener, version);
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
    public List<Head> list(Optional<ServiceRef> wanted) {
        return journal.list(wanted);
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
    public Optional<Long> claim(ServiceRef wanted, String engine) {
        return journal.claim(wanted, engine);
    }

    @Override
    public void release(ServiceRef wanted, String engine) {
        journal.release(wanted, engine);
    }
}
