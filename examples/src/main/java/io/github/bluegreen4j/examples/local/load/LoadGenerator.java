package io.github.bluegreen4j.examples.local.load;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** Several clients, each with a connection and a thread of its own, that together send at a rate. */
final class LoadGenerator {

    private static final Duration PATIENCE = Duration.ofSeconds(15);

    private final URI uri;
    private final Tally tally = new Tally();
    private final List<Thread> clients = new ArrayList<>();
    private volatile boolean stopping;

    LoadGenerator(URI uri) {
        this.uri = uri;
    }

    void start(int connections, int requestsPerSecond) {
        Duration interval = Duration.ofSeconds(1).multipliedBy(connections).dividedBy(requestsPerSecond);
        for (int i = 0; i < connections; i++) {
            Pace pace = new Pace(interval, interval.multipliedBy(i).dividedBy(connections));
            Thread client = new Thread(() -> run(pace), "client-" + i);
            clients.add(client);
            client.start();
        }
    }

    private void run(Pace pace) {
        HttpClient http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(Duration.ofSeconds(2))
                .build();
        HttpRequest request = HttpRequest.newBuilder(uri)
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.ofString("order 1 book"))
                .build();
        pace.await();
        while (!stopping) {
            send(http, request);
            pace.await();
        }
    }

    private void send(HttpClient http, HttpRequest request) {
        long began = System.nanoTime();
        tally.sent();
        try {
            HttpResponse<String> response = http.send(request, HttpResponse.BodyHandlers.ofString());
            if (response.statusCode() / 100 == 2) {
                tally.succeeded(
                        response.headers().firstValue("X-Revision").orElse("unknown"),
                        Duration.ofNanos(System.nanoTime() - began));
            } else {
                tally.failed("HTTP " + response.statusCode());
            }
        } catch (HttpTimeoutException late) {
            tally.failed("timeout");
        } catch (IOException broken) {
            tally.failed("connection");
        } catch (InterruptedException interrupted) {
            tally.failed("interrupted");
            Thread.currentThread().interrupt();
        }
    }

    /** Sends nothing more and waits for the last answers. */
    LoadSummary stop() {
        stopping = true;
        for (Thread client : clients) {
            try {
                client.join();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
                return tally.summary();
            }
        }
        tally.ended();
        return tally.summary();
    }

    LoadSummary summary() {
        return tally.summary();
    }
}
