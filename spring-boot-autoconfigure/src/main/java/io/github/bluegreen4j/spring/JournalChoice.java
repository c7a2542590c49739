package io.github.bluegreen4j.spring;

import io.github.bluegreen4j.aws.dynamodb.DynamoDbJournal;
import io.github.bluegreen4j.engine.memory.InMemoryJournal;
import io.github.bluegreen4j.journal.UnusableJournalException;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spring.BlueGreenProperties.JournalProperties;
import io.github.bluegreen4j.spring.BlueGreenProperties.JournalType;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import javax.sql.DataSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.beans.factory.ListableBeanFactory;
import org.springframework.util.ClassUtils;
import software.amazon.awssdk.services.dynamodb.DynamoDbClient;

/** Opens the journal that the properties ask for, and logs which. */
final class JournalChoice {
    private static final Logger LOG = LoggerFactory.getLogger(JournalChoice.class);

    private final JournalProperties properties;
    private final ListableBeanFactory beans;

    JournalChoice(JournalProperties properties, ListableBeanFactory beans) {
        this.properties = properties;
        this.beans = beans;
    }

    Journal open() {
        return switch (type()) {
            case JDBC -> jdbc();
            case DYNAMODB -> dynamoDb();
            case MEMORY, AUTO -> memory();
        };
    }

    /** What AUTO means here. */
    private JournalType type() {
        if (properties.type() != JournalType.AUTO) {
            return properties.type();
        }
        if (properties.table() != null) {
            return JournalType.DYNAMODB;
        }
        boolean hasSource = properties.dataSource() != null || beans.getBeanNamesForType(DataSource.class).length > 0;
        return hasSource ? JournalType.JDBC : JournalType.MEMORY;
    }

    private Journal memory() {
        if (properties.type() == JournalType.MEMORY) {
            LOG.info(
                    "The journal is in memory (bluegreen4j.journal.type=memory): deployments are forgotten with the process");
        } else {
            LOG.warn(
                    "The journal is in memory, since there is no DataSource: deployments are forgotten with the process. Add a DataSource"
                            + " of PostgreSQL or H2, or set bluegreen4j.journal.table for DynamoDB; to keep it so, set"
                            + " bluegreen4j.journal.type=memory");
        }
        return InMemoryJournal.create();
    }

    private Journal jdbc() {
        DataSource source = source();
        String product = product(source);
        Journal journal = open(source, product);
        LOG.info("The journal is {}, in the application's DataSource", product);
        return journal;
    }

    private Journal open(DataSource source, String product) {
        try {
            return switch (product) {
                case "PostgreSQL" ->
                    properties.createTables() ? JdbcJournal.postgresql(source) : JdbcJournal.existingPostgresql(source);
                case "H2" -> properties.createTables() ? JdbcJournal.h2(source) : JdbcJournal.existingH2(source);
                default ->
                    throw new StartupException(
                            "The DataSource connects to \"" + product
                                    + "\", which can't store the journal; allowed: PostgreSQL or H2",
                            "Name another DataSource in bluegreen4j.journal.data-source, or set bluegreen4j.journal.type to memory or"
                                    + " dynamodb.");
            };
        } catch (UnusableJournalException unusable) {
            throw refused(
                    "The DataSource",
                    unusable,
                    "Change the DataSource, or set bluegreen4j.journal.type to memory or dynamodb.");
        }
    }

    private static StartupException refused(String what, UnusableJournalException unusable, String action) {
        StartupException refused =
                new StartupException(what + " can't store the journal: " + unusable.getMessage(), action);
        refused.initCause(unusable);
        return refused;
    }

    private static String product(DataSource source) {
        try (Connection connection = source.getConnection()) {
            return connection.getMetaData().getDatabaseProductName();
        } catch (SQLException failed) {
            StartupException unreachable = new StartupException(
                    "The journal's database can't be reached: " + failed.getMessage(),
                    "Start the database, or correct the settings of the DataSource.");
            unreachable.initCause(failed);
            throw unreachable;
        }
    }

    private DataSource source() {
        List<String> names = List.of(beans.getBeanNamesForType(DataSource.class));
        String wanted = properties.dataSource();
        if (wanted != null) {
            if (!names.contains(wanted)) {
                throw StartupException.properties(
                        List.of(StartupException.fault("journal.data-source", wanted, known(names))));
            }
            return beans.getBean(wanted, DataSource.class);
        }
        return Optional.ofNullable(beans.getBeanProvider(DataSource.class).getIfUnique())
                .orElseThrow(() -> names.isEmpty()
                        ? new StartupException(
                                "bluegreen4j.journal.type: \"jdbc\" needs a bean of javax.sql.DataSource, and there is none",
                                "Set spring.datasource.url, or define the bean.")
                        : StartupException.properties(
                                List.of(StartupException.fault("journal.data-source", "", known(names)))));
    }

    private static String known(List<String> names) {
        return names.isEmpty() ? "nothing, since there is no bean of DataSource" : "one of " + String.join(", ", names);
    }

    private Journal dynamoDb() {
        String table = String.valueOf(properties.table());
        if (!ClassUtils.isPresent("io.github.bluegreen4j.aws.dynamodb.DynamoDbJournal", null)) {
            throw new StartupException(
                    "bluegreen4j.journal.table: \"" + table
                            + "\" needs the module bluegreen4j-aws-adapter, which is missing",
                    "Add io.github.bluegreen4j:bluegreen4j-aws-adapter to the application's dependencies.");
        }
        Journal journal = DynamoDb.open(beans, table);
        LOG.info("The journal is DynamoDB, table {}", table);
        return journal;
    }

    /** Loaded only if the module for AWS is there. */
    private static final class DynamoDb {
        static Journal open(ListableBeanFactory beans, String table) {
            DynamoDbClient client = beans.getBeanProvider(DynamoDbClient.class).getIfUnique();
            if (client == null) {
                throw new StartupException(
                        "bluegreen4j.journal.table: \"" + table + "\" needs one bean of "
                                + DynamoDbClient.class.getName() + ", and there is none or several",
                        "Define it, for example with SdkClients of bluegreen4j-aws-adapter; mark one of several as @Primary.");
            }
            try {
                return DynamoDbJournal.create(client, table);
            } catch (UnusableJournalException unusable) {
                throw refused(
                        "DynamoDB",
                        unusable,
                        "Correct the table or the permissions, or set bluegreen4j.journal.table to another one.");
            }
        }
    }
}
