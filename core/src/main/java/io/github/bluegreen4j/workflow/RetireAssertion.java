package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.ServiceDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Drains and deletes a revision. Before every call that reduces it, the engine reads all routes again, and it does
 * not touch a revision that has weight.
 */
final class RetireAssertion implements Assertion {
    private final Running run;
    private final Guards guards;
    private final boolean leftOver;
    private final boolean goingBack;
    private final Function<ServiceDescription, Optional<ServiceDescription.Revision>> finder;

    /**
     * @param leftOver whether an earlier deployment left the revision behind; it may then be in the group that serves
     * @param goingBack true: blue serves, and must run its full desired count before anything else is retired; false:
     *     green serves, and must exist
     */
    RetireAssertion(
            Running run,
            Guards guards,
            boolean leftOver,
            boolean goingBack,
            Function<ServiceDescription, Optional<ServiceDescription.Revision>> finder) {
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
    public Optional<Move> gone(Readings readings) {
        return readings.isGone(Readings.Subject.of(run.spec().service()))
                ? Assertion.super.gone(readings)
                : Optional.empty();
    }

    @Override
    public Move compare(Readings readings) {
        Optional<ServiceDescription.Revision> revision = readings.service().flatMap(finder);
        if (revision.isEmpty()) {
            return new Move.Done(new Outcome.Achieved());
        }
        Move.Act retire = new Move.Act(
                new Call.RetireRevision(run.spec().service(), revision.get().revision()));
        if (leftOver && Situation.holdsNothing(revision.get())) {
            return retire; // it runs no task, so no request is lost even if its target group has weight
        }
        Verdict weightless = guards.noWeight(run, revision.get().targetGroup(), readings);
        if (!weightless.isGood()) {
            return new Move.Await(Gate.NO_WEIGHT, weightless);
        }
        Optional<Move> serving = (goingBack
                        ? Capacity.blueIsScaled(run, readings)
                        : Capacity.greenIsMissing(run, readings))
                .map(verdict -> new Move.Await(goingBack ? Gate.BLUE_SCALE : Gate.GREEN_EXISTS, verdict));
        if (serving.isPresent()) {
            return serving.get();
        }
        Verdict others = guards.noOtherRoutes(run, readings);
        return others.isGood() || readings.isGone(Readings.Subject.of(Readings.Subject.Kind.USERS))
                ? retire
                : new Move.Await(Gate.OTHER_ROUTES, others);
    }

    @Override
    public boolean needsFreshness() {
        return true;
    }
}
