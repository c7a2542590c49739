package io.github.bluegreen4j.workflow.decide;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.event.Watch;
import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.workflow.script.Outcome;
import io.github.bluegreen4j.workflow.script.ProgressReport;
import io.github.bluegreen4j.workflow.state.Timer;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/** Something that happened. The workflow decides what follows from it. */
public sealed interface Input {

    /**
     * Visits an input.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R> {
        /**
         * {@return the visitor's result for that input}
         *
         * @param input the input
         */
        R ordered(Ordered input);

        /**
         * {@return the visitor's result for that input}
         *
         * @param input the input
         */
        R turnCame(TurnCame input);

        /**
         * {@return the visitor's result for that input}
         *
         * @param input the input
         */
        R commanded(Commanded input);

        /**
         * {@return the visitor's result for that input}
         *
         * @param input the input
         */
        R superseded(Superseded input);

        /**
         * {@return the visitor's result for that input}
         *
         * @param input the input
         */
        R rejected(Rejected input);

        /**
         * {@return the visitor's result for that input}
         *
         * @param input the input
         */
        R effectNoted(EffectNoted input);

        /**
         * {@return the visitor's result for that input}
         *
         * @param input the input
         */
        R effectEnded(EffectEnded input);

        /**
         * {@return the visitor's result for that input}
         *
         * @param input the input
         */
        R timerFired(TimerFired input);

        /**
         * {@return the visitor's result for that input}
         *
         * @param input the input
         */
        R observed(Observed input);

        /**
         * {@return the visitor's result for that input}
         *
         * @param input the input
         */
        R stalled(Stalled input);

        /**
         * {@return the visitor's result for that input}
         *
         * @param input the input
         */
        R resumed(Resumed input);
    }

    /**
     * Calls the visitor's method for this kind of input.
     *
     * @param <R> the type of the visitor's result
     * @param handler the visitor
     * @return the visitor's result
     */
    <R> R accept(Handler<R> handler);

    /**
     * A deployment was ordered.
     *
     * @param deployment its id
     * @param spec what was ordered
     * @param by who ordered it, and when by that process's clock; empty if unknown
     */
    record Ordered(DeploymentId deployment, DeploymentSpec spec, Optional<Command.Origin> by) implements Input {
        /** An order of unknown origin. */
        public Ordered(DeploymentId deployment, DeploymentSpec spec) {
            this(deployment, spec, Optional.empty());
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.ordered(this);
        }
    }

    /** It is this deployment's turn: no other deployment of the service runs any more. */
    record TurnCame() implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.turnCame(this);
        }
    }

    /**
     * An operator gave a command.
     *
     * @param commandId the id of the command
     * @param command the command
     */
    record Commanded(String commandId, Command command) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.commanded(this);
        }
    }

    /**
     * A newer deployment supersedes this one.
     *
     * @param by the newer deployment
     */
    record Superseded(DeploymentId by) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.superseded(this);
        }
    }

    /**
     * Another deployment of the service has not ended, and this one has the policy REJECT.
     *
     * @param by the other deployment
     */
    record Rejected(DeploymentId by) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.rejected(this);
        }
    }

    /**
     * Work in progress reports something.
     *
     * @param effect the work
     * @param note what it reports
     */
    record EffectNoted(Effect effect, ProgressReport note) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.effectNoted(this);
        }
    }

    /**
     * Work has ended, or was withdrawn and has no call in flight.
     *
     * @param effect the work
     * @param outcome how it ended
     */
    record EffectEnded(Effect effect, Outcome outcome) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.effectEnded(this);
        }
    }

    /**
     * An armed timer fired.
     *
     * @param timer the timer
     */
    record TimerFired(Timer timer) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.timerFired(this);
        }
    }

    /**
     * A watch has a new result.
     *
     * @param watch the watch
     * @param readings what was read; what is missing is unknown or too old
     */
    record Observed(Watch watch, Readings readings) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.observed(this);
        }
    }

    /**
     * The engine could not act: it had no journal or no lease. No limit of its own work counts that time.
     *
     * @param since when this started
     */
    record Stalled(Instant since) implements Input {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.stalled(this);
        }
    }

    /**
     * An engine resumed the deployment, after a restart or from another engine.
     *
     * @param lastAlive until when the deployment was certainly watched
     * @param writeDelay how long a write of a route that an earlier engine had in progress may still take to arrive; zero where the
     *     router refuses a late one
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
