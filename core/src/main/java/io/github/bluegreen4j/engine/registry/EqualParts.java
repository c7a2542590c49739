package io.github.bluegreen4j.engine.registry;

import io.github.bluegreen4j.model.AlarmPolicy;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.PlannedStage;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.workflow.state.Baseline;
import io.github.bluegreen4j.workflow.state.DeploymentState;
import io.github.bluegreen4j.workflow.state.Running;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gives equal parts of specifications and plans one object. The deployments of a fleet mostly have the same limits, hooks and plan, and
 * each is read from the journal by itself. Remembers the parts that were used last. Confined to the loop.
 */
final class EqualParts {
    private static final int MOST = 1_000;

    private final Map<Object, Object> known = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Object, Object> eldest) {
            return size() > MOST;
        }
    };

    /** {@return an equal state that shares its specification and its plan} */
    DeploymentState shared(DeploymentState state) {
        return state.running().map(run -> state.with(shared(run))).orElse(state);
    }

    private Running shared(Running run) {
        List<PlannedStage> plan = run.started().map(Baseline::plan).orElse(List.of());
        return run.sharing(shared(run.identity().spec()), one(plan));
    }

    private DeploymentSpec shared(DeploymentSpec spec) {
        AlarmPolicy alarms = spec.alarms();
        return new DeploymentSpec(
                new ServiceRef(one(spec.service().cluster()), spec.service().name()),
                spec.revision(),
                spec.productionRoutes(),
                spec.testRoute(),
                spec.targetGroups(),
                one(spec.strategy()),
                one(spec.bakeTime()),
                one(spec.hooks()),
                new AlarmPolicy(alarms.names(), alarms.atStart(), alarms.rollback(), one(alarms.interval())),
                one(spec.analysis()),
                one(spec.circuitBreaker()),
                one(spec.health()),
                one(spec.rollback()),
                spec.drift(),
                spec.concurrency(),
                spec.stickinessWait().map(this::one),
                spec.otherRoutes(),
                spec.serve(),
                spec.keepBlue(),
                spec.kept(),
                spec.waivers(),
                one(spec.limits()));
    }

    @SuppressWarnings("unchecked") // equal values of these types have one class
    private <T> T one(T part) {
        return (T) known.computeIfAbsent(part, first -> first);
    }
}
