package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.story.Sentence;
import picocli.CommandLine.Help.Ansi.Style;

/** How a text is meant, which its color shows. Its words alone say the same. */
enum Tone {
    PLAIN(""),
    GOOD(Style.fg_green.on()),
    WARNING(Style.fg_yellow.on()),
    BAD(Style.fg_red.on());

    private final String on;

    Tone(String on) {
        this.on = on;
    }

    static Tone of(Sentence.Kind kind) {
        return switch (kind) {
            case DETAIL, MILESTONE, DISTURBANCE -> PLAIN;
            case WARNING -> WARNING;
            case FAILURE -> BAD;
        };
    }

    static Tone of(DeploymentStatus status) {
        return switch (status) {
            case PENDING, IN_PROGRESS -> PLAIN;
            case SUCCESSFUL -> GOOD;
            case STOP_REQUESTED, STOPPED, ROLLBACK_REQUESTED, ROLLBACK_IN_PROGRESS, ROLLBACK_SUCCESSFUL -> WARNING;
            case ROLLBACK_FAILED -> BAD;
        };
    }

    /** What a terminal is sent before a text. */
    String on() {
        return on;
    }

    /** What a terminal is sent after it. */
    String off() {
        return this == PLAIN ? "" : Style.reset.on();
    }
}
