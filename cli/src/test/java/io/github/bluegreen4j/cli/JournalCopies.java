package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Puts the events of a deployment into a journal. */
final class JournalCopies {
    private JournalCopies() {}

    static void copy(Journal into, String name, List<DeploymentEvent> events) {
        DeploymentId id = new DeploymentId(name);
        ServiceRef service =
                ((ProgressEvent.DeploymentCreated) events.get(0)).spec().service();
        boolean ends = events.get(events.size() - 1) instanceof ProgressEvent.DeploymentEnded;
        into.open(new Journal.Opening(id, service, 0, "o", events.get(0), Instant.now()));
        into.renew("copy", Duration.ofMinutes(5));
        long fence = into.claim(service, "copy").orElseThrow();
        into.append(List.of(new Journal.Extension(
                id,
                service,
                1,
                fence,
                "e",
                events.subList(1, events.size()),
                ends ? Optional.empty() : Optional.of(Instant.now()),
                List.of())));
        into.release(service, "copy");
    }
}
