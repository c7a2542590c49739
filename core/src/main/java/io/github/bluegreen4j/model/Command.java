package io.github.bluegreen4j.model;

import java.time.Instant;
import java.util.Optional;

/** What an operator may tell a running deployment. */
public sealed interface Command {
    /** The most characters that a reason may have. */
    int MAX_REASON = 4_096;

    /** Visits a command. */
    interface Handler<R> {
        R rollBack(RollBack command);

        R abort(Abort command);

        R proceed(Proceed command);

        R skipBake(SkipBake command);

        R unreadable(Unreadable command);
    }

    <R> R accept(Handler<R> handler);

    /** Who gave the command, and when; empty when nobody said. */
    Optional<Origin> origin();

    /** The same command, given by that actor at that instant. */
    Command from(Origin newOrigin);

    /**
     * Who gave a command or an order, and when. Nobody verifies it: it is what the process that submitted it says.
     *
     * @param actor a person, a job or a process; one line of 1 to {@value Given#MAX_NAME} characters, not blank
     * @param at when it was submitted, by the clock of the process that submitted it; it may differ from the engine's clock, which dates
     *     the events
     */
    record Origin(String actor, Instant at) {
        /** Checks both. */
        public Origin {
            Given.name("actor", actor);
            Given.value("at", at);
        }

        /** {@code alice, 2026-03-01T12:00:00Z}. */
        @Override
        public String toString() {
            return actor + ", " + at;
        }
    }

    /**
     * Restore production and retire green. Accepted in every state before CLEAN_UP.
     *
     * @param reason why; may be empty, and has at most {@value #MAX_REASON} characters
     */
    record RollBack(String reason, Optional<Origin> origin) implements Command {
        /** Checks the reason. */
        public RollBack {
            checkReason(reason);
            Given.value("origin", origin);
        }

        /** Without an origin. */
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
     * Freeze the deployment as it stands and release what it holds. Refused while production is being restored.
     *
     * @param reason why; may be empty, and has at most {@value #MAX_REASON} characters
     */
    record Abort(String reason, Optional<Origin> origin) implements Command {
        /** Checks the reason. */
        public Abort {
            checkReason(reason);
            Given.value("origin", origin);
        }

        /** Without an origin. */
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
     * Answer a pause.
     *
     * @param hookId the {@link HookExecution#executionId} of the pause
     * @param action whether to continue or to roll back
     */
    record Proceed(String hookId, TimeoutAction action, Optional<Origin> origin) implements Command {
        /** Checks that all are there. */
        public Proceed {
            Faults faults = new Faults();
            faults.text(
                    "hookId",
                    hookId,
                    Given.MAX_NAME,
                    "the id of a hook, as the description of the deployment shows it");
            faults.present("action", action);
            faults.throwIfAny();
            Given.value("origin", origin);
        }

        /** Without an origin. */
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

    /** End the bake that runs now. It skips no gate and no hook. */
    record SkipBake(Optional<Origin> origin) implements Command {
        /** Checks that there is an origin or none. */
        public SkipBake {
            Given.value("origin", origin);
        }

        /** Without an origin. */
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
     * A command in the mailbox that can't be read, of a newer version or damaged. A journal gives it in place of what it could not decode,
     * so that it is answered with a refusal and holds up neither the deployment nor the other commands.
     *
     * @param why what can't be read
     */
    record Unreadable(String why) implements Command {
        /** Makes the text fit to be journaled. */
        public Unreadable {
            why = Given.foreignText("why", why);
        }

        /** Empty: what can't be read does not say. */
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

    private static void checkReason(String reason) {
        Faults faults = new Faults();
        faults.freeText(
                "reason", reason, MAX_REASON, "a text of at most " + MAX_REASON + " characters, or an empty one");
        faults.throwIfAny();
    }
}
