package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.terminal.TerminalPanel;
import java.util.Optional;

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
        Optional<TerminalPanel> panel = plain ? Optional.empty() : TerminalPanel.open();
        return panel.<Display>map(LiveDisplay::new).orElseGet(() -> new PlainDisplay(System.out));
    }
}
