package io.github.bluegreen4j.model;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/** A command from an operator to a running deployment. {@code Deployment} in the engine's package submits commands. */
public sealed interface Command {
    /** The maximum length of a reason, in characters. */
    int MAX_REASON = 4_096;

    /**
     * Visits a command.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R> {
        /**
         * {@return the visitor's result for that command}
         *
         * @param command the command
         */
        R rollBack(RollBack command);

        /**
         * {@return the visitor's result for that command}
         *
         * @param command the command
         */
        R abort(Abort command);

        /**
         * {@return the visitor's result for that command}
         *
         * @param command the command
         */
        R proceed(Proceed command);

        /**
         * {@return the visitor's result for that command}
         *
         * @param command the command
         */
        R skipBake(SkipBake command);

        /**
         * {@return the visitor's result for that command}
         *
         * @param command the command
         */
        R withdraw(Withdraw command);

        /**
         * {@return the visitor's result for that command}
         *
         * @param command the command
         */
        R unreadable(Unreadable command);
    }

    /**
     * Calls the visitor's method for this kind of command.
     *
     * @param <R> the type of the visitor's result
     * @param handler the visitor
     * @return the visitor's result
     */
    <R> R accept(Handler<R> handler);

    /** {@return who gave the command, and when; empty if unknown} */
    Optional<Origin> origin();

    /**
     * {@return a copy of this command with that origin}
     *
     * @param newOrigin who gave it, and when
     */
    Command from(Origin newOrigin);

    /**
     * Who gave a command or ordered a deployment, and when. Nobody verifies it: it is what the submitting process
     * states.
     *
     * @param actor a person, a job or a process; one line of 1 to {@value Given#MAX_NAME} characters, not blank
     * @param at when it was submitted, by the clock of the submitting process. It may differ from the engine's clock,
     *     which dates the events
     */
    record Origin(String actor, Instant at) {
        /**
         * Checks both.
         *
         * @param actor a person, a job or a process
         * @param at when it was submitted, by the clock of the submitting process
         * @throws InvalidSpecException if one is missing, or the actor is not allowed
         */
        public Origin {
            Given.name("actor", actor);
            Given.value("at", at);
        }

        /** {@code alice, 2026-03-01T12:00:00Z}. */
        @Override
        public String toString() {
            return actor + ", " + at.truncatedTo(ChronoUnit.SECONDS);
        }
    }

    /**
     * Restores production and retires green. Accepted in every state before CLEAN_UP.
     *
     * @param reason why; may be empty; at most {@value #MAX_REASON} characters
     * @param origin who gave the command, and when; empty if unknown
     */
    record RollBack(String reason, Optional<Origin> origin) implements Command {
        /**
         * Checks the reason.
         *
         * @param reason why
         * @param origin who gave the command, and when
         * @throws InvalidSpecException if a value is missing or the reason is too long
         */
        public RollBack {
            checkReason(reason);
            Given.value("origin", origin);
        }

        /**
         * A command of unknown origin.
         *
         * @param reason why; may be empty; at most {@value #MAX_REASON} characters
         */
        public RollBack(String reason) {
            this(reason, Optional.empty());
        }

        @Override
        public RollBack from(Origin newOrigin) {
            return new RollBack(reason, Optional.of(Given.value("origin", newOrigin)));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.rollBack(this);
        }
    }

    /**
     * Freezes the deployment as it stands and releases what it holds. Refused while production is being restored.
     *
     * @param reason why; may be empty; at most {@value #MAX_REASON} characters
     * @param origin who gave the command, and when; empty if unknown
     */
    record Abort(String reason, Optional<Origin> origin) implements Command {
        /**
         * Checks the reason.
         *
         * @param reason why
         * @param origin who gave the command, and when
         * @throws InvalidSpecException if a value is missing or the reason is too long
         */
        public Abort {
            checkReason(reason);
            Given.value("origin", origin);
        }

        /**
         * A command of unknown origin.
         *
         * @param reason why; may be empty; at most {@value #MAX_REASON} characters
         */
        public Abort(String reason) {
            this(reason, Optional.empty());
        }

        @Override
        public Abort from(Origin newOrigin) {
            return new Abort(reason, Optional.of(Given.value("origin", newOrigin)));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.abort(this);
        }
    }

    /**
     * Answers a pause. A pause that {@linkplain Approvals needs approvals} takes {@code CONTINUE} as one of them.
     *
     * @param hookId the {@link HookExecution#executionId} of the pause
     * @param action whether to continue or to roll back
     * @param origin who gave the command, and when; empty if unknown
     */
    record Proceed(String hookId, TimeoutAction action, Optional<Origin> origin) implements Command {
        /**
         * Checks that nothing is missing.
         *
         * @param hookId the {@link HookExecution#executionId} of the pause
         * @param action whether to continue or to roll back
         * @param origin who gave the command, and when
         * @throws InvalidSpecException with every value that is missing or not allowed
         */
        public Proceed {
            SpecFaults faults = new SpecFaults();
            checkHookId(faults, hookId);
            faults.present("action", action);
            faults.throwIfAny();
            Given.value("origin", origin);
        }

        /**
         * A command of unknown origin.
         *
         * @param hookId the {@link HookExecution#executionId} of the pause
         * @param action whether to continue or to roll back
         */
        public Proceed(String hookId, TimeoutAction action) {
            this(hookId, action, Optional.empty());
        }

        @Override
        public Proceed from(Origin newOrigin) {
            return new Proceed(hookId, action, Optional.of(Given.value("origin", newOrigin)));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.proceed(this);
        }
    }

    /**
     * Takes back an approval, while the pause still waits for others.
     *
     * @param hookId the {@link HookExecution#executionId} of the pause
     * @param origin who gave the command, and when: whose approval is taken back
     */
    record Withdraw(String hookId, Optional<Origin> origin) implements Command {
        /**
         * Checks that nothing is missing.
         *
         * @param hookId the {@link HookExecution#executionId} of the pause
         * @param origin who gave the command, and when
         * @throws InvalidSpecException with every value that is missing or not allowed
         */
        public Withdraw {
            SpecFaults faults = new SpecFaults();
            checkHookId(faults, hookId);
            faults.throwIfAny();
            Given.value("origin", origin);
        }

        /**
         * A command of unknown origin, which takes nothing back: see {@link #from}.
         *
         * @param hookId the {@link HookExecution#executionId} of the pause
         */
        public Withdraw(String hookId) {
            this(hookId, Optional.empty());
        }

        @Override
        public Withdraw from(Origin newOrigin) {
            return new Withdraw(hookId, Optional.of(Given.value("origin", newOrigin)));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.withdraw(this);
        }
    }

    /**
     * Ends the current bake early. It skips no gate and no hook.
     *
     * @param origin who gave the command, and when; empty if unknown
     */
    record SkipBake(Optional<Origin> origin) implements Command {
        /**
         * Checks that the origin is not null.
         *
         * @param origin who gave the command, and when
         * @throws InvalidSpecException if it is null
         */
        public SkipBake {
            Given.value("origin", origin);
        }

        /** A command of unknown origin. */
        public SkipBake() {
            this(Optional.empty());
        }

        @Override
        public SkipBake from(Origin newOrigin) {
            return new SkipBake(Optional.of(Given.value("origin", newOrigin)));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.skipBake(this);
        }
    }

    /**
     * Stands for a command in the mailbox that cannot be decoded: it was written by a newer version, or it is
     * damaged. The journal returns it in place of that command. The engine answers it with a refusal, so it delays
     * neither the deployment nor the other commands.
     *
     * @param why what cannot be decoded
     */
    record Unreadable(String why) implements Command {
        /**
         * Cleans the text for the journal.
         *
         * @param why what cannot be decoded
         * @throws InvalidSpecException if it is missing
         */
        public Unreadable {
            why = Given.foreignText("why", why);
        }

        /** Always empty: the origin cannot be decoded either. */
        @Override
        public Optional<Origin> origin() {
            return Optional.empty();
        }

        /** This command, unchanged. */
        @Override
        public Unreadable from(Origin newOrigin) {
            return this;
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.unreadable(this);
        }
    }

    private static void checkHookId(SpecFaults faults, String hookId) {
        faults.text(
                "hookId", hookId, Given.MAX_NAME, "the id of a hook, as the description of the deployment shows it");
    }

    private static void checkReason(String reason) {
        SpecFaults faults = new SpecFaults();
        faults.freeText(
                "reason", reason, MAX_REASON, "a text of at most " + MAX_REASON + " characters, or an empty one");
        faults.throwIfAny();
    }
}
