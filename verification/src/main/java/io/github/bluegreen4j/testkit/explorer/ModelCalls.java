package io.github.bluegreen4j.testkit.explorer;

import static io.github.bluegreen4j.testkit.explorer.ModelCall.change;
import static io.github.bluegreen4j.testkit.explorer.ModelCall.goneIf;
import static io.github.bluegreen4j.testkit.explorer.ModelCall.reading;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Permission;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;

/** What each call reads in the small world, or changes there. */
final class ModelCalls implements Call.Handler<ModelCall> {
    private static final Optional<BrokenCalls> ALWAYS_WORKS = Optional.empty();
    private static final Optional<BrokenCalls> ROUTE_READS = Optional.of(BrokenCalls.ROUTE_READS);
    private static final Optional<BrokenCalls> SERVICE_READS = Optional.of(BrokenCalls.SERVICE_READS);

    private final ExplorationCase scenario;

    ModelCalls(ExplorationCase scenario) {
        this.scenario = scenario;
    }

    ModelCall of(Call call) {
        return call.accept(this);
    }

    @Override
    public ModelCall describeService(Call.DescribeService call) {
        return reading(
                SERVICE_READS,
                facts -> facts.lost().service(),
                facts -> new Response.ServiceDescribed(description(call.service(), facts)));
    }

    private static ServiceDescription description(ServiceRef service, WorldFacts facts) {
        List<ServiceDescription.Revision> revisions = new ArrayList<>();
        for (ModelRevision r : facts.revisions()) {
            ServiceDescription.Counts counts = new ServiceDescription.Counts(
                    r.desired(),
                    r.starts() ? r.desired() - r.healthy() : 0,
                    r.starts() ? r.healthy() : r.desired(),
                    r.ref().equals(ExplorationCase.GREEN) ? facts.failed() : 0,
                    !r.starts());
            revisions.add(
                    new ServiceDescription.Revision(r.ref(), "definition", r.group(), r.primary(), r.owner(), counts));
        }
        return new ServiceDescription(service, facts.desired(), false, revisions);
    }

    @Override
    public ModelCall runChecks(Call.RunChecks call) {
        return reading(SERVICE_READS, facts -> false, facts -> new Response.Accepted());
    }

    @Override
    public ModelCall readRoute(Call.ReadRoute call) {
        int route = scenario.routeIndex(call.route());
        return reading(ROUTE_READS, facts -> facts.routes().get(route).isGone(), facts -> {
            TrafficSplit split = facts.routes().get(route).split();
            Duration settle = scenario.bound().lag().orElse(Duration.ZERO);
            return new Response.RouteRead(
                    new RouteReading(call.route(), split, Optional.empty(), split.toString(), settle));
        });
    }

    @Override
    public ModelCall readHealth(Call.ReadHealth call) {
        return reading(
                Optional.of(BrokenCalls.HEALTH_READS),
                facts -> facts.lost().groups().contains(call.group()),
                facts -> new Response.HealthRead(health(call.group(), facts)));
    }

    private TargetHealth health(TargetGroupRef group, WorldFacts facts) {
        List<TargetHealth.Target> targets = new ArrayList<>();
        for (ModelRevision r : facts.revisions()) {
            if (r.group().equals(group)) {
                for (int i = 0; i < r.desired(); i++) {
                    targets.add(new TargetHealth.Target(
                            r.ref() + "-" + i,
                            i < r.healthy() ? TargetHealth.State.HEALTHY : TargetHealth.State.UNHEALTHY,
                            Optional.of(r.ref())));
                }
            }
        }
        for (int i = 0; i < scenario.strangers(group); i++) {
            targets.add(new TargetHealth.Target("stranger-" + i, TargetHealth.State.HEALTHY, Optional.empty()));
        }
        return new TargetHealth(group, targets);
    }

    @Override
    public ModelCall readUsers(Call.ReadUsers call) {
        return reading(ROUTE_READS, facts -> false, facts -> new Response.UsersRead(Set.of()));
    }

    @Override
    public ModelCall readAlarms(Call.ReadAlarms call) {
        return reading(ALWAYS_WORKS, facts -> false, facts -> {
            Map<String, AlarmReading.State> states = new HashMap<>();
            facts.alarm().ifPresent(state -> call.names().forEach(name -> states.put(name, state)));
            return new Response.AlarmsRead(AlarmReading.of(states));
        });
    }

    @Override
    public ModelCall readMetrics(Call.ReadMetrics call) {
        int step = call.windows().get(call.windows().size() - 1).step();
        return reading(
                ALWAYS_WORKS,
                facts -> false,
                facts -> new Response.MetricsRead(new Judgement(
                        step,
                        1,
                        List.of(new Judgement.OfMetric(
                                Judgement.Metric.ERRORS, facts.metrics(), 0, 0, 0, 1, 1, 1, 1)))));
    }

    /** Whether an order arrives decides nothing in the deployment that places it: it is placed again until it is there. */
    @Override
    public ModelCall placeOrder(Call.PlaceOrder call) {
        return reading(ALWAYS_WORKS, facts -> false, facts -> new Response.Accepted());
    }

    @Override
    public ModelCall askPolicies(Call.AskPolicies call) {
        return reading(
                ALWAYS_WORKS,
                facts -> false,
                facts -> new Response.PoliciesAnswered(
                        new Permission(facts.forbidden() ? List.of("freeze: the adversary says no") : List.of())));
    }

    @Override
    public ModelCall readScaleIn(Call.ReadScaleIn call) {
        return reading(
                Optional.of(BrokenCalls.SCALE_IN),
                facts -> false,
                facts -> new Response.ScaleInRead(
                        new ScaleInSetting(scenario.bound().scalable(), facts.suspended())));
    }

    @Override
    public ModelCall invokeHook(Call.InvokeHook call) {
        return reading(
                ALWAYS_WORKS,
                facts -> false,
                facts -> new Response.HookAnswered(
                        facts.isBroken(BrokenCalls.HOOKS) ? HookResult.inProgress() : HookResult.succeeded()));
    }

    @Override
    public ModelCall writeRoute(Call.WriteRoute call) {
        int route = scenario.routeIndex(call.route());
        return change(
                BrokenCalls.ROUTE_WRITES,
                call.route(),
                facts -> {
                    if (isGone(facts, route, call.split())) {
                        return goneIf(true);
                    }
                    String now = facts.routes().get(route).split().toString();
                    return now.equals(call.fingerprint()) ? Optional.empty() : Optional.of(Problem.Kind.CONFLICT);
                },
                facts -> isGone(facts, route, call.split())
                        ? facts
                        : scenario.written(facts, route, call.split(), false));
    }

    /** A rule can't list a target group that does not exist. */
    private static boolean isGone(WorldFacts facts, int route, TrafficSplit split) {
        return facts.routes().get(route).isGone()
                || facts.lost().groups().stream().anyMatch(split::lists);
    }

    @Override
    public ModelCall launchRevision(Call.LaunchRevision call) {
        LaunchRequest request = call.request();
        return change(
                BrokenCalls.LAUNCH,
                ExplorationCase.GREEN,
                facts -> goneIf(isGone(facts, request)),
                facts -> isGone(facts, request)
                                || facts.find(ExplorationCase.GREEN).isPresent()
                        ? facts
                        : facts.launched(new ModelRevision(
                                ExplorationCase.GREEN,
                                request.targetGroup(),
                                false,
                                Optional.of(request.owner()),
                                request.desiredCount(),
                                0,
                                facts.isBroken(BrokenCalls.START))));
    }

    private static boolean isGone(WorldFacts facts, LaunchRequest request) {
        return facts.lost().service() || facts.lost().groups().contains(request.targetGroup());
    }

    private static ModelCall ofRevision(
            BrokenCalls breakage, Object target, RevisionRef revision, UnaryOperator<WorldFacts> lands) {
        return change(
                breakage,
                target,
                facts -> goneIf(facts.find(revision).isEmpty()),
                facts -> facts.find(revision).isPresent() ? lands.apply(facts) : facts);
    }

    @Override
    public ModelCall scaleRevision(Call.ScaleRevision call) {
        return ofRevision(
                BrokenCalls.EVERYTHING,
                call.revision(),
                call.revision(),
                facts -> facts.with(facts.find(call.revision()).orElseThrow().withDesired(call.desired())));
    }

    @Override
    public ModelCall makePrimary(Call.MakePrimary call) {
        return ofRevision(BrokenCalls.PRIMARY, "PRIMARY", call.revision(), facts -> facts.withPrimary(call.revision()));
    }

    @Override
    public ModelCall retireRevision(Call.RetireRevision call) {
        return ofRevision(
                BrokenCalls.EVERYTHING,
                call.revision(),
                call.revision(),
                facts -> facts.isBroken(BrokenCalls.RETIRE) ? facts : facts.without(call.revision()));
    }

    @Override
    public ModelCall suspendScaleIn(Call.SuspendScaleIn call) {
        return scaleIn(true);
    }

    @Override
    public ModelCall restoreScaleIn(Call.RestoreScaleIn call) {
        return scaleIn(false);
    }

    private static ModelCall scaleIn(boolean suspended) {
        return change(
                BrokenCalls.SCALE_IN, "scale-in", facts -> Optional.empty(), facts -> facts.withSuspended(suspended));
    }
}
