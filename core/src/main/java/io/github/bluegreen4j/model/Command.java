package io.github.bluegreen4j.model;

/** What an operator may tell a running deployment. */
public sealed interface Command {

    /** Visits a command. */
    interface Handler<R> {
        R rollBack(RollBack command);

        R abort(Abort command);

        R proceed(Proceed command);

        R skipBake(SkipBake command);
    }

    <R> R accept(Handler<R> handler);

    /** Restore production and retire green. Accepted in every state before CLEAN_UP. */
    record RollBack(String reason) implements Command {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.rollBack(this);
        }
    }

    /** Freeze the deployment as it stands and release what it holds. Refused while production is being restored. */
    record Abort(String reason) implements Command {
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
}
