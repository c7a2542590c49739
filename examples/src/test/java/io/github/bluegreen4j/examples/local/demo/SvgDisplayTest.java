package io.github.bluegreen4j.examples.local.demo;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.bluegreen4j.examples.local.engine.EngineView;
import io.github.bluegreen4j.examples.local.load.LoadSummary;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.NodeList;

/** The picture of a run in a file. */
class SvgDisplayTest {

    @TempDir
    Path directory;

    private static String text(Path svg) throws Exception {
        NodeList lines = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(svg.toFile())
                .getElementsByTagName("text");
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < lines.getLength(); i++) {
            text.append(lines.item(i).getTextContent()).append('\n');
        }
        return text.toString();
    }

    private static Snapshot at(double share) {
        EngineView view = new EngineView(
                "IN_PROGRESS",
                "",
                "",
                List.of("SCALE_UP", "PRODUCTION_TRAFFIC_SHIFT 20%"),
                1,
                List.of(),
                List.of(),
                List.of(),
                false);
        LoadSummary load = new LoadSummary(9, new TreeMap<>(Map.of("checkout-1", 9L)), new TreeMap<>(), 7, true);
        return new Snapshot(1_000, view, share, 100, 2, 2, 2, 2, load, "checkout-1");
    }

    @Test
    void theLastPictureWithBothRevisionsIsWritten() throws Exception {
        Path file = directory.resolve("picture.svg");
        Display display = new SvgDisplay(file, new PlainDisplay(new PrintStream(OutputStream.nullOutputStream())));
        display.show(at(0));
        display.happened("route <production> & test");
        display.happened("a sentence that is too long for the picture ".repeat(4));
        display.show(at(20));
        display.happened("too late");
        display.show(at(100));
        display.settle();

        assertThat(text(file))
                .contains(
                        "[x] SCALE_UP                            [>] PRODUCTION_TRAFFIC_SHIFT 20%",
                        "production   blue  80 % [........................######]  20 % green",
                        "route <production> & test")
                .contains("a sentence that is too long for the picture a sentence")
                .doesNotContain("too late");
        assertThat(text(file).lines()).allMatch(line -> line.length() <= 104).anyMatch(line -> line.endsWith("\u2026"));
    }

    @Test
    void theReadmeShowsAPictureOfARun() throws Exception {
        assertThat(Files.readString(Path.of("../README.md"))).contains("(docs/demo.svg)");
        assertThat(text(Path.of("../docs/demo.svg")))
                .contains("PRODUCTION_TRAFFIC_SHIFT 20%", "blue  80 %", "failed 0 of");
    }
}
