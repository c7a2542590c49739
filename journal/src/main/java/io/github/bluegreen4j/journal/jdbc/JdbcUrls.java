package io.github.bluegreen4j.journal.jdbc;

import java.sql.SQLException;
import java.util.regex.Pattern;

/** JDBC URLs as they may be shown: without the passwords in them. */
public final class JdbcUrls {
    private static final String MASK = "...";

    /** A setting whose name says that it is secret, whatever separates it from others; all of it may be URL-encoded. */
    private static final Pattern SETTING = Pattern.compile(
            "(?i)((?:password|passwd|pwd|passphrase|secret|token)(?:=|%3d))" + "(?:\\\\;|(?!%26|%3b)[^&;\\r\\n])*");

    /** What stands before the host. A password may hold any character, the separators of a URL too. */
    private static final Pattern USER = Pattern.compile("//[^\\s\"'?;]*(?:\\?[^\\s\"'=@]*)?@");

    private JdbcUrls() {}

    /**
     * The same text with {@code ...} in the place of every password: {@code password=secret}, {@code ;PASSWORD=secret},
     * {@code //user:secret@host}, and the same URL-encoded. What follows a password on its line, up to the next {@code &} or {@code ;},
     * counts as part of it.
     *
     * @param text a URL, or a message with one in it
     */
    public static String withoutPasswords(String text) {
        return USER.matcher(SETTING.matcher(text).replaceAll("$1" + MASK)).replaceAll("//" + MASK + "@");
    }

    /** The same problem without the passwords in its message: drivers quote the URL that they were given. */
    static SQLException withoutPasswords(SQLException failed) {
        String message = String.valueOf(failed.getMessage());
        String masked = withoutPasswords(message);
        if (masked.equals(message) && !causeHasOne(failed)) {
            return failed;
        }
        SQLException same = new SQLException(masked, failed.getSQLState(), failed.getErrorCode());
        same.setStackTrace(failed.getStackTrace());
        return same;
    }

    private static boolean causeHasOne(Throwable failed) {
        for (Throwable cause = failed.getCause(); cause != null; cause = cause.getCause()) {
            String text = String.valueOf(cause.getMessage());
            if (!withoutPasswords(text).equals(text)) {
                return true;
            }
        }
        return false;
    }
}
