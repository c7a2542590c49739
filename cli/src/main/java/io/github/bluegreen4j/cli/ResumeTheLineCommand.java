package io.github.bluegreen4j.cli;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Lets the deployments on a journal continue. */
@Command(
        name = "resume-the-line",
        description = "Lets the deployments that stop-the-line holds continue. They do within 10 s.")
final class ResumeTheLineCommand implements Callable<Integer> {
    @Option(names = "--reason", paramLabel = "TEXT", description = "Why.")
    private String reason = "";

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Mixin
    private final ActorOption actor = new ActorOption();

    @Mixin
    private final Output output = new Output();

    @Override
    public Integer call() {
        return LineReport.change(journal, actor, output, deployments -> deployments.resumeTheLine(reason));
    }
}
