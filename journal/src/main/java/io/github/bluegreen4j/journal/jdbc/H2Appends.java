package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.spi.Journal.Appended;
import io.github.bluegreen4j.spi.Journal.Extension;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group of extensions in a file of this process, with four statements that are prepared once. An answer takes no time here, so version
 * and fence are compared in Java, with both rows locked: first the service's, then the deployment's. Used within one transaction.
 */
final class H2Appends implements AutoCloseable {
    private final Connection connection;
    private final JournalCodec codec;
    private final PreparedStatement lockService;
    private final PreparedStatement lockDeployment;
    private final PreparedStatement stand;
    private final PreparedStatement happen;
    private final Map<ServiceRef, Long> fences = new HashMap<>();

    H2Appends(Connection connection, JournalCodec codec) throws SQLException {
        this.connection = connection;
        this.codec = codec;
        lockService = connection.prepareStatement(
                "SELECT fence FROM bluegreen_service WHERE cluster = ? AND service = ? FOR UPDATE");
        lockDeployment = connection.prepareStatement(
                "SELECT version, wake_up IS NOT NULL FROM bluegreen_deployment WHERE deployment = ? FOR UPDATE");
        stand = connection.prepareStatement("UPDATE bluegreen_deployment SET version = ?, wake_up = ?, ended_at = "
                + "CASE WHEN ? THEN CURRENT_TIMESTAMP END WHERE deployment = ?");
        happen = connection.prepareStatement(
                "INSERT INTO bluegreen_event (deployment, version, entry_id, event) VALUES (?, ?, ?, ?)");
    }

    /** H2 frees what a statement has when its connection goes back, and parses its text no second time. */
    @Override
    public void close() throws SQLException {
        lockService.close();
        lockDeployment.close();
        stand.close();
        happen.close();
    }

    /** @param extensions in the order in which their rows are locked */
    List<Appended> append(List<Extension> extensions) throws SQLException {
        List<Appended> outcomes = new ArrayList<>();
        List<Extension> stored = new ArrayList<>();
        for (Extension extension : extensions) {
            Appended outcome = compare(extension);
            outcomes.add(outcome);
            if (outcome.status() == Appended.Status.APPENDED) {
                stored.add(extension);
                store(extension);
            }
        }
        if (!stored.isEmpty()) {
            stand.executeBatch();
            happen.executeBatch();
        }
        for (Extension extension : stored) {
            answer(extension);
            end(extension);
        }
        return outcomes;
    }

    private record Stand(long version, boolean isOpen) {}

    private Appended compare(Extension extension) throws SQLException {
        Optional<Long> fence = fence(extension.service());
        Optional<Stand> found = deployment(extension);
        if (fence.isEmpty()) {
            // There was no row to lock. If nobody has claimed the service meanwhile, both are of one moment.
            fence = fence(extension.service());
            found = fence.isEmpty() ? found : deployment(extension);
        }
        long version = found.map(Stand::version).orElse(0L);
        boolean isGood = fence.equals(Optional.of(extension.fence()))
                && extension.fence() != JdbcLeases.NEVER_CLAIMED
                && version == extension.expectedVersion()
                && found.map(Stand::isOpen).orElse(true);
        if (!isGood) {
            return new Appended(Appended.Status.LOST, version, fence.orElse(JdbcLeases.NEVER_CLAIMED));
        }
        if (found.isEmpty()) {
            begin(extension);
        }
        return new Appended(Appended.Status.APPENDED, after(extension), extension.fence());
    }

    private Optional<Long> fence(ServiceRef service) throws SQLException {
        Long known = fences.get(service);
        if (known != null) {
            return Optional.of(known);
        }
        lockService.setString(1, service.cluster());
        lockService.setString(2, service.name());
        try (ResultSet row = lockService.executeQuery()) {
            if (!row.next()) {
                return Optional.empty();
            }
            fences.put(service, row.getLong(1));
            return Optional.of(row.getLong(1));
        }
    }

    private Optional<Stand> deployment(Extension extension) throws SQLException {
        lockDeployment.setString(1, extension.deployment().value());
        try (ResultSet row = lockDeployment.executeQuery()) {
            return row.next() ? Optional.of(new Stand(row.getLong(1), row.getBoolean(2))) : Optional.empty();
        }
    }

    private static long after(Extension extension) {
        return extension.expectedVersion() + extension.events().size();
    }

    private void begin(Extension extension) throws SQLException {
        Sql.of(
                        "INSERT INTO bluegreen_deployment (deployment, cluster, service, version, wake_up, mail)"
                                + " VALUES (?, ?, ?, 0, CURRENT_TIMESTAMP, 0)",
                        extension.deployment().value(),
                        extension.service().cluster(),
                        extension.service().name())
                .run(connection);
    }

    private void store(Extension extension) throws SQLException {
        stand.setLong(1, after(extension));
        stand.setObject(
                2,
                extension
                        .wakeUp()
                        .map(instant -> instant.atOffset(ZoneOffset.UTC))
                        .orElse(null));
        stand.setBoolean(3, extension.wakeUp().isEmpty());
        stand.setString(4, extension.deployment().value());
        stand.addBatch();
        long version = extension.expectedVersion();
        for (DeploymentEvent event : extension.events()) {
            happen.setString(1, extension.deployment().value());
            happen.setLong(2, ++version);
            happen.setString(3, extension.entryId());
            happen.setString(4, codec.encode(event));
            happen.addBatch();
        }
    }

    private void answer(Extension extension) throws SQLException {
        if (extension.consumed().isEmpty()) {
            return;
        }
        String deployment = extension.deployment().value();
        for (String command : extension.consumed()) {
            Sql.of(
                            "UPDATE bluegreen_command SET answered = TRUE WHERE deployment = ? AND command_id = ?",
                            deployment,
                            command)
                    .run(connection);
        }
        Sql.of(JdbcMailbox.COUNT, deployment, deployment).run(connection);
    }

    private void end(Extension extension) throws SQLException {
        if (extension.wakeUp().isPresent()) {
            return;
        }
        for (String listener : extension.listeners()) {
            JdbcDeliveries.ended(connection, extension.deployment(), listener, after(extension));
        }
    }
}
