package io.github.bluegreen4j.event;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.RouteRef;
import java.time.Instant;
import java.util.List;

/**
 * What the watches showed, where it made a difference.
 */
public sealed interface WatchEvent extends DeploymentEvent {

    /** Visits every kind; a new kind does not compile until every visitor knows it. */
    interface Handler<R> {
        R conditionChanged(ConditionChanged event);

        R desiredCountRose(DesiredCountRose event);

        R greenTasksCounted(GreenTasksCounted event);

        R greenMissing(GreenMissing event);

        R alarmsIgnored(AlarmsIgnored event);

        R alarmRearmed(AlarmRearmed event);

        R driftFound(DriftFound event);
    }

    /**
     * A watch shows something else than before.
     *
     * @param reachable false when the condition is unknown because nothing answered
     */
    record ConditionChanged(
            Instant at, Watch watch, Watch.Condition condition, String seen, String wanted, boolean reachable)
            implements WatchEvent {
        public ConditionChanged {
            Given.value("at", at);
            Given.value("watch", watch);
            Given.value("condition", condition);
            seen = Given.foreignText("seen", seen);
            wanted = Given.foreignText("wanted", wanted);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.conditionChanged(this);
        }
    }

    /** The service is asked to run more tasks than before. */
    record DesiredCountRose(Instant at, int desired) implements WatchEvent {
        public DesiredCountRose {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.desiredCountRose(this);
        }
    }

    /** Tasks of green failed or turned healthy: all failures so far, the healthy ones now, and the failures that do not count any more. */
    record GreenTasksCounted(Instant at, int failed, int healthy, int forgiven) implements WatchEvent {
        public GreenTasksCounted {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.greenTasksCounted(this);
        }
    }

    /** The runtime does not describe green any more, or describes it again. */
    record GreenMissing(Instant at, boolean missing) implements WatchEvent {
        public GreenMissing {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.greenMissing(this);
        }
    }

    /** Alarms were in ALARM at the start and are ignored: until they have been OK once, or for good. */
    record AlarmsIgnored(Instant at, List<String> names, boolean forGood) implements WatchEvent {
        public AlarmsIgnored {
            Given.value("at", at);
            names = Given.foreignTexts("names", names);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.alarmsIgnored(this);
        }
    }

    /** An ignored alarm has been OK: it counts again. */
    record AlarmRearmed(Instant at, String name) implements WatchEvent {
        public AlarmRearmed {
            Given.value("at", at);
            name = Given.foreignText("name", name);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.alarmRearmed(this);
        }
    }

    /** Somebody else changed a route. */
    record DriftFound(Instant at, RouteRef route, String seen, String wanted) implements WatchEvent {
        public DriftFound {
            Given.value("at", at);
            Given.value("route", route);
            seen = Given.foreignText("seen", seen);
            wanted = Given.foreignText("wanted", wanted);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.driftFound(this);
        }
    }
}
