package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.model.Command;
import io.github.bluegreen4j.model.Given;
import java.time.Instant;

/** A decision about a rollout, or a command for it: all that is stored of it beside its specification. Immutable. */
public sealed interface RolloutEvent {

    /** {@return when it was decided, by the clock of the process that decided} */
    Instant at();

    /** {@return what happened, in a sentence} */
    String sentence();

    /**
     * A wave begins: its deployments are ordered from now on.
     *
     * @param wave which one, from 1
     * @param name its name
     * @param size how many deployments it has
     * @param at when
     */
    record WaveOpened(int wave, String name, int size, Instant at) implements RolloutEvent {
        @Override
        public String sentence() {
            return "Wave " + wave + " (" + name + ") begins with " + RolloutReports.deployments(size) + ".";
        }
    }

    /**
     * The deployments that were held for their wave continue with their bake and the clean-up.
     *
     * @param wave which one, from 1
     * @param at when
     */
    record WaveReleased(int wave, Instant at) implements RolloutEvent {
        @Override
        public String sentence() {
            return "Wave " + wave + " is released: its deployments bake and clean up.";
        }
    }

    /**
     * A wave is over, and the next one may begin.
     *
     * @param wave which one, from 1
     * @param successful how many of its deployments were successful
     * @param failed how many were not
     * @param at when
     */
    record WavePassed(int wave, int successful, int failed, Instant at) implements RolloutEvent {
        @Override
        public String sentence() {
            return "Wave " + wave + " has passed: " + successful + " successful, " + failed + " failed.";
        }
    }

    /**
     * Too many deployments have failed.
     *
     * @param wave the wave, from 1
     * @param reason which deployments failed, and how many may
     * @param at when
     */
    record WaveFailed(int wave, String reason, Instant at) implements RolloutEvent {
        /**
         * Cleans the reason.
         *
         * @param wave the wave
         * @param reason which deployments failed
         * @param at when
         */
        public WaveFailed {
            reason = Given.foreignText("reason", reason);
        }

        @Override
        public String sentence() {
            return "Wave " + wave + " has failed: " + reason + ".";
        }
    }

    /** The commands for a rollout. */
    enum Order {
        /** Start nothing more until it is resumed. */
        PAUSE,
        /** Go on. */
        RESUME,
        /** Freeze every deployment that runs, as it stands. */
        ABORT,
        /** Roll back every deployment that has not been cleaned up. */
        ROLL_BACK
    }

    /**
     * A command.
     *
     * @param order which one
     * @param reason why; may be empty; at most 4,096 characters
     * @param by who gave it, and when
     */
    record Commanded(Order order, String reason, Command.Origin by) implements RolloutEvent {
        /**
         * Checks the reason.
         *
         * @param order which one
         * @param reason why
         * @param by who gave it, and when
         * @throws io.github.bluegreen4j.model.InvalidSpecException if a value is missing or the reason is too long
         */
        public Commanded {
            Given.value("order", order);
            Given.value("by", by);
            String unused = new Command.Abort(reason).reason();
        }

        @Override
        public Instant at() {
            return by.at();
        }

        @Override
        public String sentence() {
            String what = switch (order) {
                case PAUSE -> "paused";
                case RESUME -> "resumed";
                case ABORT -> "aborted";
                case ROLL_BACK -> "rolled back";
            };
            return "The rollout is " + what + " by " + by.actor() + (reason.isEmpty() ? "." : ": " + reason + ".");
        }
    }

    /**
     * The rollout has ended.
     *
     * @param status how; terminal
     * @param successful how many deployments were successful
     * @param failed how many were not
     * @param undone how many were undone after they had been successful
     * @param notStarted how many were not started
     * @param at when
     */
    record Ended(RolloutStatus status, int successful, int failed, int undone, int notStarted, Instant at)
            implements RolloutEvent {
        @Override
        public String sentence() {
            return "The rollout ended " + status + ": " + successful + " successful, " + failed + " failed, "
                    + (undone == 0 ? "" : undone + " undone, ") + notStarted + " not started.";
        }
    }
}
