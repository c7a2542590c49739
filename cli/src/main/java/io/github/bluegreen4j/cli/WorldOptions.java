package io.github.bluegreen4j.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import picocli.CommandLine.Option;

/** Which world. */
final class WorldOptions {
    private static final String OPTION = "--world";
    private static final String AWS = "aws";
    private static final String LOCAL = "local:";
    private static final String ALLOWED = "aws, local:FILE";

    @Option(
            names = OPTION,
            paramLabel = "WORLD",
            defaultValue = AWS,
            description = "aws, or local:FILE with the file of 'bluegreen world'. Default: ${DEFAULT-VALUE}.")
    private String world = AWS;

    @Option(
            names = "--tries",
            paramLabel = "N",
            defaultValue = "" + Tries.MOST,
            description = "How often the first check asks a world that is out of reach. Default: ${DEFAULT-VALUE}.")
    private int tries = Tries.MOST;

    /** How often the first check asks it at most, 1 or more. */
    int tries() {
        if (tries < 1) {
            throw Failure.option("--tries", String.valueOf(tries), "1 or more");
        }
        return tries;
    }

    /** Gets hold of it. */
    TargetWorld open(AwsOptions aws) {
        if (world.equals(AWS)) {
            return new AwsWorld(aws);
        }
        if (!world.startsWith(LOCAL) || world.length() == LOCAL.length()) {
            throw Failure.option(OPTION, world, ALLOWED);
        }
        try {
            return LocalWorld.at(Path.of(world.substring(LOCAL.length())));
        } catch (InvalidPathException noFile) {
            throw Failure.option(OPTION, world, ALLOWED);
        }
    }
}
