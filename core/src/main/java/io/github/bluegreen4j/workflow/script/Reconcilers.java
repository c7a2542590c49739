package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.KeepBlue;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.workflow.rules.Capacity;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.rules.Inspection;
import io.github.bluegreen4j.workflow.rules.Verdict;
import io.github.bluegreen4j.workflow.state.Running;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;

/** For each kind of work: what it reads, and what it does about the result. */
final class Reconcilers implements Effect.Handler<Reconciler> {
    private final Running run;
    private final Guards guards;
    private final boolean asks;
    private final Instant now;

    Reconcilers(Running run, Guards guards, boolean asks, Instant now) {
        this.now = now;
        this.asks = asks;
        this.run = run;
        this.guards = guards;
    }

    private List<Call> service() {
        return List.of(new Call.DescribeService(run.spec().service()));
    }

    private List<Call> routes() {
        return InspectionCalls.routes(run.spec());
    }

    private List<Call> everything() {
        return InspectionCalls.everything(run.spec());
    }

    private static ReconcileAction achieved() {
        return new Outcome.Achieved();
    }

    /** The first inspection also runs the checks of ports and users, before anything is changed. */
    private List<Call> inspection() {
        if (run.started().isPresent()) {
            return everything();
        }
        List<Call> calls = new ArrayList<>();
        if (!run.spec().isRecovery()) {
            calls.add(new Call.RunChecks(run.spec()));
        }
        calls.addAll(InspectionCalls.beforeStart(run.spec()));
        return calls;
    }

    private Call users() {
        return new Call.ReadUsers(run.spec().targetGroups());
    }

    @Override
    public Reconciler inspectService(Effect.InspectService effect) {
        if (run.spec().isUndo()) {
            return new UndoInspection(inspecting(), run.spec().testRoute());
        }
        Reconciler inspecting = inspecting();
        boolean isToRetire = run.spec().isKeeping() && run.started().isEmpty();
        return asks && isToRetire ? new HeldInspection(inspecting, guards) : inspecting;
    }

    private Reconciler inspecting() {
        return new SimpleReconciler(inspection(), SimpleReconciler.RefusalHandling.WHEN_REFUSED, true, readings -> {
            Inspection inspection = Inspection.of(run.spec(), readings);
            boolean waits = inspection.faults().isEmpty() && !inspection.reconcile() && inspection.draining();
            return waits
                    ? new ReconcileAction.Await(
                            Gate.IDLE_GROUP_EMPTY,
                            Verdict.bad("targets are draining in the idle group", "an idle group without targets"))
                    : new Outcome.Inspected(readings);
        });
    }

    @Override
    public Reconciler readScaleIn(Effect.ReadScaleIn effect) {
        return scaleIn(setting -> new Outcome.ScaleInRead(setting));
    }

    @Override
    public Reconciler suspendScaleIn(Effect.SuspendScaleIn effect) {
        return scaleIn(setting -> setting.needsSuspension()
                ? new ReconcileAction.Act(new Call.SuspendScaleIn(run.spec().service()))
                : achieved());
    }

    @Override
    public Reconciler restoreScaleIn(Effect.RestoreScaleIn effect) {
        return scaleIn(setting -> setting.scalable() && setting.suspended()
                ? new ReconcileAction.Act(new Call.RestoreScaleIn(run.spec().service()))
                : achieved());
    }

    private Reconciler scaleIn(Function<ScaleInSetting, ReconcileAction> comparing) {
        return new SimpleReconciler(
                List.of(new Call.ReadScaleIn(run.spec().service())),
                SimpleReconciler.RefusalHandling.WHEN_GONE,
                false,
                readings -> comparing.apply(readings.scaleIn().orElseThrow()));
    }

    @Override
    public Reconciler launchGreen(Effect.LaunchGreen effect) {
        return new SimpleReconciler(service(), SimpleReconciler.RefusalHandling.WHEN_GONE, false, readings -> {
            ServiceDescription service = readings.service().orElseThrow();
            return service.launchedBy(run.identity().deployment())
                    .<ReconcileAction>map(green -> new Outcome.Launched(green.revision()))
                    .orElseGet(() -> new ReconcileAction.Act(new Call.LaunchRevision(launch(service))));
        });
    }

    private LaunchRequest launch(ServiceDescription service) {
        String identity = "launch green of " + run.identity().deployment();
        return new LaunchRequest(
                run.spec().service(),
                run.spec().revision(),
                run.roles().greenGroup(),
                Math.max(run.watching().liveDesired(), service.desiredCount()),
                run.identity().deployment(),
                UUID.nameUUIDFromBytes(identity.getBytes(StandardCharsets.UTF_8))
                        .toString(),
                run.spec().strategy());
    }

    @Override
    public Reconciler scaleRevision(Effect.ScaleRevision effect) {
        // A revision that is gone has no scale.
        return new SimpleReconciler(service(), SimpleReconciler.RefusalHandling.NEVER, false, readings -> {
            if (readings.service().isEmpty()) {
                return achieved();
            }
            ServiceDescription service = readings.service().get();
            int wanted = Capacity.wanted(effect.atLeast(), service);
            return find(effect.role(), service)
                    .filter(revision -> revision.counts().desired() < wanted)
                    .<ReconcileAction>map(revision -> new ReconcileAction.Act(
                            new Call.ScaleRevision(run.spec().service(), revision.revision(), wanted)))
                    .orElseGet(Reconcilers::achieved);
        });
    }

    private Optional<ServiceDescription.Revision> find(Roles.Role role, ServiceDescription service) {
        Optional<RevisionRef> known = switch (role) {
            case BLUE -> run.roles().blue();
            case GREEN -> run.resources().green().revision();
        };
        return known.flatMap(service::find)
                .or(() -> role == Roles.Role.GREEN
                        ? service.launchedBy(run.identity().deployment())
                        : Optional.empty());
    }

    @Override
    public Reconciler shiftRoute(Effect.ShiftRoute effect) {
        return new ShiftReconciler(run, guards, effect, asks);
    }

    @Override
    public Reconciler restoreRoute(Effect.RestoreRoute effect) {
        return new RestoreReconciler(run, guards, effect);
    }

    @Override
    public Reconciler makePrimary(Effect.MakePrimary effect) {
        return new SimpleReconciler(service(), SimpleReconciler.RefusalHandling.WHEN_GONE, false, readings -> {
            // If an operator chose the revision that serves, the recovery labels it: otherwise the next deployment
            // would undo the choice.
            Roles.Role role = run.spec().isRecovery() ? Roles.Role.BLUE : Roles.Role.GREEN;
            Optional<ServiceDescription.Revision> accepted =
                    find(role, readings.service().orElseThrow());
            if (accepted.isEmpty()) {
                return new ReconcileAction.Await(
                        Gate.READ_BACK,
                        Verdict.bad("the runtime does not describe " + role, "a revision that can be made PRIMARY"));
            }
            return accepted.get().primary()
                    ? achieved()
                    : new ReconcileAction.Act(new Call.MakePrimary(
                            run.spec().service(), accepted.get().revision()));
        });
    }

    @Override
    public Reconciler retireRevision(Effect.RetireRevision effect) {
        return new RetireReconciler(
                run,
                guards,
                false,
                effect.role() == Roles.Role.GREEN,
                service -> find(effect.role(), service),
                this::retire);
    }

    private Optional<Call> retire(ServiceDescription service, ServiceDescription.Revision revision) {
        return Optional.of(new Call.RetireRevision(run.spec().service(), revision.revision()));
    }

    @Override
    public Reconciler keepBlue(Effect.KeepBlue effect) {
        DeploymentSpec order = run.spec()
                .keeping(
                        run.roles().blue().orElseThrow(),
                        run.resources().green().revision().orElseThrow());
        return new SimpleReconciler(
                List.of(new Call.PlaceOrder(run.identity().deployment().keeping(), order, now)),
                SimpleReconciler.RefusalHandling.NEVER,
                false,
                readings -> achieved());
    }

    /** A revision that runs its share already, or less, is not touched. */
    @Override
    public Reconciler reduceBlue(Effect.ReduceBlue effect) {
        KeepBlue keep = run.spec().keepBlue().orElseThrow();
        return new RetireReconciler(
                run, guards, false, false, service -> find(Roles.Role.BLUE, service), (service, revision) -> {
                    int tasks = keep.tasks(service.desiredCount());
                    return revision.counts().desired() > tasks
                            ? Optional.of(new Call.ScaleRevision(run.spec().service(), revision.revision(), tasks))
                            : Optional.empty();
                });
    }

    @Override
    public Reconciler retireLeftOver(Effect.RetireLeftOver effect) {
        return new RetireReconciler(run, guards, true, true, service -> service.find(effect.revision()), this::retire);
    }

    @Override
    public Reconciler verifyCleanUp(Effect.VerifyCleanUp effect) {
        List<Call> calls = everything();
        calls.add(users());
        if (asks) {
            calls.add(new Call.AskPolicies(Optional.empty()));
        }
        return new CleanUpReconciler(run, guards, calls, asks);
    }

    @Override
    public Reconciler verifyEnd(Effect.VerifyEnd effect) {
        List<Call> calls = routes();
        calls.addAll(service());
        return new SimpleReconciler(calls, SimpleReconciler.RefusalHandling.NEVER, true, readings -> {
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
            return new Outcome.EndSeen(allOnGreen, String.join(", ", seen));
        });
    }

    @Override
    public Reconciler observeEnd(Effect.ObserveEnd effect) {
        List<Call> calls = new ArrayList<>(service());
        calls.addAll(routes());
        calls.add(new Call.ReadHealth(run.spec().service(), run.roles().blueGroup()));
        calls.add(new Call.ReadHealth(run.spec().service(), run.roles().greenGroup()));
        return new SimpleReconciler(
                calls, SimpleReconciler.RefusalHandling.NEVER, true, readings -> new Outcome.EndObserved(readings));
    }

    @Override
    public Reconciler invokeHook(Effect.InvokeHook effect) {
        throw new IllegalStateException("a hook is asked, not asserted: " + effect);
    }
}
