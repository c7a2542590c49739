package io.github.bluegreen4j.spring;

import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The settings of the engine. All of them are checked together at the start; a property that does not exist is refused.
 *
 * @param enabled whether the application has an engine
 * @param name the name of the engine in logs and leases, 1 to 512 characters in one line; by default spring.application.name, or else
 *     "bluegreen4j". Engines of several instances may have the same one
 * @param lease how long another engine waits after the death of this one before it takes over, 1 s or more and at least one and a half times
 *     journal.call-timeout. The same for all engines on one journal
 * @param closeTimeout how long the engine may take to close in order at the end of the application, 0 s or more
 * @param deploymentLog whether the engine logs what happens to its deployments
 * @param journal where deployments are stored
 * @param console the web console, if the module bluegreen4j-console is there
 * @param rollouts rollouts, if the module bluegreen4j-rollout is there
 */
@ConfigurationProperties(prefix = BlueGreenProperties.PREFIX, ignoreUnknownFields = false)
public record BlueGreenProperties(
        @DefaultValue("true") boolean enabled,
        @Nullable String name,
        @DefaultValue("30s") Duration lease,
        @DefaultValue("10s") Duration closeTimeout,
        @DefaultValue("true") boolean deploymentLog,
        @DefaultValue JournalProperties journal,
        @DefaultValue ConsoleProperties console,
        @DefaultValue RolloutProperties rollouts) {

    static final String PREFIX = "bluegreen4j";

    /**
     * Where deployments are stored, unless the application has a bean of {@code Journal}.
     *
     * @param type which kind of journal. AUTO takes DynamoDB if journal.table is set, else the application's DataSource, else memory
     * @param dataSource the name of the bean of DataSource that stores the journal: PostgreSQL or H2. Needed if there are several and none
     *     is primary
     * @param createTables whether the journal creates and migrates its tables itself. If not, the application runs
     *     JdbcJournal.schema() before, for example with Flyway
     * @param table the table of DynamoDB
     * @param callTimeout how long one call of the journal may take, 100 ms or more
     * @param pollInterval how often the engine reads the journal for orders and commands of other processes, 100 ms or more
     */
    public record JournalProperties(
            @DefaultValue("auto") JournalType type,
            @Nullable String dataSource,
            @DefaultValue("true") boolean createTables,
            @Nullable String table,
            @DefaultValue("10s") Duration callTimeout,
            @DefaultValue("5s") Duration pollInterval) {}

    /**
     * The web console.
     *
     * @param enabled whether the application serves the console
     * @param path where it is, with a slash at the beginning and none at the end
     * @param commands whether authenticated users may give commands in it. If not, it is read-only for everybody
     */
    public record ConsoleProperties(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("/deployments") String path,
            @DefaultValue("false") boolean commands) {}

    /**
     * Rollouts: many deployments in waves.
     *
     * @param enabled whether the application performs the rollouts of the journal
     * @param pollInterval how often it reads them, 100 ms or more
     */
    public record RolloutProperties(
            @DefaultValue("true") boolean enabled,
            @DefaultValue("5s") Duration pollInterval) {}

    /** The kinds of journals. */
    public enum JournalType {
        /** DynamoDB if a table is named, else the application's {@code DataSource}, else memory. */
        AUTO,
        /** In memory: deployments are forgotten with the process. */
        MEMORY,
        /** PostgreSQL or H2, whichever the {@code DataSource} connects to. */
        JDBC,
        /** Amazon DynamoDB, with the application's {@code DynamoDbClient} and the module bluegreen4j-aws-adapter. */
        DYNAMODB
    }
}
