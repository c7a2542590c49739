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

    /** A line of the result for people, in the color of its tone. */
    void print(Tone tone, String text) {
        PrintWriter raw = commandLine().getOut();
        raw.print(colored(tone, text));
        raw.println();
        raw.flush();
    }

    /** The text without what could drive a terminal, in the color of its tone where there are colors. */
    String colored(Tone tone, String text) {
        String visible = VisibleWriter.visible(text);
        return hasColors() ? tone.on() + visible + tone.off() : visible;
    }

    private boolean hasColors() {
        return !json && BlueGreen.of(commandLine()).hasColors();
    }

    private CommandLine commandLine() {
        if (command == null) {
            throw new IllegalStateException("no command has these options");
        }
        return command.commandLine();
    }
}
