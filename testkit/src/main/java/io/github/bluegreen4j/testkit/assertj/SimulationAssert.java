package io.github.bluegreen4j.testkit.assertj;

import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.testkit.simulation.Simulation;
import io.github.bluegreen4j.testkit.world.Traffic;
import java.util.function.Predicate;
import org.assertj.core.api.AbstractAssert;

/**
 * Assertions on production traffic over a whole simulation, for all production routes of its scenario. They need requests:
 * they fail if a route carried none. Start with {@link SimulationAssertions}.
 */
@SuppressWarnings("exports") // users depend on AssertJ
public final class SimulationAssert extends AbstractAssert<SimulationAssert, Simulation> {

    SimulationAssert(Simulation actual) {
        super(actual, SimulationAssert.class);
    }

    /**
     * Asserts that no production route ever sent requests to a group without a healthy target, not even a part of them.
     *
     * @return this
     * @throws AssertionError if one did, or if a route carried no requests
     */
    public SimulationAssert neverPointedProductionAtNothing() {
        return everyRoute(traffic -> traffic.dark().isZero(), "never sent requests where nobody is healthy");
    }

    /**
     * Asserts that every request of every production route found a healthy target. An answer with an error is not lost.
     *
     * @return this
     * @throws AssertionError if a request was lost, or if a route carried no requests
     */
    public SimulationAssert lostNoRequest() {
        return everyRoute(traffic -> traffic.lost() == 0, "no request lost");
    }

    private SimulationAssert everyRoute(Predicate<Traffic> good, String wanted) {
        isNotNull();
        for (RouteRef route : actual.scenario().spec().productionRoutes()) {
            if (!actual.world().has(route)) {
                fail(route, "removed", wanted);
                continue;
            }
            Traffic traffic = actual.traffic(route);
            if (traffic.answered() + traffic.failed() + traffic.lost() == 0) {
                fail(
                        route,
                        "no request came",
                        wanted + ", of some that came: give the scenario a load, and run it first");
            } else if (!good.test(traffic)) {
                fail(
                        route,
                        String.format(
                                "%,d answered, %,d answered with an error, %,d lost, dark for %s",
                                traffic.answered(), traffic.failed(), traffic.lost(), traffic.dark()),
                        wanted);
            }
        }
        return this;
    }

    private void fail(RouteRef route, String was, String wanted) {
        failWithMessage("%s", AssertionFailures.text("production route " + route, was, wanted, actual.story()));
    }
}
