package io.github.bluegreen4j.examples.local.task;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.concurrent.Executors;

/**
 * The task's HTTP server: {@code POST /work} is the service; {@code GET /health}, {@code GET /version} and
 * {@code GET /smoke} are for those who watch it; {@code POST /break} makes it bad. Only {@code /work} is counted.
 */
final class TaskServer {

    /** More than the data plane ever has open to one task, so that no request waits for a thread. */
    private static final int THREADS = 64;

    private final HttpServer server;
    private final Behaviour behaviour;
    private final Answers answers;
    private final InFlight inFlight = new InFlight();
    private volatile boolean draining;

    TaskServer(String revision, String task, Behaviour behaviour, CounterFile counters) throws IOException {
        this.behaviour = behaviour;
        this.answers = new Answers(revision, task);
        this.server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        TaskBreakage breakage = new TaskBreakage(behaviour, System::nanoTime);
        server.setExecutor(Executors.newFixedThreadPool(THREADS));
        on("/work", new WorkEndpoint(behaviour.work(), breakage, counters, answers));
        on("/health", this::health);
        on("/smoke", this::smoke);
        on("/version", exchange -> answers.send(exchange, 200, revision));
        on("/break", exchange -> {
            breakage.breakNow();
            answers.send(exchange, 200, "broken from now on");
        });
    }

    private void on(String path, HttpHandler handler) {
        server.createContext(path, exchange -> {
            inFlight.begin();
            try (exchange) {
                handler.handle(exchange);
            } finally {
                inFlight.end();
            }
        });
    }

    private void health(HttpExchange exchange) throws IOException {
        boolean well = !behaviour.neverHealthy() && !draining;
        answers.send(exchange, well ? 200 : 503, well ? "healthy" : "not healthy");
    }

    private void smoke(HttpExchange exchange) throws IOException {
        answers.send(exchange, 200, behaviour.failsSmokeTest() ? "the cart is empty" : "the cart has 1 item");
    }

    int start() {
        server.start();
        return server.getAddress().getPort();
    }

    /** Finishes what was begun, for at most that long; whoever still comes is answered until then. */
    void drain(Duration atMost) {
        draining = true;
        answers.closeConnections();
        inFlight.awaitNone(atMost);
    }
}
