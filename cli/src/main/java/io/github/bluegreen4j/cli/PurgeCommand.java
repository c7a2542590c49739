package io.github.bluegreen4j.cli;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.github.bluegreen4j.rollout.Rollouts;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Removes from the journal what ended long ago. */
@Command(
        name = "purge",
        description = "Removes deployments that ended longer ago than --older-than from the journal, with their events,"
                + " and rollouts that ended longer ago and of whose deployments none is left.")
final class PurgeCommand implements Callable<Integer> {
    private static final String OPTION = "--older-than";
    private static final Duration SHORTEST = Duration.ofDays(1);

    @Option(
            names = OPTION,
            required = true,
            paramLabel = "DURATION",
            description =
                    "How long ago they must have ended: 90d. A day or more; longer than any wave of a rollout takes.")
    private String olderThan = "";

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        Duration age = Texts.duration(olderThan)
                .filter(length -> length.compareTo(SHORTEST) >= 0)
                .orElseThrow(() -> Failure.option(OPTION, olderThan, Texts.DURATION + ", a day or more"));
        try (OpenJournal opened = journal.open()) {
            int deployments = opened.purge().applyAsInt(age);
            List<String> rollouts = Rollouts.in(opened.journal()).purge(age);
            if (output.isJson()) {
                ObjectNode node = new ObjectMapper().createObjectNode();
                node.put("deployments", deployments);
                rollouts.forEach(node.putArray("rollouts")::add);
                output.out().println(node);
            } else {
                output.print(
                        Tone.PLAIN,
                        "removed: " + count(deployments, "deployment") + ", " + count(rollouts.size(), "rollout"));
            }
            output.out().flush();
        }
        return ExitCode.DONE;
    }

    private static String count(int number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
