package io.github.bluegreen4j.aws.events;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.PlannedStage;
import java.util.List;
import java.util.Optional;

/**
 * What later events of a deployment do not repeat.
 *
 * @param spec what is deployed
 * @param plan the planned stages; empty before the deployment has started
 * @param isOver whether no event follows
 * @param orderedBy who ordered the deployment; empty if unknown
 * @param requestedBy who requested its rollback or stop; empty if nobody did or it is unknown
 */
record Context(
        DeploymentSpec spec,
        List<PlannedStage> plan,
        boolean isOver,
        Optional<Command.Origin> orderedBy,
        Optional<Command.Origin> requestedBy) {

    /** Returns the context after a deployment's events; empty if the first events are missing. */
    static Optional<Context> of(List<DeploymentEvent> events) {
        Optional<Context> context = Optional.empty();
        for (DeploymentEvent event : events) {
            context = after(context, event);
        }
        return context;
    }

    static Optional<Context> after(Optional<Context> before, DeploymentEvent event) {
        if (event instanceof ProgressEvent.DeploymentCreated created) {
            return Optional.of(new Context(created.spec(), List.of(), false, created.by(), Optional.empty()));
        }
        return before.map(known -> known.after(event));
    }

    private Context after(DeploymentEvent event) {
        if (event instanceof ProgressEvent.DeploymentStarted started) {
            return new Context(spec, started.plan(), false, orderedBy, requestedBy);
        }
        if (event instanceof ProgressEvent.DeploymentEnded) {
            return new Context(spec, plan, true, orderedBy, requestedBy);
        }
        if (event instanceof ProgressEvent.RollbackRequested requested) {
            return new Context(spec, plan, isOver, orderedBy, requested.by());
        }
        if (event instanceof ProgressEvent.StopRequested requested) {
            return new Context(spec, plan, isOver, orderedBy, requested.by());
        }
        return this;
    }

    /** Returns the stage at a position of the plan; empty if the plan is unknown. */
    Optional<PlannedStage> stage(int position) {
        return position < plan.size() ? Optional.of(plan.get(position)) : Optional.empty();
    }

    /** Returns ECS's name for the type of a hook. For an in-process hook, which ECS does not have, it is {@code NAMED}. */
    String hookType(String name) {
        return spec.hooks().stream()
                .filter(hook -> hook.name().equals(name))
                .findFirst()
                .map(HookSpec::kind)
                .map(kind -> switch (kind) {
                    case NAMED -> "NAMED";
                    case LAMBDA -> "AWS_LAMBDA";
                    case PAUSE -> "PAUSE";
                })
                .orElse("");
    }
}
