package io.github.bluegreen4j.journal.jdbc;

import io.github.bluegreen4j.model.Problem;
import java.sql.SQLException;
import java.util.Set;

/**
 * What an error of a database means for whoever asked, by its SQL state. The two databases agree on the first two characters, the class
 * ("PostgreSQL Error Codes" in the PostgreSQL manual; {@code org.h2.api.ErrorCode}).
 */
final class SqlErrors {
    /** Data or a statement that the database will never accept: asking again is of no use. */
    private static final Set<String> DATA = Set.of("21", "22", "23", "44", "54");

    /** What somebody has to put right in the database: a login, a permission, a table, a feature. */
    private static final Set<String> SCHEMA = Set.of("0A", "28", "2B", "3D", "3F", "42");

    /** The connection, or the server itself, broke: what became of the statement is not said. */
    private static final Set<String> BROKEN = Set.of("08", "58", "XX");

    private SqlErrors() {}

    /** Whether asking again is of no use. A key that exists already was inserted by another one just now. */
    private static boolean isRefusedData(SQLException failed) {
        return DATA.contains(category(failed)) && !Database.EXISTS.equals(failed.getSQLState());
    }

    /** Whether somebody has to put something right in the database first. */
    private static boolean isRefusedSchema(SQLException failed) {
        return SCHEMA.contains(category(failed));
    }

    /** Whether the database has answered a statement with this, so that it did not take effect. */
    static boolean isAnswer(SQLException failed) {
        return !category(failed).isEmpty() && !BROKEN.contains(category(failed)) && !isTermination(failed);
    }

    /** In the database's own words. */
    static String text(SQLException failed) {
        return failed.getSQLState() + ": " + JdbcUrls.withoutPasswords(String.valueOf(failed.getMessage()));
    }

    /**
     * What a failed change means. Nothing of it was kept.
     *
     * @param reads whether it only reads: then nothing but the data itself is refused, for a journal refuses to read what is damaged
     *     only, and a permission that is missing may come
     */
    static Problem.Kind kind(SQLException failed, boolean reads) {
        return isRefusedData(failed) || (isRefusedSchema(failed) && !reads)
                ? Problem.Kind.REFUSED
                : Problem.Kind.UNAVAILABLE;
    }

    /** 57P01 to 57P05: the server ended the connection. 57014 is a statement that took too long. */
    private static boolean isTermination(SQLException failed) {
        return failed.getSQLState().startsWith("57P");
    }

    private static String category(SQLException failed) {
        String state = failed.getSQLState();
        return state == null || state.length() < 2 ? "" : state.substring(0, 2);
    }
}
