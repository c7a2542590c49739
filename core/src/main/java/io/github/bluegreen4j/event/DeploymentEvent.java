package io.github.bluegreen4j.event;

import java.time.Instant;

/**
 * Something that has happened to a deployment. Four families: how it gets on, its work, its hooks and its watches.
 *
 * <p>Immutable. Every event says when it was decided, by the engine's clock.
 */
public sealed interface DeploymentEvent permits ProgressEvent, WorkEvent, HookEvent, WatchEvent {

    /** Visits every kind of event. */
    interface Handler<R>
            extends ProgressEvent.Handler<R>, WorkEvent.Handler<R>, HookEvent.Handler<R>, WatchEvent.Handler<R> {}

    /** When it was decided. */
    Instant at();

    <R> R accept(Handler<R> handler);
}
