package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.journal.UnusableJournalException;
import io.github.bluegreen4j.spi.Journal;
import io.github.bluegreen4j.spi.PortException;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Which journal. Most commands need one: it is where deployments are found. */
final class JournalOption {
    private static final String OPTION = "--journal";
    private static final String VARIABLE = "BLUEGREEN_JOURNAL";

    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(
            names = OPTION,
            paramLabel = "JOURNAL",
            description = "h2:FILE (one process at a time), jdbc:postgresql://HOST/DB?user=USER&password=PASSWORD, or"
                    + " dynamodb:TABLE. Default: the environment variable BLUEGREEN_JOURNAL.")
    private @Nullable String journal;

    @Mixin
    private final AwsOptions aws = new AwsOptions();

    /** Opens it to look into it, or to submit commands. */
    OpenJournal open() {
        return open(false);
    }

    /** Opens it to deploy; one that does not exist is made. */
    OpenJournal openOrCreate() {
        return open(true);
    }

    private OpenJournal open(boolean creates) {
        if (command == null) {
            throw new IllegalStateException("no command has these options");
        }
        return Tries.of(Tries.MOST, VisibleWriter.over(command.commandLine().getErr()))
                .make("The journal", () -> openOnce(creates));
    }

    private OpenJournal openOnce(boolean creates) {
        if (journal != null) {
            return JournalOpener.open(OPTION, journal, creates, aws);
        }
        String inherited = Optional.ofNullable(System.getenv(VARIABLE)).orElse("");
        if (inherited.isBlank()) {
            throw Failure.option(
                    OPTION,
                    "(missing)",
                    "h2:FILE, jdbc:postgresql://HOST/DB or dynamodb:TABLE, here or in " + VARIABLE);
        }
        return JournalOpener.open(VARIABLE, inherited, creates, aws);
    }

    /**
     * Asks the journal if the user has named one, for a command that needs none. One that only the environment names may be out of reach or
     * open elsewhere: then this says so, and the command does without it.
     */
    <T> Optional<T> ask(Function<Journal, Optional<T>> question, String without, Output output) {
        if (journal == null
                && Optional.ofNullable(System.getenv(VARIABLE)).orElse("").isBlank()) {
            return Optional.empty();
        }
        try (OpenJournal opened = openOnce(false)) {
            return question.apply(opened.journal());
        } catch (Failure | PortException | UnusableJournalException unreadable) {
            if (journal != null) {
                throw unreadable;
            }
            output.problem(VARIABLE + ": the journal can't be read, so " + without + ": " + unreadable.getMessage());
            return Optional.empty();
        }
    }

    AwsOptions aws() {
        return aws;
    }

    /** How to say the same again; empty when the environment says it. */
    String again() {
        return journal == null ? "" : " " + OPTION + " '" + JournalOpener.withoutPassword(journal) + "'";
    }
}
