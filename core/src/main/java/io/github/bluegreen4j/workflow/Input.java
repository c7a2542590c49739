package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Readings;
import java.time.Duration;
import java.time.Instant;

/** A fact the workflow is told. It decides what follows from it. */
public sealed interface Input {

    /** Visits an input. */
    interface Handler<R> {
        R ordered(Ordered input);

        R turnCame(TurnCame input);

        R commanded(Commanded input);

        R superseded(Superseded input);

        R rejected(Rejected input);

        R effectNoted(EffectNoted input);

        R effectEnded(EffectEnded input);

        R timerFired(TimerFired input);

        R observed(Observed input);

        R stalled(Stalled input);

        R resumed(Resumed input);
    }

    <R> R accept(Handler<R> handler);

    /** A deployment was ordered. */
    record Ordered(DeploymentId deployment, DeploymentSpec spec) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.ordered(this);
        }
    }

    /** No other deployment of the service runs any more. */
    record TurnCame() implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.turnCame(this);
        }
    }

    /** An operator gave a command. */
    record Commanded(String commandId, Command command) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.commanded(this);
        }
    }

    /** A newer deployment wants this one's place. */
    record Superseded(DeploymentId by) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.superseded(this);
        }
    }

    /** Another deployment of the service has not ended, and this one's concurrency policy is REJECT. */
    record Rejected(DeploymentId by) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.rejected(this);
        }
    }

    /** Work in progress has something to say. */
    record EffectNoted(Effect effect, Note note) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.effectNoted(this);
        }
    }

    /** Work has ended, or was withdrawn and can do no more. */
    record EffectEnded(Effect effect, Outcome outcome) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.effectEnded(this);
        }
    }

    /** An armed timer fired. */
    record TimerFired(Timer timer) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.timerFired(this);
        }
    }

    /** A watch shows something new; what its readings lack is unknown, or has become too old. */
    record Observed(Watch watch, Readings readings) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.observed(this);
        }
    }

    /** The engine could not act since then, for it had no journal or no lease: no limit of its own work counts that time. */
    record Stalled(Instant since) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.stalled(this);
        }
    }

    /**
     * An engine took the deployment up, after a restart or from another engine.
     *
     * @param lastAlive until when it was certainly watched
     * @param writeDelay how long a write of a route that an earlier engine had under way may still take to arrive; zero where the router
     *     refuses one that comes late
     */
    record Resumed(Instant lastAlive, Duration writeDelay) implements Input {
        public Resumed(Instant lastAlive) {
            this(lastAlive, Duration.ZERO);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.resumed(this);
        }
    }
}
