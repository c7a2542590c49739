package io.github.bluegreen4j.examples.local.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Writes one picture of a run to an SVG file, as the live display would draw it: the last one in which both revisions carry production.
 * Everything is shown on another display, too.
 */
final class SvgDisplay implements Display {

    private static final int LINE = 19;
    private static final int MARGIN = 16;
    private static final int WIDTH = 920;
    /** How many characters fit into a line. */
    private static final int COLUMNS = 104;

    private final Path file;
    private final Display shown;
    private final RecentEvents events = new RecentEvents();
    private List<String> picture = List.of();

    SvgDisplay(Path file, Display shown) {
        this.file = file;
        this.shown = shown;
    }

    @Override
    public void introduce(String text) {
        shown.introduce(text);
    }

    @Override
    public void happened(String text) {
        events.add(text);
        shown.happened(text);
    }

    @Override
    public void show(Snapshot now) {
        if (now.production() > 0 && now.production() < 100) {
            picture = events.under(Picture.whole(now, Picture.USUAL_WIDTH));
        }
        shown.show(now);
    }

    /** Writes the file. */
    @Override
    public void settle() {
        try {
            Files.writeString(file, svg(picture));
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
        shown.settle();
    }

    private static String svg(List<String> lines) {
        int height = lines.size() * LINE + 2 * MARGIN;
        StringBuilder svg = new StringBuilder("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 " + WIDTH + " "
                + height + "\" width=\"" + WIDTH + "\" height=\"" + height + "\">\n"
                + "<rect width=\"100%\" height=\"100%\" rx=\"8\" fill=\"black\"/>\n"
                + "<g font-family=\"ui-monospace, Menlo, Consolas, monospace\" font-size=\"14\" fill=\"silver\">\n");
        for (int i = 0; i < lines.size(); i++) {
            svg.append("<text x=\"" + MARGIN + "\" y=\"" + (MARGIN + (i + 1) * LINE - 5) + "\" xml:space=\"preserve\">"
                    + coloured(cut(lines.get(i))) + "</text>\n");
        }
        return svg.append("</g>\n</svg>\n").toString();
    }

    private static String cut(String line) {
        return line.length() <= COLUMNS ? line : line.substring(0, COLUMNS - 1) + '\u2026';
    }

    /** Blue's and green's parts of a bar, and the stage that is under way, in their colours, which have names without a #. */
    private static String coloured(String line) {
        return line.replace("&", "&amp;")
                .replace("<", "&lt;")
                .replace(">", "&gt;")
                .replaceAll("\\.{3,}", tspan("deepskyblue"))
                .replaceAll("#+", tspan("limegreen"))
                .replaceAll("\\[&gt;\\] .*?(?=  |$)", tspan("orange"));
    }

    private static String tspan(String colour) {
        return "<tspan fill=\"" + colour + "\">$0</tspan>";
    }
}
