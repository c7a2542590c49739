package io.github.bluegreen4j.testkit.engine;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a simulated world was asked to change, in the words of a plan. */
public final class PlannedWrites {
    private PlannedWrites() {}

    /**
     * {@return the writes}
     *
     * @param changes the changes of a simulated world
     * @param target the revision that the deployment launched
     */
    public static List<String> of(List<String> changes, Optional<String> target) {
        String green = target.orElse("(none)");
        List<String> writes = new ArrayList<>();
        for (String change : changes) {
            String[] words = change.split(" ", 3);
            String subject = words[1].replaceFirst(":$", "");
            String revision = subject.equals(green) ? "green" : subject;
            String write = switch (words[0]) {
                case "write" -> "route " + words[1] + ": " + words[2];
                case "launch" ->
                    words[2].replaceFirst("(.*)#\\d+ x(\\d+) in (.*)", "launch green: $1 in $3 with $2 tasks");
                case "scale" -> "scale " + revision + " " + words[2] + " tasks";
                case "makePrimary" -> "label " + revision + " PRIMARY";
                case "retire" -> "retire " + revision;
                case "suspend" -> "suspend scale-in";
                case "restore" -> "restore scale-in";
                default -> throw new AssertionError("unknown change: " + change);
            };
            if (writes.isEmpty() || !writes.get(writes.size() - 1).equals(write)) {
                writes.add(write);
            }
        }
        return writes;
    }
}
