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
import java.util.concurrent.locks.LockSupport;

/** Appends to deployments for ever, each on a thread of its own, and says after each append which version of which was acknowledged. */
final class AppendMain {
    private static final String ENGINE = "engine-" + ProcessHandle.current().pid();

    private final JdbcJournal journal;
    private final int number;
    private final ServiceRef service;
    private final long pause;

    private AppendMain(JdbcJournal journal, int number, Duration pause) {
        this.pause = pause.toNanos();
        this.journal = journal;
        this.number = number;
        this.service = new ServiceRef("prod", "shop-" + number);
    }

    static DeploymentId deployment(int number) {
        return new DeploymentId("d-" + number);
    }

    /** Arguments: the file, how many deployments, and the pause after each append in milliseconds. */
    public static void main(String[] arguments) {
        Duration pause = Duration.ofMillis(Long.parseLong(arguments[2]));
        JdbcJournal journal = JdbcJournal.h2(Path.of(arguments[0]));
        for (int i = 0; i < Integer.parseInt(arguments[1]); i++) {
            AppendMain writer = new AppendMain(journal, i, pause);
            Thread thread = new Thread(writer::append);
            thread.setUncaughtExceptionHandler((dead, thrown) -> {
                thrown.printStackTrace();
                Runtime.getRuntime().halt(1);
            });
            thread.start();
        }
    }

    private long claim() {
        Optional<Long> fence = Optional.empty();
        while (fence.isEmpty()) {
            // The one before was killed: its lease of a few milliseconds is over soon.
            journal.renew(ENGINE, Duration.ofMillis(50));
            fence = journal.claim(service, ENGINE);
        }
        return fence.get();
    }

    private void append() {
        long fence = claim();
        long version = journal.read(deployment(number))
                .map(history -> history.head().version())
                .orElse(0L);
        while (true) {
            Instant now = Instant.now();
            Journal.Appended appended = journal.append(List.of(new Journal.Extension(
                            deployment(number),
                            service,
                            version,
                            fence,
                            ENGINE + "/" + version,
                            List.of(new ProgressEvent.DrainEnded(now), new ProgressEvent.RollbackInsisted(now)),
                            Optional.of(now),
                            List.of())))
                    .get(0);
            if (appended.status() != Journal.Appended.Status.APPENDED) {
                throw new IllegalStateException(appended.toString());
            }
            version = appended.version();
            System.out.println(number + " " + version);
            LockSupport.parkNanos(pause);
        }
    }
}
