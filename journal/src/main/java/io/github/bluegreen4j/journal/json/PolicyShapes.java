package io.github.bluegreen4j.journal.json;

import static io.github.bluegreen4j.journal.json.Member.member;
import static io.github.bluegreen4j.journal.json.Scalars.DURATION;
import static io.github.bluegreen4j.journal.json.Scalars.FLAG;
import static io.github.bluegreen4j.journal.json.Scalars.NUMBER;
import static io.github.bluegreen4j.journal.json.Scalars.PERCENT;
import static io.github.bluegreen4j.journal.json.Scalars.TEXT;
import static io.github.bluegreen4j.journal.json.Scalars.word;

import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.HealthPolicy;
import io.github.bluegreen4j.model.RollbackPolicy;
import io.github.bluegreen4j.model.TrafficStrategy;
import java.time.Duration;
import java.util.List;
import java.util.function.Function;

/** The policies of a specification, and how its traffic moves. */
final class PolicyShapes {
    static final ObjectShape<TrafficStrategy.Step> STEP = ObjectShape.of(
            TrafficStrategy.Step.class,
            TrafficStrategy.Step::new,
            member("share", PERCENT, TrafficStrategy.Step::share),
            member("bake", DURATION, TrafficStrategy.Step::bake));

    static final Choice<TrafficStrategy> STRATEGY = new Choice<TrafficStrategy>("a strategy")
            .or("ALL_AT_ONCE", ObjectShape.of(TrafficStrategy.AllAtOnce.class, TrafficStrategy.AllAtOnce::new))
            .or(
                    "CANARY",
                    ObjectShape.of(
                            TrafficStrategy.Canary.class,
                            TrafficStrategy.Canary::new,
                            member("percent", PERCENT, TrafficStrategy.Canary::percent),
                            member("bake", DURATION, TrafficStrategy.Canary::bake)))
            .or(
                    "LINEAR",
                    ObjectShape.of(
                            TrafficStrategy.Linear.class,
                            TrafficStrategy.Linear::new,
                            member("step", PERCENT, TrafficStrategy.Linear::step),
                            member("bake", DURATION, TrafficStrategy.Linear::bake)))
            .or(
                    "STEPS",
                    ObjectShape.of(
                            TrafficStrategy.Steps.class,
                            TrafficStrategy.Steps::new,
                            member("steps", Groups.list(STEP), TrafficStrategy.Steps::steps)));

    static final ObjectShape<AlarmPolicy> ALARMS = ObjectShape.of(
            AlarmPolicy.class,
            AlarmPolicy::new,
            member("names", Groups.list(TEXT), AlarmPolicy::names),
            member("atStart", word(AlarmPolicy.AtStart.class), AlarmPolicy::atStart),
            member("rollback", FLAG, AlarmPolicy::rollback),
            member("interval", DURATION, AlarmPolicy::interval));

    static final ObjectShape<CircuitBreakerPolicy> CIRCUIT_BREAKER = ObjectShape.of(
            CircuitBreakerPolicy.class,
            CircuitBreakerPolicy::new,
            member("enabled", FLAG, CircuitBreakerPolicy::enabled),
            member("rollback", FLAG, CircuitBreakerPolicy::rollback),
            member("threshold", word(CircuitBreakerPolicy.Threshold.class), CircuitBreakerPolicy::type),
            member("value", NUMBER, CircuitBreakerPolicy::value),
            member("resetOnHealthyTask", FLAG, CircuitBreakerPolicy::resetOnHealthyTask));

    static final ObjectShape<HealthPolicy> HEALTH = ObjectShape.of(
            HealthPolicy.class,
            HealthPolicy::new,
            member("floor", PERCENT, HealthPolicy::floor),
            member("watch", PERCENT, HealthPolicy::watch),
            member("unhealthyFor", DURATION, HealthPolicy::unhealthyFor));

    static final ObjectShape<RollbackPolicy> ROLLBACK = ObjectShape.of(
            RollbackPolicy.class,
            RollbackPolicy::new,
            member("deadline", DURATION, RollbackPolicy::deadline),
            member("floor", PERCENT, RollbackPolicy::floor),
            member("weakBlueWait", DURATION, RollbackPolicy::weakBlueWait),
            member("hookBound", DURATION, RollbackPolicy::hookBound));

    static final ObjectShape<DeploymentLimits> LIMITS = limits();

    private PolicyShapes() {}

    private static ObjectShape<DeploymentLimits> limits() {
        Member<DeploymentLimits, Duration> deployment = limit("deployment", DeploymentLimits::deployment);
        Member<DeploymentLimits, Duration> stage = limit("stage", DeploymentLimits::stage);
        Member<DeploymentLimits, Duration> cleanUpGate = limit("cleanUpGate", DeploymentLimits::cleanUpGate);
        Member<DeploymentLimits, Duration> cleanUp = limit("cleanUp", DeploymentLimits::cleanUp);
        Member<DeploymentLimits, Duration> drain = limit("drain", DeploymentLimits::drain);
        Member<DeploymentLimits, Duration> closing = limit("closing", DeploymentLimits::closing);
        Member<DeploymentLimits, Duration> call = limit("call", DeploymentLimits::call);
        Member<DeploymentLimits, Duration> grace = limit("grace", DeploymentLimits::grace);
        Member<DeploymentLimits, Duration> freshness = limit("freshness", DeploymentLimits::freshness);
        Member<DeploymentLimits, Duration> watchAge = limit("watchAge", DeploymentLimits::watchAge);
        Member<DeploymentLimits, Duration> poll = limit("poll", DeploymentLimits::poll);
        Member<DeploymentLimits, Duration> backOff = limit("backOff", DeploymentLimits::backOff);
        Member<DeploymentLimits, Integer> doublings =
                member("backOffDoublings", NUMBER, DeploymentLimits::backOffDoublings);
        Member<DeploymentLimits, Integer> hookTries = member("hookTries", NUMBER, DeploymentLimits::hookTries);
        return ObjectShape.of(
                DeploymentLimits.class,
                in -> new DeploymentLimits(
                        in.get(deployment),
                        in.get(stage),
                        in.get(cleanUpGate),
                        in.get(cleanUp),
                        in.get(drain),
                        in.get(closing),
                        in.get(call),
                        in.get(grace),
                        in.get(freshness),
                        in.get(watchAge),
                        in.get(poll),
                        in.get(backOff),
                        in.get(doublings),
                        in.get(hookTries)),
                List.of(
                        deployment,
                        stage,
                        cleanUpGate,
                        cleanUp,
                        drain,
                        closing,
                        call,
                        grace,
                        freshness,
                        watchAge,
                        poll,
                        backOff,
                        doublings,
                        hookTries));
    }

    private static Member<DeploymentLimits, Duration> limit(String name, Function<DeploymentLimits, Duration> getter) {
        return member(name, DURATION, getter);
    }
}
