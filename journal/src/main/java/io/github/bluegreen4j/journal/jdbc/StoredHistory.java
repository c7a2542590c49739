package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.journal.json.JournalCodec;
import io.github.bluegreen4j.journal.json.UndecodableException;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.spi.Journal.Head;
import io.github.bluegreen4j.spi.Journal.History;
import io.github.bluegreen4j.spi.Journal.Mail;
import io.github.bluegreen4j.spi.PortException;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is stored of one deployment, as texts: it is decoded when the connection is free again, and what can't be decoded is the matter of
 * this deployment alone.
 */
final class StoredHistory {
    /** The rows of each, over a network: of many deployments at once, each found through an index. */
    private static final String HEADS_OF_MANY = "SELECT w.n, h.* FROM " + many() + " CROSS JOIN LATERAL ("
            + JdbcReads.HEADS + "WHERE d.deployment = w.deployment OFFSET 0) h";

    private static final String EVENTS_OF_MANY = "SELECT w.n, e.* FROM " + many()
            + " CROSS JOIN LATERAL (SELECT version, entry_id, event FROM bluegreen_event"
            + " WHERE deployment = w.deployment ORDER BY version OFFSET 0) e";

    private static final String MAIL_OF_MANY = "SELECT w.n, c.* FROM " + many()
            + " CROSS JOIN LATERAL (SELECT number, command_id, command FROM bluegreen_command"
            + " WHERE deployment = w.deployment AND NOT answered ORDER BY number OFFSET 0) c";

    private static final String DELIVERIES_OF_MANY = "SELECT w.n, v.* FROM " + many()
            + " CROSS JOIN LATERAL (SELECT listener, version FROM bluegreen_delivery"
            + " WHERE deployment = w.deployment AND version > 0 OFFSET 0) v";

    private static final String EVENTS =
            "SELECT version, entry_id, event FROM bluegreen_event WHERE deployment = ? ORDER BY version";

    private static final String MAIL = "SELECT number, command_id, command FROM bluegreen_command"
            + " WHERE deployment = ? AND NOT answered ORDER BY number";

    private static final String DELIVERIES =
            "SELECT listener, version FROM bluegreen_delivery WHERE deployment = ? AND version > 0";

    private record Event(long version, String entryId, String text) {}

    private record Command(long number, String id, String text) {}

    private final DeploymentId deployment;
    private Optional<Head> head = Optional.empty();
    private final List<Event> events = new ArrayList<>();
    private final List<Command> mail = new ArrayList<>();
    private final Map<String, Long> delivered = new HashMap<>();

    StoredHistory(DeploymentId deployment) {
        this.deployment = deployment;
    }

    private static String many() {
        return "unnest(CAST(? AS text[])) WITH ORDINALITY AS w (deployment, n)";
    }

    /** The statements that read them, each of them found in the database or not. */
    static List<Sql.Step> steps(List<StoredHistory> all, Dialect dialect) {
        List<Sql.Step> steps = new ArrayList<>();
        if (dialect.isRemote()) {
            Object ids = Sql.texts(all.stream().map(one -> one.deployment.value()));
            steps.add(Sql.of(HEADS_OF_MANY, ids).reading(row -> of(all, row).addHead(row)));
            steps.add(Sql.of(EVENTS_OF_MANY, ids).reading(row -> of(all, row).addEvent(row)));
            steps.add(
                    Sql.of(DELIVERIES_OF_MANY, ids).reading(row -> of(all, row).addDelivery(row)));
        } else {
            for (StoredHistory one : all) {
                String id = one.deployment.value();
                steps.add(Sql.of(JdbcReads.HEADS + "WHERE d.deployment = ?", id).reading(one::addHead));
                steps.add(Sql.of(EVENTS, id).reading(one::addEvent));
                steps.add(Sql.of(DELIVERIES, id).reading(one::addDelivery));
            }
        }
        steps.addAll(mailSteps(all, dialect));
        return steps;
    }

    /** The statements that read their commands, and nothing else. */
    static List<Sql.Step> mailSteps(List<StoredHistory> all, Dialect dialect) {
        if (dialect.isRemote()) {
            Object ids = Sql.texts(all.stream().map(one -> one.deployment.value()));
            return List.of(Sql.of(MAIL_OF_MANY, ids).reading(row -> of(all, row).addMail(row)));
        }
        return all.stream()
                .map(one -> Sql.of(MAIL, one.deployment.value()).reading(one::addMail))
                .toList();
    }

    private static StoredHistory of(List<StoredHistory> all, ResultSet row) throws SQLException {
        return all.get(row.getInt("n") - 1);
    }

    private void addHead(ResultSet row) throws SQLException {
        head = Optional.of(JdbcReads.head(row));
    }

    private void addEvent(ResultSet row) throws SQLException {
        events.add(new Event(row.getLong("version"), row.getString("entry_id"), row.getString("event")));
    }

    private void addMail(ResultSet row) throws SQLException {
        mail.add(new Command(row.getLong("number"), row.getString("command_id"), row.getString("command")));
    }

    private void addDelivery(ResultSet row) throws SQLException {
        delivered.put(row.getString("listener"), row.getLong("version"));
    }

    DeploymentId deployment() {
        return deployment;
    }

    /**
     * The history; empty if the deployment does not exist.
     *
     * @throws PortException {@code REFUSED} if it can't be decoded
     */
    Optional<History> decoded(JournalCodec codec) {
        try {
            return head.map(found -> history(found, codec));
        } catch (UndecodableException damaged) {
            throw new PortException(refusal(String.valueOf(damaged.getMessage())), damaged);
        }
    }

    /**
     * The commands.
     *
     * @throws PortException {@code REFUSED} if one can't be decoded
     */
    List<Mail> decodedMail(JournalCodec codec) {
        try {
            return mail(codec);
        } catch (UndecodableException damaged) {
            throw new PortException(refusal(String.valueOf(damaged.getMessage())), damaged);
        }
    }

    private List<Mail> mail(JournalCodec codec) {
        return mail.stream()
                .map(one -> new Mail(one.id(), codec.decodeMail(deployment, one.id(), one.text())))
                .toList();
    }

    private History history(Head found, JournalCodec codec) {
        List<DeploymentEvent> decoded = new ArrayList<>(events.size());
        List<String> entryIds = new ArrayList<>();
        for (Event event : events) {
            if (entryIds.isEmpty() || !entryIds.get(entryIds.size() - 1).equals(event.entryId())) {
                entryIds.add(event.entryId());
            }
            decoded.add(codec.decode(deployment, event.version(), event.text()));
        }
        if (decoded.size() != found.version()) {
            throw new PortException(refusal("it stands at version " + found.version() + " and has " + decoded.size()
                    + " events: restore it from a backup, or purge it by hand"));
        }
        return new History(found, decoded, entryIds, mail(codec), delivered);
    }

    private Problem refusal(String why) {
        return new Problem(Problem.Kind.REFUSED, "read", deployment.value(), why);
    }
}
