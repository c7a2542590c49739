package io.github.bluegreen4j.journal.jdbc;

import java.sql.Array;
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
import java.util.function.IntConsumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
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

    /** What a statement of a script answers. */
    @FunctionalInterface
    interface Rows {
        /** Called for each row. */
        void add(ResultSet row) throws SQLException;
    }

    /**
     * A statement of a script, and who receives its answer.
     *
     * @param sql the statement
     * @param rows receives each of its rows
     * @param changed receives how many rows it changed; not called for one that has rows
     */
    record Step(Sql sql, Rows rows, IntConsumer changed) {
        /** Runs it by itself. */
        void run(Connection connection) throws SQLException {
            try (PreparedStatement statement = sql.prepared(connection)) {
                answer(statement, statement.execute());
            }
        }

        private void answer(PreparedStatement statement, boolean isRows) throws SQLException {
            if (!isRows) {
                changed.accept(statement.getUpdateCount());
                return;
            }
            try (ResultSet answer = statement.getResultSet()) {
                while (answer.next()) {
                    rows.add(answer);
                }
            }
        }
    }

    /** As a step whose answer matters to nobody. */
    Step step() {
        return new Step(this, row -> {}, changed -> {});
    }

    /** As a step that reads. */
    Step reading(Rows rows) {
        return new Step(this, rows, changed -> {});
    }

    /** As a step that changes. */
    Step changing(IntConsumer changed) {
        return new Step(this, row -> {}, changed);
    }

    /** Sends statements together with others before and after them, all in one round trip. */
    static void together(Connection connection, List<String> before, List<Step> steps, String after)
            throws SQLException {
        List<@Nullable Object> parameters = new ArrayList<>();
        StringBuilder text = new StringBuilder(String.join("; ", before));
        for (Step step : steps) {
            parameters.addAll(Arrays.asList(step.sql().parameters));
            text.append("; ").append(step.sql().text);
        }
        Sql all = new Sql(text.append("; ").append(after).toString(), parameters.toArray());
        try (PreparedStatement statement = all.prepared(connection)) {
            boolean isRows = statement.execute();
            for (int skipped = 0; skipped < before.size(); skipped++) {
                isRows = statement.getMoreResults();
            }
            for (Step step : steps) {
                step.answer(statement, isRows);
                isRows = statement.getMoreResults();
            }
        }
    }

    /** Several values as one parameter. */
    @FunctionalInterface
    private interface Several {
        Array in(Connection connection) throws SQLException;
    }

    private static Object several(String type, @Nullable Object[] values) {
        return (Several) connection -> connection.createArrayOf(type, values);
    }

    /** Texts as one parameter. */
    static Object texts(Stream<String> texts) {
        return several("text", texts.toArray(String[]::new));
    }

    /** Whole numbers as one parameter. */
    static Object numbers(LongStream numbers) {
        return several("int8", numbers.boxed().toArray(Long[]::new));
    }

    /** Instants, or nulls, as one parameter. */
    static Object instants(Stream<Optional<Instant>> instants) {
        return several(
                "timestamptz",
                instants.map(instant -> instant.map(Sql::written).orElse(null)).toArray(String[]::new));
    }

    /** As PostgreSQL reads it: without the sign of years after 9999. */
    private static String written(Instant instant) {
        String text = instant.toString();
        return text.startsWith("+") ? text.substring(1) : text;
    }

    private PreparedStatement prepared(Connection connection) throws SQLException {
        PreparedStatement statement = connection.prepareStatement(text);
        for (int i = 0; i < parameters.length; i++) {
            statement.setObject(i + 1, parameter(connection, parameters[i]));
        }
        return statement;
    }

    private static @Nullable Object parameter(Connection connection, @Nullable Object value) throws SQLException {
        if (value instanceof Instant instant) {
            return instant.atOffset(ZoneOffset.UTC);
        }
        return value instanceof Several several ? several.in(connection) : value;
    }

    static Optional<Instant> instant(ResultSet row, String column) throws SQLException {
        return Optional.ofNullable(row.getObject(column, OffsetDateTime.class)).map(OffsetDateTime::toInstant);
    }
}
