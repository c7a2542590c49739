package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.spi.Journal.Line;
import java.time.Instant;
import java.util.Optional;

/** Whether the line is stopped: the only row of its table. */
final class JdbcLine {
    private final Database database;

    JdbcLine(Database database) {
        this.database = database;
    }

    void change(Line line) {
        Values values = Values.none().name("actor", line.by().actor());
        database.change("changeLine", values, connection -> {
            int known = Sql.of(
                            "UPDATE bluegreen_line SET stopped = ?, reason = ?, actor = ?, given_at = ? WHERE id = 1",
                            line.stopped(),
                            line.reason(),
                            line.by().actor(),
                            line.by().at().toString())
                    .run(connection);
            if (known == 0) {
                Sql.of(
                                "INSERT INTO bluegreen_line (id, stopped, reason, actor, given_at) VALUES (1, ?, ?, ?, ?)",
                                line.stopped(),
                                line.reason(),
                                line.by().actor(),
                                line.by().at().toString())
                        .run(connection);
            }
            return true;
        });
    }

    Optional<Line> read() {
        return database
                .readOnce(
                        "line",
                        Values.none(),
                        Sql.of("SELECT stopped, reason, actor, given_at FROM bluegreen_line WHERE id = 1"),
                        row -> new Line(
                                row.getBoolean("stopped"),
                                row.getString("reason"),
                                new Command.Origin(row.getString("actor"), Instant.parse(row.getString("given_at")))))
                .stream()
                .findFirst();
    }
}
