package io.github.bluegreen4j.examples.local.demo;

import io.github.bluegreen4j.examples.local.load.LoadSummary;
import io.github.bluegreen4j.examples.local.runner.RevisionView;
import io.github.bluegreen4j.examples.local.task.Counts;
import io.github.bluegreen4j.examples.local.verdict.TrafficVerdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What is said at the end.
 *
 * @param numbers the numbers that were compared
 * @param faults everything that is not as it had to be; none when all is well
 */
record RunVerdict(List<String> numbers, List<String> faults) {

    RunVerdict {
        numbers = List.copyOf(numbers);
        faults = List.copyOf(faults);
    }

    /** Judges a run by how it had to end; where somebody turned it back, that is how it had to end. */
    static RunVerdict of(DemoScenario.Expected hoped, RunSummary course) {
        DemoScenario.Expected expected = course.turnedBack() ? DemoScenario.Expected.rollback("HOOK_FAILED") : hoped;
        List<String> faults = new ArrayList<>();
        expect(faults, "the deployment's status", course.end().status(), expected.status());
        expect(faults, "what made it roll back", course.end().cause(), expected.cause());
        faults.addAll(TrafficVerdict.of(course.load(), course.tasks(), expected.excused())
                .faults());
        if (expected.isRollback()) {
            blueIsAsItWas(faults, course);
        } else {
            greenIsAlone(faults, course);
        }
        failedInTimeOnly(faults, expected, course);
        return new RunVerdict(numbers(expected, course), faults);
    }

    private static void greenIsAlone(List<String> faults, RunSummary course) {
        expect(faults, "green's share of production", course.greenShare(), 100.0);
        expect(faults, "the revisions that are left", definitions(course), List.of(DemoScenario.GREEN_DEFINITION));
    }

    private static void blueIsAsItWas(List<String> faults, RunSummary course) {
        expect(faults, "green's share of production", course.greenShare(), 0.0);
        expect(faults, "the revisions that are left", definitions(course), List.of(DemoScenario.BLUE_DEFINITION));
        course.left().stream()
                .filter(revision -> revision.id().equals(course.blue()))
                .forEach(blue -> expect(faults, "blue's processes", DemoRun.tasks(blue), course.blueTasks()));
    }

    private static List<String> definitions(RunSummary course) {
        return course.left().stream().map(RevisionView::definition).toList();
    }

    /** Also what could not be prevented may fail only while production is broken: not before, and not after. */
    private static void failedInTimeOnly(List<String> faults, DemoScenario.Expected expected, RunSummary course) {
        if (expected.excused().isEmpty()) {
            return; // then any failure is a fault already
        }
        long all = course.load().allFailed();
        expect(faults, "failures before the mishap", course.failedBefore(), Optional.of(0L));
        expect(faults, "failures until production was restored", course.failedUntilRestored(), Optional.of(all));
    }

    private static void expect(List<String> faults, String what, Object seen, Object wanted) {
        if (!seen.equals(wanted)) {
            faults.add(what + ": " + (seen.equals("") ? "nothing" : seen) + " instead of "
                    + (wanted.equals("") ? "nothing" : wanted));
        }
    }

    private static List<String> numbers(DemoScenario.Expected expected, RunSummary course) {
        LoadSummary load = course.load();
        Map<String, Counts> tasks = course.tasks();
        Counts blue = tasks.getOrDefault(course.blue(), Counts.ZERO);
        Counts all = tasks.values().stream().reduce(Counts.ZERO, Counts::plus);
        List<String> lines = new ArrayList<>();
        lines.add(row("requests sent, as the clients counted", load.sent()));
        lines.add(row("answered by blue, as its processes counted", blue.promised()));
        lines.add(row("answered by green, as its processes counted", all.promised() - blue.promised()));
        lines.add(row("failed", load.allFailed()) + (load.failed().isEmpty() ? "" : "  " + load.failed()));
        lines.add(row("slowest answer, in milliseconds", load.slowestMillis()));
        lines.add("  deployment " + course.end().status()
                + (course.end().reason().isEmpty() ? "" : ": " + course.end().reason()));
        course.end().leftOvers().forEach(left -> lines.add("  left over: " + left));
        if (load.allFailed() > 0 && !expected.why().isEmpty()) {
            lines.add("  why " + load.allFailed() + " failed: " + expected.why());
        }
        return lines;
    }

    private static String row(String what, long number) {
        return String.format("  %-45s %7d", what, number);
    }

    boolean isGood() {
        return faults.isEmpty();
    }
}
