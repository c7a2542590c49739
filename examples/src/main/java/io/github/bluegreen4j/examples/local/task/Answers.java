package io.github.bluegreen4j.examples.local.task;

import com.sun.net.httpserver.HttpExchange;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

/** Writes answers that say which revision and which task gave them. */
final class Answers {

    /** Names the revision that answered. */
    static final String REVISION = "X-Revision";

    private final String revision;
    private final String task;
    private volatile boolean lastOnConnection;

    Answers(String revision, String task) {
        this.revision = revision;
        this.task = task;
    }

    /** From now on every answer is the last one on its connection. */
    void closeConnections() {
        lastOnConnection = true;
    }

    /** Writes a whole answer; when it returns, the operating system has every byte of it. */
    void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set(REVISION, revision);
        exchange.getResponseHeaders().set("X-Task", task);
        if (lastOnConnection) {
            exchange.getResponseHeaders().set("Connection", "close");
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
        exchange.close();
    }
}
