package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.spi.Journal.Mail;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** The commands that operators give. */
final class JdbcMailbox {
    private final Database database;
    private final JournalCodec codec;

    JdbcMailbox(Database database, JournalCodec codec) {
        this.database = database;
        this.codec = codec;
    }

    boolean submit(DeploymentId deployment, String commandId, Command command) {
        String text = codec.encode(new Mail(commandId, command).command());
        return database.change(
                "submit", Values.none().deployment(deployment.value()).name("commandId", commandId), connection -> {
                    Optional<Boolean> open = Sql.of(
                                    "SELECT wake_up FROM bluegreen_deployment WHERE deployment = ? FOR UPDATE",
                                    deployment.value())
                            .first(
                                    connection,
                                    row -> Sql.instant(row, "wake_up").isPresent());
                    if (!open.orElse(false)) {
                        return false;
                    }
                    boolean known = Sql.of(
                                    "SELECT 1 AS known FROM bluegreen_command WHERE deployment = ? AND command_id = ?",
                                    deployment.value(),
                                    commandId)
                            .first(connection, row -> true)
                            .isPresent();
                    if (!known) {
                        Sql.of(
                                        "INSERT INTO bluegreen_command (deployment, command_id, command, answered)"
                                                + " VALUES (?, ?, ?, FALSE)",
                                        deployment.value(),
                                        commandId,
                                        text)
                                .run(connection);
                        count(connection, deployment);
                    }
                    return true;
                });
    }

    /** Notes how many commands wait, so that who looks for deployments with mail reads one row of each: deployment, twice. */
    static final String COUNT = "UPDATE bluegreen_deployment SET mail = (SELECT COUNT(*) FROM bluegreen_command c"
            + " WHERE c.deployment = ? AND NOT c.answered) WHERE deployment = ?";

    private static void count(Connection connection, DeploymentId deployment) throws SQLException {
        Sql.of(COUNT, deployment.value(), deployment.value()).run(connection);
    }
}
