package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.examples.local.LocalCluster;
import io.github.bluegreen4j.examples.local.http.RecordJson;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;

/**
 * Where the processes of a local world listen, on the loopback interface.
 *
 * @param dataPlane the load balancer's admin port
 * @param runner the runner's admin port
 * @param production the port of the production route
 * @param test the port of the test route
 */
record LocalWorldFile(int dataPlane, int runner, int production, int test) {
    static LocalWorldFile of(LocalCluster cluster) {
        return new LocalWorldFile(
                cluster.dataPlanePort("admin"),
                cluster.runnerPort(),
                cluster.dataPlanePort("production"),
                cluster.dataPlanePort("test"));
    }

    /** Writes it, for its owner only; nobody ever finds half of it. */
    void write(Path file) {
        try {
            Path draft = file.resolveSibling(file.getFileName() + ".draft");
            Files.deleteIfExists(draft);
            Files.createFile(draft, ofItsOwner());
            Files.writeString(draft, RecordJson.text(this));
            Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } catch (IOException refused) {
            throw new Failure(ExitCode.REFUSED, "--file: " + file + " can't be written: " + refused);
        }
    }

    private static FileAttribute<?>[] ofItsOwner() {
        boolean hasPermissions =
                FileSystems.getDefault().supportedFileAttributeViews().contains("posix");
        return hasPermissions
                ? new FileAttribute<?>[] {
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"))
                }
                : new FileAttribute<?>[0];
    }

    /** Reads what {@link #write} wrote. */
    static LocalWorldFile read(Path file) {
        try {
            return RecordJson.read(Files.readString(file), LocalWorldFile.class);
        } catch (IOException | UncheckedIOException unreadable) {
            throw new Failure(
                    ExitCode.OUT_OF_REACH,
                    "there is no world in " + file + "; start one with: bluegreen world --file " + file);
        }
    }
}
