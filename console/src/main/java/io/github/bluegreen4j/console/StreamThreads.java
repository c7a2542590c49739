package io.github.bluegreen4j.console;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;

/**
 * Writes streams, each on a daemon thread of its own. A client that does not read blocks its own thread alone, and the thread ends with
 * the connection.
 */
final class StreamThreads {
    private StreamThreads() {}

    /** Writes the stream until one of both ends, then runs {@code end}. */
    static void write(EventStream stream, OutputStream out, Runnable end) {
        Thread thread = new Thread(
                () -> {
                    try (stream) {
                        write(stream, out);
                    } catch (IOException gone) {
                        // The client has left.
                    } catch (InterruptedException interrupted) {
                        Thread.currentThread().interrupt();
                    } finally {
                        end.run();
                    }
                },
                "bluegreen4j-console-stream");
        thread.setDaemon(true);
        thread.start();
    }

    private static void write(EventStream stream, OutputStream out) throws IOException, InterruptedException {
        Semaphore changes = new Semaphore(1);
        stream.onChange(changes::release);
        while (!stream.isClosed()) {
            changes.acquire();
            changes.drainPermits();
            String text = stream.poll();
            // A comment, so that a connection that is gone is noticed.
            out.write((text.isEmpty() ? ":\n\n" : text).getBytes(StandardCharsets.UTF_8));
            out.flush();
        }
    }
}
