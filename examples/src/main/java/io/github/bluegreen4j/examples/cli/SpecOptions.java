package io.github.bluegreen4j.examples.cli;

import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.InvalidSpecException;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What to deploy, as it was typed: nothing is refused before all is known, so that all faults are told at once. */
final class SpecOptions {
    private static final String PAUSE =
            "STAGE=DURATION or STAGE=DURATION=CONTINUE; what follows if nobody answers is" + " ROLLBACK or CONTINUE";

    @Option(names = "--service", paramLabel = "CLUSTER/NAME", description = "The service; CLUSTER may be an ARN.")
    private @Nullable String service;

    @Option(names = "--revision", paramLabel = "DEFINITION", description = "What to launch: checkout:42.")
    private @Nullable String revision;

    @Option(
            names = "--setting",
            paramLabel = "KEY=VALUE",
            description = "What the world needs to know to launch it; on AWS as TaskSetSettings names it. Repeatable.")
    private final List<String> settings = new ArrayList<>();

    @Option(
            names = "--production-route",
            paramLabel = "ROUTE",
            description = "What carries production: on AWS the ARN of a listener rule, or of a listener of a Network"
                    + " Load Balancer. Repeatable.")
    private final List<String> productionRoutes = new ArrayList<>();

    @Option(names = "--test-route", paramLabel = "ROUTE", description = "What carries test traffic.")
    private @Nullable String testRoute;

    @Option(names = "--target-groups", paramLabel = "A,B", description = "The two target groups of the service.")
    private @Nullable String targetGroups;

    @Option(names = "--strategy", paramLabel = "NAME", description = "all-at-once (default), canary or linear.")
    private @Nullable String strategy;

    @Option(names = "--percent", paramLabel = "N", description = "The canary's share, or the linear step.")
    private @Nullable String percent;

    @Option(names = "--step-bake", paramLabel = "DURATION", description = "How long each step is watched: 10m, PT10M.")
    private @Nullable String stepBake;

    @Option(
            names = "--bake",
            paramLabel = "DURATION",
            description = "How long both revisions run after all of production has moved. Default: 15m.")
    private @Nullable String bake;

    @Option(
            names = "--pause",
            paramLabel = "STAGE=DURATION[=ROLLBACK|CONTINUE]",
            description = "Waits at a stage for continue or rollback; when nobody answers in time it rolls back, or"
                    + " continues if told so. Repeatable.")
    private final List<String> pauses = new ArrayList<>();

    @Option(
            names = "--lambda",
            paramLabel = "STAGE=ARN",
            description = "Asks a Lambda function at a stage. Repeatable.")
    private final List<String> lambdas = new ArrayList<>();

    @Option(names = "--alarm", paramLabel = "NAME", description = "An alarm that is watched. Repeatable.")
    private final List<String> alarms = new ArrayList<>();

    @Option(
            names = "--concurrency",
            paramLabel = "POLICY",
            description = "While another deployment of the service runs: supersede (default), queue or reject.")
    private @Nullable String concurrency;

    /** Whether nothing was said. */
    boolean isEmpty() {
        return Stream.of(service, revision, testRoute, targetGroups, strategy, percent, stepBake, bake, concurrency)
                        .noneMatch(Objects::nonNull)
                && Stream.of(settings, productionRoutes, pauses, lambdas, alarms)
                        .allMatch(List::isEmpty);
    }

    /**
     * The specification.
     *
     * @throws InvalidSpecException with every fault, of what was typed and of what it means
     */
    DeploymentSpec read(World world) {
        SpecReading reading = new SpecReading();
        ServiceRef ref = reading.needed("--service", service, Texts.SERVICE, Texts::service)
                .orElse(SpecReading.NO_SERVICE);
        DeploymentSpec.Builder spec = DeploymentSpec.blueGreen(ref);
        world.pace(spec);
        if (revision != null) {
            spec.revision(revision, reading.pairs("--setting", settings));
        }
        productionRoutes.forEach(spec::productionRoute);
        if (testRoute != null) {
            spec.testRoute(testRoute);
        }
        reading.optional("--target-groups", targetGroups, "A,B", SpecReading::two)
                .ifPresent(two -> spec.targetGroups(two.get(0), two.get(1)));
        reading.strategy(spec, strategy, percent, stepBake);
        reading.optional("--bake", bake, Texts.DURATION, Texts::duration).ifPresent(spec::bakeTime);
        pauses.forEach(
                text -> reading.stage("--pause", text, PAUSE, (stage, rest) -> pause(reading, spec, stage, rest)));
        lambdas.forEach(text -> reading.stage(
                "--lambda", text, "STAGE=ARN", (stage, arn) -> spec.lambda(stage, reading.hookName(arn), arn)));
        alarms.forEach(spec::alarm);
        reading.optional(
                        "--concurrency",
                        concurrency,
                        "supersede, queue, reject",
                        text -> Texts.word(ConcurrencyPolicy.class, text))
                .ifPresent(spec::concurrency);
        return reading.build(spec);
    }

    private static void pause(SpecReading reading, DeploymentSpec.Builder spec, LifecycleStage stage, String rest) {
        int equals = rest.indexOf('=');
        String time = equals < 0 ? rest : rest.substring(0, equals);
        String action = equals < 0 ? "ROLLBACK" : rest.substring(equals + 1);
        reading.optional("--pause " + stage, time, Texts.DURATION, Texts::duration)
                .ifPresent(timeout -> reading.optional(
                                "--pause " + stage,
                                action,
                                "ROLLBACK, CONTINUE",
                                text -> Texts.word(TimeoutAction.class, text))
                        .ifPresent(onTimeout -> spec.pause(stage, timeout, onTimeout)));
    }
}
