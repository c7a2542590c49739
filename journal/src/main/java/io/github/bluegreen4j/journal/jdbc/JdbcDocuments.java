package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.spi.Journal.Document;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** The documents beside the deployments: one row each, changed only from the version that its writer has read. */
final class JdbcDocuments {
    private static final String COLUMNS =
            "SELECT kind, name, version, is_open, text FROM bluegreen_document WHERE kind = ?";

    /** Databases sort by their own collation. */
    private static final Comparator<Document> ORDER =
            Comparator.comparing(document -> document.name().codePoints().toArray(), Arrays::compare);

    private final Database database;

    JdbcDocuments(Database database) {
        this.database = database;
    }

    boolean store(Document document) {
        Sql change = document.version() == 1
                ? Sql.of(
                        "INSERT INTO bluegreen_document (kind, name, version, is_open, text)"
                                + " SELECT ?, ?, ?, ?, ? WHERE NOT EXISTS"
                                + " (SELECT 1 FROM bluegreen_document WHERE kind = ? AND name = ?)",
                        document.kind(),
                        document.name(),
                        document.version(),
                        document.open(),
                        document.text(),
                        document.kind(),
                        document.name())
                : Sql.of(
                        "UPDATE bluegreen_document SET version = ?, is_open = ?, text = ?"
                                + " WHERE kind = ? AND name = ? AND version = ?",
                        document.version(),
                        document.open(),
                        document.text(),
                        document.kind(),
                        document.name(),
                        document.version() - 1);
        return database.change("storeDocument", values(document.name()), change::run) > 0;
    }

    boolean remove(String kind, String name, long version) {
        Sql removal = Sql.of(
                "DELETE FROM bluegreen_document WHERE kind = ? AND name = ? AND version = ?", kind, name, version);
        return database.change("removeDocument", values(name), removal::run) > 0;
    }

    Optional<Document> read(String kind, String name) {
        return database
                .readOnce(
                        "document",
                        values(name),
                        Sql.of(COLUMNS + " AND name = ?", kind, name),
                        JdbcDocuments::document)
                .stream()
                .findFirst();
    }

    List<Document> all(String kind) {
        return database.readOnce("documents", Values.none(), Sql.of(COLUMNS, kind), JdbcDocuments::document).stream()
                .sorted(ORDER)
                .toList();
    }

    List<Document> open(String kind) {
        return database
                .readOnce(
                        "openDocuments", Values.none(), Sql.of(COLUMNS + " AND is_open", kind), JdbcDocuments::document)
                .stream()
                .sorted(ORDER)
                .toList();
    }

    private static Values values(String name) {
        return Values.none().name("document", name);
    }

    private static Document document(ResultSet row) throws SQLException {
        return new Document(
                row.getString("kind"),
                row.getString("name"),
                row.getLong("version"),
                row.getBoolean("is_open"),
                row.getString("text"));
    }
}
