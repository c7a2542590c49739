package io.github.bluegreen4j.examples.local.http;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;

/** An HTTP server of small JSON endpoints on the loopback interface. */
public final class AdminServer implements AutoCloseable {

    /** Answers one kind of request. May be called by several threads at once. */
    @FunctionalInterface
    public interface Endpoint {
        /**
         * Answers.
         *
         * @throws AdminException to refuse
         */
        AdminResponse answer(AdminRequest request);
    }

    private record Mapping(String method, List<String> segments, Endpoint endpoint) {}

    private final HttpServer server;
    private final ExecutorService threads = Executors.newFixedThreadPool(4);
    private final List<Mapping> mappings = new ArrayList<>();

    /**
     * Binds a free port.
     *
     * @throws UncheckedIOException when there is none
     */
    public AdminServer() {
        try {
            server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }

    /** Adds an endpoint, for example {@code GET /routes/{name}}; only before the start. */
    public AdminServer on(String method, String path, Endpoint endpoint) {
        mappings.add(new Mapping(method, segments(path), endpoint));
        return this;
    }

    /** Adds an endpoint that does something and has nothing to say. */
    public AdminServer doing(String method, String path, Consumer<AdminRequest> action) {
        return on(method, path, request -> {
            action.accept(request);
            return new AdminResponse(204, Optional.empty(), Map.of());
        });
    }

    /** Starts to answer and returns the port. */
    public int start() {
        server.createContext("/", this::handle);
        server.setExecutor(threads);
        server.start();
        return server.getAddress().getPort();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            AdminResponse response;
            try {
                response = dispatch(exchange);
            } catch (AdminException refused) {
                response = problem(refused.status(), String.valueOf(refused.getMessage()));
            } catch (UncheckedIOException | IllegalArgumentException unreadable) {
                response = problem(400, unreadable.toString());
            } catch (RuntimeException bug) {
                bug.printStackTrace();
                response = problem(500, bug.toString());
            }
            send(exchange, response);
        }
    }

    private AdminResponse dispatch(HttpExchange exchange) throws IOException {
        List<String> segments = segments(exchange.getRequestURI().getPath());
        for (Mapping mapping : mappings) {
            if (mapping.method().equals(exchange.getRequestMethod())) {
                Optional<Map<String, String>> variables = match(mapping.segments(), segments);
                if (variables.isPresent()) {
                    return mapping.endpoint().answer(new AdminRequest(exchange, variables.get()));
                }
            }
        }
        throw AdminException.notFound("endpoint " + exchange.getRequestMethod() + " " + exchange.getRequestURI());
    }

    private static List<String> segments(String path) {
        return List.of(path.split("/", -1));
    }

    private static Optional<Map<String, String>> match(List<String> pattern, List<String> actual) {
        if (pattern.size() != actual.size()) {
            return Optional.empty();
        }
        Map<String, String> variables = new HashMap<>();
        for (int i = 0; i < pattern.size(); i++) {
            String expected = pattern.get(i);
            if (expected.startsWith("{")) {
                variables.put(expected.substring(1, expected.length() - 1), actual.get(i));
            } else if (!expected.equals(actual.get(i))) {
                return Optional.empty();
            }
        }
        return Optional.of(variables);
    }

    private static AdminResponse problem(int status, String reason) {
        return new AdminResponse(status, Optional.of(Map.of("problem", reason)), Map.of());
    }

    private static void send(HttpExchange exchange, AdminResponse response) throws IOException {
        response.headers()
                .forEach((name, value) -> exchange.getResponseHeaders().set(name, value));
        if (response.body().isEmpty()) {
            exchange.sendResponseHeaders(response.status(), -1);
            return;
        }
        byte[] json = RecordJson.write(response.body().get());
        exchange.getResponseHeaders().set("Content-Type", "application/json");
        exchange.sendResponseHeaders(response.status(), json.length);
        exchange.getResponseBody().write(json);
    }

    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
