package io.github.bluegreen4j.testkit.contract;

import io.github.bluegreen4j.model.RevisionRef;
import io.github.bluegreen4j.model.RevisionSpec;
import io.github.bluegreen4j.model.ServiceRef;
import io.github.bluegreen4j.model.TargetGroupRef;
import io.github.bluegreen4j.spi.ServiceRuntime;

/**
 * A world with two services. {@link #service} desires at least two tasks and has one revision, blue. Blue is primary, runs
 * all its tasks and was not launched by a deployment of this library.
 */
public interface ServiceRuntimeFixture extends ContractFixture {
    /** {@return the runtime under test} */
    ServiceRuntime runtime();

    /** {@return the service with the revision blue} */
    ServiceRef service();

    /** {@return the desired count of {@link #service}, 2 or more} */
    int desiredCount();

    /** {@return the revision that {@link #service} has at first} */
    RevisionRef blue();

    /** {@return what blue runs, for example a task definition} */
    String blueDefinition();

    /** {@return the target group in which blue's tasks register} */
    TargetGroupRef blueGroup();

    /** {@return a target group without targets that a route lists with weight 0} */
    TargetGroupRef idleGroup();

    /** {@return a second, unrelated service} */
    ServiceRef otherService();

    /** {@return a well-formed name of a service that does not exist} */
    ServiceRef missingService();

    /** {@return a well-formed name of a revision that does not exist} */
    RevisionRef missingRevision();

    /** {@return a revision that can be launched; if {@link #tasksStart}, its tasks start and stay healthy} */
    RevisionSpec definition();

    /** {@return a revision that cannot be launched because its definition does not exist} */
    RevisionSpec missingDefinition();

    /**
     * {@return whether the world has real or simulated tasks that start, register as targets and stop. A world without them,
     * such as a recorded API, is tested only for what it was asked to do}
     */
    boolean tasksStart();

    /** {@return a revision that can be launched and whose tasks fail to start; called only if {@link #tasksStart}} */
    default RevisionSpec failingDefinition() {
        throw new UnsupportedOperationException("failingDefinition: implement it, or return false from tasksStart");
    }

    /**
     * Kills one running task. Called only if {@link #tasksStart}.
     *
     * @param revision the revision of the task
     */
    default void killTask(RevisionRef revision) {
        throw new UnsupportedOperationException("killTask: implement it, or return false from tasksStart");
    }

    /**
     * Counts the targets of a group, as the world itself sees them.
     *
     * @param group the target group
     * @return the number of registered targets, including draining ones
     */
    int registered(TargetGroupRef group);

    /** {@return the weights of all routes, as text to compare} */
    String traffic();

    /**
     * Begins a request that does not end before {@link Request#finish}. Called only if {@link #carriesRequests}.
     *
     * @param group the target group whose task answers
     * @return the request
     */
    default Request begin(TargetGroupRef group) {
        throw new UnsupportedOperationException("begin: implement it, or return false from carriesRequests");
    }

    /**
     * {@return whether tests can send requests to tasks. If so, a draining task must live for at least three {@linkplain
     * #pause pauses}}
     */
    boolean carriesRequests();

    /** Makes the runtime unreachable from now on. */
    void goOutOfReach();

    /** A request that is being processed. */
    interface Request {
        /** Lets the task answer now. */
        void finish();

        /** {@return whether the caller got no answer because the task had ended} */
        boolean wasCutOff();
    }
}
