package io.github.bluegreen4j.cli;

import java.io.PrintWriter;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** Where a command writes, and for whom. */
final class Output {
    @Spec(Spec.Target.MIXEE)
    private @Nullable CommandSpec command;

    @Option(names = "--json", description = "Writes JSON to standard output, an object a line.")
    private boolean json;

    boolean isJson() {
        return json;
    }

    /** For results. */
    PrintWriter out() {
        return VisibleWriter.over(commandLine().getOut());
    }

    /** For what people should know beside. */
    PrintWriter err() {
        return VisibleWriter.over(commandLine().getErr());
    }

    /** What is of interest to people only. */
    void note(String text) {
        (json ? err() : out()).println(text);
    }

    private CommandLine commandLine() {
        if (command == null) {
            throw new IllegalStateException("no command has these options");
        }
        return command.commandLine();
    }
}
