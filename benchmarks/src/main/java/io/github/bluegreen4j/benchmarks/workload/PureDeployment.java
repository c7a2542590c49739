package io.github.bluegreen4j.benchmarks.workload;

import io.github.bluegreen4j.benchmarks.port.InstantWorld;
import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentStatus;
import io.github.bluegreen4j.model.HookResult;
import io.github.bluegreen4j.model.Permission;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.spi.AutoScalingGuard;
import io.github.bluegreen4j.workflow.Transition;
import io.github.bluegreen4j.workflow.Workflow;
import io.github.bluegreen4j.workflow.agenda.Agenda;
import io.github.bluegreen4j.workflow.agenda.WatchOrder;
import io.github.bluegreen4j.workflow.decide.Input;
import io.github.bluegreen4j.workflow.script.Answer;
import io.github.bluegreen4j.workflow.script.Call;
import io.github.bluegreen4j.workflow.script.Outcome;
import io.github.bluegreen4j.workflow.script.Response;
import io.github.bluegreen4j.workflow.script.Step;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The inputs of one usual deployment, recorded once, so that the workflow can decide them again and again without an engine around it. Not
 * thread-safe.
 */
final class PureDeployment {
    private static final Response ACCEPTED = new Response.Accepted();

    private final Workflow workflow = Workflow.standard();
    private final List<Decided> inputs = new ArrayList<>();
    private final Map<Effect, Due> due = new LinkedHashMap<>();
    private final Map<Watch, Long> readAt = new HashMap<>();
    private final InstantWorld world;
    private DeploymentState state = DeploymentState.initial();
    private Agenda agenda = Agenda.EMPTY;
    private Instant now = Instant.parse("2026-03-01T03:00:00Z");
    private long changes;

    /** An input, and when it came. */
    private record Decided(Input input, Instant at) {}

    /** The next call of a piece of work. */
    private record Due(Step.Next step, Instant at) {}

    private PureDeployment(InstantWorld world) {
        this.world = world;
    }

    /** {@return a deployment from its order to its end} */
    static PureDeployment recorded() {
        InstantWorld world = new InstantWorld(1);
        PureDeployment recorded = new PureDeployment(world);
        recorded.apply(new Input.Ordered(new DeploymentId("d-1"), world.deployment(0, "checkout:42", Duration.ZERO)));
        recorded.apply(new Input.TurnCame());
        while (!recorded.state.status().isTerminal()) {
            recorded.follow();
            recorded.next();
        }
        if (recorded.state.status() != DeploymentStatus.SUCCESSFUL) {
            throw new IllegalStateException("the deployment ended " + recorded.state.status());
        }
        return recorded;
    }

    /** Decides all inputs once; {@return how many of them had events} */
    int decideAll() {
        DeploymentState before = DeploymentState.initial();
        Agenda wanted = Agenda.EMPTY;
        int transitions = 0;
        for (Decided decided : inputs) {
            Optional<Transition> next = workflow.transition(before, wanted, decided.input(), decided.at());
            if (next.isPresent()) {
                before = next.get().state();
                wanted = next.get().agenda();
                transitions++;
            }
        }
        if (!before.status().isTerminal()) {
            throw new IllegalStateException("the deployment did not end");
        }
        return transitions;
    }

    private void apply(Input input) {
        inputs.add(new Decided(input, now));
        workflow.transition(state, agenda, input, now).ifPresent(next -> {
            state = next.state();
            agenda = next.agenda();
        });
    }

    /** Starts what is new on the agenda, and drops what has left it. */
    private void follow() {
        for (Effect effect : List.copyOf(due.keySet())) {
            if (!agenda.effects().contains(effect)) {
                due.remove(effect);
                apply(new Input.EffectEnded(effect, new Outcome.NothingSent()));
            }
        }
        for (Effect effect : List.copyOf(agenda.effects())) {
            if (!due.containsKey(effect) && agenda.effects().contains(effect)) {
                take(effect, workflow.start(state, effect, now));
            }
        }
    }

    private void take(Effect effect, Step step) {
        step.accept(new Step.Handler<Void>() {
            @Override
            public Void next(Step.Next next) {
                due.put(effect, new Due(next, now.plus(next.after())));
                next.note().ifPresent(note -> apply(new Input.EffectNoted(effect, note)));
                return null;
            }

            @Override
            public Void done(Outcome outcome) {
                due.remove(effect);
                apply(new Input.EffectEnded(effect, outcome));
                return null;
            }
        });
    }

    /** Does what is due first: a call, a timer, or a watch whose reading may have changed. */
    private void next() {
        Optional<WatchOrder> watch = agenda.watches().stream()
                .filter(order -> !readAt.getOrDefault(order.watch(), -1L).equals(changes))
                .findFirst();
        Optional<Map.Entry<Effect, Due>> call = due.entrySet().stream()
                .filter(work -> agenda.effects().contains(work.getKey()))
                .min(Comparator.comparing(work -> work.getValue().at()));
        Optional<Map.Entry<Timer, Instant>> timer = agenda.timers().entrySet().stream()
                .min(Map.Entry.<Timer, Instant>comparingByValue()
                        .thenComparing(entry -> entry.getKey().rank()));
        Instant rings = timer.map(Map.Entry::getValue).orElse(Instant.MAX);
        if (watch.isPresent()) {
            read(watch.get());
        } else if (call.isPresent() && !call.get().getValue().at().isAfter(rings)) {
            Due work = call.get().getValue();
            now = work.at().isAfter(now) ? work.at() : now;
            Answer answer = new Answer(now, make(work.step().call()));
            take(call.get().getKey(), workflow.resume(state, work.step().script(), answer, now));
        } else {
            now = rings.isAfter(now) ? rings : now;
            apply(new Input.TimerFired(timer.orElseThrow().getKey()));
        }
    }

    private Answer.Result make(Call call) {
        return call.accept(new Calls());
    }

    private void read(WatchOrder order) {
        Readings readings = Readings.NONE;
        for (Call call : order.reads()) {
            readings = make(call) instanceof Response response ? response.addedTo(readings) : readings;
        }
        readAt.put(order.watch(), changes);
        apply(new Input.Observed(order.watch(), readings));
    }

    /** Makes the calls, as the engine does. */
    private final class Calls implements Call.Handler<Answer.Result> {
        private Answer.Result changed() {
            changes++;
            return ACCEPTED;
        }

        @Override
        public Answer.Result describeService(Call.DescribeService call) {
            return new Response.ServiceDescribed(
                    world.runtime().describe(List.of(call.service())).get(0));
        }

        @Override
        public Answer.Result runChecks(Call.RunChecks call) {
            return new Response.ChecksMade(List.of());
        }

        @Override
        public Answer.Result readRoute(Call.ReadRoute call) {
            return new Response.RouteRead(world.router().read(call.route()));
        }

        @Override
        public Answer.Result readHealth(Call.ReadHealth call) {
            return new Response.HealthRead(world.router().health(call.service(), call.group()));
        }

        @Override
        public Answer.Result readUsers(Call.ReadUsers call) {
            return new Response.UsersRead(world.router().routesTo(call.groups()));
        }

        @Override
        public Answer.Result readAlarms(Call.ReadAlarms call) {
            return new Response.AlarmsRead(world.alarms().read(Set.copyOf(call.names())));
        }

        @Override
        public Answer.Result readMetrics(Call.ReadMetrics call) {
            throw new UnsupportedOperationException("no deployment of the benchmarks has an analysis");
        }

        @Override
        public Answer.Result askPolicies(Call.AskPolicies call) {
            return new Response.PoliciesAnswered(new Permission(List.of()));
        }

        @Override
        public Answer.Result placeOrder(Call.PlaceOrder call) {
            return new Response.Accepted();
        }

        @Override
        public Answer.Result readScaleIn(Call.ReadScaleIn call) {
            return new Response.ScaleInRead(AutoScalingGuard.none().read(call.service()));
        }

        @Override
        public Answer.Result writeRoute(Call.WriteRoute call) {
            world.router().write(call.route(), call.fingerprint(), call.split());
            return changed();
        }

        @Override
        public Answer.Result launchRevision(Call.LaunchRevision call) {
            world.runtime().launch(call.request());
            return changed();
        }

        @Override
        public Answer.Result scaleRevision(Call.ScaleRevision call) {
            world.runtime().scale(call.service(), call.revision(), call.desired());
            return changed();
        }

        @Override
        public Answer.Result makePrimary(Call.MakePrimary call) {
            world.runtime().makePrimary(call.service(), call.revision());
            return changed();
        }

        @Override
        public Answer.Result retireRevision(Call.RetireRevision call) {
            world.runtime().retire(call.service(), call.revision());
            return changed();
        }

        @Override
        public Answer.Result suspendScaleIn(Call.SuspendScaleIn call) {
            return changed();
        }

        @Override
        public Answer.Result restoreScaleIn(Call.RestoreScaleIn call) {
            return changed();
        }

        @Override
        public Answer.Result invokeHook(Call.InvokeHook call) {
            return new Response.HookAnswered(HookResult.succeeded());
        }
    }
}
