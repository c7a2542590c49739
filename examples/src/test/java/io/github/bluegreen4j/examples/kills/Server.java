package io.github.bluegreen4j.examples.kills;

import io.github.bluegreen4j.examples.local.engine.EngineJournals;
import io.github.bluegreen4j.journal.jdbc.JdbcJournal;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A real PostgreSQL, as durable as one in production, that can be stopped at once and started again. */
final class Server implements AutoCloseable {

    private static final Pattern QUOTED = Pattern.compile("\"([^\"]*)\"");

    private final Path data;
    private final Path log;
    private final EmbeddedPostgres server;
    private final List<String> start;

    /**
     * Starts it.
     *
     * @param directory where its data and its log are
     */
    Server(Path directory) throws IOException {
        data = directory.resolve("server").toAbsolutePath();
        log = directory.resolve("server.log").toAbsolutePath();
        server = EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setPGStartupWait(Duration.ofMinutes(2))
                .setServerConfig("fsync", "on")
                .setServerConfig("synchronous_commit", "on")
                .setServerConfig("full_page_writes", "on")
                .start();
        start = started(Files.readString(data.resolve("postmaster.opts"), StandardCharsets.UTF_8));
    }

    /** The words of the command that started it: its program, and options in quotes. */
    private static List<String> started(String options) {
        List<String> words = new ArrayList<>();
        words.add(options.substring(0, options.indexOf(" \"")));
        Matcher quoted = QUOTED.matcher(options);
        while (quoted.find()) {
            words.add(quoted.group(1));
        }
        return words;
    }

    int port() {
        return server.getPort();
    }

    /** Where it is for somebody who reaches it at that port; with the time-outs that a pool needs, see {@code docs/operations.md}. */
    static String address(int port) {
        return "jdbc:postgresql://localhost:" + port + "/postgres?user=postgres&loginTimeout=1&socketTimeout=5";
    }

    /** Opens the journal in it, past all proxies. */
    JdbcJournal open() {
        return EngineJournals.open(address(port()));
    }

    /** Stops it without a word to its clients (immediate mode), and returns when it is gone. */
    void stop() {
        List<String> words = privileged();
        words.add(Path.of(start.get(0)).resolveSibling("pg_ctl").toString());
        words.addAll(List.of("-D", data.toString(), "-m", "immediate", "-w", "stop"));
        run(words);
    }

    /** Starts it again with the same data, on the same port, and returns when it takes connections. */
    void start() {
        List<String> words = privileged();
        words.add(Path.of(start.get(0)).resolveSibling("pg_ctl").toString());
        words.addAll(List.of("-D", data.toString(), "-l", log.toString(), "-t", "120", "-w"));
        words.add("-o");
        words.add(String.join(" ", start.subList(1, start.size())));
        words.add("start");
        run(words);
    }

    /** PostgreSQL refuses to run as root; in a namespace of its own it does not see who it is. */
    private static List<String> privileged() {
        boolean isRoot = System.getProperty("user.name").equals("root") && Files.isDirectory(Path.of("/proc"));
        return new ArrayList<>(isRoot ? List.of("unshare", "-U") : List.of());
    }

    private void run(List<String> words) {
        try {
            ProcessBuilder.Redirect to = ProcessBuilder.Redirect.appendTo(log.toFile());
            int code = new ProcessBuilder(words)
                    .redirectErrorStream(true)
                    .redirectOutput(to)
                    .start()
                    .waitFor();
            if (code != 0) {
                throw new IllegalStateException(words + " ended with " + code + ", see " + log);
            }
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", interrupted);
        }
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
