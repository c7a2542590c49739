package io.github.bluegreen4j.examples.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.PortException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class UninterruptedTest {
    private static final ServiceRef SERVICE = new ServiceRef("prod", "checkout");

    @TempDir
    Path directory;

    @Test
    void whatIsUnderWayWhenItsCallerIsInterruptedEndsAndTheFileStaysOpen() {
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("journal"))) {
            Uninterrupted calls = new Uninterrupted(journal);
            calls.renew("engine", Duration.ofMinutes(1));
            Thread.currentThread().interrupt();
            assertThatThrownBy(() -> calls.claim(SERVICE, "engine")).isInstanceOf(PortException.class);
            assertThat(Thread.interrupted()).as("the caller still knows").isTrue();
            calls.close();

            journal.renew("another", Duration.ofMinutes(1));
            assertThat(journal.claim(SERVICE, "another")).as("it is claimed").isEmpty();
            journal.release(SERVICE, "engine");
            assertThat(journal.claim(SERVICE, "another")).isPresent();
            assertThatThrownBy(() -> calls.list(Optional.empty())).hasMessageContaining("closed");
        }
    }
}
