package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something a stage waits for: a hook that the engine calls, or a pause that an operator answers. All hooks of a
 * stage run in parallel. The stage ends when every hook has succeeded or was continued; any failure rolls the
 * deployment back. Source: "Lifecycle hooks for Amazon ECS service deployments" in the ECS developer guide.
 */
public sealed interface HookSpec {
    /** The default timeout of a hook: 24 hours, as in ECS. */
    Duration DEFAULT_TIMEOUT = Duration.ofHours(24);

    /** The kinds of hook. */
    enum Kind {
        /** A hook of this process, which the engine finds by its name. */
        NAMED,
        /** An AWS Lambda function. */
        LAMBDA,
        /** A pause: the engine calls nothing, and an operator answers. */
        PAUSE
    }

    /** {@return the kind of this hook} */
    Kind kind();

    /** {@return the hook's name, unique in its deployment; 1 to 128 characters, not blank} */
    String name();

    /**
     * {@return the stages at which the hook runs; at least one, each of which admits it. Unmodifiable, in the order
     * of the stages}
     */
    Set<LifecycleStage> stages();

    /**
     * {@return how long one execution may take, all its polls included; 1 to 1440 minutes, for a pause up to 20160
     * (14 days)}
     */
    Duration timeout();

    /** {@return what happens when the timeout is over} */
    TimeoutAction onTimeout();

    /** {@return what the hook is told in addition to the deployment; empty for a pause} */
    HookDetails details();

    /** {@return whose approval a pause needs; empty for a pause that anybody may answer, and for every other hook} */
    default Optional<Approvals> approvals() {
        return Optional.empty();
    }

    /**
     * A hook of this process at one stage. It has 24 hours to answer; after that the deployment rolls back.
     *
     * @param name the name under which the hook is registered with the engine
     * @param stage a stage that {@linkplain LifecycleStage#admitsHooks admits hooks}
     * @return the hook
     * @throws InvalidSpecException if the name or the stage is not allowed
     */
    static HookSpec named(String name, LifecycleStage stage) {
        return new Named(name, at(stage), DEFAULT_TIMEOUT, TimeoutAction.ROLLBACK, HookDetails.EMPTY);
    }

    /**
     * A Lambda function at one stage. It has 24 hours to answer; after that the deployment rolls back.
     *
     * @param name the hook's name in this deployment
     * @param functionArn the ARN of the function
     * @param stage a stage that {@linkplain LifecycleStage#admitsHooks admits hooks}
     * @return the hook
     * @throws InvalidSpecException if a value is not allowed
     */
    static HookSpec lambda(String name, String functionArn, LifecycleStage stage) {
        return new Lambda(name, functionArn, at(stage), DEFAULT_TIMEOUT, TimeoutAction.ROLLBACK, HookDetails.EMPTY);
    }

    /**
     * A pause at one stage.
     *
     * @param name the pause's name in this deployment
     * @param stage a stage that {@linkplain LifecycleStage#admitsPauses admits pauses}
     * @param timeout how long to wait for an operator; 1 to 20160 minutes (14 days)
     * @param onTimeout what happens after that
     * @return the pause
     * @throws InvalidSpecException if a value is not allowed
     */
    static HookSpec pause(String name, LifecycleStage stage, Duration timeout, TimeoutAction onTimeout) {
        return new Pause(name, at(stage), timeout, onTimeout);
    }

    /**
     * A pause at one stage that certain people must approve. If they do not approve in time, the deployment rolls back.
     *
     * @param name the pause's name in this deployment
     * @param stage a stage that {@linkplain LifecycleStage#admitsPauses admits pauses}
     * @param timeout how long to wait for the approvals; 1 to 20160 minutes (14 days)
     * @param approvals how many people must approve, and who may
     * @return the pause
     * @throws InvalidSpecException if a value is not allowed
     */
    static HookSpec pause(String name, LifecycleStage stage, Duration timeout, Approvals approvals) {
        return new Pause(
                name,
                at(stage),
                timeout,
                TimeoutAction.ROLLBACK,
                Optional.of(Given.value("hook.approvals", approvals)));
    }

    /**
     * A hook of this process, which the engine finds by its name.
     *
     * @param name the name under which the hook is registered with the engine; 1 to 128 characters
     * @param stages the stages at which it runs; see {@link LifecycleStage#admitsHooks}
     * @param timeout how long one execution may take; 1 to 1440 minutes
     * @param onTimeout what happens after that
     * @param details what the hook is told in addition to the deployment
     */
    record Named(
            String name, Set<LifecycleStage> stages, Duration timeout, TimeoutAction onTimeout, HookDetails details)
            implements HookSpec {

        /**
         * Checks the ranges.
         *
         * @param name the name under which the hook is registered with the engine
         * @param stages the stages at which it runs
         * @param timeout how long one execution may take
         * @param onTimeout what happens after that
         * @param details what the hook is told in addition to the deployment
         * @throws InvalidSpecException with every value that is not allowed
         */
        public Named {
            HookDraft.check(new HookDraft(Kind.NAMED, name, null, stages, timeout, onTimeout, details));
            stages = ordered(stages);
        }

        @Override
        public Kind kind() {
            return Kind.NAMED;
        }
    }

    /**
     * An AWS Lambda function.
     *
     * @param name the hook's name in this deployment; 1 to 128 characters
     * @param functionArn the ARN of the function
     * @param stages the stages at which it runs; see {@link LifecycleStage#admitsHooks}
     * @param timeout how long one execution may take; 1 to 1440 minutes (page "Lambda lifecycle hooks" of the ECS
     *     developer guide)
     * @param onTimeout what happens after that
     * @param details what the function is told in addition to the deployment
     */
    record Lambda(
            String name,
            String functionArn,
            Set<LifecycleStage> stages,
            Duration timeout,
            TimeoutAction onTimeout,
            HookDetails details)
            implements HookSpec {

        /**
         * Checks the ranges.
         *
         * @param name the hook's name in this deployment
         * @param functionArn the ARN of the function
         * @param stages the stages at which it runs
         * @param timeout how long one execution may take
         * @param onTimeout what happens after that
         * @param details what the function is told in addition to the deployment
         * @throws InvalidSpecException with every value that is not allowed
         */
        public Lambda {
            HookDraft.check(new HookDraft(Kind.LAMBDA, name, functionArn, stages, timeout, onTimeout, details));
            stages = ordered(stages);
        }

        @Override
        public Kind kind() {
            return Kind.LAMBDA;
        }
    }

    /**
     * A pause: the stage waits until an operator answers with continue or roll back, or until enough of certain people approve.
     *
     * @param name the pause's name in this deployment; 1 to 128 characters
     * @param stages the stages at which it waits; see {@link LifecycleStage#admitsPauses}. Each needs approvals of its own
     * @param timeout how long to wait for an operator; 1 to 20160 minutes (page {@code pause-lifecycle-hooks} of the ECS
     *     developer guide)
     * @param onTimeout what happens after that; {@code ROLLBACK} if it needs approvals, because silence is none
     * @param approvals whose approval it needs; empty if anybody may answer
     */
    record Pause(
            String name,
            Set<LifecycleStage> stages,
            Duration timeout,
            TimeoutAction onTimeout,
            Optional<Approvals> approvals)
            implements HookSpec {

        /**
         * Checks the ranges.
         *
         * @param name the pause's name in this deployment
         * @param stages the stages at which it waits
         * @param timeout how long to wait for an operator
         * @param onTimeout what happens after that
         * @param approvals whose approval it needs
         * @throws InvalidSpecException with every value that is not allowed
         */
        public Pause {
            HookDraft.check(
                    new HookDraft(Kind.PAUSE, name, null, stages, timeout, onTimeout, HookDetails.EMPTY, approvals));
            stages = ordered(stages);
        }

        /**
         * A pause that anybody may answer.
         *
         * @param name the pause's name in this deployment
         * @param stages the stages at which it waits
         * @param timeout how long to wait for an operator
         * @param onTimeout what happens after that
         * @throws InvalidSpecException with every value that is not allowed
         */
        public Pause(String name, Set<LifecycleStage> stages, Duration timeout, TimeoutAction onTimeout) {
            this(name, stages, timeout, onTimeout, Optional.empty());
        }

        @Override
        public Kind kind() {
            return Kind.PAUSE;
        }

        @Override
        public HookDetails details() {
            return HookDetails.EMPTY;
        }
    }

    private static Set<LifecycleStage> at(@Nullable LifecycleStage stage) {
        return stage == null ? Set.of() : Set.of(stage);
    }

    private static Set<LifecycleStage> ordered(Set<LifecycleStage> stages) {
        return Collections.unmodifiableSet(EnumSet.copyOf(stages));
    }
}
