package io.github.bluegreen4j.testkit.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A proxy in front of a TCP server whose connections can die silently: both ends stay open, but no more data arrives. A
 * firewall, a lost route or a dead host looks like that; killing a process does not, because it closes its sockets.
 * Thread-safe.
 *
 * <pre>{@code
 * try (TcpProxy proxy = TcpProxy.to(new InetSocketAddress("localhost", 5432))) {
 *     connectTo("localhost", proxy.port());
 *     proxy.cut();     // silences all connections, new ones too
 *     proxy.restore(); // new connections work; those that were cut stay dead
 * }
 * }</pre>
 */
public final class TcpProxy implements AutoCloseable {
    private static final int BUFFER = 16_384;
    private static final int CONNECT_MILLIS = 10_000;

    private final InetSocketAddress target;
    private final ServerSocket listening;
    private final Set<Link> links = ConcurrentHashMap.newKeySet();
    private volatile boolean silent;

    private TcpProxy(InetSocketAddress target, ServerSocket listening) {
        this.target = target;
        this.listening = listening;
    }

    /**
     * Starts a proxy on a free port of the loopback interface. Its threads are daemons.
     *
     * @param target the server; it is contacted only when a client connects
     * @return the listening proxy
     * @throws UncheckedIOException if it cannot listen
     */
    public static TcpProxy to(InetSocketAddress target) {
        try {
            TcpProxy proxy = new TcpProxy(target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            proxy.start("accept", proxy::accept);
            return proxy;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** {@return the local port the proxy listens on} */
    public int port() {
        return listening.getLocalPort();
    }

    /** {@return the number of open connections, including silenced ones} */
    public int connections() {
        return links.size();
    }

    /** Silences the open connections for good. New connections work. */
    public void drop() {
        links.forEach(Link::silence);
    }

    /** Silences the open connections and every new one. A new connection is accepted but never reaches the server. */
    public void cut() {
        silent = true;
        drop();
    }

    /** Lets new connections work again. Connections that were silenced stay dead. */
    public void restore() {
        silent = false;
    }

    /** Stops listening and closes all connections, so that both ends notice. */
    @Override
    public void close() {
        shut(listening);
        links.forEach(Link::end);
    }

    private void start(String what, Runnable work) {
        Thread thread = new Thread(work, "tcp-proxy-" + what + "-" + port());
        thread.setDaemon(true);
        thread.start();
    }

    private void accept() {
        while (!listening.isClosed()) {
            try {
                Socket client = listening.accept();
                Link link = new Link(client, new Socket(), silent);
                links.add(link);
                start("connect", link::connect);
            } catch (IOException closed) {
                return;
            }
        }
    }

    private static void shut(AutoCloseable open) {
        try {
            open.close();
        } catch (Exception ignored) { // the connection is closed anyway
            return;
        }
    }

    /** A client's connection and the matching connection to the server. */
    private final class Link {
        private final Socket client;
        private final Socket server;
        private volatile boolean dead;

        Link(Socket client, Socket server, boolean dead) {
            this.client = client;
            this.server = server;
            this.dead = dead;
        }

        void silence() {
            dead = true;
        }

        /** Connects to the server, unless the connection was silenced from the start. */
        void connect() {
            if (dead) {
                forward(client, null);
                return;
            }
            try {
                client.setTcpNoDelay(true);
                server.setTcpNoDelay(true);
                server.connect(target, CONNECT_MILLIS);
            } catch (IOException refused) {
                end();
                return;
            }
            start("back", () -> forward(server, client));
            forward(client, server);
        }

        /** Copies data from one end to the other. A silenced connection discards the data and hides the end of the stream. */
        private void forward(Socket from, @Nullable Socket to) {
            byte[] buffer = new byte[BUFFER];
            try {
                InputStream in = from.getInputStream();
                for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                    if (!dead && to != null) {
                        OutputStream out = to.getOutputStream();
                        out.write(buffer, 0, count);
                        out.flush();
                    }
                }
            } catch (IOException broken) {
                shut(from);
            }
            if (!dead) {
                end();
            }
        }

        void end() {
            shut(client);
            shut(server);
            links.remove(this);
        }
    }
}
