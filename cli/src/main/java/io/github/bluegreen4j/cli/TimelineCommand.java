package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.examples.local.terminal.TerminalPanel;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.story.Timeline;
import io.github.bluegreen4j.timeline.TimelineRenderer;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** A deployment as a chart. */
@Command(
        name = "timeline",
        description = "Shows what happened to a deployment by time: for a terminal, as Mermaid, or as one HTML file.")
final class TimelineCommand implements Callable<Integer> {
    private static final int WIDTH = 100;

    /** How a timeline can be written. */
    enum Format {
        TEXT,
        MERMAID,
        HTML
    }

    @Parameters(paramLabel = "ID", description = "The deployment.")
    private String id = "";

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "text, mermaid or html. By default ${DEFAULT-VALUE}.",
            defaultValue = "text")
    private Format format = Format.TEXT;

    @Option(names = "--output", paramLabel = "FILE", description = "The file to write. By default standard output.")
    private @Nullable Path file;

    @Option(
            names = "--width",
            paramLabel = "CHARACTERS",
            description = "The width of text: 60 or more. By default $COLUMNS, or that of the terminal, or 100.")
    private @Nullable Integer width;

    @Mixin
    private final JournalOption journal = new JournalOption();

    @Spec
    private @Nullable CommandSpec command;

    @Override
    public Integer call() {
        if (width != null && width < TimelineRenderer.LEAST_WIDTH) {
            throw Failure.option("--width", String.valueOf(width), TimelineRenderer.LEAST_WIDTH + " or more");
        }
        try (OpenJournal opened = journal.open()) {
            Timeline timeline = Timeline.of(LastOrder.of(
                    JournaledDeployment.history(opened, new DeploymentId(id)).events()));
            write(
                    switch (format) {
                        case TEXT -> TimelineRenderer.text(timeline, width == null ? ofTheTerminal() : width);
                        case MERMAID -> TimelineRenderer.mermaid(timeline);
                        case HTML -> TimelineRenderer.html(timeline);
                    });
        }
        return ExitCode.DONE;
    }

    private int ofTheTerminal() {
        boolean inATerminal =
                BlueGreen.of(Objects.requireNonNull(command).commandLine()).isInATerminal();
        return Optional.ofNullable(System.getenv("COLUMNS"))
                .flatMap(Texts::number)
                .map(Double::intValue)
                .or(() -> inATerminal ? TerminalPanel.terminalWidth() : Optional.empty())
                .map(columns -> Math.max(columns, TimelineRenderer.LEAST_WIDTH))
                .orElse(WIDTH);
    }

    private void write(String text) {
        if (file == null) {
            PrintWriter out = VisibleWriter.over(
                    Objects.requireNonNull(command).commandLine().getOut());
            out.print(text);
            out.flush();
            return;
        }
        try {
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new Failure(ExitCode.NOT_DONE, "--output: \"" + file + "\" can't be written: " + failed);
        }
    }
}
