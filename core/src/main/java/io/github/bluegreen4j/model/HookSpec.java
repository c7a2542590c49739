package io.github.bluegreen4j.model;

import java.time.Duration;
import java.util.Collections;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Something a stage waits for: a hook that is called, or a pause that somebody answers. All hooks of a stage run side by
 * side; the stage ends when all have succeeded or were continued, and any failure rolls the deployment back ("Lifecycle
 * hooks for Amazon ECS service deployments" in the ECS developer guide).
 */
public sealed interface HookSpec {
    /** How long a hook has when nothing is said: 24 hours, the default of ECS. */
    Duration DEFAULT_TIMEOUT = Duration.ofHours(24);

    /** The kinds of hook. */
    enum Kind {
        /** A hook of this process, found by its name. */
        NAMED,
        /** An AWS Lambda function. */
        LAMBDA,
        /** Nothing is called: an operator answers. */
        PAUSE
    }

    /** Which kind this is. */
    Kind kind();

    /** The hook's name, unique within its deployment; at most 128 characters, not blank. */
    String name();

    /** Where it runs: at least one stage, each of which admits it; unmodifiable, in the order of the stages. */
    Set<LifecycleStage> stages();

    /** How long one execution may take, all its polls included; 1 to 1440 minutes, a pause up to 20160 (14 days). */
    Duration timeout();

    /** What follows when that time is over. */
    TimeoutAction onTimeout();

    /** What the hook is told beyond the deployment itself; empty for a pause. */
    HookDetails details();

    /** A hook of this process, called at one stage, with 24 hours to answer, after which the deployment rolls back. */
    static HookSpec named(String name, LifecycleStage stage) {
        return new Named(name, at(stage), DEFAULT_TIMEOUT, TimeoutAction.ROLLBACK, HookDetails.EMPTY);
    }

    /** A Lambda function, called at one stage, with 24 hours to answer, after which the deployment rolls back. */
    static HookSpec lambda(String name, String functionArn, LifecycleStage stage) {
        return new Lambda(name, functionArn, at(stage), DEFAULT_TIMEOUT, TimeoutAction.ROLLBACK, HookDetails.EMPTY);
    }

    /** A pause at one stage. */
    static HookSpec pause(String name, LifecycleStage stage, Duration timeout, TimeoutAction onTimeout) {
        return new Pause(name, at(stage), timeout, onTimeout);
    }

    /**
     * A hook of this process, which the engine finds by its name.
     *
     * @param name the name it is registered under
     * @param stages where it runs
     * @param timeout 1 to 1440 minutes
     * @param onTimeout what follows after that
     * @param details what it is told
     */
    record Named(
            String name, Set<LifecycleStage> stages, Duration timeout, TimeoutAction onTimeout, HookDetails details)
            implements HookSpec {

        /** Checks the ranges. */
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
     * @param name what the hook is called in this deployment
     * @param functionArn the function
     * @param stages where it runs
     * @param timeout 1 to 1440 minutes, as the page "Lambda lifecycle hooks" of the ECS developer guide has it
     * @param onTimeout what follows after that
     * @param details what it is told
     */
    record Lambda(
            String name,
            String functionArn,
            Set<LifecycleStage> stages,
            Duration timeout,
            TimeoutAction onTimeout,
            HookDetails details)
            implements HookSpec {

        /** Checks the ranges. */
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
     * A pause: the stage waits until an operator says continue or roll back.
     *
     * @param name what the pause is called
     * @param stages where it stands; see {@link LifecycleStage#admitsPauses}
     * @param timeout 1 to 20160 minutes
     * @param onTimeout what follows after that
     */
    record Pause(String name, Set<LifecycleStage> stages, Duration timeout, TimeoutAction onTimeout)
            implements HookSpec {

        /** Checks the ranges. */
        public Pause {
            HookDraft.check(new HookDraft(Kind.PAUSE, name, null, stages, timeout, onTimeout, HookDetails.EMPTY));
            stages = ordered(stages);
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
