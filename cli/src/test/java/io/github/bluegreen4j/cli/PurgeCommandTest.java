package io.github.bluegreen4j.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What ended long ago leaves the journal of a user. */
class PurgeCommandTest {
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");

    @TempDir
    private Path directory;

    private void journaled(String deployment) {
        Instant now = Instant.now();
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("journal"))) {
            journal.renew("test", Duration.ofMinutes(1));
            long fence = journal.claim(SHOP, "test").orElseThrow();
            journal.append(List.of(new Journal.Extension(
                    new DeploymentId(deployment),
                    SHOP,
                    0,
                    fence,
                    "entry",
                    List.of(new ProgressEvent.DeploymentEnded(
                            now, DeploymentStatus.SUCCESSFUL, "done", List.of(), List.of(), List.of())),
                    Optional.empty(),
                    List.of())));
        }
    }

    private void ages(String deployment) throws Exception {
        try (Connection connection = DriverManager.getConnection("jdbc:h2:async:" + directory.resolve("journal"));
                Statement statement = connection.createStatement()) {
            int changed = statement.executeUpdate(
                    "UPDATE bluegreen_deployment SET ended_at = DATEADD('DAY', -3, ended_at) WHERE deployment = '"
                            + deployment + "'");
            assertThat(changed).isEqualTo(1);
        }
    }

    private Cli purge(String olderThan, String... more) {
        String[] all = {"purge", "--older-than=" + olderThan, "--journal=h2:" + directory.resolve("journal")};
        return Cli.run(
                Stream.concat(List.of(all).stream(), List.of(more).stream()).toArray(String[]::new));
    }

    @Test
    void onlyWhatEndedLongAgoIsRemoved() throws Exception {
        journaled("old");
        journaled("young");
        ages("old");

        assertThat(purge("4d").out()).contains("removed: 0 deployments, 0 rollouts");
        Cli purged = purge("2d");
        assertThat(purged.exitCode()).as(purged.err()).isZero();
        assertThat(purged.out()).contains("removed: 1 deployment, 0 rollouts");
        assertThat(purge("2d", "--json").json().get(0).toString()).isEqualTo("{\"deployments\":0,\"rollouts\":[]}");
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("journal"))) {
            assertThat(journal.list(Optional.empty()))
                    .extracting(head -> head.deployment().value())
                    .containsExactly("young");
        }
    }

    @Test
    void aShortAgeIsRefused() {
        for (String wrong : List.of("23h", "0d", "soon")) {
            Cli refused = purge(wrong);
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.err())
                    .contains("--older-than: \"" + wrong + "\" is not allowed; allowed: a duration", "a day or more");
        }
    }
}
