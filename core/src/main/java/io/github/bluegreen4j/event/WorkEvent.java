package io.github.bluegreen4j.event;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Problem;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteReading;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ScaleInSetting;
import java.time.Instant;

/**
 * What was owed to the world, and what came of it.
 */
public sealed interface WorkEvent extends DeploymentEvent {

    /** Visits every kind; a new kind does not compile until every visitor knows it. */
    interface Handler<R> {
        R workOwed(WorkOwed event);

        R workWithdrawn(WorkWithdrawn event);

        R workUncertain(WorkUncertain event);

        R resourceQuieted(ResourceQuieted event);

        R workWaiting(WorkWaiting event);

        R workRefused(WorkRefused event);

        R scaleInRead(ScaleInRead event);

        R scaleInSuspended(ScaleInSuspended event);

        R scaleInRestored(ScaleInRestored event);

        R revisionLaunched(RevisionLaunched event);

        R revisionScaled(RevisionScaled event);

        R routeShifted(RouteShifted event);

        R routeSettled(RouteSettled event);

        R routeRestored(RouteRestored event);

        R routeLeftAlone(RouteLeftAlone event);

        R primaryMade(PrimaryMade event);

        R revisionRetired(RevisionRetired event);

        R leftOverRetired(LeftOverRetired event);
    }

    /** The work may be in the world from here on, until its outcome is known. */
    record WorkOwed(Instant at, Effect effect) implements WorkEvent {
        public WorkOwed {
            Given.value("at", at);
            Given.value("effect", effect);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.workOwed(this);
        }
    }

    /** The work is not wanted any more; what it sent may still land until then. */
    record WorkWithdrawn(Instant at, Effect effect, Instant quietAt) implements WorkEvent {
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

    /** A call was not answered: it may still land until then, and is not repeated before. */
    record WorkUncertain(Instant at, Effect effect, Problem problem, Instant quietAt) implements WorkEvent {
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

    /** Nothing that was sent to the resource can land any more. */
    record ResourceQuieted(Instant at, Effect.Resource resource) implements WorkEvent {
        public ResourceQuieted {
            Given.value("at", at);
            Given.value("resource", resource);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.resourceQuieted(this);
        }
    }

    /** The work waits: what was seen and what was wanted. */
    record WorkWaiting(Instant at, Effect effect, Gate gate, String seen, String wanted) implements WorkEvent {
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

    /** The work was refused for good. */
    record WorkRefused(Instant at, Effect effect, Problem problem) implements WorkEvent {
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

    /** The autoscaler's setting before the deployment touches it. */
    record ScaleInRead(Instant at, ScaleInSetting setting) implements WorkEvent {
        public ScaleInRead {
            Given.value("at", at);
            Given.value("setting", setting);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.scaleInRead(this);
        }
    }

    /** Scale-in is suspended. */
    record ScaleInSuspended(Instant at) implements WorkEvent {
        public ScaleInSuspended {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.scaleInSuspended(this);
        }
    }

    /** Scale-in is as it was before. */
    record ScaleInRestored(Instant at) implements WorkEvent {
        public ScaleInRestored {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.scaleInRestored(this);
        }
    }

    /** Green exists. */
    record RevisionLaunched(Instant at, RevisionRef revision) implements WorkEvent {
        public RevisionLaunched {
            Given.value("at", at);
            Given.value("revision", revision);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.revisionLaunched(this);
        }
    }

    /** A revision is asked to run that many tasks. */
    record RevisionScaled(Instant at, Roles.Role role, int desired) implements WorkEvent {
        public RevisionScaled {
            Given.value("at", at);
            Given.value("role", role);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.revisionScaled(this);
        }
    }

    /** A route gives green its share: written and read back. */
    record RouteShifted(Instant at, RouteReading reading, Instant settlesAt) implements WorkEvent {
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

    /** The data plane has had time to follow the write. */
    record RouteSettled(Instant at, RouteRef route) implements WorkEvent {
        public RouteSettled {
            Given.value("at", at);
            Given.value("route", route);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.routeSettled(this);
        }
    }

    /** A route gives blue everything: read, or written and read back. Its data plane follows by {@code settlesAt}. */
    record RouteRestored(Instant at, RouteReading reading, Instant settlesAt) implements WorkEvent {
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

    /** A route is gone or forwards elsewhere: it is not ours to restore. */
    record RouteLeftAlone(Instant at, RouteRef route, String why) implements WorkEvent {
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

    /** Green bears the label PRIMARY. */
    record PrimaryMade(Instant at) implements WorkEvent {
        public PrimaryMade {
            Given.value("at", at);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.primaryMade(this);
        }
    }

    /** A revision is drained and gone. */
    record RevisionRetired(Instant at, Roles.Role role) implements WorkEvent {
        public RevisionRetired {
            Given.value("at", at);
            Given.value("role", role);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.revisionRetired(this);
        }
    }

    /** A left-over of an earlier deployment is drained and gone. */
    record LeftOverRetired(Instant at, RevisionRef revision) implements WorkEvent {
        public LeftOverRetired {
            Given.value("at", at);
            Given.value("revision", revision);
        }

        @Override
        public <R> R accept(DeploymentEvent.Handler<R> handler) {
            return handler.leftOverRetired(this);
        }
    }
}
