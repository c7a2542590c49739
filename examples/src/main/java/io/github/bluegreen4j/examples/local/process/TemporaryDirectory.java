package io.github.bluegreen4j.examples.local.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;

/** A directory of this process, readable by its owner only, and removed when the process ends, however it ends. Safe for several threads. */
public final class TemporaryDirectory {
    private final Path path;
    private final AtomicBoolean isOver = new AtomicBoolean();

    private TemporaryDirectory(Path path) {
        this.path = path;
    }

    /**
     * Makes one.
     *
     * @param prefix what its name begins with
     * @param before what has to end before it is removed at the end of the process; it does nothing when it has ended already
     */
    public static TemporaryDirectory create(String prefix, Runnable before) {
        try {
            TemporaryDirectory directory = new TemporaryDirectory(Files.createTempDirectory(prefix));
            Runtime.getRuntime()
                    .addShutdownHook(new Thread(
                            () -> {
                                before.run();
                                directory.delete();
                            },
                            "end-of-" + prefix));
            return directory;
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }

    public Path path() {
        return path;
    }

    /** Leaves it where it is. */
    public void keep() {
        isOver.set(true);
    }

    /** Removes it with all that is in it, and says so when that is not possible. */
    public void delete() {
        if (!isOver.compareAndSet(false, true)) {
            return;
        }
        try (Stream<Path> files = Files.walk(path)) {
            files.sorted(Comparator.reverseOrder())
                    .forEach(file -> file.toFile().delete());
        } catch (IOException | UncheckedIOException leftBehind) {
            System.err.println("left behind: " + path);
        }
    }
}
