package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RequestCost;
import io.github.bluegreen4j.model.RevisionChange;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import java.util.List;
import java.util.Set;

/**
 * Where services and their revisions run. Implementations must be safe for use by many threads.
 *
 * <p>Every change is idempotent: a request for a state that already exists changes nothing and succeeds. A change may
 * be accepted before it is visible, because the engine verifies every change by describing the service again.
 */
public interface ServiceRuntime {

    /**
     * Describes services as they are now. It lists every revision until it is gone, whoever launched it, including
     * revisions that are being retired.
     *
     * @param services 1 to {@link #describeBatch} services
     * @return one description for each service that exists, in any order
     * @throws PortException {@code REFUSED} if not permitted; {@code UNAVAILABLE} if throttled or unreachable
     */
    List<ServiceDescription> describe(List<ServiceRef> services);

    /** {@return how many services one call may describe} By default 10, the limit of ECS. */
    default int describeBatch() {
        return 10;
    }

    /**
     * {@return the place where a service runs: the account and Region, for example} A place that is slow, unreachable or throttled
     * holds up no deployment in another one: the engine describes services of different places in different calls, and each place
     * has its own threads and its own turn to read. The routes, target groups and autoscaler of a service are in its place. A class
     * that wraps another ServiceRuntime passes the call on. The default is one place for all, with an empty name.
     *
     * <p>The engine asks once for each service, when it reads a deployment from the journal, on the thread of that call. The deployment
     * does not start before the answer, so compute it from the name. The same service is always in the same place. An exception counts as
     * the empty name.
     *
     * @param service the service
     */
    default String place(ServiceRef service) {
        return "";
    }

    /**
     * Checks whether a revision could be launched in either group, as far as this is possible without changing
     * anything. The engine calls it once, before a deployment starts. By default it accepts everything.
     *
     * @param service the service
     * @param revision what would be launched
     * @param groups the two target groups
     * @throws PortException {@code REFUSED} with the field, its value and what would be right; {@code GONE} if the
     *     service does not exist; {@code UNAVAILABLE} if throttled or unreachable
     */
    default void check(ServiceRef service, RevisionSpec revision, TargetGroups groups) {}

    /**
     * {@return the other names of a service, as far as they are known: on Amazon ECS its cluster's name and ARN, for example} For the engine,
     * each name is a service with its own queue. So it refuses to start a deployment while one of another name of the same service has not
     * ended. The engine asks right after {@link #check}, before a deployment starts; answer from what is known by then, without a call.
     * A class that wraps another ServiceRuntime passes the call on. By default there are none.
     *
     * @param service the service
     */
    default Set<ServiceRef> otherNames(ServiceRef service) {
        return Set.of();
    }

    /**
     * Compares a revision that could be launched with an existing one, for plans. Only reads. By default nothing differs: a runtime that
     * cannot compare need not.
     *
     * @param service the service
     * @param existing the revision that serves
     * @param revision the revision that could be launched
     * @return what differs; values of secrets are left out
     * @throws PortException if one of them cannot be read
     */
    default List<RevisionChange> changes(ServiceRef service, RevisionRef existing, RevisionSpec revision) {
        return List.of();
    }

    /**
     * {@return the checks that this port brings for the preflight of every deployment} A class that wraps another ServiceRuntime
     * passes them on. By default none.
     */
    default List<PreflightCheck> preflightChecks() {
        return List.of();
    }

    /**
     * Launches a revision whose tasks register in the request's target group. Requests with the same token launch one
     * revision. The runtime marks the revision with the request's owner, and {@link #describe} returns the mark.
     *
     * @param request what to launch, where, and for which deployment
     * @throws PortException {@code REFUSED} if the definition does not exist or is not permitted; {@code GONE} if the
     *     service does not exist; {@code UNKNOWN} if the revision may have been launched
     */
    void launch(LaunchRequest request);

    /**
     * Sets how many tasks a revision shall run.
     *
     * @param service the service
     * @param revision the revision
     * @param desired the number of tasks; 0 or more
     * @throws PortException {@code GONE} if the revision does not exist
     */
    void scale(ServiceRef service, RevisionRef revision, int desired);

    /**
     * Gives a revision the label PRIMARY and removes it from every other revision. The label moves no traffic.
     *
     * @param service the service
     * @param revision the revision
     * @throws PortException {@code GONE} if the revision does not exist
     */
    void makePrimary(ServiceRef service, RevisionRef revision);

    /**
     * {@return this runtime for calls of one urgency} A runtime that limits its requests serves the most urgent calls
     * first. By default the same object.
     *
     * @param urgency how urgent the calls are
     */
    default ServiceRuntime at(CallRunner.Urgency urgency) {
        return this;
    }

    /**
     * Takes the next step to retire a revision, without waiting: scale to zero, let its targets drain, delete it. The
     * engine calls it again until the revision is no longer described. A revision that no longer exists is not an
     * error. An implementation must not cut off requests that the tasks are still answering.
     *
     * @param service the service
     * @param revision the revision
     */
    void retire(ServiceRef service, RevisionRef revision);

    /**
     * {@return what one call usually costs of the rate limits that this runtime knows} For plans. By default nothing.
     *
     * @param operation one of the operations of this port; others cost nothing here
     */
    default List<RequestCost> costs(CallRunner.Operation operation) {
        return List.of();
    }

    /**
     * {@return this runtime for one change} An adapter overrides this method and calls {@link SendPermit#require}
     * immediately before it sends each request that changes something. A class that wraps another ServiceRuntime
     * passes the permit on. The default ignores the permit, so the engine's lease is checked only once, when the call
     * starts.
     *
     * @param permit whether the change may still be sent
     */
    default ServiceRuntime within(SendPermit permit) {
        return this;
    }
}
