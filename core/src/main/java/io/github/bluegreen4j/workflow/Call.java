package io.github.bluegreen4j.workflow;

import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TrafficSplit;
import java.util.List;
import java.util.Optional;

/** Exactly one blocking invocation of a port. */
public sealed interface Call {

    /** Visits a call. */
    interface Handler<R> {
        R describeService(DescribeService call);

        R checkRevision(CheckRevision call);

        R readRoute(ReadRoute call);

        R readHealth(ReadHealth call);

        R readUsers(ReadUsers call);

        R readAlarms(ReadAlarms call);

        R readScaleIn(ReadScaleIn call);

        R writeRoute(WriteRoute call);

        R launchRevision(LaunchRevision call);

        R scaleRevision(ScaleRevision call);

        R makePrimary(MakePrimary call);

        R retireRevision(RetireRevision call);

        R suspendScaleIn(SuspendScaleIn call);

        R restoreScaleIn(RestoreScaleIn call);

        R invokeHook(InvokeHook call);
    }

    <R> R accept(Handler<R> handler);

    /** Whether it changes something that R1 protects: a route, a revision, the label PRIMARY, scale-in. */
    default boolean mutates() {
        return true;
    }

    /** What it reads; empty when it reads nothing that a {@link Readings} has a place for. */
    default Optional<Readings.Subject> subject() {
        return Optional.empty();
    }

    /** Describe a service and its revisions. */
    record DescribeService(ServiceRef service) implements Call {
        @Override
        public Optional<Readings.Subject> subject() {
            return Optional.of(Readings.Subject.of(service));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.describeService(this);
        }

        @Override
        public boolean mutates() {
            return false;
        }

        @Override
        public String toString() {
            return "DescribeService[service=" + service + "]";
        }
    }

    /** Ask whether a revision could be launched. */
    record CheckRevision(ServiceRef service, RevisionSpec revision, TargetGroups groups) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.checkRevision(this);
        }

        @Override
        public boolean mutates() {
            return false;
        }
    }

    /** Read a route. */
    record ReadRoute(RouteRef route) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.readRoute(this);
        }

        @Override
        public Optional<Readings.Subject> subject() {
            return Optional.of(Readings.Subject.of(route));
        }

        @Override
        public boolean mutates() {
            return false;
        }

        @Override
        public String toString() {
            return "ReadRoute[route=" + route + "]";
        }
    }

    /** Read the health of a target group's targets, and which revisions of the service own them. */
    record ReadHealth(ServiceRef service, TargetGroupRef group) implements Call {
        @Override
        public Optional<Readings.Subject> subject() {
            return Optional.of(Readings.Subject.of(group));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.readHealth(this);
        }

        @Override
        public boolean mutates() {
            return false;
        }

        @Override
        public String toString() {
            return "ReadHealth[service=" + service + ", group=" + group + "]";
        }
    }

    /** Find the routes that use the target groups. */
    record ReadUsers(TargetGroups groups) implements Call {
        @Override
        public Optional<Readings.Subject> subject() {
            return Optional.of(Readings.Subject.of(Readings.Subject.Kind.USERS));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.readUsers(this);
        }

        @Override
        public boolean mutates() {
            return false;
        }
    }

    /** Read alarms. */
    record ReadAlarms(List<String> names) implements Call {
        @Override
        public Optional<Readings.Subject> subject() {
            return Optional.of(Readings.Subject.of(Readings.Subject.Kind.ALARMS));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.readAlarms(this);
        }

        @Override
        public boolean mutates() {
            return false;
        }
    }

    /** Read whether scale-in is suspended. */
    record ReadScaleIn(ServiceRef service) implements Call {
        @Override
        public Optional<Readings.Subject> subject() {
            return Optional.of(Readings.Subject.of(Readings.Subject.Kind.SCALE_IN));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.readScaleIn(this);
        }

        @Override
        public boolean mutates() {
            return false;
        }
    }

    /** Write a split, if the fingerprint still matches. */
    record WriteRoute(RouteRef route, String fingerprint, TrafficSplit split) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.writeRoute(this);
        }

        @Override
        public String toString() {
            return "WriteRoute[route=" + route + ", fingerprint=" + fingerprint + ", split=" + split + "]";
        }
    }

    /** Launch a revision under an idempotency token. */
    record LaunchRevision(LaunchRequest request) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.launchRevision(this);
        }
    }

    /** Ask a revision to run so many tasks. */
    record ScaleRevision(ServiceRef service, RevisionRef revision, int desired) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.scaleRevision(this);
        }

        @Override
        public String toString() {
            return "ScaleRevision[service=" + service + ", revision=" + revision + ", desired=" + desired + "]";
        }
    }

    /** Give a revision the label PRIMARY. */
    record MakePrimary(ServiceRef service, RevisionRef revision) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.makePrimary(this);
        }
    }

    /** Take the next step of retiring a revision: scale to zero, wait until drained, delete. */
    record RetireRevision(ServiceRef service, RevisionRef revision) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.retireRevision(this);
        }

        @Override
        public String toString() {
            return "RetireRevision[service=" + service + ", revision=" + revision + "]";
        }
    }

    /** Suspend scale-in. */
    record SuspendScaleIn(ServiceRef service) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.suspendScaleIn(this);
        }
    }

    /** End the suspension of scale-in. */
    record RestoreScaleIn(ServiceRef service) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.restoreScaleIn(this);
        }
    }

    /** Ask a hook. It may be asked more than once, always under the same execution id. */
    record InvokeHook(HookInvocation invocation) implements Call {

        /** Not what the hook is told: this text is logged, and its details may be secret. */
        @Override
        public String toString() {
            return "InvokeHook[" + invocation.execution() + " of " + invocation.deployment() + "]";
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.invokeHook(this);
        }

        @Override
        public boolean mutates() {
            return false;
        }
    }
}
