package io.github.bluegreen4j.event;

import java.time.Instant;

/**
 * Something that happened to a deployment. There are four families: progress, work, hooks and watches.
 *
 * <p>Immutable and safe to share between threads. Constructors refuse a missing value with an {@code
 * InvalidSpecException}.
 */
public sealed interface DeploymentEvent permits ProgressEvent, WorkEvent, HookEvent, WatchEvent {

    /**
     * Visits every kind of event. When a kind is added, every visitor must handle it or it does not compile.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R>
            extends ProgressEvent.Handler<R>, WorkEvent.Handler<R>, HookEvent.Handler<R>, WatchEvent.Handler<R> {}

    /** {@return when the event was decided, by the engine's clock} */
    Instant at();

    /**
     * Calls the visitor's method for this kind of event.
     *
     * @param <R> the type of the visitor's result
     * @param handler the visitor
     * @return the visitor's result
     */
    <R> R accept(Handler<R> handler);
}
