package io.github.bluegreen4j.event;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.RouteRef;
import java.time.Instant;
import java.util.List;

/** Changes that the watches detected, if they matter to the deployment. */
public sealed interface WatchEvent extends DeploymentEvent {

    /**
     * Visits every kind of event. When a kind is added, every visitor must handle it or it does not compile.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R> {
        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R conditionChanged(ConditionChanged event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R desiredCountRose(DesiredCountRose event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R greenTasksCounted(GreenTasksCounted event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R greenMissing(GreenMissing event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R alarmsIgnored(AlarmsIgnored event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R alarmRearmed(AlarmRearmed event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R driftFound(DriftFound event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R comparisonStarted(ComparisonStarted event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R greenJudged(GreenJudged event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R evidenceAwaited(EvidenceAwaited event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R evidenceWaived(EvidenceWaived event);
    }

    /**
     * The condition of a watch changed.
     *
     * @param at when it was decided, by the engine's clock
     * @param watch the watch
     * @param condition its new condition
     * @param seen what the engine read
     * @param wanted what would be good
     * @param reachable false if the condition is unknown because no port answered
     */
    record ConditionChanged(
            Instant at, Watch watch, Watch.Condition condition, String seen, String wanted, boolean reachable)
            implements WatchEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param watch the watch
         * @param condition its new condition
         * @param seen what the engine read
         * @param wanted what would be good
         * @param reachable false if the condition is unknown because no port answered
         */
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

    /**
     * The service's desired count rose.
     *
     * @param at when it was decided, by the engine's clock
     * @param desired the new desired count
     */
    record DesiredCountRose(Instant at, int desired) implements WatchEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param desired the new desired count
         */
        public DesiredCountRose {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.desiredCountRose(this);
        }
    }

    /**
     * Tasks of green failed or became healthy.
     *
     * @param at when it was decided, by the engine's clock
     * @param failed all failures so far
     * @param healthy how many tasks are healthy now
     * @param forgiven how many of the failures no longer count for the circuit breaker
     */
    record GreenTasksCounted(Instant at, int failed, int healthy, int forgiven) implements WatchEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param failed all failures so far
         * @param healthy how many tasks are healthy now
         * @param forgiven how many of the failures no longer count for the circuit breaker
         */
        public GreenTasksCounted {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.greenTasksCounted(this);
        }
    }

    /**
     * The runtime no longer describes green, or describes it again.
     *
     * @param at when it was decided, by the engine's clock
     * @param missing true if green is missing
     */
    record GreenMissing(Instant at, boolean missing) implements WatchEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param missing true if green is missing
         */
        public GreenMissing {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.greenMissing(this);
        }
    }

    /**
     * Alarms were in ALARM at the start, and the engine ignores them.
     *
     * @param at when it was decided, by the engine's clock
     * @param names the names of the alarms
     * @param forGood true: for the whole deployment; false: until they were OK once
     */
    record AlarmsIgnored(Instant at, List<String> names, boolean forGood) implements WatchEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param names the names of the alarms
         * @param forGood true: for the whole deployment
         */
        public AlarmsIgnored {
            Given.value("at", at);
            names = Given.foreignTexts("names", names);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.alarmsIgnored(this);
        }
    }

    /**
     * An ignored alarm was OK: the engine watches it from now on.
     *
     * @param at when it was decided, by the engine's clock
     * @param name the name of the alarm
     */
    record AlarmRearmed(Instant at, String name) implements WatchEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param name the name of the alarm
         */
        public AlarmRearmed {
            Given.value("at", at);
            name = Given.foreignText("name", name);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.alarmRearmed(this);
        }
    }

    /**
     * Somebody else changed a route.
     *
     * @param at when it was decided, by the engine's clock
     * @param route the route
     * @param seen the groups, weights and stickiness that were read
     * @param wanted those that the deployment had left
     */
    record DriftFound(Instant at, RouteRef route, String seen, String wanted) implements WatchEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param route the route
         * @param seen the groups, weights and stickiness that were read
         * @param wanted those that the deployment had left
         */
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

    /**
     * The weights of a production step are confirmed and have settled, and both revisions serve: from now on their metrics are
     * compared.
     *
     * @param at when it was decided, by the engine's clock
     * @param step the production step, from 1
     */
    record ComparisonStarted(Instant at, int step) implements WatchEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param step the production step
         */
        public ComparisonStarted {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.comparisonStarted(this);
        }
    }

    /**
     * The metrics were judged. The engine journals a judgement when its answer changes, and otherwise ever less often.
     *
     * @param at when it was decided, by the engine's clock
     * @param judgement the answer, with the evidence
     */
    record GreenJudged(Instant at, Judgement judgement) implements WatchEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param judgement the answer
         */
        public GreenJudged {
            Given.value("at", at);
            Given.value("judgement", judgement);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.greenJudged(this);
        }
    }

    /**
     * A step is done but for the evidence that green is not worse than blue.
     *
     * @param at when it was decided, by the engine's clock
     * @param until until when the step waits at most
     */
    record EvidenceAwaited(Instant at, Instant until) implements WatchEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param until until when the step waits at most
         */
        public EvidenceAwaited {
            Given.value("at", at);
            Given.value("until", until);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.evidenceAwaited(this);
        }
    }

    /**
     * The wait for evidence is over, and by its policy the deployment goes on without.
     *
     * @param at when it was decided, by the engine's clock
     */
    record EvidenceWaived(Instant at) implements WatchEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         */
        public EvidenceWaived {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.evidenceWaived(this);
        }
    }
}
