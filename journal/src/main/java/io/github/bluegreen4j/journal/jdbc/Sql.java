package io.github.bluegreen4j.journal.jdbc;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One statement with its parameters. */
final class Sql {
    private final String text;
    private final @Nullable Object[] parameters;

    private Sql(String text, @Nullable Object[] parameters) {
        this.text = text;
        this.parameters = parameters;
    }

    static Sql of(String text, @Nullable Object... parameters) {
        return new Sql(text, parameters);
    }

    /** Reads one row. */
    @FunctionalInterface
    interface Row<T> {
        T from(ResultSet row) throws SQLException;
    }

    /** The rows of the first statement that has rows. */
    <T> List<T> all(Connection connection, Row<T> row) throws SQLException {
        try (PreparedStatement statement = prepared(connection)) {
            boolean isRows = statement.execute();
            while (!isRows && statement.getUpdateCount() >= 0) {
                isRows = statement.getMoreResults();
            }
            List<T> all = new ArrayList<>();
            if (!isRows) {
                throw new SQLException("no rows were returned by " + text);
            }
            try (ResultSet rows = statement.getResultSet()) {
                while (rows.next()) {
                    all.add(row.from(rows));
                }
            }
            return all;
        }
    }

    <T> Optional<T> first(Connection connection, Row<T> row) throws SQLException {
        return all(connection, row).stream().findFirst();
    }

    /** How many rows it changed. */
    int run(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepared(connection)) {
            int changed = 0;
            boolean isRows = statement.execute();
            while (isRows || statement.getUpdateCount() >= 0) {
                changed += isRows ? 0 : statement.getUpdateCount();
                isRows = statement.getMoreResults();
            }
            return changed;
        }
    }

    /** Runs it for its effect alone, whatever it answers. */
    void execute(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepared(connection)) {
            statement.execute();
        }
    }

    /** The same statement with others before and after it, to be sent together. */
    Sql between(String before, String after) {
        return new Sql(before + "; " + text + "; " + after, parameters);
    }

    /**
     * What a statement of a {@link #together} did.
     *
     * @param changed how many rows it changed
     * @param number the first column of its first row; empty without a row
     */
    record Result(int changed, Optional<Long> number) {}

    /** Several statements as one, to be sent together. */
    static Sql together(List<Sql> statements) {
        List<@Nullable Object> parameters = new ArrayList<>();
        statements.forEach(one -> parameters.addAll(Arrays.asList(one.parameters)));
        return new Sql(
                statements.stream().map(one -> one.text).collect(Collectors.joining("; ")), parameters.toArray());
    }

    /** Runs it, and says what each of its statements did. */
    List<Result> results(Connection connection) throws SQLException {
        try (PreparedStatement statement = prepared(connection)) {
            List<Result> results = new ArrayList<>();
            boolean isRows = statement.execute();
            while (isRows || statement.getUpdateCount() >= 0) {
                results.add(isRows ? rows(statement) : new Result(statement.getUpdateCount(), Optional.empty()));
                isRows = statement.getMoreResults();
            }
            return results;
        }
    }

    private static Result rows(PreparedStatement statement) throws SQLException {
        try (ResultSet rows = statement.getResultSet()) {
            return new Result(0, rows.next() ? Optional.of(rows.getLong(1)) : Optional.empty());
        }
    }

    private PreparedStatement prepared(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        for (int i = 0; i < parameters.length; i++) {
            Object value = parameters[i];
            statement.setObject(i + 1, value instanceof Instant instant ? instant.atOffset(ZoneOffset.UTC) : value);
        }
        return statement;
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
