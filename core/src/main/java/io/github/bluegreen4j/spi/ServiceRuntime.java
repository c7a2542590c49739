package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.LaunchRequest;
import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceDescription;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroups;
import io.github.bluegreen4j.spi.CallRunner.SendPermit;
import java.util.List;

/**
 * Where services and their revisions run. Safe for use by many threads.
 *
 * <p>Every change is set-like: asking for what is already so changes nothing and succeeds. The engine confirms every change
 * by describing the service again, so a change may be accepted before it is visible.
 */
public interface ServiceRuntime {

    /**
     * Describes services as they are now. Every revision is listed until it is gone, the retiring ones included, whoever
     * launched it.
     *
     * @param services one or more, at most {@link #describeBatch}
     * @return one description for each service that exists, in any order
     * @throws PortException {@code REFUSED} when not permitted, {@code UNAVAILABLE} when throttled or out of reach
     */
    List<ServiceDescription> describe(List<ServiceRef> services);

    /** How many services one call may describe. Default 10, as ECS allows. */
    default int describeBatch() {
        return 10;
    }

    /**
     * Says whether a revision could be launched in either group, as far as that can be found out without touching anything.
     * Asked once, before a deployment begins. By default nothing is known against it.
     *
     * @throws PortException {@code REFUSED} with the field, its value and what would be right; {@code GONE} when the service
     *     does not exist; {@code UNAVAILABLE} when throttled or out of reach
     */
    default void check(ServiceRef service, RevisionSpec revision, TargetGroups groups) {}

    /**
     * Launches a revision whose tasks register in the request's target group. The same token launches one revision,
     * however often it is sent; the revision is marked with the request's owner, and described with it.
     *
     * @throws PortException {@code REFUSED} when the definition does not exist or is not permitted; {@code GONE} when the
     *     service does not exist; {@code UNKNOWN} when it may have been launched
     */
    void launch(LaunchRequest request);

    /**
     * Asks a revision to run that many tasks.
     *
     * @throws PortException {@code GONE} when the revision does not exist
     */
    void scale(ServiceRef service, RevisionRef revision, int desired);

    /**
     * Gives a revision the label PRIMARY and takes it from every other. It moves no traffic.
     *
     * @throws PortException {@code GONE} when the revision does not exist
     */
    void makePrimary(ServiceRef service, RevisionRef revision);

    /**
     * This runtime for calls that restore production. A runtime with a budget of requests lets those use the share that it keeps
     * for them. By default nothing differs.
     */
    default ServiceRuntime restoring() {
        return this;
    }

    /**
     * This runtime for calls of that urgency. One with a budget of requests serves the most urgent calls first. By default only
     * {@link #restoring} differs.
     */
    default ServiceRuntime at(CallRunner.Urgency urgency) {
        return urgency == CallRunner.Urgency.RESTORING ? restoring() : this;
    }

    /**
     * Takes the next step of retiring a revision, without waiting: scale to zero, let its targets drain, delete it. Called
     * again until the revision is no longer described; a revision that is gone already is no problem. Requests that its
     * tasks are answering must not be cut off.
     */
    void retire(ServiceRef service, RevisionRef revision);

    /**
     * This runtime for one change. An adapter overrides it: immediately before it sends each request that changes something, it calls {@link
     * SendPermit#require}. A class that wraps another ServiceRuntime passes the permit on. The default ignores the permit, so the engine's lease is
     * checked only once, as the call begins.
     */
    default ServiceRuntime within(SendPermit permit) {
        return this;
    }
}
