package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.engine.EngineView;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** How a moment looks like, as text. */
final class Picture {

    /** How wide a terminal is, if nobody made it wider. */
    static final int USUAL_WIDTH = 80;

    private static final int NARROW = 10;
    /** What a line of weights has beside its bar. */
    private static final int BESIDE_BAR = 50;

    private static final int COLUMN = 40;

    private Picture() {}

    /** The whole of it, for a terminal that can be drawn over: as many columns of stages, and as long bars, as fit. */
    static List<String> whole(Snapshot now, int width) {
        int columns = Math.max(1, width / COLUMN);
        int bar = Math.max(NARROW, width - BESIDE_BAR);
        EngineView view = now.view();
        List<String> lines = new ArrayList<>();
        for (int first = 0; first < view.plan().size(); first += columns) {
            StringBuilder line = new StringBuilder();
            for (int i = first; i < Math.min(first + columns, view.plan().size()); i++) {
                line.append(" ".repeat(Math.max(0, (i - first) * COLUMN - line.length())))
                        .append(stage(view, i));
            }
            lines.add(line.toString());
        }
        lines.add("");
        lines.add("  production   blue " + percent(100 - now.production()) + " " + bar(now.production(), bar) + " "
                + percent(now.production()) + " green");
        lines.add("  test         blue " + percent(100 - now.test()) + " " + bar(now.test(), bar) + " "
                + percent(now.test()) + " green");
        lines.add("  healthy      blue " + now.blueHealthy() + " of " + now.blueTargets() + ", green "
                + now.greenHealthy() + " of " + now.greenTargets());
        lines.add("  answered by  blue " + now.answeredByBlue() + ", green " + now.answeredByGreen() + "; failed "
                + now.load().allFailed() + " of " + now.load().sent());
        lines.add("  status       " + view.status() + (view.reason().isEmpty() ? "" : ", " + view.reason()));
        lines.add("  waits for    " + waitsFor(now));
        lines.add("               " + atMost(now));
        return lines;
    }

    private static String stage(EngineView view, int stage) {
        return "  " + mark(view, stage) + " " + view.plan().get(stage);
    }

    private static String mark(EngineView view, int stage) {
        if (stage < view.position() || view.status().equals("SUCCESSFUL")) {
            return "[x]";
        }
        if (stage > view.position()) {
            return "[ ]";
        }
        return view.cause().isEmpty() ? "[>]" : "[<]";
    }

    /** The essence, for one line. */
    static String line(Snapshot now) {
        return "   blue " + percent(100 - now.production()) + " " + bar(now.production(), NARROW) + " "
                + percent(now.production()) + " green | healthy " + now.blueHealthy() + "/" + now.blueTargets()
                + " " + now.greenHealthy() + "/" + now.greenTargets() + " | answered " + now.answeredByBlue() + " "
                + now.answeredByGreen() + ", failed " + now.load().allFailed() + " | waits for " + waitsFor(now)
                + (atMost(now).isEmpty() ? "" : ", " + atMost(now));
    }

    /** What the deployment waits for, as its engine explains it. */
    private static String waitsFor(Snapshot now) {
        return now.view().ended()
                ? "nothing"
                : first(now).map(EngineView.Wait::what).orElse("the engine");
    }

    /** For how long at most, and what happens then. */
    private static String atMost(Snapshot now) {
        return first(now)
                .filter(wait -> wait.untilMillis() >= now.nowMillis())
                .map(wait -> String.format(
                        Locale.ROOT,
                        "for %.0f s at most; then %s",
                        Math.ceil((wait.untilMillis() - now.nowMillis()) / 1000.0),
                        wait.then()))
                .orElse("");
    }

    private static Optional<EngineView.Wait> first(Snapshot now) {
        return now.view().waits().stream().findFirst();
    }

    private static String bar(double greenShare, int width) {
        int green = (int) Math.round(greenShare * width / 100);
        return "[" + ".".repeat(width - green) + "#".repeat(green) + "]";
    }

    private static String percent(double share) {
        return String.format(Locale.ROOT, "%3.0f %%", share);
    }
}
