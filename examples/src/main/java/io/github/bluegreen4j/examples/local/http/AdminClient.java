package io.github.bluegreen4j.examples.local.http;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Map;

/**
 * Calls an admin interface on the loopback interface. A call blocks for at most its time-out, is sent once, and is safe
 * from any thread.
 */
public final class AdminClient {

    private static final byte[] NOTHING = {};

    private final HttpClient http;
    private final URI base;
    private final Duration timeout;

    /** A client of the server on that port, whose calls take at most five seconds. */
    public AdminClient(int port) {
        this(port, Duration.ofSeconds(5));
    }

    /** A client of the server on that port, whose calls take at most that long. */
    public AdminClient(int port, Duration timeout) {
        this.base = URI.create("http://127.0.0.1:" + port);
        this.timeout = timeout;
        this.http = HttpClient.newBuilder()
                .version(HttpClient.Version.HTTP_1_1)
                .connectTimeout(timeout)
                .build();
    }

    /** Reads something. */
    public <T> T get(String path, Class<T> type) {
        return RecordJson.read(send("GET", path, NOTHING, Map.of()), type);
    }

    /** Sends something and reads what became of it. */
    public <T> T put(String path, Object body, Map<String, String> headers, Class<T> type) {
        return RecordJson.read(send("PUT", path, RecordJson.write(body), headers), type);
    }

    /** Sends something. */
    public void put(String path, Object body) {
        send("PUT", path, RecordJson.write(body), Map.of());
    }

    /** Asks for something to be done and reads the result. */
    public <T> T post(String path, Object body, Class<T> type) {
        return RecordJson.read(send("POST", path, RecordJson.write(body), Map.of()), type);
    }

    /** Asks for something to be done. */
    public void post(String path, Object body) {
        send("POST", path, RecordJson.write(body), Map.of());
    }

    /** Asks for something to go away. */
    public void delete(String path) {
        send("DELETE", path, NOTHING, Map.of());
    }

    private byte[] send(String method, String path, byte[] body, Map<String, String> headers) {
        HttpRequest.Builder request = HttpRequest.newBuilder(base.resolve(path))
                .timeout(timeout)
                .method(method, body.length == 0 ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::setHeader);
        try {
            HttpResponse<byte[]> response = http.send(request.build(), BodyHandlers.ofByteArray());
            int status = response.statusCode();
            if (status >= 500) {
                throw new IOException("HTTP " + status + " from " + method + " " + path + ": " + text(response));
            }
            if (status >= 400) {
                throw new AdminException(status, method + " " + path + ": " + text(response));
            }
            return response.body();
        } catch (IOException unknown) {
            throw new UncheckedIOException(unknown);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new UncheckedIOException(new InterruptedIOException(method + " " + path));
        }
    }

    private static String text(HttpResponse<byte[]> response) {
        return new String(response.body(), StandardCharsets.UTF_8);
    }
}
