package io.github.bluegreen4j.examples.local;

import io.github.bluegreen4j.examples.local.http.AdminClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;

/** A port on which nobody answers. */
public final class ClosedPort {

    private ClosedPort() {}

    /** A client whose every call is refused a connection. */
    public static AdminClient client() {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new AdminClient(socket.getLocalPort());
        } catch (IOException noPort) {
            throw new UncheckedIOException(noPort);
        }
    }
}
