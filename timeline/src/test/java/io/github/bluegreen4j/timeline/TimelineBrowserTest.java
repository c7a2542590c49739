package io.github.bluegreen4j.timeline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.bluegreen4j.story.Timeline;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The document in a real browser: Chromium or Chrome on the PATH, or the one in {@code BROWSER_BINARY}. Without one these tests are
 * skipped, and with {@code -Dbrowser.required=true} they fail. The screenshots are in {@code target/screenshots}. With {@code
 * -Ddocs.update=true} the picture in the documentation is made anew.
 */
@Tag("browser")
class TimelineBrowserTest {
    private static final Path SCREENSHOTS = Path.of("target", "screenshots").toAbsolutePath();
    private static final Path PICTURE = Path.of("..", "docs", "timeline.png").toAbsolutePath();
    private static final Optional<Path> BROWSER = browser();

    /** Below this a desktop browser does not go: a narrower page is shown in a frame of its own. */
    private static final int NARROWEST_WINDOW = 500;

    @TempDir
    Path directory;

    private static Optional<Path> browser() {
        Stream<Path> named = Stream.ofNullable(System.getenv("BROWSER_BINARY")).map(Path::of);
        Stream<Path> found = Stream.of(System.getenv("PATH").split(":"))
                .flatMap(folder -> Stream.of("chromium", "chromium-browser", "google-chrome")
                        .map(name -> Path.of(folder, name)));
        return Stream.concat(named, found).filter(Files::isExecutable).findFirst();
    }

    @BeforeEach
    void thereIsABrowser() {
        boolean required = Boolean.getBoolean("browser.required");
        assumeTrue(BROWSER.isPresent() || required, "no browser");
        assertThat(BROWSER).as("a browser is required").isPresent();
    }

    private String run(String... options) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(
                BROWSER.orElseThrow().toString(),
                "--headless",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                "--hide-scrollbars",
                "--allow-file-access-from-files",
                "--user-data-dir=" + directory.resolve("profile")));
        command.addAll(List.of(options));
        Path out = directory.resolve("out");
        Process process = new ProcessBuilder(command)
                .redirectOutput(out.toFile())
                .redirectError(directory.resolve("err").toFile())
                .start();
        try {
            assertThat(process.waitFor(2, TimeUnit.MINUTES))
                    .as("the browser ended")
                    .isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue())
                .as(Files.readString(directory.resolve("err")))
                .isZero();
        return Files.readString(out);
    }

    private String page(String name, String html) throws IOException {
        return Files.writeString(directory.resolve(name + ".html"), html)
                .toUri()
                .toString();
    }

    private static String html(String sample) {
        return TimelineRenderer.html(Timeline.of(
                switch (sample) {
                    case "hostile" -> Samples.hostile();
                    case "success" -> Samples.success();
                    default -> Samples.rollback();
                }));
    }

    private static String scheme(boolean dark) {
        return "--blink-settings=preferredColorScheme=" + (dark ? 0 : 1);
    }

    /** The page in a frame of that width, with what a script that looks from outside finds out. */
    private String framed(String page, int width, int height) throws IOException {
        return page("frame", """
                <!DOCTYPE html><body style="margin:0"><iframe id="page" src="%s" style="border:0;width:%dpx;height:%dpx"></iframe>
                <p id="found"></p><script>
                document.getElementById('page').onload = event => {
                  const page = event.target.contentDocument;
                  const root = page.documentElement;
                  const style = event.target.contentWindow.getComputedStyle(page.body);
                  document.getElementById('found').textContent = JSON.stringify({
                    overflow: root.scrollWidth - root.clientWidth, width: root.clientWidth,
                    colors: style.color + ' on ' + style.backgroundColor,
                    requests: event.target.contentWindow.performance.getEntriesByType('resource').map(entry => entry.name),
                    scripts: page.scripts.length, svgs: page.querySelectorAll('svg[role=img]').length,
                    clipped: [...page.querySelectorAll('svg[role=img] rect')].filter(rect => rect.getBoundingClientRect().right > root.clientWidth + 1).length });
                };</script>""".formatted(page, width, height));
    }

    private String found(String frame, boolean dark) throws IOException, InterruptedException {
        String dom = run(scheme(dark), "--virtual-time-budget=2000", "--window-size=1400,1200", "--dump-dom", frame);
        Matcher found = Pattern.compile("<p id=\"found\">(.*?)</p>").matcher(dom);
        assertThat(found.find()).as(dom).isTrue();
        return found.group(1);
    }

    @ParameterizedTest
    @CsvSource({
        "rollback,1280,false",
        "rollback,1280,true",
        "rollback,360,false",
        "rollback,360,true",
        "hostile,1280,false",
        "hostile,320,true",
        "success,720,false"
    })
    void theDocumentFitsItsWindowAndRequestsNothing(String sample, int width, boolean dark)
            throws IOException, InterruptedException {
        String page = page(sample, html(sample));

        String found = found(framed(page, width, 1200), dark);

        assertThat(found)
                .contains("\"overflow\":0,\"width\":" + width, "\"requests\":[]", "\"scripts\":0", "\"clipped\":0")
                .contains(dark ? "rgb(230, 237, 243) on rgb(13, 17, 23)" : "rgb(26, 31, 38) on rgb(255, 255, 255)");
        screenshot(width, dark, sample, page);
    }

    private void screenshot(int width, boolean dark, String sample, String page)
            throws IOException, InterruptedException {
        Files.createDirectories(SCREENSHOTS);
        int height = width < NARROWEST_WINDOW ? 3600 : 2400;
        Path file = SCREENSHOTS.resolve(sample + "-" + width + (dark ? "-dark" : "-light") + ".png");
        run(
                scheme(dark),
                "--window-size=" + Math.max(width, NARROWEST_WINDOW) + "," + height,
                "--screenshot=" + file,
                width < NARROWEST_WINDOW ? framed(page, width, height) : page);
        assertThat(file).isNotEmptyFile();
        System.out.println("screenshot: " + file);
    }

    @Test
    void thePictureInTheDocumentationIsMadeHere() throws IOException, InterruptedException {
        if (Boolean.getBoolean("docs.update")) {
            run(scheme(false), "--window-size=900,1040", "--screenshot=" + PICTURE, page("picture", html("rollback")));
        }
        assertThat(PICTURE).isNotEmptyFile();
        assertThat(Files.size(PICTURE)).as("small enough for a repository").isLessThan(200_000);
    }
}
