package io.github.bluegreen4j.journal.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.github.bluegreen4j.journal.UnusableJournalException;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.lang.reflect.Proxy;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Names of journals that want to be more than names, and passwords in them. */
class HostileJournalNamesTest {
    @TempDir
    private Path directory;

    @Test
    void aPathRunsNoCode() throws IOException {
        Path script = directory.resolve("script.sql");
        Files.writeString(script, "CALL CSVWRITE('" + directory.resolve("ran") + "', 'SELECT 1');");
        Path hostile = Path.of(directory + "/journal;INIT=RUNSCRIPT FROM '" + script + "'");

        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> JdbcJournal.h2(hostile))
                .withMessageStartingWith("file: \"" + directory + "/journal;INIT=RUNSCRIPT")
                .withMessageContaining("allowed: a path without \";\"");

        try (Stream<Path> left = Files.list(directory)) {
            assertThat(left).containsExactly(script);
        }
    }

    @Test
    void aPathWithControlCharactersIsRefusedAndShownWithoutThem() {
        assertThatExceptionOfType(UnusableJournalException.class)
                .isThrownBy(() -> JdbcJournal.h2(directory.resolve("a\nb\u001b[2J")))
                .withMessageContaining("a\\u000ab\\u001b[2J");
    }

    @ParameterizedTest
    @ValueSource(strings = {"mem:x", "tcp:host", "~", "nio:x", "a b", "ä#?%41", "zip:x.zip!y", "x.mv.db"})
    void everyOtherPathIsAFileOfThatName(String name) throws IOException {
        Path file = directory.resolve("sub").resolve(name);
        JdbcJournal.h2(file).close();
        try (Stream<Path> found = Files.list(directory.resolve("sub"))) {
            assertThat(found).containsExactly(Path.of(file + ".mv.db"));
        }
    }

    @Test
    void aJournalIsForItsOwnerAloneToRead() throws IOException {
        Path file = directory.resolve("new").resolve("deeper").resolve("journal");
        try (JdbcJournal journal = JdbcJournal.h2(file)) {
            assertThat(journal.list(Optional.empty())).isEmpty();
            try (Stream<Path> found = Files.walk(directory.resolve("new"))) {
                for (Path one : found.toList()) {
                    assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(one)))
                            .as(one.toString())
                            .isEqualTo(Files.isDirectory(one) ? "rwx------" : "rw-------");
                }
            }
        }
        JdbcJournal.h2(file).close();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "jdbc:postgresql://host/db?user=me&password=s3cret",
                "jdbc:postgresql://host/db?password=s3cret&user=me",
                "jdbc:postgresql://host/db?PassWord=s3cret/with?odd=chars@all",
                "jdbc:postgresql://host/db?user=me&sslpassword=s3cret",
                "jdbc:postgresql://me:s3cret@host:5432/db",
                "jdbc:postgresql://me:s3cret/x@host/db",
                "jdbc:postgresql://me:a?s3cret@host/db",
                "jdbc:postgresql://me:a@s3cret@host/db",
                "jdbc:h2:file;USER=me;PASSWORD=s3cret",
                "jdbc:h2:file;PASSWORD=a\\;s3cret;USER=me",
                "jdbc%3Apostgresql%3A%2F%2Fhost%2Fdb%3Fpassword%3Ds3cret%26user%3Dme",
                "jdbc:sqlserver://host;user=me;pwd=s3cret",
                "No suitable driver found for jdbc:mysql://host/db?password=s3cret"
            })
    void noPasswordIsShown(String url) {
        assertThat(JdbcUrls.withoutPasswords(url)).doesNotContain("s3cret").contains("...");
    }

    @Test
    void whatIsNoPasswordIsShownAsItIs() {
        for (String url : List.of(
                "jdbc:postgresql://host:5432/db?user=me@corp.example",
                "h2:/var/lib/journal",
                "dynamodb:deployments",
                "FATAL: password authentication failed for user \"me\"")) {
            assertThat(JdbcUrls.withoutPasswords(url)).isEqualTo(url);
        }
        assertThat(JdbcUrls.withoutPasswords("jdbc:postgresql://host/db?password=a&user=me"))
                .isEqualTo("jdbc:postgresql://host/db?password=...&user=me");
    }

    @Test
    void aDriverThatQuotesItsUrlTellsNoPassword() {
        DataSource source = (DataSource) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, called, arguments) -> {
                    if (called.getReturnType() == int.class) {
                        return 1;
                    }
                    SQLException quoting = new SQLException("can't reach jdbc:x://host/db?password=s3cret", "08001");
                    quoting.initCause(new IllegalStateException("of //me:s3cret@host"));
                    throw quoting;
                });
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> JdbcJournal.postgresql(source))
                .satisfies(
                        thrown -> assertThat(trace(thrown)).contains("jdbc:x").doesNotContain("s3cret"));
        assertThatExceptionOfType(RuntimeException.class)
                .isThrownBy(() -> JdbcJournal.postgresql(noDriver("jdbc:nobody://me:s3cret@host")))
                .satisfies(thrown -> assertThat(trace(thrown)).doesNotContain("s3cret"));
    }

    private static DataSource noDriver(String url) {
        return (DataSource) Proxy.newProxyInstance(
                HostileJournalNamesTest.class.getClassLoader(),
                new Class<?>[] {DataSource.class},
                (proxy, called, arguments) ->
                        called.getReturnType() == int.class ? 1 : DriverManager.getConnection(url));
    }

    private static String trace(Throwable thrown) {
        StringWriter text = new StringWriter();
        thrown.printStackTrace(new PrintWriter(text));
        return text.toString();
    }
}
