package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.terminal.Terminal;

/** Where the run is shown. Used by one thread. */
interface Display {

    /** A text of several lines, before anything happens. */
    void introduce(String text);

    /** Something happened. */
    void happened(String text);

    /** This is how it looks now. */
    void show(Snapshot now);

    /** From here on other text may be printed, until the next picture. */
    void settle();

    /** The display that suits where we are: redrawn in a terminal, plain lines everywhere else. */
    static Display fitting(boolean plain) {
        return Terminal.isDrawable() && !plain ? new LiveDisplay(System.out) : new PlainDisplay(System.out);
    }
}
