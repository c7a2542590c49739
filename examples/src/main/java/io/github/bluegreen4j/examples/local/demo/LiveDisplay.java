package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.terminal.TerminalPanel;

/** A picture that is drawn over the one before, as wide as the terminal, with the latest events under it. */
final class LiveDisplay implements Display {

    private final TerminalPanel panel;
    private final RecentEvents events = new RecentEvents();
    private boolean begun;

    LiveDisplay(TerminalPanel panel) {
        this.panel = panel;
    }

    @Override
    public void introduce(String text) {
        panel.print(text);
    }

    @Override
    public void happened(String text) {
        String line = events.add(text);
        if (!begun) {
            panel.print(line);
        }
    }

    @Override
    public void show(Snapshot now) {
        if (!begun) {
            events.clear();
        }
        begun = true;
        panel.show(events.under(Picture.whole(now, panel.width())));
    }

    @Override
    public void settle() {
        panel.settle();
    }
}
