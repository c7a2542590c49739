package io.github.bluegreen4j.cli;

import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.ServiceRef;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/**
 * The part of a specification that {@code deploy} and {@code recover} share, as it was typed. Nothing is refused before all
 * of it is read, so that all faults are told at once.
 */
final class ServiceOptions {
    @Option(names = "--service", paramLabel = "CLUSTER/NAME", description = "The service; CLUSTER may be an ARN.")
    private @Nullable String service;

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

    @Option(
            names = "--other-route",
            paramLabel = "ROUTE",
            description = "A route that may give the target groups weight although this deployment does not move it;"
                    + " without being named here it is refused. Repeatable.")
    private final List<String> otherRoutes = new ArrayList<>();

    @Option(
            names = "--allow-stickiness",
            paramLabel = "DURATION",
            description = "Allows production routes that pin clients to a target group; retiring a revision waits at"
                    + " most that long for clients that are pinned to it. Default: such routes are refused.")
    private @Nullable String stickiness;

    @Option(
            names = "--pause",
            paramLabel = "STAGE=DURATION[=ROLLBACK|CONTINUE]",
            description = "Waits at a stage for continue or rollback; when nobody answers in time it rolls back, or"
                    + " continues if told so. Several stages: A,B=DURATION. A name: append ,name=NAME. To need approvals:"
                    + " append ,approver=NAME for each who may approve, and ,needed=N (default 1). Who orders may not"
                    + " approve. Repeatable.")
    private final List<String> pauses = new ArrayList<>();

    @Option(
            names = "--lambda",
            paramLabel = "STAGE=ARN[,KEY=VALUE]",
            description = "Calls a Lambda function at a stage. Several stages: A,B=ARN. KEY: name (default: the"
                    + " function's), timeout (24h), onTimeout (ROLLBACK or CONTINUE), details (a JSON object or @FILE;"
                    + " must come last). Repeatable.")
    private final List<String> lambdas = new ArrayList<>();

    @Option(
            names = "--health",
            paramLabel = "KEY=VALUE",
            description = "How much of a revision must be healthy. KEY: floor (default 100%%), before each production"
                    + " step; watch (50%%) and unhealthyFor (60s), while it carries traffic. Repeatable.")
    private final List<String> health = new ArrayList<>();

    @Option(
            names = "--rollback",
            paramLabel = "KEY=VALUE",
            description =
                    "The limits of a rollback. KEY: deadline (default 1h), floor (50%%, of blue), weakBlueWait (5m,"
                            + " for a blue below that floor), hookBound (5m). Repeatable.")
    private final List<String> rollback = new ArrayList<>();

    @Option(
            names = "--drift",
            paramLabel = "ACTION",
            description = "When somebody else changes a route: roll-back (default) or pause.")
    private @Nullable String drift;

    @Option(
            names = "--concurrency",
            paramLabel = "POLICY",
            description = "While another deployment of the service runs: supersede (default), queue or reject.")
    private @Nullable String concurrency;

    @Option(
            names = "--limit",
            paramLabel = "KEY=VALUE",
            description = "The limits of the engine's own work. KEY (default): deployment (30d), stage (24h),"
                    + " cleanUpGate (15m), cleanUp (1h), drain (30s), closing (5m), call (10s), grace (5s),"
                    + " freshness (10s), watchAge (60s), poll (10s), backOff (1s), backOffDoublings (5),"
                    + " hookTries (3). Repeatable.")
    private final List<String> limits = new ArrayList<>();

    /**
     * Begins the specification with all of this.
     *
     * @param start begins it for that service
     */
    DeploymentSpec.Builder begin(
            SpecReading reading, TargetWorld world, Function<ServiceRef, DeploymentSpec.Builder> start) {
        ServiceRef ref = reading.needed("--service", service, Texts.SERVICE, Texts::service)
                .orElse(SpecReading.NO_SERVICE);
        DeploymentSpec.Builder spec = start.apply(ref);
        DeploymentSpec defaults = SpecReading.defaults(world);
        productionRoutes.forEach(spec::productionRoute);
        if (testRoute != null) {
            spec.testRoute(testRoute);
        }
        reading.optional("--target-groups", targetGroups, "A,B", SpecReading::two)
                .ifPresent(two -> spec.targetGroups(two.get(0), two.get(1)));
        otherRoutes.forEach(spec::otherRoute);
        reading.optional("--allow-stickiness", stickiness, Texts.DURATION, Texts::duration)
                .ifPresent(spec::allowStickiness);
        HookReading hooks = new HookReading(reading, spec);
        pauses.forEach(hooks::pause);
        lambdas.forEach(hooks::lambda);
        spec.health(FieldReading.read(reading, "--health", defaults.health(), health));
        spec.rollback(FieldReading.read(reading, "--rollback", defaults.rollback(), rollback));
        reading.word("--drift", drift, DeploymentSpec.OnDrift.class).ifPresent(spec::drift);
        reading.word("--concurrency", concurrency, ConcurrencyPolicy.class).ifPresent(spec::concurrency);
        spec.limits(FieldReading.read(reading, "--limit", defaults.limits(), limits));
        return spec;
    }
}
