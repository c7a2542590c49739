package io.github.bluegreen4j.workflow.agenda;

import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.LifecycleStage;
import io.github.bluegreen4j.workflow.state.HookRun;
import io.github.bluegreen4j.workflow.state.RollingBack;
import java.util.ArrayList;
import java.util.List;

/** The hooks of a rollback: they are called, recorded and bounded, and they stop nothing. */
public final class Rollbacks {
    private Rollbacks() {}

    static HookExecution execution(RollingBack rolling, LifecycleStage stage, HookSpec hook) {
        int step = stage == LifecycleStage.PRODUCTION_TRAFFIC_SHIFT
                ? rolling.from().step()
                : 0;
        return new HookExecution(HookExecution.Direction.ROLLBACK, stage, step, hook.name());
    }

    /** Green is kept while a PRE_ROLLBACK hook runs, up to that hook's bound. */
    static boolean isPreRollbackOpen(RollingBack rolling) {
        for (HookRun hook : rolling.run().hooks().values()) {
            if (hook.isOpen() && hook.execution().stage() == LifecycleStage.PRE_ROLLBACK) {
                return true;
            }
        }
        return false;
    }

    public static boolean isAnyOpen(RollingBack rolling) {
        for (HookRun hook : rolling.run().hooks().values()) {
            if (hook.isOpen()) {
                return true;
            }
        }
        return false;
    }

    /** The executions that must be called now and were not called yet. */
    public static List<HookExecution> due(RollingBack rolling) {
        if (rolling.run().spec().hooks().isEmpty()) {
            return List.of();
        }
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
        List<HookExecution> due = new ArrayList<>();
        for (LifecycleStage stage : stages) {
            for (HookSpec hook : rolling.run().spec().hooksAt(stage)) {
                HookExecution execution = execution(rolling, stage, hook);
                if (!rolling.run().hooks().containsKey(execution)) {
                    due.add(execution);
                }
            }
        }
        return due;
    }

    private static boolean wasEntered(RollingBack rolling, LifecycleStage stage) {
        LifecycleStage from = rolling.from().stage();
        boolean repeats = stage == LifecycleStage.PRODUCTION_TRAFFIC_SHIFT
                && from == LifecycleStage.PRE_PRODUCTION_TRAFFIC_SHIFT
                && rolling.from().step() > 1;
        return repeats || from.compareTo(stage) >= 0;
    }
}
