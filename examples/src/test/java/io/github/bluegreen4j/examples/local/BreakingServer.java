package io.github.bluegreen4j.examples.local;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * A target that answers so many {@code POST} requests on each connection and, having read the next one, hangs up: the one
 * case in which a client may be tempted to send a request twice. Its health checks pass.
 */
public final class BreakingServer implements AutoCloseable {

    private final ServerSocket socket;
    private final int answersPerConnection;
    private final String lastWords;
    private final AtomicInteger posts = new AtomicInteger();

    /** A server that hangs up without a word. */
    public BreakingServer(int answersPerConnection) throws IOException {
        this(answersPerConnection, "");
    }

    /** A server that says some last words before it hangs up. */
    public BreakingServer(int answersPerConnection, String lastWords) throws IOException {
        this.lastWords = lastWords;
        this.answersPerConnection = answersPerConnection;
        this.socket = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        run(this::accept);
    }

    public int port() {
        return socket.getLocalPort();
    }

    /** How many POST requests arrived whole. */
    public int posts() {
        return posts.get();
    }

    private void accept() throws IOException {
        while (!socket.isClosed()) {
            Socket connection = socket.accept();
            run(() -> serve(connection));
        }
    }

    private void serve(Socket connection) throws IOException {
        try (connection) {
            BufferedReader in =
                    new BufferedReader(new InputStreamReader(connection.getInputStream(), StandardCharsets.UTF_8));
            int answered = 0;
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                boolean post = line.startsWith("POST");
                readRest(in);
                if (post && posts.incrementAndGet() > 0 && answered++ == answersPerConnection) {
                    connection.getOutputStream().write(lastWords.getBytes(StandardCharsets.UTF_8));
                    return;
                }
                connection
                        .getOutputStream()
                        .write("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok".getBytes(StandardCharsets.UTF_8));
            }
        }
    }

    private static void readRest(BufferedReader in) throws IOException {
        int length = 0;
        for (String line = in.readLine(); !line.isEmpty(); line = in.readLine()) {
            if (line.toLowerCase(java.util.Locale.ROOT).startsWith("content-length:")) {
                length = Integer.parseInt(line.substring(line.indexOf(':') + 1).trim());
            }
        }
        for (int i = 0; i < length; i++) {
            in.read();
        }
    }

    private interface Io {
        void run() throws IOException;
    }

    private static void run(Io io) {
        Thread thread = new Thread(() -> {
            try {
                io.run();
            } catch (IOException closed) {
                // the other side is done
            }
        });
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() {
        try {
            socket.close();
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
