package io.github.bluegreen4j.event;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteRef;
import java.util.Optional;

/**
 * A piece of work: a state of the world that the deployment asserts, or something it has to know. Work is derived from
 * the state and done by observing, comparing, acting and confirming, so doing it again is harmless.
 */
public sealed interface Effect {

    /** Visits an effect. */
    interface Handler<R> {
        R inspectService(InspectService effect);

        R readScaleIn(ReadScaleIn effect);

        R suspendScaleIn(SuspendScaleIn effect);

        R restoreScaleIn(RestoreScaleIn effect);

        R launchGreen(LaunchGreen effect);

        R scaleRevision(ScaleRevision effect);

        R shiftRoute(ShiftRoute effect);

        R restoreRoute(RestoreRoute effect);

        R makePrimary(MakePrimary effect);

        R retireRevision(RetireRevision effect);

        R retireLeftOver(RetireLeftOver effect);

        R verifyCleanUp(VerifyCleanUp effect);

        R verifyEnd(VerifyEnd effect);

        R observeEnd(ObserveEnd effect);

        R invokeHook(InvokeHook effect);
    }

    <R> R accept(Handler<R> handler);

    /** What the work changes; empty when it only reads, or calls a hook. */
    default Optional<Resource> resource() {
        return Optional.empty();
    }

    /** Read the service, its routes, target groups and alarms. */
    record InspectService() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.inspectService(this);
        }
    }

    /** Read whether the autoscaler may scale the service in. */
    record ReadScaleIn() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.readScaleIn(this);
        }
    }

    /** Scale-in is suspended. */
    record SuspendScaleIn() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.suspendScaleIn(this);
        }

        @Override
        public Optional<Resource> resource() {
            return SCALE_IN;
        }
    }

    /** Scale-in is as it was before it was suspended: not suspended. */
    record RestoreScaleIn() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.restoreScaleIn(this);
        }

        @Override
        public Optional<Resource> resource() {
            return SCALE_IN;
        }
    }

    /** Exactly one revision of this deployment exists. */
    record LaunchGreen() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.launchGreen(this);
        }

        @Override
        public Optional<Resource> resource() {
            return GREEN;
        }
    }

    /** That revision is asked to run at least so many tasks. It is never scaled in. */
    record ScaleRevision(Roles.Role role, int atLeast) implements Effect {
        public ScaleRevision {
            Given.value("role", role);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.scaleRevision(this);
        }

        @Override
        public Optional<Resource> resource() {
            return role == Roles.Role.BLUE ? BLUE : GREEN;
        }
    }

    /** Going forward: that route gives green this share, past the gates of capacity, alarms and drift. */
    record ShiftRoute(RouteRef route, Percent greenShare) implements Effect {
        public ShiftRoute {
            Given.value("route", route);
            Given.value("greenShare", greenShare);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.shiftRoute(this);
        }

        @Override
        public Optional<Resource> resource() {
            return Optional.of(new Resource(Resource.Kind.ROUTE, route.id()));
        }
    }

    /**
     * Going back: that route gives blue everything.
     *
     * @param insist whether blue gets it although it is below its floor
     */
    record RestoreRoute(RouteRef route, boolean insist) implements Effect {
        public RestoreRoute {
            Given.value("route", route);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.restoreRoute(this);
        }

        @Override
        public Optional<Resource> resource() {
            return Optional.of(new Resource(Resource.Kind.ROUTE, route.id()));
        }
    }

    /** Green bears the label PRIMARY. */
    record MakePrimary() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.makePrimary(this);
        }

        @Override
        public Optional<Resource> resource() {
            return PRIMARY;
        }
    }

    /** That revision is gone, drained first. Nothing with weight is touched. */
    record RetireRevision(Roles.Role role) implements Effect {
        public RetireRevision {
            Given.value("role", role);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.retireRevision(this);
        }

        @Override
        public Optional<Resource> resource() {
            return role == Roles.Role.BLUE ? BLUE : GREEN;
        }
    }

    /** A revision that an earlier deployment of ours left is gone, drained first. Nothing with weight is touched. */
    record RetireLeftOver(RevisionRef revision) implements Effect {
        public RetireLeftOver {
            Given.value("revision", revision);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.retireLeftOver(this);
        }

        @Override
        public Optional<Resource> resource() {
            return Optional.of(new Resource(Resource.Kind.REVISION, revision.id()));
        }
    }

    /** One fresh reading shows that blue may go: the gate before CLEAN_UP. */
    record VerifyCleanUp() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.verifyCleanUp(this);
        }
    }

    /** Read what serves production at the end, and how healthy it is. */
    record ObserveEnd() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.observeEnd(this);
        }
    }

    /** One fresh reading shows where production points when CLEAN_UP ran out of time. */
    record VerifyEnd() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.verifyEnd(this);
        }
    }

    /** A hook has given its verdict. */
    record InvokeHook(HookExecution execution) implements Effect {
        public InvokeHook {
            Given.value("execution", execution);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.invokeHook(this);
        }
    }

    Optional<Resource> BLUE = Optional.of(new Resource(Resource.Kind.REVISION, "BLUE"));
    Optional<Resource> GREEN = Optional.of(new Resource(Resource.Kind.REVISION, "GREEN"));
    Optional<Resource> PRIMARY = Optional.of(new Resource(Resource.Kind.PRIMARY, ""));
    Optional<Resource> SCALE_IN = Optional.of(new Resource(Resource.Kind.SCALE_IN, ""));

    /**
     * Something that work changes. At most one mutating call is outstanding on a resource.
     *
     * @param kind what sort of thing it is
     * @param id which one: a route, a revision ({@code BLUE}, {@code GREEN}, or the identity of a left-over)
     */
    record Resource(Kind kind, String id) {
        public Resource {
            Given.value("kind", kind);
            Given.value("id", id);
        }

        /** The sorts of things that work changes. */
        public enum Kind {
            ROUTE,
            REVISION,
            /** The label PRIMARY of the service. */
            PRIMARY,
            /** The autoscaler's permission to scale in. */
            SCALE_IN,
            /** A write of a route that an engine had under way when another one took over: it may arrive minutes later. */
            LATE_WRITE
        }

        @Override
        public String toString() {
            return id.isEmpty() ? kind.name() : kind + " " + id;
        }
    }
}
