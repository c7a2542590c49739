package io.github.bluegreen4j.report;

import io.github.bluegreen4j.model.Finding;
import io.github.bluegreen4j.model.Finding.Severity;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Everything that can be checked before a deployment is ordered, at once. A deployment that is ordered now is refused for the
 * same errors.
 *
 * <p>Immutable and safe for use by many threads.
 *
 * @param service the service
 * @param revision what would be deployed; empty for a recovery
 * @param changes what the new revision changes against the one that serves, in the runtime's names; empty if the runtime cannot compare
 * @param findings what every check found: errors first, then warnings, then what could not be checked, then what passed
 */
public record PreflightReport(
        ServiceRef service, Optional<String> revision, List<RevisionChange> changes, List<Finding> findings) {

    /**
     * Copies and sorts the findings.
     *
     * @param service the service
     * @param revision what would be deployed
     * @param changes what the new revision changes
     * @param findings what every check found, in any order
     */
    public PreflightReport {
        changes = List.copyOf(changes);
        findings = findings.stream()
                .sorted(Comparator.comparing(Finding::severity).reversed())
                .toList();
    }

    /** {@return whether a deployment would be refused: there is an error that nobody waived} */
    public boolean hasErrors() {
        return findings.stream().anyMatch(Finding::blocks);
    }

    /**
     * {@return the findings of that severity, waived ones included}
     *
     * @param severity the severity
     */
    public List<Finding> findings(Severity severity) {
        return findings.stream()
                .filter(finding -> finding.severity() == severity)
                .toList();
    }

    /** {@return the report as lines of text for a terminal} */
    public String toText() {
        List<String> lines = new ArrayList<>();
        lines.add(
                "preflight for " + service + ": " + revision.map(Given::visible).orElse("a recovery"));
        changes.forEach(change -> lines.add("changes " + Given.visible(change.toString())));
        lines.add(count(Severity.ERROR, "error") + ", " + count(Severity.WARNING, "warning") + ", "
                + findings(Severity.NOT_CHECKED).size() + " not checked, "
                + findings(Severity.PASSED).size() + " passed; "
                + (hasErrors() ? "deploy would be refused" : "deploy would start"));
        for (Finding finding : findings) {
            if (finding.severity() == Severity.PASSED) {
                continue;
            }
            lines.add("");
            lines.add("%-11s  %s%s"
                    .formatted(
                            finding.severity().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                            finding.check(),
                            finding.waivedBy()
                                    .map(by -> ", waived by " + Given.visible(by))
                                    .orElse("")));
            detail(lines, "seen", seen(finding));
            detail(lines, "wanted", finding.wanted());
            detail(lines, "mend", finding.remedy());
            finding.command().ifPresent(command -> detail(lines, "run", command));
        }
        lines.add("");
        findings(Severity.PASSED)
                .forEach(finding -> lines.add("passed       " + finding.check() + ": " + Given.visible(seen(finding))));
        return String.join("\n", lines) + "\n";
    }

    private static String seen(Finding finding) {
        return finding.field() + ": \"" + finding.value() + "\" " + finding.seen();
    }

    private static void detail(List<String> lines, String name, String text) {
        if (!text.isEmpty()) {
            lines.add("    %-7s  %s".formatted(name, Given.visible(text)));
        }
    }

    private String count(Severity severity, String word) {
        int count = findings(severity).size();
        return count + " " + word + (count == 1 ? "" : "s");
    }
}
