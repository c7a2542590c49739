package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.examples.local.terminal.TerminalPanel;
import io.github.bluegreen4j.journal.UnusableJournalException;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.spi.PortException;
import java.io.PrintWriter;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command line. */
@Command(
        name = "bluegreen",
        description =
                "Blue/green deployments of Amazon ECS services. Every command but plan, preflight, owns, import, pair, world, rollout plan and generate-completion needs a journal (--journal or"
                        + " BLUEGREEN_JOURNAL); all but deploy, recover, undo, guard and rollout start may run beside the process that deploys.",
        mixinStandardHelpOptions = true,
        scope = ScopeType.INHERIT,
        version = "bluegreen4j 0.1.0-SNAPSHOT",
        subcommands = {
            PlanCommand.class,
            OwnsCommand.class,
            PreflightCommand.class,
            DeployCommand.class,
            RecoverCommand.class,
            GuardCommand.class,
            StatusCommand.class,
            ExplainCommand.class,
            WatchCommand.class,
            ContinueCommand.class,
            SkipBakeCommand.class,
            StopTheLineCommand.class,
            ResumeTheLineCommand.class,
            RollbackCommand.class,
            UndoCommand.class,
            AbortCommand.class,
            HistoryCommand.class,
            TimelineCommand.class,
            RolloutCommand.class,
            PurgeCommand.class,
            ConsoleCommand.class,
            ImportCommand.class,
            PairCommand.class,
            WorldCommand.class,
            AutoComplete.GenerateCompletion.class
        },
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {
            "0:done; of deploy and watch: SUCCESSFUL without warnings, green serves production; or at the stage of --until",
            "1:ROLLBACK_SUCCESSFUL without warnings, production is what it was before",
            "2:wrong options or a specification that was refused; nothing was touched",
            "3:the deployment ended in another way: STOPPED, ROLLBACK_FAILED, or with warnings",
            "4:no such deployment, or it refused the command or did not answer it in time",
            "5:the journal or the world (AWS) is out of reach or can't be used",
            "70:a defect of this program",
            "130:interrupted (143: terminated); the deployment stays in the journal"
        })
public final class BlueGreen {
    @Option(
            names = "--color",
            scope = ScopeType.INHERIT,
            paramLabel = "WHEN",
            defaultValue = "auto",
            description =
                    "auto, always or never: whether text has colors. JSON never has. Default: ${DEFAULT-VALUE}, in a"
                            + " terminal only, and not if NO_COLOR is set.")
    private Color color = Color.AUTO;

    /** Whether a person reads in a terminal what is written. */
    private final boolean terminal;

    private BlueGreen(boolean terminal) {
        this.terminal = terminal;
    }

    /** The program that a command belongs to. */
    static BlueGreen of(CommandLine command) {
        return command.getCommandSpec().root().userObject() instanceof BlueGreen program
                ? program
                : new BlueGreen(false);
    }

    /** Whether text for people has colors. */
    boolean hasColors() {
        return color.isOn(System.getenv(), terminal);
    }

    /** Whether what is written may be drawn over. */
    boolean isInATerminal() {
        return terminal;
    }

    /** Runs a command and exits. */
    public static void main(String... args) {
        quiet("org.slf4j.simpleLogger.defaultLogLevel", "warn");
        // What keeps it from connecting is said once, by us.
        quiet("org.slf4j.simpleLogger.log.com.zaxxer.hikari", "off");
        System.exit(commandLine(TerminalPanel.isPossible()).execute(args));
    }

    private static void quiet(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    /**
     * The commands, ready to be executed.
     *
     * @param terminal whether a person reads in a terminal what is written
     */
    static CommandLine commandLine(boolean terminal) {
        return new CommandLine(new BlueGreen(terminal))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setExecutionStrategy(BlueGreen::execute)
                .setParameterExceptionHandler((wrong, args) -> misused(wrong))
                .setExecutionExceptionHandler((thrown, command, parsed) -> failed(thrown, command.getErr()));
    }

    /** Nothing that a blank text could mean is worth guessing, whichever option has it. */
    private static int execute(ParseResult parsed) {
        for (ParseResult part = parsed; ; part = part.subcommand()) {
            for (ArgSpec argument : part.matchedArgs()) {
                requireText(part, argument);
            }
            if (!part.hasSubcommand()) {
                CommandLine program = part.commandSpec().root().commandLine();
                program.setColorScheme(Help.defaultColorScheme(of(program).hasColors() ? Help.Ansi.ON : Help.Ansi.OFF));
                return new CommandLine.RunLast().execute(parsed);
            }
        }
    }

    private static void requireText(ParseResult part, ArgSpec argument) {
        String name = argument instanceof OptionSpec option ? option.longestName() : argument.paramLabel();
        for (String value : argument.originalStringValues()) {
            if (argument.arity().max() > 0 && value.isBlank()) {
                CommandLine command = part.commandSpec().commandLine();
                throw new ParameterException(
                        command,
                        new InvalidSpecException.Fault(name, value, "is blank", argument.paramLabel()).toString());
            }
        }
    }

    /** Says what is wrong; the help of a command is long, so it is named and not printed. */
    private static int misused(ParameterException wrong) {
        CommandLine command = wrong.getCommandLine();
        PrintWriter err = command.getErr();
        VisibleWriter.over(err).println(wrong.getMessage());
        UnmatchedArgumentException.printSuggestions(wrong, err);
        if (command.getParent() == null) {
            command.usage(err);
        } else {
            err.println("Options: " + command.getCommandSpec().qualifiedName() + " --help");
        }
        return ExitCode.REFUSED;
    }

    /** What was thrown in another thread comes in an exception that says nothing. */
    private static Exception unwrapped(Exception thrown) {
        boolean wraps = thrown instanceof CompletionException || thrown instanceof ExecutionException;
        return wraps && thrown.getCause() instanceof Exception cause ? unwrapped(cause) : thrown;
    }

    /** Says why a command failed, once, and gives the exit code. */
    static int failed(Exception wrapped, PrintWriter terminal) {
        PrintWriter err = VisibleWriter.over(terminal);
        Exception thrown = unwrapped(wrapped);
        if (AwsOptions.lacksCredentials(thrown)) {
            err.println(
                    "AWS credentials are missing: the environment, the profile and the role of this machine have none.");
            err.println(
                    "Set AWS_PROFILE, or AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or log in (aws sso login), and"
                            + " repeat the command.");
            return ExitCode.OUT_OF_REACH;
        }
        if (thrown instanceof Failure failure) {
            err.println(failure.getMessage());
            return failure.exitCode();
        }
        if (thrown instanceof InvalidSpecException invalid) {
            invalid.faults().forEach(err::println);
            return ExitCode.REFUSED;
        }
        if (thrown instanceof PortException || thrown instanceof UnusableJournalException) {
            err.println("The journal can't be used: " + Given.visible(thrown.getMessage()));
            return ExitCode.OUT_OF_REACH;
        }
        err.println("This is a defect of the command line:");
        thrown.printStackTrace(err);
        return ExitCode.DEFECT;
    }
}
