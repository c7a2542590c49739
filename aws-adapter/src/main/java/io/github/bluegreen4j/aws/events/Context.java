package io.github.bluegreen4j.aws.events;

import io.github.bluegreen4j.event.DeploymentEvent;
import io.github.bluegreen4j.event.ProgressEvent;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookSpec;
import io.github.bluegreen4j.model.PlannedStage;
import java.util.List;
import java.util.Optional;

/**
 * What events of a deployment do not repeat: its specification, and its plan once it has one.
 *
 * @param spec what is deployed
 * @param plan its stages; empty before it started
 */
record Context(DeploymentSpec spec, List<PlannedStage> plan) {

    /** The context that follows from a deployment's events; empty when they do not begin at the beginning. */
    static Optional<Context> of(List<DeploymentEvent> events) {
        Optional<Context> context = Optional.empty();
        for (DeploymentEvent event : events) {
            context = after(context, event);
        }
        return context;
    }

    static Optional<Context> after(Optional<Context> before, DeploymentEvent event) {
        if (event instanceof ProgressEvent.DeploymentCreated created) {
            return Optional.of(new Context(created.spec(), List.of()));
        }
        if (event instanceof ProgressEvent.DeploymentStarted started) {
            return before.map(context -> new Context(context.spec(), started.plan()));
        }
        return before;
    }

    /** The stage at a position of the plan; empty when the plan is not known. */
    Optional<PlannedStage> stage(int position) {
        return position < plan.size() ? Optional.of(plan.get(position)) : Optional.empty();
    }

    /** ECS's word for the kind of a hook; a hook of the engine's own process, which ECS has not, is {@code NAMED}. */
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
