package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.InvalidSpecException;

/** A command can't do what it was told: what its user reads, and the exit code. */
final class Failure extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int exitCode;

    Failure(int exitCode, String message) {
        super(Given.visible(message)); // it quotes options, paths and causes
        this.exitCode = exitCode;
    }

    /** An option's value makes no sense. */
    static Failure option(String option, String value, String allowed) {
        return new Failure(ExitCode.REFUSED, new InvalidSpecException.Fault(option, value, allowed).toString());
    }

    int exitCode() {
        return exitCode;
    }
}
