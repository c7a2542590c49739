package io.github.bluegreen4j.examples.kills;

import io.github.bluegreen4j.testkit.fault.TcpProxy;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Each engine has a way of its own to PostgreSQL. Used by one thread. */
final class Hosts implements AutoCloseable {

    /** How long an engine that takes over waits for late writes; zero shows what they do when nobody waits. */
    private static final String MAX_WRITE_DELAY =
            System.getProperty("network.maxWriteDelay", HeldRouter.MAX_WRITE_DELAY.toString());

    private final List<String> arguments;
    private final InetSocketAddress server;
    private final Map<String, TcpProxy> ways = new HashMap<>();

    /**
     * @param arguments what each engine is told besides
     * @param port the server's
     */
    Hosts(List<String> arguments, int port) {
        this.arguments = List.copyOf(arguments);
        this.server = new InetSocketAddress("localhost", port);
    }

    /** What an engine is told: a way to the server that no other has, and a pool. */
    List<String> arguments(String engine) {
        TcpProxy way = ways.computeIfAbsent(engine, name -> TcpProxy.to(server));
        List<String> all = new ArrayList<>(arguments);
        all.addAll(List.of(
                "--journal",
                Server.address(way.port()),
                "--pool",
                "4",
                "--atomic",
                "false",
                "--max-write-delay",
                MAX_WRITE_DELAY));
        return all;
    }

    /** An engine's way to the server. */
    TcpProxy way(EngineUnderFire engine) {
        return ways.get(engine.name());
    }

    @Override
    public void close() {
        ways.values().forEach(TcpProxy::close);
    }
}
