package io.github.bluegreen4j.examples.local.task;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * What tasks counted, each number as defined by {@link Counter}.
 *
 * @param received requests read whole
 * @param promised answers 200 begun
 * @param delivered answers 200 handed over
 * @param refused other answers begun
 */
public record Counts(long received, long promised, long delivered, long refused) {

    private static final String SUFFIX = ".counts";
    private static final String SEPARATOR = "@";

    /** Nothing counted. */
    public static final Counts ZERO = new Counts(0, 0, 0, 0);

    /** Where a task of a revision counts. */
    public static Path file(Path directory, String revision, String task) {
        return directory.resolve(task + SEPARATOR + revision + SUFFIX);
    }

    /** The sum over all tasks that ever counted in a directory, living and dead, by revision. */
    public static Map<String, Counts> byRevision(Path directory) {
        Map<String, Counts> sums = new TreeMap<>();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(directory, "*" + SUFFIX)) {
            for (Path file : files) {
                String name = file.getFileName().toString();
                String revision =
                        name.substring(name.indexOf(SEPARATOR) + SEPARATOR.length(), name.length() - SUFFIX.length());
                sums.merge(revision, read(file), Counts::plus);
            }
            return sums;
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    /** What one task has counted so far; it may be alive or dead. */
    public static Counts read(Path file) {
        try {
            ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.nativeOrder());
            if (bytes.remaining() < Counter.FILE_LENGTH) {
                return ZERO; // the task is just creating it
            }
            return new Counts(
                    at(bytes, Counter.RECEIVED),
                    at(bytes, Counter.PROMISED),
                    at(bytes, Counter.DELIVERED),
                    at(bytes, Counter.REFUSED));
        } catch (IOException unreadable) {
            throw new UncheckedIOException(unreadable);
        }
    }

    private static long at(ByteBuffer bytes, Counter counter) {
        return bytes.getLong(counter.offset());
    }

    /** Both together. */
    public Counts plus(Counts other) {
        return new Counts(
                received + other.received,
                promised + other.promised,
                delivered + other.delivered,
                refused + other.refused);
    }
}
