package io.github.bluegreen4j.cli;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.github.bluegreen4j.aws.SdkClients;
import io.github.bluegreen4j.aws.dynamodb.DynamoDbJournal;
import io.github.bluegreen4j.journal.UnusableJournalException;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.journal.jdbc.JdbcUrls;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;
import software.amazon.awssdk.services.dynamodb.model.ResourceNotFoundException;

/** Opens journals by the names that people give them. */
final class JournalOpener {
    private static final String ALLOWED =
            "h2:FILE, jdbc:postgresql://HOST/DB?user=USER&password=PASSWORD, dynamodb:TABLE";
    private static final String H2 = "h2:";
    private static final String POSTGRESQL = "jdbc:postgresql:";
    private static final String DYNAMODB = "dynamodb:";

    private static final Duration CONNECT = Duration.ofSeconds(5);
    private static final int CONNECTIONS = 10;

    private JournalOpener() {}

    /**
     * Opens a journal.
     *
     * @param option how the user has named it, for messages
     * @param creates whether it is made when it does not exist: looking into a journal must not
     * @param aws where AWS is, for a journal that is kept there
     * @throws Failure when the name makes no sense, or the journal can't be reached or used
     */
    static OpenJournal open(String option, String text, boolean creates, AwsOptions aws) {
        if (text.startsWith(H2) && text.length() > H2.length()) {
            return h2(option, text, creates);
        }
        if (text.startsWith(POSTGRESQL)) {
            return postgresql(text, creates);
        }
        if (text.startsWith(DYNAMODB) && text.length() > DYNAMODB.length()) {
            return dynamoDb(text, creates, aws);
        }
        throw Failure.option(option, withoutPassword(text), ALLOWED);
    }

    private static OpenJournal h2(String option, String text, boolean creates) {
        Path file;
        try {
            file = Path.of(text.substring(H2.length()));
        } catch (InvalidPathException noFile) {
            throw Failure.option(option, text, ALLOWED);
        }
        if (!creates && !Files.exists(Path.of(file + ".mv.db"))) {
            throw new Failure(ExitCode.OUT_OF_REACH, option + ": there is no journal " + text);
        }
        JdbcJournal journal = JdbcJournal.h2(file);
        return new OpenJournal(journal, text, journal::purge, journal::close);
    }

    private static OpenJournal postgresql(String text, boolean creates) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(text);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setMinimumIdle(1);
        config.setConnectionTimeout(CONNECT.toMillis());
        HikariDataSource pool;
        try {
            pool = new HikariDataSource(config);
        } catch (RuntimeException failed) {
            Throwable cause = failed.getCause() == null ? failed : failed.getCause();
            throw new Failure(
                    ExitCode.OUT_OF_REACH,
                    "journal " + withoutPassword(text) + " is out of reach: "
                            + withoutPassword(String.valueOf(cause.getMessage())));
        }
        try {
            JdbcJournal journal = creates ? JdbcJournal.postgresql(pool) : JdbcJournal.existingPostgresql(pool);
            return new OpenJournal(journal, withoutPassword(text), journal::purge, pool::close);
        } catch (RuntimeException unusable) {
            pool.close();
            throw unusable;
        }
    }

    private static OpenJournal dynamoDb(String text, boolean creates, AwsOptions aws) {
        String table = text.substring(DYNAMODB.length());
        DynamoDbClient client = aws.build(SdkClients.oneAttempt(DynamoDbClient.builder()));
        try {
            DynamoDbJournal journal = openOrCreate(client, table, creates);
            return new OpenJournal(journal, text, journal::purge, client::close);
        } catch (RuntimeException unusable) {
            client.close();
            throw unusable;
        }
    }

    private static DynamoDbJournal openOrCreate(DynamoDbClient client, String table, boolean creates) {
        try {
            return DynamoDbJournal.create(client, table);
        } catch (UnusableJournalException unusable) {
            if (creates
                    && Causes.find(unusable, ResourceNotFoundException.class).isPresent()) {
                DynamoDbJournal.createTable(client, table);
                return DynamoDbJournal.create(client, table);
            }
            throw unusable;
        }
    }

    static String withoutPassword(String text) {
        return JdbcUrls.withoutPasswords(text);
    }
}
