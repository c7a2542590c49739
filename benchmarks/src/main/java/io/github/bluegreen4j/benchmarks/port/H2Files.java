package io.github.bluegreen4j.benchmarks.port;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** Database files in a directory that is deleted afterwards. */
public final class H2Files implements AutoCloseable {
    private final Path directory;

    /**
     * Creates the directory.
     *
     * @throws IOException if it cannot be created
     */
    public H2Files() throws IOException {
        directory = Files.createTempDirectory("benchmarks");
    }

    /**
     * {@return the path of a file, for a journal}
     *
     * @param name its name
     */
    public Path file(String name) {
        return directory.resolve(name);
    }

    /**
     * {@return a pool of connections to a file, with the settings of the journal: a commit is on disk before it is answered}
     *
     * @param name the name of the file
     * @param connections the size of the pool
     */
    public HikariDataSource pool(String name, int connections) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl("jdbc:h2:async:" + file(name) + ";WRITE_DELAY=0;DB_CLOSE_ON_EXIT=FALSE;LOCK_TIMEOUT=8000");
        config.setMaximumPoolSize(connections);
        return new HikariDataSource(config);
    }

    @Override
    public void close() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            all.sorted(Comparator.reverseOrder()).forEach(path -> {
                try {
                    Files.delete(path);
                } catch (IOException failed) {
                    throw new UncheckedIOException(failed);
                }
            });
        }
    }
}
