package io.github.bluegreen4j.journal.jdbc;

import java.sql.SQLException;
import java.util.regex.Pattern;

/** Removes passwords from JDBC URLs, so that the URLs can be shown. */
public final class JdbcUrls {
    private static final String MASK = "...";

    /** A setting whose name indicates a secret, after any separator. All of it may be URL-encoded. */
    private static final Pattern SETTING = Pattern.compile(
            "(?i)((?:password|passwd|pwd|passphrase|secret|token)(?:=|%3d))" + "(?:\\\\;|(?!%26|%3b)[^&;\\r\\n])*");

    /** The part before the host. A password may contain any character, including the separators of a URL. */
    private static final Pattern USER = Pattern.compile("//[^\\s\"'?;]*(?:\\?[^\\s\"'=@]*)?@");

    private JdbcUrls() {}

    /**
     * Replaces every password with {@code ...}: {@code password=secret}, {@code ;PASSWORD=secret}, {@code
     * //user:secret@host}, and their URL-encoded forms. Everything after a password on the same line, up to the next
     * {@code &} or {@code ;}, counts as part of it.
     *
     * @param text a URL, or a message that contains one
     * @return the text without passwords
     */
    public static String withoutPasswords(String text) {
        return USER.matcher(SETTING.matcher(text).replaceAll("$1" + MASK)).replaceAll("//" + MASK + "@");
    }

    /** The same exception without passwords in its message: drivers quote the URL that they were given. */
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
