package io.github.bluegreen4j.workflow.plan;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.Permission;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Response;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A copy of the world as it was read, in which every call succeeds at once: tasks are healthy when they are launched, revisions are gone
 * when they are retired, hooks succeed, and what drained has
 * drained. What else was wrong when it was read stays wrong until a call mends it. Not thread-safe.
 */
final class IdealWorld implements Call.Handler<Answer.Result> {
    /** The revision that the planned deployment launches; no runtime has a revision of this name. */
    static final RevisionRef GREEN = new RevisionRef("(green)");

    private static final Response ACCEPTED = new Response.Accepted();

    private final ServiceDescription service;
    private final Map<RevisionRef, ServiceDescription.Revision> revisions = new LinkedHashMap<>();
    private final Map<RouteRef, RouteReading> routes;
    private final Map<TargetGroupRef, TargetHealth> health;
    private AlarmReading alarms;
    private Judgement.Answer analysis = Judgement.Answer.NOT_WORSE;
    private Set<RouteRef> users;
    private ScaleInSetting scaleIn;
    private long version;

    /**
     * @param readings everything that an inspection reads
     * @param scaleIn the autoscaler's setting
     */
    IdealWorld(Readings readings, ScaleInSetting scaleIn) {
        this(
                readings.service().orElseThrow(),
                readings.service().orElseThrow().revisions(),
                readings.routes(),
                drained(readings.health()),
                readings.alarms().orElse(AlarmReading.of(Map.of())),
                readings.users().orElse(Set.of()),
                scaleIn);
    }

    private static Map<TargetGroupRef, TargetHealth> drained(Map<TargetGroupRef, TargetHealth> health) {
        Map<TargetGroupRef, TargetHealth> drained = new LinkedHashMap<>();
        health.forEach((group, read) -> drained.put(
                group,
                new TargetHealth(
                        group,
                        read.targets().stream()
                                .filter(target -> target.state() != TargetHealth.State.DRAINING)
                                .toList())));
        return drained;
    }

    private IdealWorld(
            ServiceDescription service,
            Iterable<ServiceDescription.Revision> revisions,
            Map<RouteRef, RouteReading> routes,
            Map<TargetGroupRef, TargetHealth> health,
            AlarmReading alarms,
            Set<RouteRef> users,
            ScaleInSetting scaleIn) {
        this.service = service;
        revisions.forEach(revision -> this.revisions.put(revision.revision(), revision));
        this.routes = new LinkedHashMap<>(routes);
        this.health = new LinkedHashMap<>(health);
        this.alarms = alarms;
        this.users = users;
        this.scaleIn = scaleIn;
    }

    /** {@return a copy that changes by itself} */
    IdealWorld copy() {
        return new IdealWorld(service, revisions.values(), routes, health, alarms, users, scaleIn);
    }

    /** One thing that is wrong in the world. */
    enum Disturbance {
        /** No target is healthy. */
        NO_HEALTHY_TARGET {
            @Override
            void befall(IdealWorld world) {
                world.health.replaceAll((group, read) -> new TargetHealth(
                        group,
                        read.targets().stream()
                                .map(target -> new TargetHealth.Target(
                                        target.id(), TargetHealth.State.UNHEALTHY, target.owner()))
                                .toList()));
            }
        },
        /** Every alarm is in ALARM. */
        ALARMS_RAISED {
            @Override
            void befall(IdealWorld world) {
                Map<String, AlarmReading.State> raised = new LinkedHashMap<>();
                world.alarms.states().keySet().forEach(name -> raised.put(name, AlarmReading.State.ALARM));
                world.alarms = AlarmReading.of(raised);
            }
        },
        /** Green is worse than blue. */
        GREEN_WORSE {
            @Override
            void befall(IdealWorld world) {
                world.analysis = Judgement.Answer.WORSE;
            }
        },
        /** Somebody gave the target groups half of each route. */
        ROUTES_REWRITTEN {
            @Override
            void befall(IdealWorld world) {
                List<TargetGroupRef> groups = List.copyOf(world.health.keySet());
                for (RouteRef route : List.copyOf(world.routes.keySet())) {
                    world.writeRoute(new Call.WriteRoute(
                            route, "", TrafficSplit.of(groups.get(0), groups.get(1), Percent.percent(50))));
                }
            }
        },
        /** A route that the specification does not name forwards to a target group. */
        ANOTHER_ROUTE {
            @Override
            void befall(IdealWorld world) {
                world.users = Set.of(new RouteRef("(another route)"));
            }
        },
        /** Somebody scaled every revision to 0. */
        SCALED_TO_ZERO {
            @Override
            void befall(IdealWorld world) {
                List.copyOf(world.revisions.values()).forEach(revision -> world.put(revision, revision.primary(), 0));
            }
        },
        /** Somebody deleted green. */
        GREEN_DELETED {
            @Override
            void befall(IdealWorld world) {
                world.revisions.remove(GREEN);
            }
        };

        abstract void befall(IdealWorld world);
    }

    /**
     * {@return a copy in which one thing is wrong}
     *
     * @param wrong what is wrong
     */
    IdealWorld disturbed(Disturbance wrong) {
        IdealWorld disturbed = copy();
        wrong.befall(disturbed);
        return disturbed;
    }

    /** {@return a number that grows with each change: as long as it stays the same, every read is answered as before} */
    long version() {
        return version;
    }

    /** {@return how many tasks all revisions run together} */
    int tasks() {
        return revisions.values().stream()
                .mapToInt(revision -> revision.counts().desired())
                .sum();
    }

    private static Answer.Result gone(Call call) {
        return new Answer.Failed(
                new Problem(Problem.Kind.GONE, call.getClass().getSimpleName(), "the plan", "does not exist"));
    }

    @Override
    public Answer.Result describeService(Call.DescribeService call) {
        return new Response.ServiceDescribed(new ServiceDescription(
                service.service(), service.desiredCount(), service.scalesRevisions(), List.copyOf(revisions.values())));
    }

    @Override
    public Answer.Result runChecks(Call.RunChecks call) {
        return ACCEPTED;
    }

    @Override
    public Answer.Result readRoute(Call.ReadRoute call) {
        RouteReading route = routes.get(call.route());
        return route == null ? gone(call) : new Response.RouteRead(route);
    }

    @Override
    public Answer.Result readHealth(Call.ReadHealth call) {
        return new Response.HealthRead(health.getOrDefault(call.group(), new TargetHealth(call.group(), List.of())));
    }

    @Override
    public Answer.Result readUsers(Call.ReadUsers call) {
        return new Response.UsersRead(users);
    }

    @Override
    public Answer.Result readAlarms(Call.ReadAlarms call) {
        return new Response.AlarmsRead(alarms.only(call.names()));
    }

    @Override
    public Answer.Result readMetrics(Call.ReadMetrics call) {
        int step = call.windows().get(call.windows().size() - 1).step();
        return new Response.MetricsRead(new Judgement(
                step, 1, List.of(new Judgement.OfMetric(Judgement.Metric.ERRORS, analysis, 0, 0, 0, 1, 1, 1, 1))));
    }

    /** A policy answers for the moment at which it is asked, so a plan assumes a yes. */
    @Override
    public Answer.Result askPolicies(Call.AskPolicies call) {
        return new Response.PoliciesAnswered(new Permission(List.of()));
    }

    @Override
    public Answer.Result placeOrder(Call.PlaceOrder call) {
        return new Response.Accepted();
    }

    /** What a deployment suspends on the service. */
    ScaleInSetting.Kind suspends() {
        return scaleIn.kind();
    }

    @Override
    public Answer.Result readScaleIn(Call.ReadScaleIn call) {
        return new Response.ScaleInRead(scaleIn);
    }

    @Override
    public Answer.Result writeRoute(Call.WriteRoute call) {
        version++;
        RouteReading route = routes.get(call.route());
        if (route == null) {
            return gone(call);
        }
        routes.put(
                call.route(),
                new RouteReading(
                        call.route(), call.split(), route.stickiness(), call.split() + " planned", route.settle()));
        return ACCEPTED;
    }

    @Override
    public Answer.Result launchRevision(Call.LaunchRevision call) {
        version++;
        LaunchRequest request = call.request();
        put(
                GREEN,
                request.revision().definition(),
                request.targetGroup(),
                false,
                Optional.of(request.owner()),
                request.desiredCount());
        return ACCEPTED;
    }

    @Override
    public Answer.Result scaleRevision(Call.ScaleRevision call) {
        version++;
        ServiceDescription.Revision revision = revisions.get(call.revision());
        if (revision == null) {
            return gone(call);
        }
        put(revision, revision.primary(), call.desired());
        return ACCEPTED;
    }

    private void put(ServiceDescription.Revision revision, boolean primary, int tasks) {
        put(revision.revision(), revision.definition(), revision.targetGroup(), primary, revision.owner(), tasks);
    }

    /** A revision with that many tasks, all of them healthy. */
    private void put(
            RevisionRef revision,
            String definition,
            TargetGroupRef group,
            boolean primary,
            Optional<DeploymentId> owner,
            int tasks) {
        revisions.put(
                revision,
                new ServiceDescription.Revision(
                        revision,
                        definition,
                        group,
                        primary,
                        owner,
                        new ServiceDescription.Counts(tasks, 0, tasks, 0, true)));
        targets(revision, group, tasks);
    }

    private void targets(RevisionRef revision, TargetGroupRef group, int tasks) {
        List<TargetHealth.Target> targets = new ArrayList<>();
        Optional.ofNullable(health.get(group)).stream()
                .flatMap(known -> known.targets().stream())
                .filter(target -> !target.owner().equals(Optional.of(revision)))
                .forEach(targets::add);
        for (int i = 1; i <= tasks; i++) {
            targets.add(new TargetHealth.Target(revision + "/" + i, TargetHealth.State.HEALTHY, Optional.of(revision)));
        }
        health.put(group, new TargetHealth(group, targets));
    }

    @Override
    public Answer.Result makePrimary(Call.MakePrimary call) {
        version++;
        for (ServiceDescription.Revision revision : List.copyOf(revisions.values())) {
            boolean primary = revision.revision().equals(call.revision());
            if (primary != revision.primary()) {
                revisions.put(
                        revision.revision(),
                        new ServiceDescription.Revision(
                                revision.revision(),
                                revision.definition(),
                                revision.targetGroup(),
                                primary,
                                revision.owner(),
                                revision.counts(),
                                revision.failures()));
            }
        }
        return ACCEPTED;
    }

    @Override
    public Answer.Result retireRevision(Call.RetireRevision call) {
        version++;
        ServiceDescription.Revision revision = revisions.remove(call.revision());
        if (revision == null) {
            return gone(call);
        }
        targets(revision.revision(), revision.targetGroup(), 0);
        return ACCEPTED;
    }

    @Override
    public Answer.Result suspendScaleIn(Call.SuspendScaleIn call) {
        version++;
        scaleIn = scaleIn.suspended(true);
        return ACCEPTED;
    }

    @Override
    public Answer.Result restoreScaleIn(Call.RestoreScaleIn call) {
        version++;
        scaleIn = scaleIn.suspended(false);
        return ACCEPTED;
    }

    @Override
    public Answer.Result invokeHook(Call.InvokeHook call) {
        return new Response.HookAnswered(HookResult.succeeded());
    }
}
