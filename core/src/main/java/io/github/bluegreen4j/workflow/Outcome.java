package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.event.HookEvent;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;

/** How a piece of work ended. */
public sealed interface Outcome {

    /** Visits an outcome. */
    interface Handler<R> {
        R inspected(Inspected outcome);

        R scaleInRead(ScaleInRead outcome);

        R achieved(Achieved outcome);

        R launched(Launched outcome);

        R routeReads(RouteReads outcome);

        R routeLost(RouteLost outcome);

        R gone(Gone outcome);

        R alarmRaised(AlarmRaised outcome);

        R drifted(Drifted outcome);

        R gateOpened(GateOpened outcome);

        R endSeen(EndSeen outcome);

        R endObserved(EndObserved outcome);

        R hookSucceeded(HookSucceeded outcome);

        R hookFailed(HookFailed outcome);

        R refused(Refused outcome);

        R uncertain(Uncertain outcome);

        R nothingSent(NothingSent outcome);
    }

    <R> R accept(Handler<R> handler);

    /** Whether nothing of the work can land any more. */
    default boolean isCertain() {
        return true;
    }

    /** The service was inspected. */
    record Inspected(Readings readings) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.inspected(this);
        }
    }

    /** The autoscaler's setting was read. */
    record ScaleInRead(ScaleInSetting setting) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.scaleInRead(this);
        }
    }

    /** The asserted state was read back. */
    record Achieved() implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.achieved(this);
        }
    }

    /** The revision exists. */
    record Launched(RevisionRef revision) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.launched(this);
        }
    }

    /** The route reads as asserted. */
    record RouteReads(RouteReading reading) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.routeReads(this);
        }
    }

    /** The route is gone, or forwards elsewhere. */
    record RouteLost(RouteRef route, String why) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.routeLost(this);
        }
    }

    /** Something that the work needs does not exist. */
    record Gone(String what) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.gone(this);
        }
    }

    /** A watched alarm is in ALARM. */
    record AlarmRaised(String names) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.alarmRaised(this);
        }
    }

    /** Somebody else changed the route. */
    record Drifted(RouteRef route, String seen, String wanted) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.drifted(this);
        }
    }

    /** The gate before CLEAN_UP is open. */
    record GateOpened(Readings readings) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.gateOpened(this);
        }
    }

    /** Where production points, after CLEAN_UP ran out of time. */
    record EndSeen(boolean allOnGreen, String seen) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.endSeen(this);
        }
    }

    /** What serves production at the end. */
    record EndObserved(Readings readings) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.endObserved(this);
        }
    }

    /** The hook succeeded. */
    record HookSucceeded(String why) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.hookSucceeded(this);
        }
    }

    /** The hook failed. */
    record HookFailed(HookEvent.Failure failure, String reason) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.hookFailed(this);
        }
    }

    /** Refused for good; nothing was changed by the last call. */
    record Refused(Problem problem) implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.refused(this);
        }
    }

    /** The last call may have taken effect, or may still. */
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

    /** The work was withdrawn, and nothing of it can land: it never began, or its last call was answered. */
    record NothingSent() implements Outcome {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.nothingSent(this);
        }
    }
}
