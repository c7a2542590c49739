package io.github.bluegreen4j.workflow.script;

import io.github.bluegreen4j.model.AnalysisPolicy;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.DeploymentSpec;
import io.github.bluegreen4j.model.HookInvocation;
import io.github.bluegreen4j.model.Judgement;
import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.PolicyRequest;
import io.github.bluegreen4j.model.Readings;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RouteRef;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.model.TrafficSplit;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Exactly one blocking call of a port. */
public sealed interface Call {

    /**
     * Visits a call.
     *
     * @param <R> the type of the visitor's result
     */
    interface Handler<R> {
        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R describeService(DescribeService call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R runChecks(RunChecks call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R readRoute(ReadRoute call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R readHealth(ReadHealth call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R readUsers(ReadUsers call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R readAlarms(ReadAlarms call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R readMetrics(ReadMetrics call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R readScaleIn(ReadScaleIn call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R askPolicies(AskPolicies call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R placeOrder(PlaceOrder call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R writeRoute(WriteRoute call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R launchRevision(LaunchRevision call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R scaleRevision(ScaleRevision call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R makePrimary(MakePrimary call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R retireRevision(RetireRevision call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R suspendScaleIn(SuspendScaleIn call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R restoreScaleIn(RestoreScaleIn call);

        /**
         * {@return the visitor's result for that call}
         *
         * @param call the call
         */
        R invokeHook(InvokeHook call);
    }

    /**
     * Calls the visitor's method for this kind of call.
     *
     * @param <R> the type of the visitor's result
     * @param handler the visitor
     * @return the visitor's result
     */
    <R> R accept(Handler<R> handler);

    /**
     * {@return whether the call changes something that R1 protects: a route, a revision, the label PRIMARY, scale-in}
     */
    default boolean mutates() {
        return true;
    }

    /** {@return what the call reads; empty if it reads nothing that {@link Readings} holds} */
    default Optional<Readings.Subject> subject() {
        return Optional.empty();
    }

    /**
     * Describes a service and its revisions.
     *
     * @param service the service
     */
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

    /**
     * Checks whether a revision could be launched, and runs the checks of ports and users.
     *
     * @param spec what would be deployed
     */
    record RunChecks(DeploymentSpec spec) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.runChecks(this);
        }

        @Override
        public boolean mutates() {
            return false;
        }

        @Override
        public String toString() {
            return "RunChecks[service=" + spec.service() + "]";
        }
    }

    /**
     * Reads a route.
     *
     * @param route the route
     */
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

    /**
     * Reads the health of a target group's targets, and which revisions of the service own them.
     *
     * @param service the service
     * @param group the target group
     */
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

    /**
     * Finds the routes that give the target groups weight.
     *
     * @param groups the two target groups
     */
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

    /**
     * Reads the states of alarms.
     *
     * @param names the names of the alarms
     */
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

    /**
     * Reads the metrics of both groups, and judges them. It reads every period again: points may have come late or been
     * corrected, and no engine has to remember what another one saw.
     *
     * @param policy what counts as worse
     * @param blue blue's target group
     * @param green green's target group
     * @param windows when both served, by step
     */
    record ReadMetrics(AnalysisPolicy policy, TargetGroupRef blue, TargetGroupRef green, List<Judgement.Window> windows)
            implements Call {
        @Override
        public Optional<Readings.Subject> subject() {
            return Optional.of(Readings.Subject.of(Readings.Subject.Kind.METRICS));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.readMetrics(this);
        }

        @Override
        public boolean mutates() {
            return false;
        }

        @Override
        public String toString() {
            return "ReadMetrics[blue=" + blue + ", green=" + green + ", since="
                    + windows.get(0).from() + "]";
        }
    }

    /**
     * Reads whether scale-in is suspended.
     *
     * @param service the service
     */
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

    /**
     * Asks every policy of the engine whether green may get more weight, and the journal whether the line is stopped.
     *
     * @param request what would be written; the engine dates it when it asks. Empty before blue is retired: then only the line counts
     */
    record AskPolicies(Optional<PolicyRequest> request) implements Call {
        @Override
        public Optional<Readings.Subject> subject() {
            return Optional.of(Readings.Subject.of(Readings.Subject.Kind.POLICIES));
        }

        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.askPolicies(this);
        }

        @Override
        public boolean mutates() {
            return false;
        }

        @Override
        public String toString() {
            return "AskPolicies["
                    + request.map(asked -> "route=" + asked.route() + ", greenShare=" + asked.greenShare())
                            .orElse("clean-up")
                    + "]";
        }
    }

    /**
     * Places an order in the journal, unless it is there already. It protects itself: the same order has the same id, so that it may
     * arrive late and more than once.
     *
     * @param order the id of the order
     * @param spec what is ordered
     * @param at when it is ordered, by the engine's clock
     */
    record PlaceOrder(DeploymentId order, DeploymentSpec spec, Instant at) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.placeOrder(this);
        }

        @Override
        public boolean mutates() {
            return false;
        }

        @Override
        public String toString() {
            return "PlaceOrder[order=" + order + "]";
        }
    }

    /**
     * Writes the weights of a route if its fingerprint still matches.
     *
     * @param route the route
     * @param fingerprint the fingerprint of the reading on which the write is based
     * @param split the new weights
     */
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

    /**
     * Launches a revision with an idempotency token.
     *
     * @param request what to launch
     */
    record LaunchRevision(LaunchRequest request) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.launchRevision(this);
        }
    }

    /**
     * Sets the desired count of a revision.
     *
     * @param service the service
     * @param revision the revision
     * @param desired how many tasks it shall run
     */
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

    /**
     * Gives a revision the label PRIMARY.
     *
     * @param service the service
     * @param revision the revision
     */
    record MakePrimary(ServiceRef service, RevisionRef revision) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.makePrimary(this);
        }
    }

    /**
     * Takes the next step to retire a revision: scale to zero, wait for the drain, delete.
     *
     * @param service the service
     * @param revision the revision
     */
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

    /**
     * Suspends scale-in.
     *
     * @param service the service
     */
    record SuspendScaleIn(ServiceRef service) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.suspendScaleIn(this);
        }
    }

    /**
     * Ends the suspension of scale-in.
     *
     * @param service the service
     */
    record RestoreScaleIn(ServiceRef service) implements Call {
        @Override
        public <R> R accept(Handler<R> handler) {
            return handler.restoreScaleIn(this);
        }
    }

    /**
     * Calls a hook. A hook may be called more than once, always with the same execution id.
     *
     * @param invocation what the hook is told
     */
    record InvokeHook(HookInvocation invocation) implements Call {

        /** Omits what the hook is told: this text is logged, and the details may be secret. */
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
