package io.github.bluegreen4j.console;

import io.github.bluegreen4j.model.Given;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * A request to the console, whatever server received it. {@link Console#httpHandler} and {@link ConsoleServlet} make it. To mount the
 * console somewhere else, make it yourself.
 *
 * <p>Immutable and safe for use by many threads, as far as its source is.
 *
 * @param method {@code GET}, {@code HEAD}, {@code POST} or another, in capitals
 * @param mount the path at which the console is mounted, for example {@code /deployments}; empty for the root
 * @param path what follows that path: empty, or a text that starts with {@code /}
 * @param query the raw query, without the question mark; may be empty
 * @param headers the first value of each header
 * @param body the body as text; empty unless the method is {@code POST}
 * @param secure whether the client used HTTPS; cookies are then marked {@code Secure}
 * @param principal who the host says it is: the name of the authenticated user; empty if nobody is
 * @param source the server's own request: an {@code HttpServletRequest} or a {@code com.sun.net.httpserver.HttpExchange}
 */
public record ConsoleRequest(
        String method,
        String mount,
        String path,
        String query,
        Map<String, String> headers,
        String body,
        boolean secure,
        Optional<String> principal,
        Object source) {

    /** The longest body that a host needs to accept, in bytes. */
    public static final int LONGEST_BODY = 65_536;

    /**
     * Checks that nothing is missing. Names of headers lose their case.
     *
     * @param method the method in capitals
     * @param mount the path at which the console is mounted
     * @param path what follows that path
     * @param query the raw query
     * @param headers the first value of each header
     * @param body the body as text
     * @param secure whether the client used HTTPS
     * @param principal the name of the authenticated user
     * @param source the server's own request
     */
    public ConsoleRequest {
        Given.value("method", method);
        Given.value("mount", mount);
        Given.value("path", path);
        Given.value("query", query);
        Map<String, String> lower = new LinkedHashMap<>();
        Given.map("headers", headers).forEach((name, value) -> lower.put(name.toLowerCase(Locale.ROOT), value));
        headers = Map.copyOf(lower);
        Given.value("body", body);
        Given.value("principal", principal);
        Given.value("source", source);
    }

    /**
     * {@return the value of a header; empty if it is missing}
     *
     * @param name the name, in any case
     */
    public Optional<String> header(String name) {
        return Optional.ofNullable(headers.get(name.toLowerCase(Locale.ROOT)));
    }

    /**
     * {@return the value of a parameter of the query; empty if it is missing}
     *
     * @param name the name
     */
    public Optional<String> parameter(String name) {
        return value(query, name);
    }

    /**
     * {@return the value of a field of a form in the body; empty if it is missing}
     *
     * @param name the name
     */
    public Optional<String> field(String name) {
        return value(body, name);
    }

    /**
     * {@return the value of a cookie; empty if it is missing}
     *
     * @param name the name
     */
    Optional<String> cookie(String name) {
        for (String pair : header("cookie").orElse("").split(";", -1)) {
            String[] parts = pair.strip().split("=", 2);
            if (parts.length == 2 && parts[0].equals(name)) {
                return Optional.of(parts[1]);
            }
        }
        return Optional.empty();
    }

    private static Optional<String> value(String encoded, String name) {
        for (String pair : encoded.split("&", -1)) {
            String[] parts = pair.split("=", 2);
            if (decoded(parts[0]).equals(name)) {
                return Optional.of(parts.length == 2 ? decoded(parts[1]) : "");
            }
        }
        return Optional.empty();
    }

    private static String decoded(String text) {
        try {
            return URLDecoder.decode(text, StandardCharsets.UTF_8);
        } catch (IllegalArgumentException malformed) {
            return text;
        }
    }
}
