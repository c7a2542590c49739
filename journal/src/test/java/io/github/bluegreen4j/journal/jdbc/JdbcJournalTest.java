package io.github.bluegreen4j.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.github.bluegreen4j.engine.DeploymentEngine;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.journal.UnusableJournalException;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import io.github.bluegreen4j.testkit.simulation.Scenario;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class JdbcJournalTest {
    private static final ServiceRef SHOP = new ServiceRef("prod", "shop");
    private static final Instant NOW = Instant.parse("2026-03-01T03:00:00Z");

    @TempDir
    private Path directory;

    private static DeploymentSpec spec() {
        return DeploymentSpec.blueGreen(SHOP)
                .revision("shop:2")
                .productionRoute("production")
                .targetGroups(new TargetGroupRef("first"), new TargetGroupRef("second"))
                .canary(10, Duration.ofMinutes(5))
                .bakeTime(Duration.ofMinutes(10))
                .build();
    }

    private static void execute(DataSource database, String... statements) throws SQLException {
        try (Connection connection = database.getConnection();
                Statement statement = connection.createStatement()) {
            for (String one : statements) {
                statement.execute(one);
            }
        }
    }

    private static void refusesToOpen(DataSource database, String... why) {
        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> JdbcJournal.postgresql(database))
                .satisfies(refused -> assertThat(refused).hasMessageContainingAll(why));
    }

    private static Journal.Extension created(String id, long fence, boolean ended) {
        DeploymentId deployment = new DeploymentId(id);
        return new Journal.Extension(
                deployment,
                SHOP,
                0,
                fence,
                "entry of " + id,
                List.of(new ProgressEvent.DeploymentCreated(NOW, deployment, spec())),
                ended ? Optional.empty() : Optional.of(NOW),
                List.of());
    }

    /** The engine of a simulation keeps everything in the file, dies, and another one goes on with what the file says. */
    @Test
    void aWholeDeploymentLivesInAFile() {
        Path file = directory.resolve("deployments");
        try (JdbcJournal journal = JdbcJournal.h2(file);
                Simulation simulation = Scenario.of(spec())
                        .journal(inMemory -> new LeasesInMemory(journal, inMemory))
                        .simulate()) {
            simulation.at(Duration.ofMinutes(2), s -> s.killAndRestart(Duration.ofMinutes(3)));
            assertThat(simulation.run().status()).as(simulation.story()).isEqualTo(DeploymentStatus.SUCCESSFUL);
        }
        try (JdbcJournal again = JdbcJournal.h2(file)) {
            assertThat(DeploymentEngine.describe(again, new DeploymentId("d-1")))
                    .get()
                    .satisfies(description -> {
                        assertThat(description.status()).isEqualTo(DeploymentStatus.SUCCESSFUL);
                        assertThat(description.greenProductionWeight()).isEqualTo(100);
                    });
        }
    }

    @Test
    void aFileHasOneProcessAtATime() throws IOException, InterruptedException {
        Path file = directory.resolve("deployments");
        try (JdbcJournal journal = JdbcJournal.h2(file)) {
            assertThat(journal.list(Optional.empty())).isEmpty();
            Process other = Kills.java("OpenMain", file);
            assertThat(new String(other.getInputStream().readAllBytes(), StandardCharsets.UTF_8))
                    .contains("another process has opened", "PostgreSQL");
            assertThat(other.waitFor()).isEqualTo(1);
        }
    }

    @Test
    void aTornFileIsRefusedAndLeftAsItIs() throws IOException {
        Path file = directory.resolve("deployments");
        Path torn = directory.resolve("deployments.mv.db");
        byte[] nonsense = "this is no database".getBytes(StandardCharsets.UTF_8);
        Files.write(torn, nonsense);

        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> JdbcJournal.h2(file))
                .withMessageContaining("can't be opened as a journal");
        assertThat(Files.readAllBytes(torn)).isEqualTo(nonsense);
    }

    @Test
    void aJournalOfANewerVersionIsRefused() throws SQLException {
        DataSource database = Postgres.database();
        JdbcJournal.postgresql(database);
        execute(database, "UPDATE bluegreen_schema SET version = 5");

        refusesToOpen(database, "schema version 5", "use the newer bluegreen4j");
    }

    @Test
    void tablesOfAnotherProjectAreRefusedAndLeftAsTheyAre() throws SQLException {
        DataSource database = Postgres.database();
        execute(database, "CREATE TABLE bluegreen_event (id INTEGER)", "INSERT INTO bluegreen_event VALUES (7)");

        refusesToOpen(database, "bluegreen_event", "give the journal a database or schema of its own");
        execute(database, "SELECT id FROM bluegreen_event WHERE id = 7");
    }

    /** An engine may be killed after any statement that creates a table: H2 commits each by itself. */
    @Test
    void theCreationOfTheTablesContinuesWhereItStopped() throws SQLException {
        List<String> statements = Stream.of(
                        JdbcJournal.schema().replaceAll("--[^\n]*", "").split(";", -1))
                .filter(statement -> !statement.isBlank())
                .toList();
        assertThat(statements).hasSizeGreaterThan(10);
        for (int done = 0; done <= statements.size(); done++) {
            Path file = directory.resolve("stopped-" + done);
            try (Connection connection = DriverManager.getConnection("jdbc:h2:" + file);
                    Statement statement = connection.createStatement()) {
                for (String one : statements.subList(0, done)) {
                    statement.execute(one);
                }
            }
            JdbcJournal journal = JdbcJournal.h2(file);
            assertThat(journal.list(Optional.empty()))
                    .as("after %d statements", done)
                    .isEmpty();
        }
    }

    @Test
    void tablesThatAreMissingAreNamed() throws SQLException {
        DataSource database = Postgres.database();
        JdbcJournal.postgresql(database);
        execute(database, "DROP TABLE bluegreen_engine");

        refusesToOpen(database, "bluegreen_engine", "restore the journal from a backup");
    }

    @Test
    void whoAppliesTheSchemaHimselfIsTakenAtHisWord() throws SQLException {
        DataSource database = Postgres.database();
        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> JdbcJournal.existingPostgresql(database))
                .withMessageContaining("JdbcJournal.schema");

        execute(database, JdbcJournal.schema());

        assertThat(JdbcJournal.existingPostgresql(database).list(Optional.empty()))
                .isEmpty();
    }

    @Test
    void aClockThatIsFarOffIsNoObstacle() throws SQLException {
        DataSource database = Postgres.database();
        try (Connection connection = database.getConnection()) {
            new Tables(Dialect.POSTGRESQL)
                    .prepare(connection, true, Instant.now().minusSeconds(3600));
        }
        assertThat(JdbcJournal.existingPostgresql(database).list(Optional.empty()))
                .isEmpty();
    }

    @Test
    void whatEndedLongAgoIsPurgedAndNothingElse() {
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("deployments"))) {
            journal.renew("engine", Duration.ofMinutes(1));
            long fence = journal.claim(SHOP, "engine").orElseThrow();
            journal.append(List.of(created("over", fence, true), created("open", fence, false)));

            assertThat(journal.purge(Duration.ofHours(1))).isZero();
            assertThat(journal.purge(Duration.ZERO)).isEqualTo(1);

            assertThat(journal.read(new DeploymentId("over"))).isEmpty();
            assertThat(journal.read(new DeploymentId("open"))).isPresent();
            journal.release(SHOP, "engine");
            assertThat(journal.claim(SHOP, "engine")).contains(fence + 1);
        }
    }

    @Test
    void aServerThatIsAwayIsSaidToBeAway() {
        JdbcJournal journal = JdbcJournal.postgresql(Away.after(Postgres.database(), 1));

        PortException away = catchThrowableOfType(PortException.class, () -> journal.list(Optional.empty()));

        assertThat(away.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
        assertThat(away.problem().message()).contains("08001");
    }

    @Test
    void aClosedJournalSaysSo() {
        Path file = directory.resolve("deployments");
        JdbcJournal inAFile = JdbcJournal.h2(file);
        JdbcJournal inPostgres = JdbcJournal.postgresql(Postgres.database());
        inAFile.close();
        inAFile.close();
        inPostgres.close();
        saysThatItIsClosed(inAFile, "the journal in file " + file + " is closed");
        saysThatItIsClosed(inPostgres, "the journal in PostgreSQL is closed");
        JdbcJournal.h2(file).close();
    }

    private static void saysThatItIsClosed(JdbcJournal journal, String message) {
        DeploymentId id = new DeploymentId("one");
        List<ThrowingCallable> calls = List.of(
                () -> journal.append(List.of(created("one", 1, false))),
                () -> journal.open(new Journal.Opening(
                        id, SHOP, 0, "order", new ProgressEvent.DeploymentCreated(NOW, id, spec()), NOW)),
                () -> journal.read(id),
                () -> journal.list(Optional.empty()),
                () -> journal.due("engine"),
                () -> journal.submit(id, "c-1", new Command.SkipBake()),
                () -> journal.delivered(id, "audit", 1),
                () -> journal.undelivered("audit", Duration.ZERO),
                () -> journal.renew("engine", Duration.ofMinutes(1)),
                () -> journal.claim(SHOP, "engine"),
                () -> journal.release(SHOP, "engine"),
                () -> journal.purge(Duration.ZERO));
        for (ThrowingCallable call : calls) {
            PortException closed = catchThrowableOfType(PortException.class, call);
            assertThat(closed.problem().kind()).isEqualTo(Problem.Kind.UNAVAILABLE);
            assertThat(closed.problem().message()).isEqualTo(message);
        }
    }

    /** An engine interrupts the calls that it gives up. */
    @Test
    void aCallThatIsInterruptedDoesNotCloseTheFile() throws InterruptedException {
        try (JdbcJournal journal = JdbcJournal.h2(directory.resolve("deployments"))) {
            journal.renew("engine", Duration.ofMinutes(10));
            long fence = journal.claim(SHOP, "engine").orElseThrow();
            AtomicInteger kept = new AtomicInteger();
            for (int i = 0; i < 50; i++) {
                Journal.Extension next = created("d-" + i, fence, false);
                CountDownLatch begun = new CountDownLatch(1);
                Thread caller = new Thread(() -> {
                    begun.countDown();
                    if (journal.append(List.of(next)).get(0).status() == Journal.Appended.Status.APPENDED) {
                        kept.incrementAndGet();
                    }
                });
                caller.start();
                begun.await();
                caller.interrupt();
                caller.join();
            }
            assertThat(kept).hasValue(50);
            assertThat(journal.list(Optional.empty())).hasSize(50);
        }
    }
}
