package io.github.bluegreen4j.examples.local.demo;

import java.io.PrintStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** A picture that is drawn over the one before, with the latest events under it. */
final class LiveDisplay implements Display {

    private static final String ESCAPE = "\u001b[";
    private static final int EVENTS = 5;

    private final PrintStream out;
    private final int width;
    private final long start = System.nanoTime();
    private final Deque<String> events = new ArrayDeque<>();
    private boolean begun;
    private int drawn;

    LiveDisplay(PrintStream out) {
        this.out = out;
        String columns = System.getenv("COLUMNS");
        this.width = columns != null && columns.matches("\\d{2,4}") ? Integer.parseInt(columns) - 1 : 79;
    }

    @Override
    public void introduce(String text) {
        out.println(text);
    }

    @Override
    public void happened(String text) {
        String line = String.format(Locale.ROOT, "%5.1f s  ", (System.nanoTime() - start) / 1e9) + text;
        if (!begun) {
            out.println(line);
            return;
        }
        events.add(line);
        while (events.size() > EVENTS) {
            events.remove();
        }
    }

    @Override
    public void show(Snapshot now) {
        begun = true;
        List<String> lines = lines(now);
        StringBuilder text = new StringBuilder();
        if (drawn > 0) {
            text.append(ESCAPE).append(drawn).append('A');
        }
        for (String line : lines) {
            text.append('\r').append(ESCAPE).append('K').append(cut(line)).append('\n');
        }
        text.append(ESCAPE).append('J');
        drawn = lines.size();
        out.print(text);
        out.flush();
    }

    /** What is drawn at that moment. */
    List<String> lines(Snapshot now) {
        List<String> lines = new ArrayList<>(Picture.whole(now));
        lines.add("");
        lines.addAll(events);
        return lines;
    }

    private String cut(String line) {
        return line.length() <= width ? line : line.substring(0, width);
    }

    @Override
    public void settle() {
        drawn = 0;
    }
}
