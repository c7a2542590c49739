package io.github.bluegreen4j.event;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.HookExecution;
import io.github.bluegreen4j.model.Percent;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.Roles;
import io.github.bluegreen4j.model.RouteRef;
import java.util.Optional;

/**
 * A piece of work: a state of the outside world that the deployment wants, or something that it must know. The engine
 * derives work from the state of the deployment. To do it, the engine observes, compares, acts and verifies. So doing
 * it again is harmless.
 */
public sealed interface Effect {

    /**
     * Visits every kind of work.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R> {
        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R inspectService(InspectService effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R readScaleIn(ReadScaleIn effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R suspendScaleIn(SuspendScaleIn effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R restoreScaleIn(RestoreScaleIn effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R launchGreen(LaunchGreen effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R scaleRevision(ScaleRevision effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R shiftRoute(ShiftRoute effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R restoreRoute(RestoreRoute effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R makePrimary(MakePrimary effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R retireRevision(RetireRevision effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R retireLeftOver(RetireLeftOver effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R keepBlue(KeepBlue effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R reduceBlue(ReduceBlue effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R verifyCleanUp(VerifyCleanUp effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R verifyEnd(VerifyEnd effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R observeEnd(ObserveEnd effect);

        /**
         * {@return the visitor's result for that effect}
         *
         * @param effect the effect
         */
        R invokeHook(InvokeHook effect);
    }

    /**
     * Calls the visitor's method for this kind of work.
     *
     * @param <R> the type of the visitor's result
     * @param handler the visitor
     * @return the visitor's result
     */
    <R> R accept(Handler<R> handler);

    /** {@return what the work changes; empty if it only reads or calls a hook} */
    default Optional<Resource> resource() {
        return Optional.empty();
    }

    /** Reads the service, its routes, target groups and alarms. */
    record InspectService() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.inspectService(this);
        }
    }

    /** Reads whether the autoscaler may scale the service in. */
    record ReadScaleIn() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.readScaleIn(this);
        }
    }

    /** Suspends scale-in. */
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

    /** Restores scale-in: it was not suspended before. */
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

    /** Launches green. Exactly one revision of this deployment exists afterwards. */
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

    /**
     * Raises the desired count of a revision. The engine never lowers it.
     *
     * @param role which revision
     * @param atLeast its minimum desired count
     */
    record ScaleRevision(Roles.Role role, int atLeast) implements Effect {
        /**
         * Checks that nothing is missing.
         *
         * @param role which revision
         * @param atLeast its minimum desired count
         */
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

    /**
     * Gives green its share on a route, going forward. The gates for capacity, alarms and drift must be open.
     *
     * @param route the route
     * @param greenShare green's share
     */
    record ShiftRoute(RouteRef route, Percent greenShare) implements Effect {
        /**
         * Checks that nothing is missing.
         *
         * @param route the route
         * @param greenShare green's share
         */
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
     * Gives blue everything on a route, in a rollback or a reconciliation.
     *
     * @param route the route
     * @param insist whether to do so although blue is below its floor
     */
    record RestoreRoute(RouteRef route, boolean insist) implements Effect {
        /**
         * Checks that nothing is missing.
         *
         * @param route the route
         * @param insist whether to do so although blue is below its floor
         */
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

    /** Gives green the label PRIMARY. */
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

    /**
     * Drains and deletes a revision. The engine does not touch a revision that has weight.
     *
     * @param role which revision
     */
    record RetireRevision(Roles.Role role) implements Effect {
        /**
         * Checks that nothing is missing.
         *
         * @param role which revision
         */
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

    /**
     * Drains and deletes a revision that an earlier deployment left behind. The engine does not touch a revision that
     * has weight.
     *
     * @param revision the revision
     */
    record RetireLeftOver(RevisionRef revision) implements Effect {
        /**
         * Checks that nothing is missing.
         *
         * @param revision the revision
         */
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

    /** Places the order that keeps blue after the deployment, and that retires it when its time is over. */
    record KeepBlue() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.keepBlue(this);
        }
    }

    /** Scales a blue that is kept down to its share. The engine does not touch a revision that has weight. */
    record ReduceBlue() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.reduceBlue(this);
        }

        @Override
        public Optional<Resource> resource() {
            return BLUE;
        }
    }

    /** The gate before CLEAN_UP: takes one fresh reading to verify that blue may be retired. */
    record VerifyCleanUp() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.verifyCleanUp(this);
        }
    }

    /** Reads what serves production at the end, and how healthy it is. */
    record ObserveEnd() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.observeEnd(this);
        }
    }

    /** Takes one fresh reading of the production routes after CLEAN_UP exceeded its limit. */
    record VerifyEnd() implements Effect {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.verifyEnd(this);
        }
    }

    /**
     * Calls a hook until it gives a verdict.
     *
     * @param execution the execution of the hook
     */
    record InvokeHook(HookExecution execution) implements Effect {
        /**
         * Checks that nothing is missing.
         *
         * @param execution the execution of the hook
         */
        public InvokeHook {
            Given.value("execution", execution);
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.invokeHook(this);
        }
    }

    /** The resource of blue. */
    Optional<Resource> BLUE = Optional.of(new Resource(Resource.Kind.REVISION, "BLUE"));
    /** The resource of green. */
    Optional<Resource> GREEN = Optional.of(new Resource(Resource.Kind.REVISION, "GREEN"));
    /** The resource of the label PRIMARY. */
    Optional<Resource> PRIMARY = Optional.of(new Resource(Resource.Kind.PRIMARY, ""));
    /** The resource of the scale-in setting. */
    Optional<Resource> SCALE_IN = Optional.of(new Resource(Resource.Kind.SCALE_IN, ""));

    /**
     * Something that work changes. At most one changing call is in flight for each resource.
     *
     * @param kind the kind of thing
     * @param id which one: a route, a revision ({@code BLUE}, {@code GREEN}, or the reference of a left-over); empty
     *     if the deployment has only one of this kind
     */
    record Resource(Kind kind, String id) {
        /**
         * Checks that nothing is missing.
         *
         * @param kind the kind of thing
         * @param id which one: a route, a revision ({@code BLUE}, {@code GREEN}, or the reference of a left-over)
         */
        public Resource {
            Given.value("kind", kind);
            Given.value("id", id);
        }

        /** The kinds of things that work changes. */
        public enum Kind {
            /** One route. */
            ROUTE,
            /** One revision. */
            REVISION,
            /** The label PRIMARY of the service. */
            PRIMARY,
            /** The autoscaler's scale-in setting. */
            SCALE_IN,
            /** A write of a route that an engine had in progress when another one took over: it may arrive minutes later. */
            LATE_WRITE
        }

        @Override
        public String toString() {
            return id.isEmpty() ? kind.name() : kind + " " + id;
        }
    }
}
