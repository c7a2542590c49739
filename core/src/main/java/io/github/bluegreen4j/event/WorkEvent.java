package io.github.bluegreen4j.event;

import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import java.time.Duration;
import java.time.Instant;

/** The engine's work on the outside world, and its results. */
public sealed interface WorkEvent extends DeploymentEvent {

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
        R workOwed(WorkOwed event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R workWithdrawn(WorkWithdrawn event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R workUncertain(WorkUncertain event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R resourceQuieted(ResourceQuieted event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R workWaiting(WorkWaiting event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R workRefused(WorkRefused event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R scaleInRead(ScaleInRead event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R scaleInSuspended(ScaleInSuspended event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R scaleInRestored(ScaleInRestored event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R revisionLaunched(RevisionLaunched event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R revisionScaled(RevisionScaled event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R routeShifted(RouteShifted event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R routeSettled(RouteSettled event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R routeRestored(RouteRestored event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R routeLeftAlone(RouteLeftAlone event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R primaryMade(PrimaryMade event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R revisionRetired(RevisionRetired event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R leftOverRetired(LeftOverRetired event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R blueKept(BlueKept event);

        /**
         * {@return the visitor's result for that event}
         *
         * @param event the event
         */
        R blueReduced(BlueReduced event);
    }

    /**
     * {@return whether this event is the outcome of a piece of work: its result, its refusal, its withdrawal, or that nobody knows}
     *
     * @param effect the work
     */
    default boolean ends(Effect effect) {
        if (this instanceof WorkWithdrawn withdrawn) {
            return withdrawn.effect().equals(effect);
        } else if (this instanceof WorkUncertain uncertain) {
            return uncertain.effect().equals(effect);
        } else if (this instanceof WorkRefused refused) {
            return refused.effect().equals(effect);
        } else if (this instanceof ScaleInRead) {
            return effect instanceof Effect.ReadScaleIn;
        } else if (this instanceof ScaleInSuspended) {
            return effect instanceof Effect.SuspendScaleIn;
        } else if (this instanceof ScaleInRestored) {
            return effect instanceof Effect.RestoreScaleIn;
        } else if (this instanceof RevisionLaunched) {
            return effect instanceof Effect.LaunchGreen;
        } else if (this instanceof RevisionScaled scaled) {
            return effect instanceof Effect.ScaleRevision scale && scale.role() == scaled.role();
        } else if (this instanceof RouteShifted shifted) {
            return effect instanceof Effect.ShiftRoute shift
                    && shift.route().equals(shifted.reading().route());
        } else if (this instanceof RouteRestored restored) {
            return effect instanceof Effect.RestoreRoute restore
                    && restore.route().equals(restored.reading().route());
        } else if (this instanceof RouteLeftAlone left) {
            return effect instanceof Effect.RestoreRoute restore
                    && restore.route().equals(left.route());
        } else if (this instanceof PrimaryMade) {
            return effect instanceof Effect.MakePrimary;
        } else if (this instanceof RevisionRetired retired) {
            return effect instanceof Effect.RetireRevision retire && retire.role() == retired.role();
        } else if (this instanceof LeftOverRetired retired) {
            return effect instanceof Effect.RetireLeftOver retire
                    && retire.revision().equals(retired.revision());
        } else if (this instanceof BlueKept) {
            return effect instanceof Effect.KeepBlue;
        } else if (this instanceof BlueReduced) {
            return effect instanceof Effect.ReduceBlue;
        }
        return false;
    }

    /**
     * The work was decided. From now until its outcome is journaled, it may take effect.
     *
     * @param at when it was decided, by the engine's clock
     * @param effect the work
     */
    record WorkOwed(Instant at, Effect effect) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param effect the work
         */
        public WorkOwed {
            Given.value("at", at);
            Given.value("effect", effect);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.workOwed(this);
        }
    }

    /**
     * The work is not wanted any more. A call that was sent for it could still take effect.
     *
     * @param at when it was decided, by the engine's clock
     * @param effect the work
     * @param quietAt until when that is possible
     */
    record WorkWithdrawn(Instant at, Effect effect, Instant quietAt) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param effect the work
         * @param quietAt until when that is possible
         */
        public WorkWithdrawn {
            Given.value("at", at);
            Given.value("effect", effect);
            Given.value("quietAt", quietAt);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.workWithdrawn(this);
        }
    }

    /**
     * A call was not answered. It could still take effect, and the engine does not repeat it before that time is
     * over.
     *
     * @param at when it was decided, by the engine's clock
     * @param effect the work
     * @param problem why there was no answer
     * @param quietAt until when the call could still take effect
     */
    record WorkUncertain(Instant at, Effect effect, Problem problem, Instant quietAt) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param effect the work
         * @param problem why there was no answer
         * @param quietAt until when the call could still take effect
         */
        public WorkUncertain {
            Given.value("at", at);
            Given.value("effect", effect);
            Given.value("problem", problem);
            Given.value("quietAt", quietAt);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.workUncertain(this);
        }
    }

    /**
     * No call that was sent to the resource can take effect any more.
     *
     * @param at when it was decided, by the engine's clock
     * @param resource the resource
     */
    record ResourceQuieted(Instant at, Effect.Resource resource) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param resource the resource
         */
        public ResourceQuieted {
            Given.value("at", at);
            Given.value("resource", resource);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.resourceQuieted(this);
        }
    }

    /**
     * The work waits for a gate.
     *
     * @param at when it was decided, by the engine's clock
     * @param effect the work
     * @param gate the gate that is closed
     * @param seen what the engine read
     * @param wanted what would open the gate
     */
    record WorkWaiting(Instant at, Effect effect, Gate gate, String seen, String wanted) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param effect the work
         * @param gate the gate that is closed
         * @param seen what the engine read
         * @param wanted what would open the gate
         */
        public WorkWaiting {
            Given.value("at", at);
            Given.value("effect", effect);
            Given.value("gate", gate);
            seen = Given.foreignText("seen", seen);
            wanted = Given.foreignText("wanted", wanted);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.workWaiting(this);
        }
    }

    /**
     * The work was refused for good.
     *
     * @param at when it was decided, by the engine's clock
     * @param effect the work
     * @param problem why
     */
    record WorkRefused(Instant at, Effect effect, Problem problem) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param effect the work
         * @param problem why
         */
        public WorkRefused {
            Given.value("at", at);
            Given.value("effect", effect);
            Given.value("problem", problem);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.workRefused(this);
        }
    }

    /**
     * The autoscaler's setting before the deployment changes it.
     *
     * @param at when it was decided, by the engine's clock
     * @param setting the setting
     */
    record ScaleInRead(Instant at, ScaleInSetting setting) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param setting the setting
         */
        public ScaleInRead {
            Given.value("at", at);
            Given.value("setting", setting);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.scaleInRead(this);
        }
    }

    /**
     * Scale-in was suspended.
     *
     * @param at when it was decided, by the engine's clock
     */
    record ScaleInSuspended(Instant at) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         */
        public ScaleInSuspended {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.scaleInSuspended(this);
        }
    }

    /**
     * Scale-in was restored to its former setting.
     *
     * @param at when it was decided, by the engine's clock
     */
    record ScaleInRestored(Instant at) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         */
        public ScaleInRestored {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.scaleInRestored(this);
        }
    }

    /**
     * Green was launched.
     *
     * @param at when it was decided, by the engine's clock
     * @param revision the runtime's reference to green
     */
    record RevisionLaunched(Instant at, RevisionRef revision) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param revision the runtime's reference to green
         */
        public RevisionLaunched {
            Given.value("at", at);
            Given.value("revision", revision);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.revisionLaunched(this);
        }
    }

    /**
     * A revision was scaled.
     *
     * @param at when it was decided, by the engine's clock
     * @param role which revision
     * @param desired how many tasks it is asked to run
     */
    record RevisionScaled(Instant at, Roles.Role role, int desired) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param role which revision
         * @param desired how many tasks it is asked to run
         */
        public RevisionScaled {
            Given.value("at", at);
            Given.value("role", role);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.revisionScaled(this);
        }
    }

    /**
     * A route gives green its share of this step: written and verified.
     *
     * @param at when it was decided, by the engine's clock
     * @param reading the route as it was read after the write
     * @param settlesAt when the data plane of the route has followed
     */
    record RouteShifted(Instant at, RouteReading reading, Instant settlesAt) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param reading the route as it was read after the write
         * @param settlesAt when the data plane of the route has followed
         */
        public RouteShifted {
            Given.value("at", at);
            Given.value("reading", reading);
            Given.value("settlesAt", settlesAt);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.routeShifted(this);
        }
    }

    /**
     * The data plane of a route has had its time to follow the write.
     *
     * @param at when it was decided, by the engine's clock
     * @param route the route
     */
    record RouteSettled(Instant at, RouteRef route) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param route the route
         */
        public RouteSettled {
            Given.value("at", at);
            Given.value("route", route);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.routeSettled(this);
        }
    }

    /**
     * A route gives blue everything. The engine found it so, or wrote it and verified the write.
     *
     * @param at when it was decided, by the engine's clock
     * @param reading the route as it was read
     * @param settlesAt when the data plane of the route has followed
     */
    record RouteRestored(Instant at, RouteReading reading, Instant settlesAt) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param reading the route as it was read
         * @param settlesAt when the data plane of the route has followed
         */
        public RouteRestored {
            Given.value("at", at);
            Given.value("reading", reading);
            Given.value("settlesAt", settlesAt);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.routeRestored(this);
        }
    }

    /**
     * The engine does not restore a route, because the route is gone or forwards elsewhere.
     *
     * @param at when it was decided, by the engine's clock
     * @param route the route
     * @param why what was found
     */
    record RouteLeftAlone(Instant at, RouteRef route, String why) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param route the route
         * @param why what was found
         */
        public RouteLeftAlone {
            Given.value("at", at);
            Given.value("route", route);
            why = Given.foreignText("why", why);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.routeLeftAlone(this);
        }
    }

    /**
     * Green has the label PRIMARY.
     *
     * @param at when it was decided, by the engine's clock
     */
    record PrimaryMade(Instant at) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         */
        public PrimaryMade {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.primaryMade(this);
        }
    }

    /**
     * A revision was drained and deleted.
     *
     * @param at when it was decided, by the engine's clock
     * @param role which revision
     */
    record RevisionRetired(Instant at, Roles.Role role) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param role which revision
         */
        public RevisionRetired {
            Given.value("at", at);
            Given.value("role", role);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.revisionRetired(this);
        }
    }

    /**
     * A revision that an earlier deployment had left behind was drained and deleted.
     *
     * @param at when it was decided, by the engine's clock
     * @param revision the revision
     */
    record LeftOverRetired(Instant at, RevisionRef revision) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param revision the revision
         */
        public LeftOverRetired {
            Given.value("at", at);
            Given.value("revision", revision);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.leftOverRetired(this);
        }
    }

    /**
     * Blue is kept: the order that retires it later is in the journal.
     *
     * @param at when it was decided, by the engine's clock
     * @param revision the revision that is kept
     * @param keeping the order that keeps it
     * @param time how long it is kept at most
     */
    record BlueKept(Instant at, RevisionRef revision, DeploymentId keeping, Duration time) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         * @param revision the revision that is kept
         * @param keeping the order that keeps it
         * @param time how long it is kept at most
         */
        public BlueKept {
            Given.value("at", at);
            Given.value("revision", revision);
            Given.value("keeping", keeping);
            Given.value("time", time);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.blueKept(this);
        }
    }

    /**
     * The blue that is kept runs its share of the desired count.
     *
     * @param at when it was decided, by the engine's clock
     */
    record BlueReduced(Instant at) implements WorkEvent {
        /**
         * Checks that nothing is missing.
         *
         * @param at when it was decided, by the engine's clock
         */
        public BlueReduced {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.blueReduced(this);
        }
    }
}
