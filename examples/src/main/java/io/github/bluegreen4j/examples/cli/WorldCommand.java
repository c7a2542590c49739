package io.github.bluegreen4j.examples.cli;

import io.github.bluegreen4j.examples.local.LocalCluster;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** A world on this machine to deploy in: real processes behind a real proxy, for as long as this one runs. */
@Command(
        name = "world",
        description =
                "Starts a world on this machine to deploy in (--world local:FILE), and stays until it is stopped.")
final class WorldCommand implements Callable<Integer> {
    private static final int CONNECTIONS = 8;

    @Option(
            names = "--file",
            required = true,
            paramLabel = "FILE",
            description = "Where it is written how to reach it.")
    private @Nullable Path file;

    @Option(
            names = "--load",
            paramLabel = "RATE",
            defaultValue = "0",
            description = "Sends so many requests a second to production. Default: ${DEFAULT-VALUE}.")
    private int load;

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() throws InterruptedException {
        if (file == null || load < 0) {
            throw Failure.option("--load", String.valueOf(load), "0 or more");
        }
        Path where = file.toAbsolutePath();
        Path directory = newDirectory();
        LocalCluster cluster = LocalWorlds.start(directory);
        // Whoever stops it does so by a signal: this is the way out.
        Runtime.getRuntime().addShutdownHook(new Thread(() -> end(cluster, where, directory), "end-of-the-world"));
        if (load > 0) {
            cluster.startLoad("production", load, CONNECTIONS);
        }
        LocalWorldFile ports = LocalWorldFile.of(cluster);
        ports.write(where);
        output.out()
                .println("service " + LocalWorlds.SERVICE + ", blue is " + LocalWorlds.BLUE + "; to deploy: "
                        + LocalWorlds.GREEN + ", groups " + LocalWorlds.GROUPS + ", alarm " + LocalWorld.ALARM);
        output.out()
                .println("routes: production is http://127.0.0.1:" + ports.production()
                        + "/work, test is http://127.0.0.1:" + ports.test() + "/work");
        output.out().println("--world local:" + file + " leads here, until this process ends");
        new CountDownLatch(1).await();
        return ExitCode.DONE;
    }

    private static void end(LocalCluster cluster, Path file, Path directory) {
        cluster.close();
        try (Stream<Path> left = Files.walk(directory)) {
            Files.deleteIfExists(file);
            left.sorted(Comparator.reverseOrder()).forEach(each -> each.toFile().delete());
        } catch (IOException | UncheckedIOException refused) {
            System.err.println("left behind: " + directory);
        }
    }

    private static Path newDirectory() {
        try {
            return Files.createTempDirectory("bluegreen4j-world");
        } catch (IOException refused) {
            throw new UncheckedIOException(refused);
        }
    }
}
