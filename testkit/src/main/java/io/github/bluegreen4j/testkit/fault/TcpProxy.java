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
 * A proxy in front of a TCP server, whose connections can die silently: both ends stay open, and nothing arrives any more. That is what
 * a firewall, a lost route or the death of a host looks like, and what killing a process never shows. Safe for use by many threads.
 *
 * <pre>{@code
 * try (TcpProxy proxy = TcpProxy.to(new InetSocketAddress("localhost", 5432))) {
 *     connectTo("localhost", proxy.port());
 *     proxy.cut();     // nothing passes, on new connections either
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

    /** A proxy to that server, on a free port of the loopback interface. */
    public static TcpProxy to(InetSocketAddress target) {
        try {
            TcpProxy proxy = new TcpProxy(target, new ServerSocket(0, 50, InetAddress.getLoopbackAddress()));
            proxy.start("accept", proxy::accept);
            return proxy;
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }

    /** Where it listens. */
    public int port() {
        return listening.getLocalPort();
    }

    /** How many connections are open, dead ones included. */
    public int connections() {
        return links.size();
    }

    /** Silences the connections that are open. They stay dead, whatever follows; new ones work. */
    public void drop() {
        links.forEach(Link::silence);
    }

    /** Silences the connections that are open, and every new one: it is accepted, and nothing answers. */
    public void cut() {
        silent = true;
        drop();
    }

    /** From here on new connections work. Those that were cut stay dead. */
    public void restore() {
        silent = false;
    }

    /** Ends all connections, for both ends to see. */
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
        } catch (Exception ignored) { // it is gone either way
            return;
        }
    }

    /** One connection of a client, and that to the server in its name. */
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

        /** A connection that was born dead never reaches the server. */
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

        /** What one end says reaches the other, unless the connection is dead: then it is thrown away, and the end unheard, too. */
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
