package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.model.DeploymentId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Optional;

/** How far listeners were notified. Every change locks the deployment's row first. */
final class JdbcDeliveries {
    private final Database database;

    JdbcDeliveries(Database database) {
        this.database = database;
    }

    void delivered(DeploymentId deployment, String listener, long version) {
        database.change(
                "delivered", Values.none().deployment(deployment.value()).name("listener", listener), connection -> {
                    Optional<Long> last = Sql.of(
                                    "SELECT version FROM bluegreen_deployment WHERE deployment = ? FOR UPDATE",
                                    deployment.value())
                            .first(connection, row -> row.getLong("version"));
                    if (last.isEmpty()) {
                        return false;
                    }
                    Optional<Long> before = Sql.of(
                                    "SELECT version FROM bluegreen_delivery WHERE deployment = ? AND listener = ?",
                                    deployment.value(),
                                    listener)
                            .first(connection, row -> row.getLong("version"));
                    if (before.isEmpty()) {
                        insert(connection, deployment, listener, version, false);
                    } else if (before.get() < version) {
                        Sql.of(
                                        "UPDATE bluegreen_delivery SET version = ?, undelivered = undelivered AND ? WHERE deployment = ?"
                                                + " AND listener = ?",
                                        version,
                                        version < last.get(),
                                        deployment.value(),
                                        listener)
                                .run(connection);
                    }
                    return true;
                });
    }

    private static void insert(
            Connection connection, DeploymentId deployment, String listener, long version, boolean undelivered)
            throws SQLException {
        Sql.of(
                        "INSERT INTO bluegreen_delivery (deployment, listener, version, undelivered) VALUES (?, ?, ?, ?)",
                        deployment.value(),
                        listener,
                        version,
                        undelivered)
                .run(connection);
    }

    /** A deployment has ended with that version: whether the listener was notified of it. */
    static void ended(Connection connection, DeploymentId deployment, String listener, long version)
            throws SQLException {
        int known = Sql.of(
                        "UPDATE bluegreen_delivery SET undelivered = version < ? WHERE deployment = ? AND listener = ?",
                        version,
                        deployment.value(),
                        listener)
                .run(connection);
        if (known == 0) {
            insert(connection, deployment, listener, 0, true);
        }
    }
}
