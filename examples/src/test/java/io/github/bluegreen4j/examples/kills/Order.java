package io.github.bluegreen4j.examples.kills;

import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HealthPolicy;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficStrategy;
import java.time.Duration;
import java.util.EnumSet;
import java.util.Set;

/**
 * A deployment that is ordered.
 *
 * @param id its id: the same order twice is one deployment
 * @param service its service's name
 * @param kind how it moves traffic, and whether its green is good
 * @param fate what is done to it
 * @param supersedes whether it does not wait for the one before
 */
record Order(String id, String service, Kind kind, Fate fate, boolean supersedes) {

    enum Kind {
        ALL_AT_ONCE,
        CANARY,
        LINEAR,
        /** Green fails the smoke test. */
        BAD
    }

    enum Fate {
        UNDISTURBED,
        /** Another one is ordered that does not wait for its end. */
        SUPERSEDED,
        /** Somebody asks for a rollback. */
        TAKEN_BACK
    }

    private static final Duration STEP = Duration.ofSeconds(1);

    /** So much that no limit is the reason of an end, however often engines are killed. */
    private static final Duration LONG = Duration.ofMinutes(20);

    /** How it may end, whoever is killed when. */
    Set<DeploymentStatus> ends() {
        DeploymentStatus alone = kind == Kind.BAD ? DeploymentStatus.ROLLBACK_SUCCESSFUL : DeploymentStatus.SUCCESSFUL;
        return switch (fate) {
            case UNDISTURBED -> Set.of(alone);
            case SUPERSEDED -> Set.of(alone, DeploymentStatus.STOPPED);
            // Who is taken back before he has begun is stopped: there is nothing to roll back.
            case TAKEN_BACK -> EnumSet.of(DeploymentStatus.STOPPED, DeploymentStatus.ROLLBACK_SUCCESSFUL, alone);
        };
    }

    /** The order as a line for an engine. */
    String line() {
        return String.join(" ", id, service, kind.name(), fate.name(), String.valueOf(supersedes));
    }

    static Order parse(String line) {
        String[] words = line.split(" ", -1);
        return new Order(
                words[0], words[1], Kind.valueOf(words[2]), Fate.valueOf(words[3]), Boolean.parseBoolean(words[4]));
    }

    static String definition(String service, boolean good) {
        return service + (good ? ":good" : ":bad");
    }

    static String smokeTest(String service) {
        return "smoke-test-" + service;
    }

    DeploymentSpec spec() {
        DeploymentSpec.Builder spec = DeploymentSpec.blueGreen(new ServiceRef("kills", service))
                .revision(definition(service, kind != Kind.BAD))
                .productionRoute("production-" + service)
                .testRoute("test-" + service)
                .targetGroups(service + "-first", service + "-second")
                .hook(
                        LifecycleStage.POST_TEST_TRAFFIC_SHIFT,
                        smokeTest(service),
                        Duration.ofMinutes(20),
                        TimeoutAction.ROLLBACK)
                .health(HealthPolicy.DEFAULT.withUnhealthyFor(Duration.ofSeconds(30)))
                .concurrency(supersedes ? ConcurrencyPolicy.SUPERSEDE : ConcurrencyPolicy.QUEUE)
                .bakeTime(STEP)
                .limits(limits());
        return switch (kind) {
            case ALL_AT_ONCE, BAD -> spec.strategy(TrafficStrategy.allAtOnce()).build();
            case CANARY -> spec.canary(20, STEP).build();
            case LINEAR -> spec.linear(40, STEP).build();
        };
    }

    private static DeploymentLimits limits() {
        return DeploymentLimits.DEFAULTS
                .withDeployment(Duration.ofHours(1))
                .withStage(LONG)
                .withCleanUpGate(LONG)
                .withCleanUp(LONG)
                .withClosing(LONG)
                .withDrain(Duration.ofMillis(300))
                .withCall(EngineUnderFireMain.CALL)
                .withGrace(Duration.ofMillis(300))
                .withFreshness(Duration.ofSeconds(5))
                .withWatchAge(Duration.ofSeconds(10))
                .withPoll(Duration.ofMillis(100))
                .withBackOff(Duration.ofMillis(100))
                .withBackOffDoublings(2)
                .withHookTries(10);
    }
}
