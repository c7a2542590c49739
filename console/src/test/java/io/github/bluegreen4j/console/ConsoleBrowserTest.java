package io.github.bluegreen4j.console;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Runs {@code src/test/browser/console.test.mjs}: the pages in a real browser, Chromium or Chrome on the PATH or the one in {@code
 * BROWSER_BINARY}, driven by Node.js. It needs {@code npm install --prefix console/src/test/browser}. Without one of these it is skipped,
 * and with {@code -Dbrowser.required=true} it fails. The screenshots are in {@code target/screenshots}; with {@code -Ddocs.update=true}
 * those of the documentation are copied there.
 */
@Tag("browser")
class ConsoleBrowserTest {
    private static final Path SCRIPTS = Path.of("src", "test", "browser").toAbsolutePath();
    private static final Path SHOTS = Path.of("target", "screenshots").toAbsolutePath();
    private static final Path OUTPUT = Path.of("target", "browser-tests.log").toAbsolutePath();
    private static final Path DOCS = Path.of("..", "docs").toAbsolutePath();
    private static final List<String> PICTURES =
            List.of("console-fleet.png", "console-deployment.png", "console-rollback.png");
    private static final long LARGEST_PICTURE = 150_000;

    private static Optional<Path> onThePath(String... names) {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of(names).map(name -> Path.of(folder, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    private static Optional<Path> browser() {
        return Optional.ofNullable(System.getenv("BROWSER_BINARY"))
                .map(Path::of)
                .or(() -> onThePath("chromium", "chromium-browser", "google-chrome"));
    }

    @Test
    void peopleUseTheConsoleInABrowser() throws IOException, InterruptedException {
        Optional<Path> browser = browser();
        Optional<Path> node = onThePath("node");
        boolean driver = Files.isDirectory(SCRIPTS.resolve("node_modules").resolve("playwright-core"));
        boolean complete = browser.isPresent() && node.isPresent() && driver;
        String missing = "a browser: " + browser + ", node: " + node + ", npm install in " + SCRIPTS + ": " + driver;
        assumeTrue(complete || Boolean.getBoolean("browser.required"), missing);
        assertThat(complete).as(missing).isTrue();

        try (ConsoleWorld world = new ConsoleWorld()) {
            world.prepareFleet();
            try (ConsoleHost host = new ConsoleHost(world, 0)) {
                ProcessBuilder command = new ProcessBuilder(
                                node.get().toString(), "--test", "--test-reporter=spec", "console.test.mjs")
                        .directory(SCRIPTS.toFile())
                        .redirectErrorStream(true)
                        .redirectOutput(OUTPUT.toFile());
                command.environment().put("CONSOLE_BASE", host.address());
                command.environment().put("CONSOLE_SHOTS", SHOTS.toString());
                command.environment().put("CONSOLE_BROWSER", browser.get().toString());
                Process process = command.start();
                try {
                    assertThat(process.waitFor(20, TimeUnit.MINUTES))
                            .as("the tests ended")
                            .isTrue();
                    assertThat(process.exitValue())
                            .as("see the output of the tests")
                            .isZero();
                } finally {
                    process.destroyForcibly();
                    System.out.println(Files.readString(OUTPUT));
                }
            }
        }
        if (Boolean.getBoolean("docs.update")) {
            for (String picture : PICTURES) {
                Files.copy(SHOTS.resolve(picture), DOCS.resolve(picture), StandardCopyOption.REPLACE_EXISTING);
            }
        }
    }

    @Test
    void thePicturesInTheDocumentationAreSmall() throws IOException {
        for (String picture : PICTURES) {
            assertThat(Files.size(DOCS.resolve(picture))).as(picture).isLessThan(LARGEST_PICTURE);
        }
    }
}
