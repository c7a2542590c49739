package io.github.bluegreen4j.examples.local.http;

import java.util.Map;
import java.util.Optional;

/**
 * An answer of an admin interface.
 *
 * @param status the HTTP status
 * @param body what to send as JSON
 * @param headers further headers
 */
public record AdminResponse(int status, Optional<Object> body, Map<String, String> headers) {

    /** Here it is (200). */
    public static AdminResponse ok(Object body) {
        return new AdminResponse(200, Optional.of(body), Map.of());
    }

    /** The same answer with a header. */
    public AdminResponse withHeader(String name, String value) {
        return new AdminResponse(status, body, Map.of(name, value));
    }
}
