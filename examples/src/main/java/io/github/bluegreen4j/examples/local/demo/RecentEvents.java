package io.github.bluegreen4j.examples.local.demo;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Locale;

/** The latest events, each with its time since the beginning. */
final class RecentEvents {

    private static final int EVENTS = 5;

    private final long start = System.nanoTime();
    private final Deque<String> lines = new ArrayDeque<>();

    /** Adds an event, and says it with its time. */
    String add(String text) {
        String line = String.format(Locale.ROOT, "%5.1f s  ", (System.nanoTime() - start) / 1e9) + text;
        lines.add(line);
        while (lines.size() > EVENTS) {
            lines.remove();
        }
        return line;
    }

    void clear() {
        lines.clear();
    }

    /** A picture with the events under it. */
    List<String> under(List<String> picture) {
        List<String> all = new ArrayList<>(picture);
        all.add("");
        all.addAll(lines);
        return all;
    }
}
