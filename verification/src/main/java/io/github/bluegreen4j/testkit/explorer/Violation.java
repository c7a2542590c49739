package io.github.bluegreen4j.testkit.explorer;

import java.util.List;

/**
 * A broken rule.
 *
 * @param rule which
 * @param what what was seen
 * @param path the shortest path to it, one line a step
 */
public record Violation(Rule rule, String what, List<String> path) {
    @Override
    public String toString() {
        return rule + " (" + rule.meaning() + "): " + what + "\n" + String.join("\n", path);
    }
}
