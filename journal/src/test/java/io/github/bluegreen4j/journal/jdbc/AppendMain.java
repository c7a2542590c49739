package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Appends to a deployment for ever, and says after each append which version was acknowledged. */
final class AppendMain {
    static final DeploymentId DEPLOYMENT = new DeploymentId("d-1");

    private AppendMain() {}

    public static void main(String[] arguments) {
        ServiceRef service = new ServiceRef("prod", "shop");
        JdbcJournal journal = JdbcJournal.h2(Path.of(arguments[0]));
        String engine = "engine-" + ProcessHandle.current().pid();
        Optional<Long> fence = Optional.empty();
        while (fence.isEmpty()) {
            // The one before was killed: its lease of a few milliseconds is over soon.
            journal.renew(engine, Duration.ofMillis(50));
            fence = journal.claim(service, engine);
        }
        long version = journal.read(DEPLOYMENT)
                .map(history -> history.head().version())
                .orElse(0L);
        while (true) {
            Instant now = Instant.now();
            Journal.Appended appended = journal.append(List.of(new Journal.Extension(
                            DEPLOYMENT,
                            service,
                            version,
                            fence.get(),
                            engine + "/" + version,
                            List.of(new ProgressEvent.DrainEnded(now), new ProgressEvent.RollbackInsisted(now)),
                            Optional.of(now),
                            List.of())))
                    .get(0);
            if (appended.status() != Journal.Appended.Status.APPENDED) {
                throw new IllegalStateException(appended.toString());
            }
            version = appended.version();
            System.out.println(version);
        }
    }
}
