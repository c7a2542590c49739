package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.ServiceRuntime;

/**
 * A world with a service that wants two tasks or more and has one revision, blue, which is primary, runs in full and was
 * launched by no deployment of ours; and with another service.
 */
public interface ServiceRuntimeFixture extends ContractFixture {
    /** The runtime under test. */
    ServiceRuntime runtime();

    /** The service with blue. */
    ServiceRef service();

    /** How many tasks {@link #service} wants: 2 or more. */
    int desiredCount();

    /** The one revision of {@link #service} at first. */
    RevisionRef blue();

    /** What blue runs. */
    String blueDefinition();

    /** Where blue's tasks are registered. */
    TargetGroupRef blueGroup();

    /** A group without targets that is listed by a route, without weight. */
    TargetGroupRef idleGroup();

    /** Another service, which does not matter. */
    ServiceRef otherService();

    /** No service has that name. */
    ServiceRef missingService();

    /** No revision has that name, though it is formed as one. */
    RevisionRef missingRevision();

    /** What can be launched; where {@link #tasksStart}, its tasks come up and stay. */
    RevisionSpec definition();

    /** What can't be launched because it does not exist. */
    RevisionSpec missingDefinition();

    /**
     * Whether there are real or simulated tasks, which start, register as targets, and die. A world without (a recorded
     * API, for example) is asked only for what it was told.
     */
    boolean tasksStart();

    /** What can be launched, but its tasks fail instead of coming up. Called only where {@link #tasksStart}. */
    default RevisionSpec failingDefinition() {
        throw new UnsupportedOperationException("failingDefinition: implement it, or return false from tasksStart");
    }

    /** One running task of that revision dies. Called only where {@link #tasksStart}. */
    default void killTask(RevisionRef revision) {
        throw new UnsupportedOperationException("killTask: implement it, or return false from tasksStart");
    }

    /** How many targets are registered with a group, the draining ones included, as the world itself counts. */
    int registered(TargetGroupRef group);

    /** Where all routes send traffic, as text to compare. */
    String traffic();

    /**
     * Begins a request that a task of that group answers. It does not end before {@link Request#finish}. Called
     * only where {@link #carriesRequests}.
     */
    default Request begin(TargetGroupRef group) {
        throw new UnsupportedOperationException("begin: implement it, or return false from carriesRequests");
    }

    /**
     * Whether requests can be made to tasks. If so, a task that drains must have at least three {@linkplain #pause
     * pauses} for a request that is under way.
     */
    boolean carriesRequests();

    /** From now on the runtime can't be reached. */
    void goOutOfReach();

    /** A request that is under way. */
    interface Request {
        /** Lets the task answer now. */
        void finish();

        /** Whether the caller got no answer because the task was gone. */
        boolean wasCutOff();
    }
}
