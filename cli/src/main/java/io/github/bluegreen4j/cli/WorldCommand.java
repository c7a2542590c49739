package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.examples.local.LocalCluster;
import io.github.bluegreen4j.examples.local.process.TemporaryDirectory;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
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
        // Whoever stops it does so by a signal: this is the way out.
        AtomicReference<@Nullable LocalCluster> started = new AtomicReference<>();
        TemporaryDirectory directory = TemporaryDirectory.create("bluegreen4j-world", () -> end(started.get(), where));
        LocalCluster cluster = LocalWorlds.start(directory.path());
        started.set(cluster);
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

    private static void end(@Nullable LocalCluster cluster, Path file) {
        if (cluster == null) {
            return;
        }
        cluster.close();
        try {
            Files.deleteIfExists(file);
        } catch (IOException refused) {
            System.err.println("left behind: " + file);
        }
    }
}
