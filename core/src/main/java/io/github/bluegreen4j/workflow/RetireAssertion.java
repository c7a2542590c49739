package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Gate;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.ServiceDescription;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/** A revision is drained and gone. Every call that reduces it has read all routes again; nothing with weight is touched. */
final class RetireAssertion implements Assertion {
    private final Running run;
    private final Guards guards;
    private final Function<ServiceDescription, Optional<ServiceDescription.Revision>> finder;

    RetireAssertion(
            Running run, Guards guards, Function<ServiceDescription, Optional<ServiceDescription.Revision>> finder) {
        this.run = run;
        this.guards = guards;
        this.finder = finder;
    }

    @Override
    public List<Call> observe(boolean acted) {
        List<Call> calls = new ArrayList<>();
        calls.add(new Call.DescribeService(run.spec().service()));
        run.spec().routes().forEach(route -> calls.add(new Call.ReadRoute(route)));
        return calls;
    }

    @Override
    public Move compare(Readings readings) {
        Optional<ServiceDescription.Revision> revision = readings.service().flatMap(finder);
        if (revision.isEmpty()) {
            return new Move.Done(new Outcome.Achieved());
        }
        Verdict weightless = guards.noWeight(run, revision.get().targetGroup(), readings);
        return weightless.isGood()
                ? new Move.Act(new Call.RetireRevision(
                        run.spec().service(), revision.get().revision()))
                : new Move.Await(Gate.NO_WEIGHT, weightless);
    }

    @Override
    public boolean needsFreshness() {
        return true;
    }
}
