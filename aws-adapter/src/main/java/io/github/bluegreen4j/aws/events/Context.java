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
 * What events of a deployment do not repeat: its specification, and its plan once it has one.
 *
 * @param spec what is deployed
 * @param plan its stages; empty before it started
 * @param isOver whether nothing follows
 * @param orderedBy who ordered it; empty when nobody said
 * @param requestedBy who asked for its rollback or its stop; empty when nobody did, or nobody said who
 */
record Context(
        DeploymentSpec spec,
        List<PlannedStage> plan,
        boolean isOver,
        Optional<Command.Origin> orderedBy,
        Optional<Command.Origin> requestedBy) {

    /** The context that follows from a deployment's events; empty when they do not begin at the beginning. */
    static Optional<Context> of(List<DeploymentEvent> events) {
        Optional<Context> context = Optional.empty();
        for (DeploymentEvent event : events) {
            context = after(context, event);
        }
        return context;
    }

    static Optional<Context> after(Optional<Context> before, DeploymentEvent event) {
        return event.accept(new Learning(before));
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

    /** What an event adds. */
    private static final class Learning extends EventAdapter<Optional<Context>> {
        private final Optional<Context> before;

        Learning(Optional<Context> before) {
            super(before);
            this.before = before;
        }

        @Override
        public Optional<Context> deploymentCreated(ProgressEvent.DeploymentCreated event) {
            return Optional.of(new Context(event.spec(), List.of(), false, event.by(), Optional.empty()));
        }

        @Override
        public Optional<Context> deploymentStarted(ProgressEvent.DeploymentStarted event) {
            return before.map(
                    known -> new Context(known.spec(), event.plan(), false, known.orderedBy(), known.requestedBy()));
        }

        @Override
        public Optional<Context> deploymentEnded(ProgressEvent.DeploymentEnded event) {
            return before.map(
                    known -> new Context(known.spec(), known.plan(), true, known.orderedBy(), known.requestedBy()));
        }

        @Override
        public Optional<Context> rollbackRequested(ProgressEvent.RollbackRequested event) {
            return requested(event.by());
        }

        @Override
        public Optional<Context> stopRequested(ProgressEvent.StopRequested event) {
            return requested(event.by());
        }

        private Optional<Context> requested(Optional<Command.Origin> by) {
            return before.map(known -> new Context(known.spec(), known.plan(), known.isOver(), known.orderedBy(), by));
        }
    }
}
