package io.github.bluegreen4j.workflow.state;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.RouteRef;

/** A deadline or the end of a wait. Timers that are due together fire the most specific first. */
public sealed interface Timer {

    /**
     * Visits a timer.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R> {
        /**
         * {@return the visitor's result for that timer}
         *
         * @param timer the timer
         */
        R hookExpires(HookExpires timer);

        /**
         * {@return the visitor's result for that timer}
         *
         * @param timer the timer
         */
        R resourceQuiet(ResourceQuiet timer);

        /**
         * {@return the visitor's result for that timer}
         *
         * @param timer the timer
         */
        R routeSettles(RouteSettles timer);

        /**
         * {@return the visitor's result for that timer}
         *
         * @param timer the timer
         */
        R of(Of timer);
    }

    /**
     * Calls the visitor's method for this kind of timer.
     *
     * @param <R> the type of the visitor's result
     * @param handler the visitor
     * @return the visitor's result
     */
    <R> R accept(Handler<R> handler);

    /** {@return the order among timers that are due at the same instant: the lowest fires first} */
    int rank();

    /**
     * A hook or a pause times out.
     *
     * @param execution the execution of the hook
     */
    record HookExpires(HookExecution execution) implements Timer {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.hookExpires(this);
        }

        @Override
        public int rank() {
            return 2;
        }
    }

    /**
     * No call that was sent to the resource can take effect any more.
     *
     * @param resource the resource
     */
    record ResourceQuiet(Effect.Resource resource) implements Timer {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.resourceQuiet(this);
        }

        @Override
        public int rank() {
            return 0;
        }
    }

    /**
     * The data plane of a route has had its time to follow a write.
     *
     * @param route the route
     */
    record RouteSettles(RouteRef route) implements Timer {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.routeSettles(this);
        }

        @Override
        public int rank() {
            return 1;
        }
    }

    /**
     * A timer that a deployment has only once.
     *
     * @param kind which one
     */
    record Of(Kind kind) implements Timer {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.of(this);
        }

        @Override
        @SuppressWarnings("EnumOrdinal") // the order in which the kinds are declared is the order in which they fire
        public int rank() {
            return 3 + kind.ordinal();
        }
    }

    /** The timers that a deployment has only once, most specific first. */
    enum Kind {
        /** The drain window ends. */
        DRAIN,
        /** The time for which a revision is kept is over. */
        KEEPING,
        /** The bake, or the step's bake, is over. */
        BAKE,
        /** The wait for evidence that green is not worse than blue is over. */
        EVIDENCE,
        /** Green has carried production with too few healthy targets for too long. */
        UNHEALTHY,
        /** The runtime has not described green for some time: green counts as gone. */
        GREEN_GONE,
        /** The wait for a blue below its floor is over. */
        WEAK_BLUE,
        /** The gate before CLEAN_UP stayed closed too long. */
        GATE,
        /** The engine's own work in the stage took too long. */
        STAGE,
        /** CLEAN_UP took too long. */
        CLEAN_UP,
        /** The production routes could not be read after CLEAN_UP took too long. */
        END,
        /** The rollback took too long. */
        ROLLBACK,
        /** Restoring what is suspended took too long. */
        CLOSING,
        /** The deployment took too long. */
        DEPLOYMENT
    }
}
