package io.github.bluegreen4j.examples.local.demo;

import java.io.PrintStream;
import java.util.Locale;

/** One line for each event, and one now and then for how it looks. */
final class PlainDisplay implements Display {

    private static final long BETWEEN_PICTURES_MILLIS = 2_000;

    private final PrintStream out;
    private final long start = System.nanoTime();
    private long lastPicture;
    private double lastShare = -1;

    PlainDisplay(PrintStream out) {
        this.out = out;
    }

    @Override
    public void introduce(String text) {
        out.println(text);
        out.flush();
    }

    @Override
    public void happened(String text) {
        print(text);
    }

    @Override
    public void show(Snapshot now) {
        boolean changed = now.production() != lastShare;
        if (changed || now.nowMillis() - lastPicture >= BETWEEN_PICTURES_MILLIS) {
            lastPicture = now.nowMillis();
            lastShare = now.production();
            print(Picture.line(now));
        }
    }

    @Override
    public void settle() {}

    private void print(String text) {
        double seconds = (System.nanoTime() - start) / 1e9;
        out.println(String.format(Locale.ROOT, "%5.1f s  ", seconds) + text);
        out.flush();
    }
}
