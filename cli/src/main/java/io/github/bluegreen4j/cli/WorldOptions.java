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
    private static final String RUNTIME = "--runtime";
    private static final String TASK_SETS = "task-sets";
    private static final String PAIR = "pair";

    @Option(
            names = OPTION,
            paramLabel = "WORLD",
            defaultValue = AWS,
            description = "aws, or local:FILE with the file of 'bluegreen world'. Default: ${DEFAULT-VALUE}.")
    private String world = AWS;

    @Option(
            names = RUNTIME,
            paramLabel = "RUNTIME",
            defaultValue = TASK_SETS,
            description =
                    "How revisions run on AWS: task-sets, of a service with the controller EXTERNAL, or pair, an ordinary"
                            + " service and its twin. Default: ${DEFAULT-VALUE}.")
    private String runtime = TASK_SETS;

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
        if (!runtime.equals(TASK_SETS) && !runtime.equals(PAIR)) {
            throw Failure.option(RUNTIME, runtime, TASK_SETS + ", " + PAIR);
        }
        if (world.equals(AWS)) {
            return runtime.equals(PAIR) ? AwsWorld.ofPairs(aws) : AwsWorld.ofTaskSets(aws);
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
