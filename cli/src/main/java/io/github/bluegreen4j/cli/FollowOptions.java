package io.github.bluegreen4j.cli;

import picocli.CommandLine.Option;

/** How much a command tells that follows a deployment. */
final class FollowOptions {
    @Option(
            names = "--quiet",
            description =
                    "Tells only the end and what needs attention: refusals, rollbacks, failures, and pauses that wait"
                            + " for an answer. With --json only the last line.")
    private boolean quiet;

    boolean isQuiet() {
        return quiet;
    }
}
