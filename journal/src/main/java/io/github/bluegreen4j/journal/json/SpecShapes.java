package io.github.bluegreen4j.journal.json;

import static io.github.bluegreen4j.journal.json.Groups.list;
import static io.github.bluegreen4j.journal.json.Member.member;
import static io.github.bluegreen4j.journal.json.Member.optional;
import static io.github.bluegreen4j.journal.json.Member.since;
import static io.github.bluegreen4j.journal.json.References.GROUP;
import static io.github.bluegreen4j.journal.json.References.ROUTE;
import static io.github.bluegreen4j.journal.json.References.STAGE;
import static io.github.bluegreen4j.journal.json.Scalars.DURATION;
import static io.github.bluegreen4j.journal.json.Scalars.NUMBER;
import static io.github.bluegreen4j.journal.json.Scalars.PERCENT;
import static io.github.bluegreen4j.journal.json.Scalars.TEXT;
import static io.github.bluegreen4j.journal.json.Scalars.word;

import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.CircuitBreakerPolicy;
import io.github.bluegreen4j.model.ConcurrencyPolicy;
import io.github.bluegreen4j.model.DeploymentLimits;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HealthPolicy;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RollbackPolicy;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TimeoutAction;
import io.github.bluegreen4j.model.TrafficStrategy;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** What a deployment is to do, and the plan that was made of it. */
final class SpecShapes {
    static final Shape<HookDetails> DETAILS = new DetailsShape();
    static final Shape<TimeoutAction> ACTION = word(TimeoutAction.class);

    static final Choice<HookSpec> HOOK = new Choice<HookSpec>("a hook")
            .or(
                    "NAMED",
                    ObjectShape.of(
                            HookSpec.Named.class,
                            HookSpec.Named::new,
                            member("name", TEXT, HookSpec.Named::name),
                            member("stages", Groups.set(STAGE), HookSpec.Named::stages),
                            member("timeout", DURATION, HookSpec.Named::timeout),
                            member("onTimeout", ACTION, HookSpec.Named::onTimeout),
                            member("details", DETAILS, HookSpec.Named::details)))
            .or(
                    "LAMBDA",
                    ObjectShape.of(
                            HookSpec.Lambda.class,
                            HookSpec.Lambda::new,
                            member("name", TEXT, HookSpec.Lambda::name),
                            member("functionArn", TEXT, HookSpec.Lambda::functionArn),
                            member("stages", Groups.set(STAGE), HookSpec.Lambda::stages),
                            member("timeout", DURATION, HookSpec.Lambda::timeout),
                            member("onTimeout", ACTION, HookSpec.Lambda::onTimeout),
                            member("details", DETAILS, HookSpec.Lambda::details)))
            .or(
                    "PAUSE",
                    ObjectShape.of(
                            HookSpec.Pause.class,
                            HookSpec.Pause::new,
                            member("name", TEXT, HookSpec.Pause::name),
                            member("stages", Groups.set(STAGE), HookSpec.Pause::stages),
                            member("timeout", DURATION, HookSpec.Pause::timeout),
                            member("onTimeout", ACTION, HookSpec.Pause::onTimeout)));

    static final ObjectShape<PlannedStage> PLANNED_STAGE = ObjectShape.of(
            PlannedStage.class,
            PlannedStage::new,
            member("stage", STAGE, PlannedStage::stage),
            member("step", NUMBER, PlannedStage::step),
            member("greenShare", PERCENT, PlannedStage::greenShare),
            member("bake", DURATION, PlannedStage::bake));

    static final ObjectShape<RevisionSpec> REVISION = ObjectShape.of(
            RevisionSpec.class,
            RevisionSpec::new,
            member("definition", TEXT, RevisionSpec::definition),
            member("settings", Groups.map(TEXT, TEXT), RevisionSpec::settings));

    static final ObjectShape<TargetGroups> TARGET_GROUPS = ObjectShape.of(
            TargetGroups.class,
            TargetGroups::new,
            member("first", GROUP, TargetGroups::first),
            member("second", GROUP, TargetGroups::second));

    static final ObjectShape<DeploymentSpec> SPEC = spec();

    private SpecShapes() {}

    private static ObjectShape<DeploymentSpec> spec() {
        Member<DeploymentSpec, ServiceRef> service = member("service", References.SERVICE, DeploymentSpec::service);
        Member<DeploymentSpec, RevisionSpec> revision = member("revision", REVISION, DeploymentSpec::revision);
        Member<DeploymentSpec, List<RouteRef>> routes =
                member("productionRoutes", list(ROUTE), DeploymentSpec::productionRoutes);
        Member<DeploymentSpec, Optional<RouteRef>> test = optional("testRoute", ROUTE, DeploymentSpec::testRoute);
        Member<DeploymentSpec, TargetGroups> groups =
                member("targetGroups", TARGET_GROUPS, DeploymentSpec::targetGroups);
        Member<DeploymentSpec, TrafficStrategy> strategy =
                member("strategy", PolicyShapes.STRATEGY, DeploymentSpec::strategy);
        Member<DeploymentSpec, Duration> bakeTime = member("bakeTime", DURATION, DeploymentSpec::bakeTime);
        Member<DeploymentSpec, List<HookSpec>> hooks = member("hooks", list(HOOK), DeploymentSpec::hooks);
        Member<DeploymentSpec, AlarmPolicy> alarms = member("alarms", PolicyShapes.ALARMS, DeploymentSpec::alarms);
        Member<DeploymentSpec, CircuitBreakerPolicy> breaker =
                member("circuitBreaker", PolicyShapes.CIRCUIT_BREAKER, DeploymentSpec::circuitBreaker);
        Member<DeploymentSpec, HealthPolicy> health = member("health", PolicyShapes.HEALTH, DeploymentSpec::health);
        Member<DeploymentSpec, RollbackPolicy> rollback =
                member("rollback", PolicyShapes.ROLLBACK, DeploymentSpec::rollback);
        Member<DeploymentSpec, DeploymentSpec.OnDrift> drift =
                member("drift", word(DeploymentSpec.OnDrift.class), DeploymentSpec::drift);
        Member<DeploymentSpec, ConcurrencyPolicy> concurrency =
                member("concurrency", word(ConcurrencyPolicy.class), DeploymentSpec::concurrency);
        Member<DeploymentSpec, Optional<Duration>> stickiness =
                optional("stickinessWait", DURATION, DeploymentSpec::stickinessWait);
        Member<DeploymentSpec, List<RouteRef>> others =
                since("otherRoutes", list(ROUTE), DeploymentSpec::otherRoutes, List.of());
        Member<DeploymentSpec, Optional<RevisionRef>> serve =
                optional("serve", References.REVISION, DeploymentSpec::serve);
        Member<DeploymentSpec, DeploymentLimits> limits = member("limits", PolicyShapes.LIMITS, DeploymentSpec::limits);
        return ObjectShape.of(
                DeploymentSpec.class,
                in -> new DeploymentSpec(
                        in.get(service),
                        in.get(revision),
                        in.get(routes),
                        in.get(test),
                        in.get(groups),
                        in.get(strategy),
                        in.get(bakeTime),
                        in.get(hooks),
                        in.get(alarms),
                        in.get(breaker),
                        in.get(health),
                        in.get(rollback),
                        in.get(drift),
                        in.get(concurrency),
                        in.get(stickiness),
                        in.get(others),
                        in.get(serve),
                        in.get(limits)),
                List.of(
                        service,
                        revision,
                        routes,
                        test,
                        groups,
                        strategy,
                        bakeTime,
                        hooks,
                        alarms,
                        breaker,
                        health,
                        rollback,
                        drift,
                        concurrency,
                        stickiness,
                        others,
                        serve,
                        limits));
    }
}
