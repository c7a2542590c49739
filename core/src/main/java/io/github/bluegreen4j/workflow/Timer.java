package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.RouteRef;

/** Something that is waited for by the clock. Timers due together fire most specific first. */
public sealed interface Timer {

    /** Visits a timer. */
    interface Handler<R> {
        R hookExpires(HookExpires timer);

        R resourceQuiet(ResourceQuiet timer);

        R routeSettles(RouteSettles timer);

        R of(Of timer);
    }

    <R> R accept(Handler<R> handler);

    /** The lower, the earlier among timers that are due at the same instant. */
    int rank();

    /** A hook or a pause runs out of its time. */
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

    /** Nothing that was sent to the resource can land any more. */
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

    /** The data plane has had its time to follow a write. */
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

    /** A timer of which a deployment has one. */
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

    /** The timers of which a deployment has one, most specific first. */
    enum Kind {
        /** The drain window ends. */
        DRAIN,
        /** The bake, or the step's bake, is over. */
        BAKE,
        /** Green has carried production with too few healthy targets for too long. */
        UNHEALTHY,
        /** The runtime has not described green for some time: it is gone. */
        GREEN_GONE,
        /** Blue was waited for long enough. */
        WEAK_BLUE,
        /** The gate before CLEAN_UP stayed closed for too long. */
        GATE,
        /** The stage's own work took too long. */
        STAGE,
        /** CLEAN_UP took too long. */
        CLEAN_UP,
        /** Not even where production points could be read. */
        END,
        /** The rollback took too long. */
        ROLLBACK,
        /** Releasing what is suspended took too long. */
        CLOSING,
        /** The deployment took too long. */
        DEPLOYMENT
    }
}
