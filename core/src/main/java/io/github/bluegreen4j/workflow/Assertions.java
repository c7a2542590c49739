package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** For each kind of work: what it reads, and what it does about the result. */
final class Assertions implements Effect.Handler<Assertion> {
    private final Running run;
    private final Guards guards;

    Assertions(Running run, Guards guards) {
        this.run = run;
        this.guards = guards;
    }

    private List<Call> service() {
        return List.of(new Call.DescribeService(run.spec().service()));
    }

    private List<Call> routes() {
        List<Call> calls = new ArrayList<>();
        for (RouteRef route : run.spec().routes()) {
            calls.add(new Call.ReadRoute(route));
        }
        return calls;
    }

    private List<Call> everything() {
        List<Call> calls = routes();
        calls.addAll(service());
        if (!run.spec().alarms().names().isEmpty()) {
            calls.add(new Call.ReadAlarms(run.spec().alarms().names()));
        }
        calls.add(new Call.ReadHealth(
                run.spec().service(), run.spec().targetGroups().first()));
        calls.add(new Call.ReadHealth(
                run.spec().service(), run.spec().targetGroups().second()));
        return calls;
    }

    private static Move achieved() {
        return new Move.Done(new Outcome.Achieved());
    }

    /** The inspection also checks whether green could be launched, before anything is changed. */
    private List<Call> inspection() {
        boolean launches = run.started().isEmpty() && !run.spec().revision().equals(RevisionSpec.NONE);
        List<Call> calls = new ArrayList<>();
        if (launches) {
            calls.add(new Call.CheckRevision(
                    run.spec().service(), run.spec().revision(), run.spec().targetGroups()));
        }
        calls.addAll(everything());
        if (run.started().isEmpty()) {
            calls.add(users());
        }
        return calls;
    }

    private Call users() {
        return new Call.ReadUsers(run.spec().targetGroups());
    }

    @Override
    public Assertion inspectService(Effect.InspectService effect) {
        return new SimpleAssertion(inspection(), SimpleAssertion.Ending.WHEN_REFUSED, true, readings -> {
            Situation situation = Situation.of(run.spec(), readings);
            boolean waits = situation.faults().isEmpty() && !situation.reconcile() && situation.draining();
            return waits
                    ? new Move.Await(
                            Gate.IDLE_GROUP_EMPTY,
                            Verdict.bad("targets are draining in the idle group", "an idle group without targets"))
                    : new Move.Done(new Outcome.Inspected(readings));
        });
    }

    @Override
    public Assertion readScaleIn(Effect.ReadScaleIn effect) {
        return scaleIn(setting -> new Move.Done(new Outcome.ScaleInRead(setting)));
    }

    @Override
    public Assertion suspendScaleIn(Effect.SuspendScaleIn effect) {
        return scaleIn(setting -> setting.needsSuspension()
                ? new Move.Act(new Call.SuspendScaleIn(run.spec().service()))
                : achieved());
    }

    @Override
    public Assertion restoreScaleIn(Effect.RestoreScaleIn effect) {
        return scaleIn(setting -> setting.scalable() && setting.suspended()
                ? new Move.Act(new Call.RestoreScaleIn(run.spec().service()))
                : achieved());
    }

    private Assertion scaleIn(Function<ScaleInSetting, Move> comparing) {
        return new SimpleAssertion(
                List.of(new Call.ReadScaleIn(run.spec().service())),
                SimpleAssertion.Ending.WHEN_GONE,
                false,
                readings -> comparing.apply(readings.scaleIn().orElseThrow()));
    }

    @Override
    public Assertion launchGreen(Effect.LaunchGreen effect) {
        return new SimpleAssertion(service(), SimpleAssertion.Ending.WHEN_GONE, false, readings -> {
            ServiceDescription service = readings.service().orElseThrow();
            return service.launchedBy(run.facts().deployment())
                    .<Move>map(green -> new Move.Done(new Outcome.Launched(green.revision())))
                    .orElseGet(() -> new Move.Act(new Call.LaunchRevision(launch(service))));
        });
    }

    private LaunchRequest launch(ServiceDescription service) {
        String identity = "launch green of " + run.facts().deployment();
        return new LaunchRequest(
                run.spec().service(),
                run.spec().revision(),
                run.roles().greenGroup(),
                Math.max(run.watching().liveDesired(), service.desiredCount()),
                run.facts().deployment(),
                UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                        .toString());
    }

    @Override
    public Assertion scaleRevision(Effect.ScaleRevision effect) {
        // A revision that is gone has no scale.
        return new SimpleAssertion(service(), SimpleAssertion.Ending.NEVER, false, readings -> {
            if (readings.service().isEmpty()) {
                return achieved();
            }
            ServiceDescription service = readings.service().get();
            int wanted = Capacity.wanted(effect.atLeast(), service);
            return find(effect.role(), service)
                    .filter(revision -> revision.counts().desired() < wanted)
                    .<Move>map(revision ->
                            new Move.Act(new Call.ScaleRevision(run.spec().service(), revision.revision(), wanted)))
                    .orElseGet(Assertions::achieved);
        });
    }

    private Optional<ServiceDescription.Revision> find(Roles.Role role, ServiceDescription service) {
        Optional<RevisionRef> known = switch (role) {
            case BLUE -> run.roles().blue();
            case GREEN -> run.estate().green().revision();
        };
        return known.flatMap(service::find)
                .or(() -> role == Roles.Role.GREEN
                        ? service.launchedBy(run.facts().deployment())
                        : Optional.empty());
    }

    @Override
    public Assertion shiftRoute(Effect.ShiftRoute effect) {
        return new ShiftAssertion(run, guards, effect);
    }

    @Override
    public Assertion restoreRoute(Effect.RestoreRoute effect) {
        return new RestoreAssertion(run, guards, effect);
    }

    @Override
    public Assertion makePrimary(Effect.MakePrimary effect) {
        return new SimpleAssertion(service(), SimpleAssertion.Ending.WHEN_GONE, false, readings -> {
            // If an operator chose the revision that serves, the recovery labels it: otherwise the next deployment
            // would undo the choice.
            Roles.Role role = run.spec().isRecovery() ? Roles.Role.BLUE : Roles.Role.GREEN;
            Optional<ServiceDescription.Revision> accepted =
                    find(role, readings.service().orElseThrow());
            if (accepted.isEmpty()) {
                return new Move.Await(
                        Gate.READ_BACK,
                        Verdict.bad("the runtime does not describe " + role, "a revision that can be made PRIMARY"));
            }
            return accepted.get().primary()
                    ? achieved()
                    : new Move.Act(new Call.MakePrimary(
                            run.spec().service(), accepted.get().revision()));
        });
    }

    @Override
    public Assertion retireRevision(Effect.RetireRevision effect) {
        return new RetireAssertion(
                run, guards, false, effect.role() == Roles.Role.GREEN, service -> find(effect.role(), service));
    }

    @Override
    public Assertion retireLeftOver(Effect.RetireLeftOver effect) {
        return new RetireAssertion(run, guards, true, true, service -> service.find(effect.revision()));
    }

    @Override
    public Assertion verifyCleanUp(Effect.VerifyCleanUp effect) {
        List<Call> calls = everything();
        calls.add(users());
        return new CleanUpAssertion(run, guards, calls);
    }

    @Override
    public Assertion verifyEnd(Effect.VerifyEnd effect) {
        List<Call> calls = routes();
        calls.addAll(service());
        return new SimpleAssertion(calls, SimpleAssertion.Ending.NEVER, true, readings -> {
            Optional<Verdict> missing = Capacity.greenIsMissing(run, readings);
            boolean allOnGreen = missing.isEmpty();
            List<String> seen = new ArrayList<>();
            missing.ifPresent(verdict -> seen.add(verdict.seen()));
            for (RouteRef route : run.spec().productionRoutes()) {
                Optional<RouteReading> reading = readings.route(route);
                allOnGreen &= reading.map(
                                read -> read.split().isAllOn(run.roles().greenGroup()))
                        .orElse(false);
                seen.add(route + " "
                        + reading.map(read -> "reads " + read.split()).orElse("is gone"));
            }
            return new Move.Done(new Outcome.EndSeen(allOnGreen, String.join(", ", seen)));
        });
    }

    @Override
    public Assertion observeEnd(Effect.ObserveEnd effect) {
        List<Call> calls = new ArrayList<>(service());
        calls.addAll(routes());
        calls.add(new Call.ReadHealth(run.spec().service(), run.roles().blueGroup()));
        calls.add(new Call.ReadHealth(run.spec().service(), run.roles().greenGroup()));
        return new SimpleAssertion(
                calls,
                SimpleAssertion.Ending.NEVER,
                true,
                readings -> new Move.Done(new Outcome.EndObserved(readings)));
    }

    @Override
    public Assertion invokeHook(Effect.InvokeHook effect) {
        throw new IllegalStateException("a hook is asked, not asserted: " + effect);
    }
}
