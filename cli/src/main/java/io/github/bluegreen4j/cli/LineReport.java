package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.engine.Deployments;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.spi.Journal;

/** Whether the line is stopped, for people and programs. */
final class LineReport {
    private LineReport() {}

    static void print(Deployments deployments, Output output) {
        deployments.line().ifPresent(line -> print(line, output));
    }

    private static void print(Journal.Line line, Output output) {
        if (output.isJson()) {
            output.out().println(JsonLines.lineOf(line));
        } else {
            output.print(line.stopped() ? Tone.WARNING : Tone.PLAIN, Given.visible(line));
        }
    }
}
