package io.github.bluegreen4j.examples.local.process;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class TemporaryDirectoryTest {
    @TempDir
    Path directory;

    /** Ends in the middle of its work. */
    static final class Unlucky {
        private Unlucky() {}

        public static void main(String... args) throws IOException {
            Path mine = TemporaryDirectory.create("bluegreen4j-test", () -> {}).path();
            Files.writeString(Files.createDirectory(mine.resolve("below")).resolve("file"), "left");
            System.out.println(mine);
            throw new IllegalStateException("out of luck");
        }
    }

    @Test
    void itGoesWithItsProcessHoweverThatEnds() {
        Queue<String> lines = new ConcurrentLinkedQueue<>();
        try (ChildProcess process = ChildProcess.start(
                new JavaCommand(Unlucky.class, 32, List.of()), directory.resolve("log"), lines::add)) {
            assertThat(process.awaitExit(Duration.ofMinutes(2))).isTrue();
            assertThat(process.exitCode()).isEqualTo(1);
        }
        assertThat(lines).hasSize(1);
        assertThat(Path.of(lines.element())).doesNotExist();
    }

    @Test
    void itIsItsOwnersAndStaysOnlyWhenItIsKept() throws IOException {
        TemporaryDirectory removed = TemporaryDirectory.create("bluegreen4j-test", () -> {});
        TemporaryDirectory kept = TemporaryDirectory.create("bluegreen4j-test", () -> {});
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(removed.path())))
                .isEqualTo("rwx------");

        removed.delete();
        kept.keep();
        kept.delete();

        assertThat(removed.path()).doesNotExist();
        assertThat(kept.path()).exists();
        Files.delete(kept.path());
    }
}
