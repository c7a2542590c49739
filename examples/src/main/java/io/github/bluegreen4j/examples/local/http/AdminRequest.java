package io.github.bluegreen4j.examples.local.http;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;

/** A request to an admin interface. */
public final class AdminRequest {

    private final HttpExchange exchange;
    private final Map<String, String> path;
    private final byte[] body;

    AdminRequest(HttpExchange exchange, Map<String, String> path) throws IOException {
        this.exchange = exchange;
        this.path = path;
        this.body = exchange.getRequestBody().readAllBytes();
    }

    /** A variable of the endpoint's path. */
    public String path(String variable) {
        return Optional.ofNullable(path.get(variable)).orElseThrow();
    }

    /** A parameter of the query. */
    public Optional<String> query(String name) {
        String query = Optional.ofNullable(exchange.getRequestURI().getQuery()).orElse("");
        for (String pair : query.split("&", -1)) {
            if (pair.startsWith(name + "=")) {
                return Optional.of(pair.substring(name.length() + 1));
            }
        }
        return Optional.empty();
    }

    /** A header. */
    public Optional<String> header(String name) {
        return Optional.ofNullable(exchange.getRequestHeaders().getFirst(name));
    }

    /** The body. */
    public <T> T body(Class<T> type) {
        return RecordJson.read(body, type);
    }
}
