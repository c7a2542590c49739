package io.github.bluegreen4j.console;

import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpsExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The console behind the server of the JDK. */
final class ConsoleHttpHandler implements HttpHandler {
    private final Console console;

    ConsoleHttpHandler(Console console) {
        this.console = console;
    }

    @Override
    public void handle(HttpExchange exchange) throws IOException {
        ConsoleResponse response = console.handle(request(exchange));
        Headers headers = exchange.getResponseHeaders();
        response.headers().forEach(headers::set);
        if (exchange.getRequestMethod().equals("HEAD")) {
            response.stream().ifPresent(EventStream::close);
            exchange.sendResponseHeaders(response.status(), -1);
            exchange.close();
            return;
        }
        Optional<EventStream> stream = response.stream();
        if (stream.isPresent()) {
            exchange.sendResponseHeaders(response.status(), 0);
            StreamThreads.write(stream.get(), exchange.getResponseBody(), exchange::close);
            return;
        }
        try (exchange) {
            byte[] body = response.body();
            exchange.sendResponseHeaders(response.status(), body.length == 0 ? -1 : body.length);
            exchange.getResponseBody().write(body);
        }
    }

    private static ConsoleRequest request(HttpExchange exchange) throws IOException {
        String context = exchange.getHttpContext().getPath();
        String path = exchange.getRequestURI().getPath();
        String mount = context.endsWith("/") ? context.substring(0, context.length() - 1) : context;
        Map<String, String> headers = new LinkedHashMap<>();
        for (Map.Entry<String, List<String>> header :
                exchange.getRequestHeaders().entrySet()) {
            headers.put(header.getKey(), header.getValue().get(0));
        }
        String body = exchange.getRequestMethod().equals("POST")
                ? new String(exchange.getRequestBody().readNBytes(ConsoleRequest.LONGEST_BODY), StandardCharsets.UTF_8)
                : "";
        return new ConsoleRequest(
                exchange.getRequestMethod(),
                mount,
                path.substring(Math.min(mount.length(), path.length())),
                Optional.ofNullable(exchange.getRequestURI().getRawQuery()).orElse(""),
                headers,
                body,
                exchange instanceof HttpsExchange,
                Optional.ofNullable(exchange.getPrincipal()).map(user -> user.getUsername()),
                exchange);
    }
}
