package io.github.bluegreen4j.console;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import io.github.bluegreen4j.model.Given;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A console on this machine alone: the server of the JDK on the loopback address, for tools and tests. It accepts a request only if it
 * names this machine as its host, so that no page of the web can reach the console through a name of its own.
 *
 * <p>To offer a console to others, mount it in your own server behind your own authentication.
 */
public final class ConsoleServer implements AutoCloseable {
    private static final int THREADS = 8;
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    private final HttpServer server;
    private final ExecutorService threads;

    private ConsoleServer(HttpServer server, ExecutorService threads) {
        this.server = server;
        this.threads = threads;
    }

    /**
     * Starts a server. It does not close the console.
     *
     * @param console the console
     * @param port the port; 0 for any that is free
     * @return the server, which accepts requests
     * @throws IOException if the port cannot be used
     */
    public static ConsoleServer start(Console console, int port) throws IOException {
        Given.value("console", console);
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        ExecutorService threads = Executors.newFixedThreadPool(THREADS, work -> {
            Thread thread = new Thread(work, "bluegreen4j-console-server");
            thread.setDaemon(true);
            return thread;
        });
        server.setExecutor(threads);
        ConsoleHttpHandler handler = new ConsoleHttpHandler(console);
        server.createContext("/", exchange -> {
            if (isForThisMachine(exchange)) {
                handler.handle(exchange);
            } else {
                try (exchange) {
                    exchange.sendResponseHeaders(421, -1);
                }
            }
        });
        server.start();
        return new ConsoleServer(server, threads);
    }

    private static boolean isForThisMachine(HttpExchange exchange) {
        String host = Optional.ofNullable(exchange.getRequestHeaders().getFirst("Host"))
                .orElse("");
        return NAMES.contains(host.replaceFirst(":[0-9]+$", "").toLowerCase(Locale.ROOT));
    }

    /** {@return the address of the first page} */
    public URI address() {
        return URI.create("http://127.0.0.1:" + server.getAddress().getPort() + "/");
    }

    /** Stops the server at once. */
    @Override
    public void close() {
        server.stop(0);
        threads.shutdownNow();
    }
}
