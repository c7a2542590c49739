package io.github.bluegreen4j.examples.local.adapter;

import io.github.bluegreen4j.testkit.contract.ServiceRuntimeFixture;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CompletableFuture;

/** A request that a task waits for: all of it was sent but the last byte of its body. */
final class HeldRequest implements ServiceRuntimeFixture.Request {

    private static final String HEAD = "POST /work HTTP/1.1\r\nHost: test\r\nContent-Length: 2\r\n\r\nx";

    private final Socket socket;
    private final CompletableFuture<String> answer = new CompletableFuture<>();

    HeldRequest(int port) {
        try {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            send(HEAD);
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
        Thread reader = new Thread(this::read, "held-request");
        reader.setDaemon(true);
        reader.start();
    }

    private void send(String text) throws IOException {
        socket.getOutputStream().write(text.getBytes(StandardCharsets.US_ASCII));
        socket.getOutputStream().flush();
    }

    private void read() {
        try (socket) {
            String first = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII))
                    .readLine();
            answer.complete(first == null ? "hung up" : first);
        } catch (IOException broken) {
            answer.complete(broken.toString());
        }
    }

    @Override
    public void finish() {
        try {
            send("y");
        } catch (IOException cutOff) {
            answer.complete(cutOff.toString());
        }
        answer.join();
    }

    @Override
    public boolean wasCutOff() {
        return answer.isDone() && !answer.join().startsWith("HTTP/1.1 200");
    }
}
