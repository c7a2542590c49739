package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;

/** How a piece of work ended. */
public sealed interface Outcome extends Step, ReconcileAction {

    /**
     * Visits an outcome.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R> {
        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R inspected(Inspected outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R scaleInRead(ScaleInRead outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R achieved(Achieved outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R launched(Launched outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R routeReads(RouteReads outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R routeLost(RouteLost outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R gone(Gone outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R alarmRaised(AlarmRaised outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R drifted(Drifted outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R gateOpened(GateOpened outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R endSeen(EndSeen outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R endObserved(EndObserved outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R hookSucceeded(HookSucceeded outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R hookFailed(HookFailed outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R refused(Refused outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R uncertain(Uncertain outcome);

        /**
         * {@return the visitor's result for that outcome}
         *
         * @param outcome the outcome
         */
        R nothingSent(NothingSent outcome);
    }

    /**
     * Calls the visitor's method for this kind of outcome.
     *
     * @param <R> the type of the visitor's result
     * @param handler the visitor
     * @return the visitor's result
     */
    <R> R accept(Handler<R> handler);

    @Override
    default <R> R accept(Step.Handler<R> handler) {
        return handler.done(this);
    }

    @Override
    default <R> R accept(ReconcileAction.Handler<R> handler) {
        return handler.done(this);
    }

    /** {@return whether no call of the work can still take effect} */
    default boolean isCertain() {
        return true;
    }

    /**
     * The service was inspected.
     *
     * @param readings what was read
     */
    record Inspected(Readings readings) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.inspected(this);
        }
    }

    /**
     * The autoscaler's setting was read.
     *
     * @param setting the setting
     */
    record ScaleInRead(ScaleInSetting setting) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.scaleInRead(this);
        }
    }

    /** The wanted state was verified. */
    record Achieved() implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.achieved(this);
        }
    }

    /**
     * The revision exists.
     *
     * @param revision the runtime's reference to it
     */
    record Launched(RevisionRef revision) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.launched(this);
        }
    }

    /**
     * The route has the wanted weights.
     *
     * @param reading the route as it was read
     */
    record RouteReads(RouteReading reading) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.routeReads(this);
        }
    }

    /**
     * The route is gone or forwards elsewhere.
     *
     * @param route the route
     * @param why what was found
     */
    record RouteLost(RouteRef route, String why) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.routeLost(this);
        }
    }

    /**
     * Something that the work needs does not exist.
     *
     * @param what a sentence about it
     */
    record Gone(String what) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.gone(this);
        }
    }

    /**
     * A watched alarm is in ALARM.
     *
     * @param names the alarms
     */
    record AlarmRaised(String names) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.alarmRaised(this);
        }
    }

    /**
     * Somebody else changed the route.
     *
     * @param route the route
     * @param seen what was read
     * @param wanted what the deployment had left
     */
    record Drifted(RouteRef route, String seen, String wanted) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.drifted(this);
        }
    }

    /**
     * The gate before CLEAN_UP is open.
     *
     * @param readings what was read
     */
    record GateOpened(Readings readings) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.gateOpened(this);
        }
    }

    /**
     * The production routes after CLEAN_UP exceeded its limit.
     *
     * @param allOnGreen whether all production is on green
     * @param seen what was read
     */
    record EndSeen(boolean allOnGreen, String seen) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.endSeen(this);
        }
    }

    /**
     * What serves production at the end.
     *
     * @param readings what was read
     */
    record EndObserved(Readings readings) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.endObserved(this);
        }
    }

    /**
     * The hook succeeded.
     *
     * @param why the hook's reason; may be empty
     */
    record HookSucceeded(String why) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.hookSucceeded(this);
        }
    }

    /**
     * The hook failed.
     *
     * @param failure the way in which it failed
     * @param reason the details
     */
    record HookFailed(HookEvent.Failure failure, String reason) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.hookFailed(this);
        }
    }

    /**
     * The last call was refused for good and changed nothing.
     *
     * @param problem why
     */
    record Refused(Problem problem) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.refused(this);
        }
    }

    /**
     * The last call may have taken effect, or could still take effect.
     *
     * @param problem why its outcome is unknown
     */
    record Uncertain(Problem problem) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.uncertain(this);
        }

        @Override
        public boolean isCertain() {
            return false;
        }
    }

    /**
     * The work was withdrawn and none of its calls can still take effect: it had not started, or its last call was
     * answered.
     */
    record NothingSent() implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.nothingSent(this);
        }
    }
}
