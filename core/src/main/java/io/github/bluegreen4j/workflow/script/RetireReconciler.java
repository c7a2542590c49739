package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.workflow.rules.Capacity;
import io.github.bluegreen4j.workflow.rules.Guards;
import io.github.bluegreen4j.workflow.rules.Inspection;
import io.github.bluegreen4j.workflow.rules.Verdict;
import io.github.bluegreen4j.workflow.state.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Drains and deletes a revision, or scales one down that is kept. Before every call that reduces it, the engine reads all routes again, and it does
 * not touch a revision that has weight.
 */
final class RetireReconciler implements Reconciler {
    private final Running run;
    private final Guards guards;
    private final boolean leftOver;
    private final boolean goingBack;
    private final Function<ServiceDescription, Optional<ServiceDescription.Revision>> finder;
    private final Reduction reduction;

    /** The call that reduces a revision; empty if it needs none. */
    interface Reduction {
        Optional<Call> of(ServiceDescription service, ServiceDescription.Revision revision);
    }

    /**
     * @param leftOver whether an earlier deployment left the revision behind; it may then be in the group that serves
     * @param goingBack true: blue serves, and must run its full desired count before anything else is retired; false:
     *     green serves, and must exist
     * @param reduction what is done to the revision
     */
    RetireReconciler(
            Running run,
            Guards guards,
            boolean leftOver,
            boolean goingBack,
            Function<ServiceDescription, Optional<ServiceDescription.Revision>> finder,
            Reduction reduction) {
        this.reduction = reduction;
        this.run = run;
        this.guards = guards;
        this.leftOver = leftOver;
        this.goingBack = goingBack;
        this.finder = finder;
    }

    @Override
    public List<Call> observe(boolean acted) {
        List<Call> calls = new ArrayList<>();
        calls.add(new Call.DescribeService(run.spec().service()));
        run.spec().routes().forEach(route -> calls.add(new Call.ReadRoute(route)));
        calls.add(new Call.ReadUsers(run.spec().targetGroups()));
        return calls;
    }

    /** If the service is gone, nothing can be retired. A route that is gone gives nothing weight. */
    @Override
    public Optional<ReconcileAction> gone(Readings readings) {
        return readings.isGone(Readings.Subject.of(run.spec().service()))
                ? Reconciler.super.gone(readings)
                : Optional.empty();
    }

    @Override
    public ReconcileAction compare(Readings readings) {
        Optional<ServiceDescription.Revision> revision = readings.service().flatMap(finder);
        if (revision.isEmpty()) {
            return new Outcome.Achieved();
        }
        Optional<Call> reduce = readings.service().flatMap(service -> reduction.of(service, revision.get()));
        if (reduce.isEmpty()) {
            return new Outcome.Achieved();
        }
        ReconcileAction.Act retire = new ReconcileAction.Act(reduce.get());
        if (leftOver && Inspection.holdsNothing(revision.get())) {
            return retire; // it runs no task, so no request is lost even if its target group has weight
        }
        Verdict weightless = guards.noWeight(run, revision.get().targetGroup(), readings);
        if (!weightless.isGood()) {
            return new ReconcileAction.Await(Gate.NO_WEIGHT, weightless);
        }
        Optional<ReconcileAction> serving = (goingBack
                        ? Capacity.blueIsScaled(run, readings)
                        : Capacity.greenIsMissing(run, readings))
                .map(verdict -> new ReconcileAction.Await(goingBack ? Gate.BLUE_SCALE : Gate.GREEN_EXISTS, verdict));
        if (serving.isPresent()) {
            return serving.get();
        }
        Verdict others = guards.noOtherRoutes(run, readings);
        return others.isGood() || readings.isGone(Readings.Subject.of(Readings.Subject.Kind.USERS))
                ? retire
                : new ReconcileAction.Await(Gate.OTHER_ROUTES, others);
    }

    @Override
    public boolean needsFreshness() {
        return true;
    }
}
