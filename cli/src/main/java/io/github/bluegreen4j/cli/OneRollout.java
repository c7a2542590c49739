package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.spi.ForwardingJournal;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.util.List;

/** A journal as an engine sees it that is here for one rollout: it continues the deployments of that, and no others. */
final class OneRollout extends ForwardingJournal {
    private final String rollout;

    OneRollout(Journal journal, String rollout) {
        super(journal);
        this.rollout = rollout;
    }

    @Override
    public List<Document> openDocuments(String kind) {
        return super.openDocuments(kind).stream()
                .filter(document -> document.name().equals(rollout))
                .toList();
    }

    @Override
    public List<Head> due(String engine) {
        return ofRollout(super.due(engine));
    }

    @Override
    public List<Head> undelivered(String listener, Duration since) {
        return ofRollout(super.undelivered(listener, since));
    }

    private List<Head> ofRollout(List<Head> heads) {
        return heads.stream()
                .filter(head -> head.deployment().value().startsWith(rollout + "."))
                .toList();
    }
}
