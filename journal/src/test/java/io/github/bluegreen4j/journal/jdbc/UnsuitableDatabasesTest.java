package io.github.bluegreen4j.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.journal.UnusableJournalException;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a database that does not suit a journal, or was written to by others, is told to be. */
class UnsuitableDatabasesTest {
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final DeploymentId ONE = new DeploymentId("one");

    @TempDir
    private Path directory;

    private static DataSource failing(SQLException failure) {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, called, arguments) -> {
                    throw failure;
                });
    }

    @Test
    void aMissingDriverIsNamedByItsArtifact() {
        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> JdbcJournal.postgresql(failing(new SQLException("No suitable driver", "08001"))))
                .withMessage(
                        "no JDBC driver for PostgreSQL was found: add the Maven artifact org.postgresql:postgresql to the"
                                + " class path");
        assertThat(Drivers.missing(Dialect.H2, new SQLException())).hasMessageContaining("com.h2database:h2");
    }

    @Test
    void aPostgresqlJournalOnAnotherDatabaseIsRefused() {
        H2File other = H2File.open(directory.resolve("other"));
        try {
            assertThatExceptionOfType(UnusableJournalException.class)
                    .isThrownBy(() -> JdbcJournal.postgresql(other))
                    .withMessage("database: \"H2\" is not allowed; allowed: PostgreSQL");
        } finally {
            other.close();
        }
    }

    @Test
    void aVersionOfH2ThatIsNotSupportedIsRefused() {
        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> Drivers.checkH2("1.4.200 (2019-10-14)"))
                .withMessageStartingWith("com.h2database:h2: \"1.4.200 (2019-10-14)\" is too old; allowed: 2.x");
        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> Drivers.checkH2("2.5.252 (2026-08-01)"))
                .withMessageContaining("forgets what was committed");
        assertThatCode(() -> Drivers.checkH2("2.4.240 (2025-09-22)")).doesNotThrowAnyException();
    }

    @Test
    void aCommandThatCannotBeReadBlocksNoOther() throws SQLException {
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("journal"))) {
            journal.renew("a", Duration.ofMinutes(1));
            long fence = journal.claim(SHOP, "a").orElseThrow();
            journal.append(List.of(new Journal.Extension(
                    ONE,
                    SHOP,
                    0,
                    fence,
                    "entry-1",
                    List.of(new ProgressEvent.DeploymentAdmitted(Instant.EPOCH)),
                    Optional.of(Instant.EPOCH),
                    List.of())));
            journal.submit(ONE, "bad", new Command.SkipBake());
            journal.submit(ONE, "good", new Command.Abort("enough"));
            H2File file = H2File.open(directory.resolve("journal"));
            try (Statement statement = file.getConnection().createStatement()) {
                statement.execute(
                        "UPDATE bluegreen_command SET command = '{\"type\":\"RollBack\",\"reason\":null}' WHERE command_id = 'bad'");
            } finally {
                file.close();
            }

            List<Journal.Mail> mail = journal.read(ONE).orElseThrow().mail();
            assertThat(mail).extracting(Journal.Mail::commandId).containsExactly("bad", "good");
            assertThat(mail.get(0).command())
                    .isInstanceOfSatisfying(
                            Command.Unreadable.class,
                            unreadable -> assertThat(unreadable.why()).contains("reason", "null is not a text"));
            assertThat(mail.get(1).command()).isEqualTo(new Command.Abort("enough"));
        }
    }

    @Test
    void aCommandWithAnIdThatIsNoneIsRefused() {
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("journal"))) {
            for (String id : List.of("", " ", "a\u0000b", "x".repeat(513))) {
                assertThatExceptionOfType(InvalidSpecException.class)
                        .isThrownBy(() -> journal.submit(ONE, id, new Command.SkipBake()))
                        .withMessageStartingWith("commandId: \"");
            }
        }
    }
}
