package io.github.bluegreen4j.model;

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

    /**
     * Restore production and retire green. Accepted in every state before CLEAN_UP.
     *
     * @param reason why; may be empty, and has at most {@value #MAX_REASON} characters
     */
    record RollBack(String reason) implements Command {
        /** Checks the reason. */
        public RollBack {
            checkReason(reason);
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
    record Abort(String reason) implements Command {
        /** Checks the reason. */
        public Abort {
            checkReason(reason);
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
    record Proceed(String hookId, TimeoutAction action) implements Command {
        /** Checks that both are there. */
        public Proceed {
            Faults faults = new Faults();
            faults.text(
                    "hookId",
                    hookId,
                    Given.MAX_NAME,
                    "the id of a hook, as the description of the deployment shows it");
            faults.present("action", action);
            faults.throwIfAny();
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.proceed(this);
        }
    }

    /** End the bake that runs now. It skips no gate and no hook. */
    record SkipBake() implements Command {
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
