package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Problem;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * The one seam through which every call of a port is made: a bounded set of threads in production, virtual time in tests. A
 * test decides when a call lands, when its answer comes, and whether it comes.
 */
public interface CallRunner extends AutoCloseable {

    /**
     * Makes the call when its lane has room. Never blocks the caller.
     *
     * @param completion told exactly once how it ended, unless the call was abandoned; on any thread
     * @return a grip on the call
     */
    <T> Grip run(PortCall<T> call, Completion<T> completion);

    /** Ends what is under way as well as it can, and makes no more calls. */
    @Override
    void close();

    /**
     * Is told how a call goes.
     *
     * @param <T> what it answers
     */
    interface Completion<T> {
        /** The call is being made: from here on its maximum counts, and it may take effect. */
        void began();

        /** It answered. */
        void answered(T answer);

        /** It threw. */
        void failed(Throwable problem);
    }

    /** A grip on a call. */
    interface Grip {
        /**
         * Gives the call up. Its completion is not told any more, its thread is interrupted and does not count any more.
         *
         * @return whether it had not begun: then it never will
         */
        boolean abandon();
    }

    /**
     * Exactly one blocking invocation of a port, ready to be made.
     *
     * @param lane where it is made
     * @param operation which method of which port it is
     * @param wording says what it does, for humans; only asked when somebody wants to know
     * @param maximum how long it may take from its beginning
     * @param permit whether it may still be sent
     * @param body the invocation
     * @param <T> what it answers
     */
    record PortCall<T>(
            Lane lane,
            Operation operation,
            Supplier<String> wording,
            Duration maximum,
            SendPermit permit,
            Body<T> body) {

        /** Checks that all is there. */
        public PortCall {
            Given.value("call.lane", lane);
            Given.value("call.operation", operation);
            Given.value("call.wording", wording);
            Given.value("call.maximum", maximum);
            Given.value("call.permit", permit);
            Given.value("call.body", body);
        }

        /** A call that changes nothing that another engine could change, so that it may be sent at any time. */
        public PortCall(Lane lane, Operation operation, Supplier<String> wording, Duration maximum, Callable<T> body) {
            this(lane, operation, wording, maximum, SendPermit.always(), asking(body));
        }

        private static <T> Body<T> asking(Callable<T> body) {
            Given.value("call.body", body);
            return permit -> body.call();
        }

        /**
         * Makes the call on the current thread, after {@link Completion#began}.
         *
         * @throws PortException {@code UNAVAILABLE} if it may not be sent any more: then the port was not called
         * @throws Exception whatever the port throws
         */
        public T make() throws Exception {
            permit.require(operation.name(), text());
            return body.make(permit);
        }

        /** What it does, for humans. */
        public String text() {
            return wording.get();
        }

        /**
         * An invocation of a port's method.
         *
         * @param <T> what it answers
         */
        @FunctionalInterface
        public interface Body<T> {
            /**
             * Invokes it.
             *
             * @param permit what the port asks before it sends anything
             * @throws Exception whatever the port throws
             */
            T make(SendPermit permit) throws Exception;
        }

        /**
         * Where a call is made. Lanes of another kind or another group have threads of their own: calls that hang in one of
         * them never hold up another.
         *
         * @param kind the kind
         * @param group whose calls they are within the kind: the name of the hook, the listener; empty where the kind has one
         *     group only. How many threads a group has, and how many of them may be lost in calls that hang, is bounded for
         *     each group
         * @param key calls of the same kind, group and non-empty key are made one after the other
         */
        public record Lane(Kind kind, String group, String key) {
            /** Checks that all is there. */
            public Lane {
                Given.value("lane.kind", kind);
                Given.value("lane.group", group);
                Given.value("lane.key", key);
            }

            /** A lane of a kind that has one group only. */
            public Lane(Kind kind, String key) {
                this(kind, "", key);
            }

            @Override
            public String toString() {
                return group.isEmpty() ? kind.name() : kind + " " + group;
            }
        }

        /** The kinds of lanes. */
        public enum Kind {
            /** Reads of the world. */
            READ,
            /** Changes on the way forward, and everything that is no route. */
            CHANGE,
            /** Calls that restore production; nothing else may fill it. */
            RESTORE,
            /** Lifecycle hooks: the user's code. Each hook is a group of its own. */
            HOOK,
            /** The journal. */
            JOURNAL,
            /** Renewals of the engine's lease; nothing else may fill it. */
            LEASE,
            /** Listeners: the user's code. Each listener is a group of its own. */
            LISTENER
        }
    }

    /**
     * How urgent a call is. A port that limits its requests serves the most urgent calls first, and calls of one urgency in the order in
     * which they came. The constants are in that order: the first is the most urgent.
     */
    enum Urgency {
        /** Restores production. */
        RESTORING,
        /** A reading that opens a gate, or a change behind one, of a deployment that carries traffic or is about to. */
        GATE,
        /** Watches a revision that carries traffic. */
        WATCH,
        /** Work on what carries no traffic: launching, scaling up, retiring. */
        PROGRESS,
        /** Starts another deployment: it begins when there is room beside those that run. */
        START
    }

    /**
     * Whether a change may still be sent. A process that was stopped (by a pause of its virtual machine, of the garbage collector, by
     * SIGSTOP) does not notice: when it continues, its lease may be over and another engine may own the service. So an adapter asks
     * immediately before it sends each request that changes something. Safe for use by many threads.
     *
     * <p>A permit holds for one call. Once it does not hold any more, it never holds again.
     */
    @FunctionalInterface
    interface SendPermit {

        /** Whether a request that is sent now is still covered by the engine's lease and by the call's own maximum. Never blocks. */
        boolean holds();

        /** The permit that always holds: for calls that change nothing. */
        static SendPermit always() {
            return () -> true;
        }

        /**
         * Refuses a request that may not be sent any more.
         *
         * @param operation the operation that would be sent
         * @param resource what it would be applied to
         * @throws PortException {@code UNAVAILABLE} if the permit does not hold: nothing was sent
         */
        default void require(String operation, Object resource) {
            if (!holds()) {
                throw new PortException(new Problem(
                        Problem.Kind.UNAVAILABLE,
                        operation,
                        String.valueOf(resource),
                        "nothing was sent: the engine's lease, or the time of this call, was over before"));
            }
        }
    }

    /** The methods of the ports. */
    enum Operation {
        /** {@code ServiceRuntime.describe}. */
        DESCRIBE(true),
        /** {@code ServiceRuntime.check}. */
        CHECK(true),
        /** {@code TrafficRouter.read}. */
        READ_ROUTE(true),
        /** {@code TrafficRouter.health}. */
        READ_HEALTH(true),
        /** {@code TrafficRouter.routesTo}. */
        READ_USERS(true),
        /** {@code AlarmSource.read}. */
        READ_ALARMS(true),
        /** {@code AutoScalingGuard.read}. */
        READ_SCALE_IN(true),
        /** {@code TrafficRouter.write}. */
        WRITE_ROUTE(false),
        /** {@code ServiceRuntime.launch}. */
        LAUNCH(false),
        /** {@code ServiceRuntime.scale}. */
        SCALE(false),
        /** {@code ServiceRuntime.makePrimary}. */
        MAKE_PRIMARY(false),
        /** {@code ServiceRuntime.retire}. */
        RETIRE(false),
        /** {@code AutoScalingGuard.suspend}. */
        SUSPEND_SCALE_IN(false),
        /** {@code AutoScalingGuard.restore}. */
        RESTORE_SCALE_IN(false),
        /** {@code LifecycleHook.invoke}. */
        INVOKE_HOOK(false),
        /** {@code Journal.append}. */
        APPEND(false),
        /** {@code Journal.open}. */
        OPEN(false),
        /** {@code Journal.submit}. */
        SUBMIT(false),
        /** {@code Journal.read}. */
        READ_JOURNAL(true),
        /** {@code Journal.list}. */
        LIST(true),
        /** {@code Journal.due}. */
        DUE(true),
        /** {@code Journal.delivered}. */
        DELIVERED(false),
        /** {@code Journal.undelivered}. */
        UNDELIVERED(true),
        /** {@code Journal.renew}. */
        RENEW(false),
        /** {@code Journal.claim}. */
        CLAIM(false),
        /** {@code Journal.release}. */
        RELEASE(false),
        /** {@code DeploymentListener.onEvent}. */
        LISTEN(false);

        private final boolean reads;

        Operation(boolean reads) {
            this.reads = reads;
        }

        /** Whether it only reads. */
        public boolean reads() {
            return reads;
        }

        /** Whether it changes something that at most one call may change at a time: a route, a revision, scale-in. */
        public boolean changesTheWorld() {
            return compareTo(WRITE_ROUTE) >= 0 && compareTo(RESTORE_SCALE_IN) <= 0;
        }

        /** Whether it is a call of the journal. */
        public boolean isOfJournal() {
            return compareTo(APPEND) >= 0 && compareTo(RELEASE) <= 0;
        }
    }
}
