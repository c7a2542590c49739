package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import java.util.ArrayList;
import java.util.List;

/** The hooks of a rollback: they are told, recorded and bounded, and stop nothing. */
final class Rollbacks {
    private Rollbacks() {}

    static HookExecution execution(RollingBack rolling, LifecycleStage stage, HookSpec hook) {
        int step = stage == LifecycleStage.PRODUCTION_TRAFFIC_SHIFT
                ? rolling.from().step()
                : 0;
        return new HookExecution(HookExecution.Direction.ROLLBACK, stage, step, hook.name());
    }

    /** Green is kept for as long as a PRE_ROLLBACK hook collects its evidence, within its bound. */
    static boolean isPreRollbackOpen(RollingBack rolling) {
        return rolling.run().hooks().values().stream()
                .anyMatch(hook -> hook.isOpen() && hook.execution().stage() == LifecycleStage.PRE_ROLLBACK);
    }

    static boolean isAnyOpen(RollingBack rolling) {
        return rolling.run().hooks().values().stream().anyMatch(HookRun::isOpen);
    }

    /** Executions that are to be told now and were not told yet. */
    static List<HookExecution> due(RollingBack rolling) {
        List<LifecycleStage> stages = new ArrayList<>();
        stages.add(LifecycleStage.PRE_ROLLBACK);
        if (rolling.isProductionDone() && wasEntered(rolling, LifecycleStage.PRODUCTION_TRAFFIC_SHIFT)) {
            stages.add(LifecycleStage.PRODUCTION_TRAFFIC_SHIFT);
        }
        if (rolling.isProductionDone()
                && rolling.isTestDone()
                && wasEntered(rolling, LifecycleStage.TEST_TRAFFIC_SHIFT)) {
            stages.add(LifecycleStage.TEST_TRAFFIC_SHIFT);
        }
        if (rolling.isProductionDone() && rolling.isTestDone() && !rolling.hasGreenToRetire()) {
            stages.add(LifecycleStage.POST_ROLLBACK);
        }
        return stages.stream()
                .flatMap(stage ->
                        rolling.run().spec().hooksAt(stage).stream().map(hook -> execution(rolling, stage, hook)))
                .filter(execution -> !rolling.run().hooks().containsKey(execution))
                .toList();
    }

    private static boolean wasEntered(RollingBack rolling, LifecycleStage stage) {
        LifecycleStage from = rolling.from().stage();
        boolean repeats = stage == LifecycleStage.PRODUCTION_TRAFFIC_SHIFT
                && from == LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT
                && rolling.from().step() > 1;
        return repeats || from.compareTo(stage) >= 0;
    }
}
