package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.event.WatchEvent;
import io.github.bluegreen4j.model.HookDetails;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.HookSpec;
import java.util.LinkedHashSet;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** The state after an event of a hook or of a watch. */
abstract class ObservedEvolution extends WorkEvolution
        implements HookEvent.Handler<DeploymentState>, WatchEvent.Handler<DeploymentState> {

    ObservedEvolution(DeploymentState state) {
        super(state);
    }

    @Override
    public DeploymentState hookStarted(HookEvent.HookStarted event) {
        HookRun.State begun = event.awaitsAction() ? HookRun.State.AWAITING_ACTION : HookRun.State.IN_PROGRESS;
        return run(run ->
                run.with(new HookRun(event.execution(), begun, event.expiresAt(), details(run, event.execution()))));
    }

    private static HookDetails details(Running run, HookExecution execution) {
        return run.spec().hooks().stream()
                .filter(hook -> hook.name().equals(execution.hook()))
                .map(HookSpec::details)
                .findFirst()
                .orElse(HookDetails.EMPTY);
    }

    private DeploymentState hook(HookExecution execution, UnaryOperator<HookRun> change) {
        return run(run -> Optional.ofNullable(run.hooks().get(execution))
                .map(hook -> run.with(change.apply(hook)))
                .orElse(run));
    }

    @Override
    public DeploymentState hookProgressed(HookEvent.HookProgressed event) {
        return hook(event.execution(), hook -> hook.with(event.details()));
    }

    @Override
    public DeploymentState hookSucceeded(HookEvent.HookSucceeded event) {
        return hook(event.execution(), hook -> hook.with(HookRun.State.SUCCEEDED));
    }

    @Override
    public DeploymentState hookFailed(HookEvent.HookFailed event) {
        return hook(event.execution(), hook -> hook.with(HookRun.State.FAILED));
    }

    @Override
    public DeploymentState hookTimedOut(HookEvent.HookTimedOut event) {
        return hook(event.execution(), hook -> hook.with(HookRun.State.TIMED_OUT));
    }

    @Override
    public DeploymentState conditionChanged(WatchEvent.ConditionChanged event) {
        return run(run -> {
            Watching seen =
                    run.watching().with(event.watch(), event.condition(), event.seen(), event.reachable(), event.at());
            if (event.watch() != Watch.GREEN_HEALTH) {
                return run.with(seen);
            }
            Watching.Health health = seen.health();
            return run.with(
                    switch (event.condition()) {
                        case GOOD -> seen.with(health.recovers(event.at(), Stages.healthWindow(run)));
                        case BAD -> seen.with(health.falls(event.at()));
                        case UNKNOWN -> seen;
                    });
        });
    }

    @Override
    public DeploymentState desiredCountRose(WatchEvent.DesiredCountRose event) {
        return watching(watching -> watching.desired(event.desired()));
    }

    @Override
    public DeploymentState greenTasksCounted(WatchEvent.GreenTasksCounted event) {
        return watching(watching -> watching.tasks(event.failed(), event.healthy(), event.forgiven()));
    }

    @Override
    public DeploymentState alarmsIgnored(WatchEvent.AlarmsIgnored event) {
        return watching(watching -> watching.ignoring(new LinkedHashSet<>(event.names()), event.forGood()));
    }

    @Override
    public DeploymentState alarmRearmed(WatchEvent.AlarmRearmed event) {
        return watching(watching -> watching.ignoring(Copies.without(watching.ignoredAlarms(), event.name()), false));
    }

    @Override
    public DeploymentState greenMissing(WatchEvent.GreenMissing event) {
        return watching(
                watching -> watching.greenMissing(event.missing() ? Optional.of(event.at()) : Optional.empty()));
    }

    @Override
    public DeploymentState driftFound(WatchEvent.DriftFound event) {
        return watching(watching -> watching.without(Watch.ROUTES));
    }
}
