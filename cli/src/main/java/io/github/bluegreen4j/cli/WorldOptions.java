package io.github.bluegreen4j.cli;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** Which world. */
final class WorldOptions {
    private static final String OPTION = "--world";
    private static final String AWS = "aws";
    private static final String LOCAL = "local:";
    private static final String ALLOWED = "aws, local:FILE";
    private static final String RUNTIME = "--runtime";
    static final String TASK_SETS = "task-sets";
    static final String PAIR = "pair";
    static final String NATIVE = "native";
    static final List<String> RUNTIMES = List.of(TASK_SETS, PAIR, NATIVE);
    private static final String PAUSE_TIMEOUT = "--pause-timeout";
    private static final Duration PAUSE = Duration.ofHours(72);
    private static final Duration LONGEST_PAUSE = Duration.ofDays(14);

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
                    "How revisions run on AWS: task-sets, of a service with the controller EXTERNAL; pair, an ordinary"
                            + " service and its twin; or native, by ECS's own controller for blue/green deployments."
                            + " Default: ${DEFAULT-VALUE}.")
    private String runtime = TASK_SETS;

    @Option(
            names = PAUSE_TIMEOUT,
            paramLabel = "DURATION",
            description =
                    "With --runtime native: after what time ECS rolls back by itself, if nobody answers one of the"
                            + " engine's pauses. Whole minutes, 1m to 14d. Default: 72h.")
    private @Nullable String pauseTimeout;

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

    /** How revisions run, as it was typed. */
    String runtime() {
        return runtime;
    }

    /** Gets hold of it. */
    TargetWorld open(AwsOptions aws) {
        if (!RUNTIMES.contains(runtime)) {
            throw Failure.option(RUNTIME, runtime, String.join(", ", RUNTIMES));
        }
        if (world.equals(AWS)) {
            return aws(aws);
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

    private AwsWorld aws(AwsOptions aws) {
        if (runtime.equals(NATIVE)) {
            String typed = " " + RUNTIME + " " + NATIVE;
            return AwsWorld.ofNative(
                    aws, pause(), pauseTimeout == null ? typed : typed + " " + PAUSE_TIMEOUT + " " + pauseTimeout);
        }
        if (pauseTimeout != null) {
            throw Failure.option(PAUSE_TIMEOUT, pauseTimeout, "nothing without " + RUNTIME + " " + NATIVE);
        }
        return runtime.equals(PAIR) ? AwsWorld.ofPairs(aws) : AwsWorld.ofTaskSets(aws);
    }

    private Duration pause() {
        if (pauseTimeout == null) {
            return PAUSE;
        }
        String text = pauseTimeout;
        return Texts.duration(text)
                .filter(time -> time.equals(Duration.ofMinutes(time.toMinutes()))
                        && time.compareTo(Duration.ofMinutes(1)) >= 0
                        && time.compareTo(LONGEST_PAUSE) <= 0)
                .orElseThrow(() -> Failure.option(PAUSE_TIMEOUT, text, "whole minutes, 1m to 14d"));
    }
}
