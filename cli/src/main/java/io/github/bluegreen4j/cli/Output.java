package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.examples.local.terminal.TerminalPanel;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
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

    private volatile Optional<TerminalPanel> panel = Optional.empty();

    boolean isJson() {
        return json;
    }

    /**
     * From here on a deployment is followed: where a person reads it in a terminal, a panel is shown under what is written, until it
     * is {@linkplain #settle settled}.
     *
     * @param quiet whether only what needs attention is told
     */
    void follow(boolean quiet) {
        if (!json && !quiet && BlueGreen.of(commandLine()).isInATerminal()) {
            panel = TerminalPanel.open();
        }
    }

    boolean hasPanel() {
        return panel.isPresent();
    }

    /** Shows lines in the panel, where there is one. They are made for its width. */
    void show(IntFunction<List<String>> lines) {
        panel.ifPresent(shown -> shown.show(lines.apply(shown.width())));
    }

    /** Leaves the last panel as it is. */
    void settle() {
        Optional<TerminalPanel> last = panel;
        panel = Optional.empty();
        last.ifPresent(shown -> {
            try {
                shown.close();
            } catch (IOException failed) {
                // The terminal is gone, and with it whoever read.
            }
        });
    }

    /** What people should know beside, while a deployment is followed. */
    void problem(String text) {
        Runnable telling = () -> err().println(text);
        panel.ifPresentOrElse(shown -> shown.aside(telling), telling);
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
        String colored = colored(tone, text);
        panel.ifPresentOrElse(shown -> shown.print(colored), () -> {
            PrintWriter raw = commandLine().getOut();
            raw.println(colored);
            raw.flush();
        });
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
