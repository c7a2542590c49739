package io.github.bluegreen4j.benchmarks.peer;

import java.util.List;

/** The work that peers do: as many steps as a deployment has stages, one after the other. Each step does nothing. */
public interface Chain extends AutoCloseable {
    /** The steps, named as the stages of Amazon ECS. */
    List<String> STEPS = List.of(
            "RECONCILE_SERVICE",
            "PRE_SCALE_UP",
            "SCALE_UP",
            "POST_SCALE_UP",
            "TEST_TRAFFIC_SHIFT",
            "POST_TEST_TRAFFIC_SHIFT",
            "PRE_PRODUCTION_TRAFFIC_SHIFT",
            "PRODUCTION_TRAFFIC_SHIFT",
            "POST_PRODUCTION_TRAFFIC_SHIFT",
            "BAKE_TIME",
            "CLEAN_UP");

    /**
     * Runs many chains at once and waits until all have ended.
     *
     * @param chains how many
     * @throws Exception if one does not end
     */
    void run(int chains) throws Exception;

    /** Stops. */
    @Override
    void close();
}
