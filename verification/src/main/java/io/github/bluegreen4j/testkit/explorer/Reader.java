package io.github.bluegreen4j.testkit.explorer;

import io.github.bluegreen4j.model.AlarmReading;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetHealth;
import io.github.bluegreen4j.model.TrafficSplit;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Answers the calls that change nothing, truthfully. */
final class Reader {
    private final ExplorationCase scenario;

    Reader(ExplorationCase scenario) {
        this.scenario = scenario;
    }

    Call.Handler<Answer.Result> in(WorldFacts facts) {
        return new Reading(scenario, facts);
    }

    private static final class Reading implements Call.Handler<Answer.Result> {
        private final ExplorationCase scenario;
        private final WorldFacts facts;

        Reading(ExplorationCase scenario, WorldFacts facts) {
            this.scenario = scenario;
            this.facts = facts;
        }

        private static Answer.Result ok(Response response) {
            return response;
        }

        private Answer.Result unless(BrokenCalls breakage, Call call, Response response) {
            return facts.isBroken(breakage)
                    ? new Answer.Failed(Problems.of(Problem.Kind.UNAVAILABLE, call))
                    : ok(response);
        }

        @Override
        public Answer.Result describeService(Call.DescribeService call) {
            if (facts.lost().service() && !facts.isBroken(BrokenCalls.SERVICE_READS)) {
                return new Answer.Failed(Problems.of(Problem.Kind.GONE, call));
            }
            List<ServiceDescription.Revision> revisions = new ArrayList<>();
            for (ModelRevision r : facts.revisions()) {
                ServiceDescription.Counts counts = new ServiceDescription.Counts(
                        r.desired(),
                        r.starts() ? r.desired() - r.healthy() : 0,
                        r.starts() ? r.healthy() : r.desired(),
                        r.ref().equals(ExplorationCase.GREEN) ? facts.failed() : 0,
                        !r.starts());
                revisions.add(new ServiceDescription.Revision(
                        r.ref(), "definition", r.group(), r.primary(), r.owner(), counts));
            }
            return unless(
                    BrokenCalls.SERVICE_READS,
                    call,
                    new Response.ServiceDescribed(
                            new ServiceDescription(call.service(), facts.desired(), false, revisions)));
        }

        @Override
        public Answer.Result checkRevision(Call.CheckRevision call) {
            return unless(BrokenCalls.SERVICE_READS, call, new Response.Accepted());
        }

        @Override
        public Answer.Result readRoute(Call.ReadRoute call) {
            int route = scenario.routeIndex(call.route());
            if (facts.isGone(route) && !facts.isBroken(BrokenCalls.ROUTE_READS)) {
                return new Answer.Failed(Problems.of(Problem.Kind.GONE, call));
            }
            TrafficSplit split = facts.splits().get(route);
            return unless(
                    BrokenCalls.ROUTE_READS,
                    call,
                    new Response.RouteRead(new RouteReading(
                            call.route(),
                            split,
                            Optional.empty(),
                            split.toString(),
                            scenario.bound().lag().orElse(Duration.ZERO))));
        }

        @Override
        public Answer.Result readHealth(Call.ReadHealth call) {
            if (facts.lost().groups().contains(call.group()) && !facts.isBroken(BrokenCalls.HEALTH_READS)) {
                return new Answer.Failed(Problems.of(Problem.Kind.GONE, call));
            }
            return unless(BrokenCalls.HEALTH_READS, call, new Response.HealthRead(health(call.group())));
        }

        private TargetHealth health(TargetGroupRef group) {
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
        public Answer.Result readUsers(Call.ReadUsers call) {
            return unless(BrokenCalls.ROUTE_READS, call, new Response.UsersRead(Set.of()));
        }

        @Override
        public Answer.Result readAlarms(Call.ReadAlarms call) {
            Map<String, AlarmReading.State> states = new HashMap<>();
            facts.alarm().ifPresent(state -> call.names().forEach(name -> states.put(name, state)));
            return ok(new Response.AlarmsRead(AlarmReading.of(states)));
        }

        @Override
        public Answer.Result readScaleIn(Call.ReadScaleIn call) {
            return unless(
                    BrokenCalls.SCALE_IN,
                    call,
                    new Response.ScaleInRead(new ScaleInSetting(scenario.bound().scalable(), facts.suspended())));
        }

        @Override
        public Answer.Result invokeHook(Call.InvokeHook call) {
            return ok(new Response.HookAnswered(
                    facts.isBroken(BrokenCalls.HOOKS) ? HookResult.inProgress() : HookResult.succeeded()));
        }

        private static Answer.Result noReading(Call call) {
            throw new IllegalArgumentException(call + " changes something");
        }

        @Override
        public Answer.Result writeRoute(Call.WriteRoute call) {
            return noReading(call);
        }

        @Override
        public Answer.Result launchRevision(Call.LaunchRevision call) {
            return noReading(call);
        }

        @Override
        public Answer.Result scaleRevision(Call.ScaleRevision call) {
            return noReading(call);
        }

        @Override
        public Answer.Result makePrimary(Call.MakePrimary call) {
            return noReading(call);
        }

        @Override
        public Answer.Result retireRevision(Call.RetireRevision call) {
            return noReading(call);
        }

        @Override
        public Answer.Result suspendScaleIn(Call.SuspendScaleIn call) {
            return noReading(call);
        }

        @Override
        public Answer.Result restoreScaleIn(Call.RestoreScaleIn call) {
            return noReading(call);
        }
    }
}
