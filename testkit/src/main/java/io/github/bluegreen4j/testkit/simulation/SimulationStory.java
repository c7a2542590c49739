package io.github.bluegreen4j.testkit.simulation;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The story of a simulation: one line for each step, if it is recorded at all. Of a very long story only the beginning and
 * the end are kept.
 */
final class SimulationStory {
    private static final int MOST_LINES = 2_500;
    private static final int LONGEST_EVENT = 240;
    /** The start of every event's text. It is removed because the line has the time already. */
    private static final Pattern INSTANT = Pattern.compile("\\[at=[^,\\]]*(, )?");

    private final VirtualTime time;
    private final boolean told;
    private final List<String> beginning = new ArrayList<>();
    private final Deque<String> end = new ArrayDeque<>();
    private final Map<DeploymentId, List<PlannedStage>> plans = new HashMap<>();
    private long leftOut;
    private String last = "";
    private int repeated;

    SimulationStory(VirtualTime time, boolean told) {
        this.time = time;
        this.told = told;
    }

    /** @param mark {@code >} for a change, {@code !} for a fault, {@code *} for the world and people, a blank for an event */
    void tell(char mark, Supplier<String> what) {
        if (!told) {
            return;
        }
        String line = mark + " " + what.get();
        if (line.equals(last)) {
            repeated++;
        } else {
            endRepetition();
            last = line;
            add(clock() + " " + line);
        }
    }

    /** Records stored events. An entered stage is recorded by its name. */
    void tell(DeploymentId deployment, List<DeploymentEvent> events) {
        if (told) {
            events.forEach(event -> tell(deployment, event));
        }
    }

    private void tell(DeploymentId deployment, DeploymentEvent event) {
        if (event instanceof ProgressEvent.DeploymentStarted started) {
            plans.put(deployment, started.plan());
        }
        tell(' ', () -> deployment + " " + text(deployment, event));
    }

    private String text(DeploymentId deployment, DeploymentEvent event) {
        List<PlannedStage> plan = plans.getOrDefault(deployment, List.of());
        if (event instanceof ProgressEvent.StageEntered entered && entered.position() < plan.size()) {
            return "== " + plan.get(entered.position());
        }
        String text = INSTANT.matcher(event.toString()).replaceFirst("[");
        return text.length() > LONGEST_EVENT ? text.substring(0, LONGEST_EVENT) + "..." : text;
    }

    private void add(String line) {
        if (beginning.size() < MOST_LINES) {
            beginning.add(line);
            return;
        }
        end.addLast(line);
        if (end.size() > MOST_LINES) {
            end.removeFirst();
            leftOut++;
        }
    }

    private void endRepetition() {
        if (repeated > 0) {
            add("              ... the same " + repeated + " times more");
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
        List<String> lines = new ArrayList<>(beginning);
        if (leftOut > 0) {
            lines.add("              ... " + leftOut + " lines are left out");
        }
        lines.addAll(end);
        return String.join("\n", lines);
    }
}
