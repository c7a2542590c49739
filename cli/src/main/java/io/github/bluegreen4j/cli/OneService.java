package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.List;

/**
 * A journal as an engine sees it that is here for one service. An engine takes up whatever nobody acts for; this one ends with its
 * deployment and may not even speak to the world that other services are in, so it does not hear of them.
 */
final class OneService extends ForwardingJournal {
    private final ServiceRef service;

    OneService(Journal journal, ServiceRef service) {
        super(journal);
        this.service = service;
    }

    @Override
    public List<Head> due(String engine) {
        return ofService(super.due(engine));
    }

    @Override
    public List<Head> undelivered(String listener, Duration since) {
        return ofService(super.undelivered(listener, since));
    }

    private List<Head> ofService(List<Head> heads) {
        return heads.stream().filter(head -> head.service().equals(service)).toList();
    }
}
