package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.spi.Journal.Appended;
import io.github.bluegreen4j.spi.Journal.Extension;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * One extension as statements that need no answer in between, so that they can be sent together. The first two lock the service's row and
 * the deployment's, in this order, and say how both stand; each of the others compares version and fence for itself, and does nothing
 * when they are not as expected.
 */
final class JdbcExtension {
    /** The place of the fence, of the version, among the results. */
    private static final int FENCE = 0;

    private static final int VERSION = 1;

    /** That the deployment stands at the end of this extension, and that it was this one: version, deployment, entry. */
    private static final String STANDS = "EXISTS (SELECT 1 FROM bluegreen_deployment d JOIN bluegreen_event e"
            + " ON e.deployment = d.deployment AND e.version = d.version"
            + " WHERE d.deployment = ? AND d.version = ? AND e.entry_id = ?)";

    private final Extension extension;
    private final Dialect dialect;
    private final String deployment;
    private final long after;
    private final List<Sql> statements = new ArrayList<>();
    private final int standing;

    JdbcExtension(Extension extension, Dialect dialect, JournalCodec codec) {
        this.extension = extension;
        this.dialect = dialect;
        this.deployment = extension.deployment().value();
        this.after = extension.expectedVersion() + extension.events().size();
        statements.add(Sql.of(
                "SELECT fence FROM bluegreen_service WHERE cluster = ? AND service = ? FOR UPDATE",
                extension.service().cluster(),
                extension.service().name()));
        statements.add(Sql.of("SELECT version FROM bluegreen_deployment WHERE deployment = ? FOR UPDATE", deployment));
        if (extension.expectedVersion() == 0) {
            statements.add(begin());
        }
        long version = extension.expectedVersion();
        for (DeploymentEvent event : extension.events()) {
            statements.add(insert(++version, codec.encode(event)));
        }
        standing = statements.size();
        statements.add(stand());
        if (!extension.consumed().isEmpty()) {
            extension.consumed().forEach(id -> statements.add(answer(id)));
            statements.add(count());
        }
        if (extension.wakeUp().isEmpty()) {
            extension.listeners().forEach(listener -> {
                statements.add(ended(listener));
                statements.add(neverNotified(listener));
            });
        }
    }

    Extension extension() {
        return extension;
    }

    List<Sql> statements() {
        return statements;
    }

    /**
     * What became of it; empty when it has to be compared again: there was no row to lock, for nobody has ever claimed the service, or
     * the deployment was ordered between two of the statements.
     */
    Optional<Appended> outcome(List<Sql.Result> results) {
        Optional<Long> fence = results.get(FENCE).number();
        Optional<Long> version = results.get(VERSION).number();
        boolean isAppended = results.get(standing).changed() > 0;
        boolean isOvertaken = !isAppended
                && version.isEmpty()
                && extension.expectedVersion() == 0
                && fence.equals(Optional.of(extension.fence()))
                && extension.fence() != JdbcLeases.NEVER_CLAIMED;
        if (fence.isEmpty() || isOvertaken) {
            return Optional.empty();
        }
        return Optional.of(
                isAppended
                        ? new Appended(Appended.Status.APPENDED, after, fence.get())
                        : new Appended(Appended.Status.LOST, version.orElse(0L), fence.get()));
    }

    /** A deployment that is not there yet has version 0 and is open, for the length of this transaction. */
    private Sql begin() {
        return Sql.of(
                "INSERT INTO bluegreen_deployment (deployment, cluster, service, version, wake_up, mail)"
                        + " SELECT ?, s.cluster, s.service, 0, "
                        + dialect.now()
                        + ", 0 FROM bluegreen_service s WHERE s.cluster = ? AND s.service = ? AND s.fence = ? AND s.fence > 0"
                        + " AND NOT EXISTS (SELECT 1 FROM bluegreen_deployment d WHERE d.deployment = ?)",
                deployment,
                extension.service().cluster(),
                extension.service().name(),
                extension.fence(),
                deployment);
    }

    private Sql insert(long version, String event) {
        return Sql.of(
                "INSERT INTO bluegreen_event (deployment, version, entry_id, event)"
                        + " SELECT d.deployment, CAST(? AS BIGINT), ?, ? FROM bluegreen_deployment d, bluegreen_service s"
                        + " WHERE d.deployment = ? AND d.version = ? AND d.wake_up IS NOT NULL"
                        + " AND s.cluster = ? AND s.service = ? AND s.fence = ? AND s.fence > 0",
                version,
                extension.entryId(),
                event,
                deployment,
                extension.expectedVersion(),
                extension.service().cluster(),
                extension.service().name(),
                extension.fence());
    }

    private Sql stand() {
        String text = "UPDATE bluegreen_deployment SET version = ?, wake_up = "
                + (extension.wakeUp().isPresent() ? "?, ended_at = NULL" : "NULL, ended_at = " + dialect.now())
                + " WHERE deployment = ? AND version = ? AND wake_up IS NOT NULL"
                + " AND EXISTS (SELECT 1 FROM bluegreen_service s WHERE s.cluster = ? AND s.service = ? AND s.fence = ? AND s.fence > 0)";
        List<Object> parameters = new ArrayList<>();
        parameters.add(after);
        extension.wakeUp().ifPresent(parameters::add);
        parameters.addAll(List.of(
                deployment,
                extension.expectedVersion(),
                extension.service().cluster(),
                extension.service().name(),
                extension.fence()));
        return Sql.of(text, parameters.toArray());
    }

    private Sql answer(String commandId) {
        return Sql.of(
                "UPDATE bluegreen_command SET answered = TRUE WHERE deployment = ? AND command_id = ? AND " + STANDS,
                deployment,
                commandId,
                deployment,
                after,
                extension.entryId());
    }

    private Sql count() {
        return Sql.of(
                JdbcMailbox.COUNT + " AND " + STANDS, deployment, deployment, deployment, after, extension.entryId());
    }

    private Sql ended(String listener) {
        return Sql.of(
                "UPDATE bluegreen_delivery SET undelivered = version < ? WHERE deployment = ? AND listener = ? AND "
                        + STANDS,
                after,
                deployment,
                listener,
                deployment,
                after,
                extension.entryId());
    }

    /** A listener that was never notified of anything. */
    private Sql neverNotified(String listener) {
        return Sql.of(
                "INSERT INTO bluegreen_delivery (deployment, listener, version, undelivered)"
                        + " SELECT d.deployment, ?, 0, TRUE FROM bluegreen_deployment d WHERE d.deployment = ? AND "
                        + STANDS
                        + " AND NOT EXISTS (SELECT 1 FROM bluegreen_delivery v WHERE v.deployment = ? AND v.listener = ?)",
                listener,
                deployment,
                deployment,
                after,
                extension.entryId(),
                deployment,
                listener);
    }
}
