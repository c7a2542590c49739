package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What happens in a simulation, line by line, if somebody wants to read it. */
final class Story {
    private static final int MOST_LINES = 5_000;

    private final VirtualTime time;
    private final boolean told;
    private final List<String> lines = new ArrayList<>();
    private String last = "";
    private int repeated;

    Story(VirtualTime time, boolean told) {
        this.time = time;
        this.told = told;
    }

    /** @param mark one character: {@code >} a change, {@code !} a fault, {@code *} the world and people, blank an event */
    void tell(char mark, Supplier<String> what) {
        if (!told || lines.size() >= MOST_LINES) {
            return;
        }
        String line = mark + " " + what.get();
        if (line.equals(last)) {
            repeated++;
        } else {
            endRepetition();
            last = line;
            lines.add(clock() + " " + line);
        }
    }

    private void endRepetition() {
        if (repeated > 0) {
            lines.add("              ... the same " + repeated + " times more");
            repeated = 0;
        }
    }

    private String clock() {
        Duration at = time.sinceStart();
        return String.format(
                "%3d:%02d:%06.3f", at.toHours(), at.toMinutesPart(), at.toSecondsPart() + at.toMillisPart() / 1e3);
    }

    @Override
    public String toString() {
        endRepetition();
        return String.join("\n", lines);
    }
}
