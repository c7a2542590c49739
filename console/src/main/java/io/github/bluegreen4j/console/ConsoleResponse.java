package io.github.bluegreen4j.console;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The console's response, for whatever server received the request. Immutable. */
public final class ConsoleResponse {
    private final int status;
    private final Map<String, String> headers;
    private final byte[] body;
    private final Optional<EventStream> stream;

    ConsoleResponse(int status, Map<String, String> headers, byte[] body, Optional<EventStream> stream) {
        this.status = status;
        this.headers = Collections.unmodifiableMap(new LinkedHashMap<>(headers));
        this.body = body;
        this.stream = stream;
    }

    /** {@return the HTTP status} */
    public int status() {
        return status;
    }

    /** {@return the headers; {@code Content-Length} is not one of them} */
    public Map<String, String> headers() {
        return headers;
    }

    /** {@return a copy of the whole body; nothing if there is a stream} */
    public byte[] body() {
        return body.clone();
    }

    /** {@return a body that goes on; the host writes it until it is closed or the client is gone} */
    public Optional<EventStream> stream() {
        return stream;
    }
}
