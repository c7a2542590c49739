package io.github.bluegreen4j.testkit.story;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Permission;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Response;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.stream.Collectors;

/** A little world: one service, its revisions, routes, targets, alarms, autoscaler and hooks. Mutable, and never wrong. */
final class StoryWorld {
    static final Instant START = Instant.parse("2026-03-02T10:00:00Z");
    static final TargetGroupRef ONE = new TargetGroupRef("tg-1");
    static final TargetGroupRef TWO = new TargetGroupRef("tg-2");
    static final RouteRef WEB = new RouteRef("web");
    static final RouteRef API = new RouteRef("api");
    static final RouteRef TEST = new RouteRef("test");

    /** Says yes, no or later; a problem when it can't be reached. */
    interface Hook {
        Answer.Result ask(HookInvocation invocation, int nth);
    }

    /** A route as it stands. */
    record Route(TrafficSplit split, Optional<Duration> stickiness, Duration settle) {}

    Instant now = START;
    int desired = 3;
    boolean scalesRevisions;
    Duration startUp = Duration.ofSeconds(30);
    Duration draining = Duration.ofSeconds(20);
    ScaleInSetting scaleIn = new ScaleInSetting(true, false);
    boolean suspendedByUs;
    private Judgement.Answer metrics = Judgement.Answer.UNKNOWN;
    Consumer<Rev> onLaunch = rev -> {};

    final Map<RevisionRef, Rev> revisions = new LinkedHashMap<>();
    final Map<RouteRef, Route> routes = new LinkedHashMap<>();
    final Map<String, AlarmReading.State> alarms = new TreeMap<>();
    final Map<String, Hook> hooks = new HashMap<>();
    final Map<TargetGroupRef, List<TargetHealth.Target>> strangers = new HashMap<>();
    final List<HookInvocation> invocations = new ArrayList<>();
    private final Map<String, RevisionRef> tokens = new HashMap<>();
    private int nextRevision = 2;

    /** Blue serves everything from group one with three tasks; group two is idle. */
    static StoryWorld standard() {
        StoryWorld world = new StoryWorld();
        Rev blue = world.add("rev-1", ONE, Optional.of(new DeploymentId("d-0")), 3);
        blue.primary = true;
        world.route(WEB, 100, 0);
        world.route(TEST, 100, 0);
        return world;
    }

    Rev add(String name, TargetGroupRef group, Optional<DeploymentId> owner, int tasks) {
        Rev rev = new Rev(new RevisionRef(name), "shop:" + name.substring(4), group, owner);
        rev.scale(tasks, START);
        revisions.put(rev.ref, rev);
        return rev;
    }

    void route(RouteRef route, int weightOfOne, int weightOfTwo) {
        Route before = routes.get(route);
        TrafficSplit split = new TrafficSplit(Map.of(ONE, weightOfOne, TWO, weightOfTwo));
        routes.put(
                route,
                before == null
                        ? new Route(split, Optional.empty(), Duration.ZERO)
                        : new Route(split, before.stickiness(), before.settle()));
    }

    void settle(RouteRef route, Duration settle) {
        routes.computeIfPresent(route, (ref, old) -> new Route(old.split(), old.stickiness(), settle));
    }

    void sticky(RouteRef route, Duration stickiness) {
        routes.computeIfPresent(route, (ref, old) -> new Route(old.split(), Optional.of(stickiness), old.settle()));
    }

    void stranger(TargetGroupRef group, String id, TargetHealth.State state) {
        strangers
                .computeIfAbsent(group, none -> new ArrayList<>())
                .add(new TargetHealth.Target(id, state, Optional.empty()));
    }

    Rev rev(String name) {
        return revisions.get(new RevisionRef(name));
    }

    Rev blue() {
        return rev("rev-1");
    }

    Rev green() {
        return rev("rev-2");
    }

    Answer.Result perform(Call call) {
        return call.accept(new Performer());
    }

    private static Answer.Result ok(Response response) {
        return response;
    }

    static Answer.Result problem(Problem.Kind kind, Call call) {
        String name = call.getClass().getSimpleName();
        return new Answer.Failed(new Problem(kind, name, "the world", kind == Problem.Kind.REFUSED ? "denied" : "no"));
    }

    ServiceDescription describe(ServiceRef service) {
        List<ServiceDescription.Revision> all = revisions.values().stream()
                .map(rev -> new ServiceDescription.Revision(
                        rev.ref, rev.definition, rev.group, rev.primary, rev.owner, counts(rev)))
                .toList();
        return new ServiceDescription(service, desired, scalesRevisions, all);
    }

    private ServiceDescription.Counts counts(Rev rev) {
        int wanted = rev.isRetiring() ? 0 : rev.tasks.size();
        int running = rev.running(now);
        return new ServiceDescription.Counts(
                wanted, Math.max(0, wanted - running), running, rev.failed, running == wanted && !rev.isRetiring());
    }

    TargetHealth health(TargetGroupRef group) {
        List<TargetHealth.Target> targets = new ArrayList<>(strangers.getOrDefault(group, List.of()));
        for (Rev rev : revisions.values()) {
            if (rev.group.equals(group)) {
                targets.addAll(targets(rev));
            }
        }
        return new TargetHealth(group, targets);
    }

    private List<TargetHealth.Target> targets(Rev rev) {
        List<TargetHealth.Target> targets = new ArrayList<>();
        boolean gone = rev.drainedAt.map(at -> !at.isAfter(now)).orElse(false);
        int healthy = rev.healthy(now);
        for (int i = 0; i < rev.tasks.size() && !gone; i++) {
            TargetHealth.State state = rev.isRetiring()
                    ? TargetHealth.State.DRAINING
                    : i < healthy
                            ? TargetHealth.State.HEALTHY
                            : rev.crashing || rev.tasks.get(i).isAfter(now)
                                    ? TargetHealth.State.INITIAL
                                    : TargetHealth.State.UNHEALTHY;
            targets.add(new TargetHealth.Target(rev.ref + "/" + i, state, Optional.of(rev.ref)));
        }
        return targets;
    }

    RouteReading read(RouteRef ref, Route route) {
        String print =
                route.split() + " " + route.stickiness().map(Duration::toString).orElse("-");
        return new RouteReading(ref, route.split(), route.stickiness(), print, route.settle());
    }

    /** From now on the metrics say this about green. */
    void metrics(Judgement.Answer answer) {
        metrics = answer;
    }

    /** What each call does. */
    /** What the policies say no to, and what they were asked. */
    List<String> refusals = List.of();

    boolean policiesAreAway;

    final List<PolicyRequest> asked = new ArrayList<>();

    private final class Performer implements Call.Handler<Answer.Result> {
        private Answer.Result accepted() {
            return ok(new Response.Accepted());
        }

        @Override
        public Answer.Result describeService(Call.DescribeService call) {
            return ok(new Response.ServiceDescribed(describe(call.service())));
        }

        @Override
        public Answer.Result runChecks(Call.RunChecks call) {
            return ok(new Response.Accepted());
        }

        @Override
        public Answer.Result readRoute(Call.ReadRoute call) {
            Route route = routes.get(call.route());
            return route == null
                    ? problem(Problem.Kind.GONE, call)
                    : ok(new Response.RouteRead(read(call.route(), route)));
        }

        @Override
        public Answer.Result readHealth(Call.ReadHealth call) {
            return ok(new Response.HealthRead(health(call.group())));
        }

        @Override
        public Answer.Result readUsers(Call.ReadUsers call) {
            Set<RouteRef> users = new LinkedHashSet<>();
            routes.forEach((ref, route) -> {
                if (route.split().weighted().stream().anyMatch(call.groups()::contains)) {
                    users.add(ref);
                }
            });
            return ok(new Response.UsersRead(users));
        }

        @Override
        public Answer.Result readAlarms(Call.ReadAlarms call) {
            Map<String, AlarmReading.State> known = call.names().stream()
                    .filter(alarms::containsKey)
                    .collect(Collectors.toMap(name -> name, name -> alarms.get(name)));
            return ok(new Response.AlarmsRead(AlarmReading.of(known)));
        }

        @Override
        public Answer.Result readMetrics(Call.ReadMetrics call) {
            int step = call.windows().get(call.windows().size() - 1).step();
            return ok(new Response.MetricsRead(new Judgement(
                    step,
                    5,
                    List.of(new Judgement.OfMetric(
                            Judgement.Metric.ERRORS, metrics, 0.001, 0.02, 1500, 310, 200, 0.1, 20)))));
        }

        @Override
        public Answer.Result placeOrder(Call.PlaceOrder call) {
            return ok(new Response.Accepted());
        }

        @Override
        public Answer.Result askPolicies(Call.AskPolicies call) {
            if (policiesAreAway) {
                return new Answer.Failed(new Problem(Problem.Kind.UNKNOWN, "ask", "policies", "no answer"));
            }
            call.request().ifPresent(asked::add);
            return ok(new Response.PoliciesAnswered(new Permission(refusals)));
        }

        @Override
        public Answer.Result readScaleIn(Call.ReadScaleIn call) {
            return ok(new Response.ScaleInRead(scaleIn));
        }

        @Override
        public Answer.Result writeRoute(Call.WriteRoute call) {
            Route route = routes.get(call.route());
            if (route == null) {
                return problem(Problem.Kind.GONE, call);
            }
            if (!read(call.route(), route).fingerprint().equals(call.fingerprint())) {
                return problem(Problem.Kind.CONFLICT, call);
            }
            routes.put(call.route(), new Route(call.split(), route.stickiness(), route.settle()));
            return accepted();
        }

        @Override
        public Answer.Result launchRevision(Call.LaunchRevision call) {
            LaunchRequest request = call.request();
            if (tokens.containsKey(request.token())) {
                return accepted();
            }
            Rev rev = new Rev(
                    new RevisionRef("rev-" + nextRevision++),
                    request.revision().definition(),
                    request.targetGroup(),
                    Optional.of(request.owner()));
            rev.scale(request.desiredCount(), now.plus(startUp));
            onLaunch.accept(rev);
            revisions.put(rev.ref, rev);
            tokens.put(request.token(), rev.ref);
            return accepted();
        }

        @Override
        public Answer.Result scaleRevision(Call.ScaleRevision call) {
            Rev rev = revisions.get(call.revision());
            if (rev == null) {
                return problem(Problem.Kind.GONE, call);
            }
            rev.scale(call.desired(), now.plus(startUp));
            return accepted();
        }

        @Override
        public Answer.Result makePrimary(Call.MakePrimary call) {
            revisions.values().forEach(rev -> rev.primary = rev.ref.equals(call.revision()));
            return accepted();
        }

        @Override
        public Answer.Result retireRevision(Call.RetireRevision call) {
            Rev rev = revisions.get(call.revision());
            if (rev == null) {
                return problem(Problem.Kind.GONE, call);
            }
            if (rev.drainedAt.isEmpty()) {
                rev.drainedAt = Optional.of(now.plus(draining));
            } else if (!rev.drainedAt.get().isAfter(now)) {
                revisions.remove(rev.ref);
            }
            return accepted();
        }

        @Override
        public Answer.Result suspendScaleIn(Call.SuspendScaleIn call) {
            scaleIn = scaleIn.suspended(true);
            suspendedByUs = true;
            return accepted();
        }

        @Override
        public Answer.Result restoreScaleIn(Call.RestoreScaleIn call) {
            scaleIn = scaleIn.suspended(false);
            suspendedByUs = false;
            return accepted();
        }

        @Override
        public Answer.Result invokeHook(Call.InvokeHook call) {
            invocations.add(call.invocation());
            Hook hook = hooks.get(call.invocation().hook().name());
            int nth = (int) invocations.stream()
                    .filter(one -> one.execution().equals(call.invocation().execution()))
                    .count();
            return hook == null
                    ? ok(new Response.HookAnswered(HookResult.succeeded()))
                    : hook.ask(call.invocation(), nth);
        }
    }
}
