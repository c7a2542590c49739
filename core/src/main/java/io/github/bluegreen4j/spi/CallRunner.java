package io.github.bluegreen4j.spi;

import io.github.bluegreen4j.event.Effect;
import io.github.bluegreen4j.model.DeploymentId;
import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.Problem;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.Supplier;

/**
 * Runs every call that the engine makes to a port. In production it uses a bounded set of threads; in tests it uses
 * virtual time, and the test decides when a call takes effect, when its answer arrives, and whether it arrives. Safe
 * for use by many threads.
 */
public interface CallRunner extends AutoCloseable {

    /**
     * Runs a call as soon as its lane has room. Never blocks the caller.
     *
     * @param <T> the type of the answer
     * @param call the call
     * @param completion told exactly once how the call ended, on any thread; never told if the call was abandoned
     * @return a handle with which to abandon the call
     */
    <T> CallHandle run(PortCall<T> call, Completion<T> completion);

    /** Starts no more calls and ends those in flight as far as possible. */
    @Override
    void close();

    /**
     * {@return how many calls there are of each kind, for gauges} Callable from any thread. By default nothing is counted.
     */
    default Map<PortCall.Kind, Load> load() {
        return Map.of();
    }

    /**
     * How many calls of a kind there are.
     *
     * @param waiting how many wait for a thread
     * @param running how many a thread makes now, without those that were abandoned
     * @param lost how many were abandoned and have not returned
     */
    record Load(int waiting, int running, int lost) {}

    /**
     * Receives the progress of a call.
     *
     * @param <T> the type of the answer
     */
    interface Completion<T> {
        /** The call has started: its maximum duration counts from now, and it may take effect. */
        void started();

        /**
         * The call returned.
         *
         * @param answer what it returned
         */
        void succeeded(T answer);

        /**
         * The call threw.
         *
         * @param problem what it threw
         */
        void failed(Throwable problem);
    }

    /** A handle on a call. */
    interface CallHandle {
        /**
         * Abandons the call. Its completion is told nothing more. Its thread is interrupted and no longer counts
         * against the bound.
         *
         * @return true if the call had not started; it never will now
         */
        boolean abandon();
    }

    /**
     * Exactly one blocking call of a port method, ready to run.
     *
     * @param <T> the type of the answer
     * @param lane which threads run it
     * @param operation the port method
     * @param purpose for whom the call is made
     * @param wording supplies a description for logs; evaluated only when needed
     * @param maximum how long the call may take from its start
     * @param permit whether the call may still be sent
     * @param body the invocation
     */
    record PortCall<T>(
            Lane lane,
            Operation operation,
            Purpose purpose,
            Supplier<String> wording,
            Duration maximum,
            SendPermit permit,
            Body<T> body) {

        /**
         * Checks that nothing is missing.
         *
         * @param lane which threads run it
         * @param operation the port method
         * @param purpose for whom the call is made
         * @param wording supplies a description for logs
         * @param maximum how long the call may take from its start
         * @param permit whether the call may still be sent
         * @param body the invocation
         */
        public PortCall {
            Given.value("call.lane", lane);
            Given.value("call.operation", operation);
            Given.value("call.purpose", purpose);
            Given.value("call.wording", wording);
            Given.value("call.maximum", maximum);
            Given.value("call.permit", permit);
            Given.value("call.body", body);
        }

        /**
         * A call that changes nothing and may therefore be sent at any time.
         *
         * @param lane which threads run it
         * @param operation the port method
         * @param purpose for whom the call is made
         * @param wording supplies a description for logs
         * @param maximum how long the call may take from its start
         * @param body the invocation
         */
        public PortCall(
                Lane lane,
                Operation operation,
                Purpose purpose,
                Supplier<String> wording,
                Duration maximum,
                Callable<T> body) {
            this(lane, operation, purpose, wording, maximum, SendPermit.always(), asking(body));
        }

        private static <T> Body<T> asking(Callable<T> body) {
            Given.value("call.body", body);
            return permit -> body.call();
        }

        /**
         * Runs the call on the current thread. The runner calls this after {@link Completion#started}.
         *
         * @return what the port returned
         * @throws PortException {@code UNAVAILABLE} if the permit no longer holds; the port was not called
         * @throws Exception whatever the port throws
         */
        public T make() throws Exception {
            if (!permit.holds()) { // the text is made only when it is needed
                permit.require(operation.name(), text());
            }
            return body.make(permit);
        }

        /** {@return a description of the call for logs} */
        public String text() {
            return wording.get();
        }

        /**
         * Invokes a port method.
         *
         * @param <T> the type of the answer
         */
        @FunctionalInterface
        public interface Body<T> {
            /**
             * Invokes it.
             *
             * @param permit the port checks it immediately before it sends anything
             * @return what the port returned
             * @throws Exception whatever the port throws
             */
            T make(SendPermit permit) throws Exception;
        }

        /**
         * Which threads run a call. Each kind and each group has its own threads, so calls that hang in one lane
         * never delay another lane.
         *
         * @param kind the kind of call
         * @param group the group within the kind: the name of the hook or of the listener, or the place of the service,
         *     see {@link ServiceRuntime#place}; empty if the kind has one group only. The number of threads, and of threads lost in hanging calls, is bounded for each group
         * @param key calls with the same kind, group and key run one after the other; empty for no order
         */
        public record Lane(Kind kind, String group, String key) {
            /**
             * Checks that nothing is missing.
             *
             * @param kind the kind of call
             * @param group the group within the kind: the name of the hook or of the listener
             * @param key calls with the same kind, group and key run one after the other
             */
            public Lane {
                Given.value("lane.kind", kind);
                Given.value("lane.group", group);
                Given.value("lane.key", key);
            }

            /**
             * A lane of a kind that has one group only.
             *
             * @param kind the kind of call
             * @param key calls with the same kind, group and key run one after the other
             */
            public Lane(Kind kind, String key) {
                this(kind, "", key);
            }

            @Override
            public String toString() {
                return group.isEmpty() ? kind.name() : kind + " " + group;
            }
        }

        /**
         * For whom a call is made.
         *
         * @param deployment the deployment; empty for a call of the engine itself, or one that serves many deployments
         * @param work the piece of work that needs the call; empty if it belongs to none
         */
        public record Purpose(Optional<DeploymentId> deployment, Optional<Effect> work) {
            /** Of the engine itself, or of many deployments. */
            public static final Purpose ENGINE = new Purpose(Optional.empty(), Optional.empty());

            /**
             * Checks that nothing is missing.
             *
             * @param deployment the deployment
             * @param work the piece of work that needs the call
             */
            public Purpose {
                Given.value("purpose.deployment", deployment);
                Given.value("purpose.work", work);
            }

            /**
             * {@return a purpose of one deployment}
             *
             * @param deployment the deployment
             */
            public static Purpose of(DeploymentId deployment) {
                return new Purpose(Optional.of(Given.value("purpose.deployment", deployment)), Optional.empty());
            }

            /**
             * {@return a piece of work of one deployment}
             *
             * @param deployment the deployment
             * @param work the piece of work
             */
            public static Purpose of(DeploymentId deployment, Effect work) {
                return new Purpose(
                        Optional.of(Given.value("purpose.deployment", deployment)),
                        Optional.of(Given.value("purpose.work", work)));
            }
        }

        /** The kinds of lanes. */
        public enum Kind {
            /** Reads of the world: 16 at once. */
            READ(16),
            /** Changes on the way forward, and all changes other than routes: 8 at once. */
            CHANGE(8),
            /** Calls that restore production: 16 at once. No other call can occupy these threads. */
            RESTORE(16),
            /** Lifecycle hooks, which are user code: 64 of each hook at once, because a hook may wait for a deployment that runs it, too. */
            HOOK(64),
            /** Calls of the journal: 4 at once. */
            JOURNAL(4),
            /** Renewals of the engine's lease, one after the other. No other call can occupy these threads. */
            LEASE(1),
            /** Listeners, which are user code: 4 calls of each listener at once. */
            LISTENER(4);

            private final int atOnce;

            Kind(int atOnce) {
                this.atOnce = atOnce;
            }

            /** {@return how many calls of one group of this kind the engine's own runner makes at once} */
            public int atOnce() {
                return atOnce;
            }
        }
    }

    /**
     * How urgent a call is. A port that limits its requests serves the most urgent calls first, and calls of equal
     * urgency in order of arrival. The constants are in this order: the first is the most urgent.
     */
    enum Urgency {
        /** Restores production. */
        RESTORING,
        /** Reads for a gate, or changes behind one, in a deployment that carries traffic or is about to. */
        GATE,
        /** Watches a revision that carries traffic. */
        WATCH,
        /** Works on what carries no traffic: launch, scale up, retire. */
        PROGRESS,
        /** Starts another deployment. It waits until there is room beside those that run. */
        START
    }

    /**
     * Tells an adapter whether it may still send a change. A process can be stopped without noticing it (by its
     * virtual machine, by garbage collection, by SIGSTOP). When it continues, its lease may have expired and another
     * engine may own the service. Therefore an adapter checks the permit immediately before it sends each request
     * that changes something. Safe for use by many threads.
     *
     * <p>A permit is for one call. Once it no longer holds, it never holds again.
     */
    @FunctionalInterface
    interface SendPermit {

        /**
         * {@return whether a request that is sent now is still covered by the engine's lease and by the maximum
         * duration of the call} Never blocks.
         */
        boolean holds();

        /** {@return a permit that always holds, for calls that change nothing} */
        static SendPermit always() {
            return () -> true;
        }

        /**
         * Throws if the permit no longer holds.
         *
         * @param operation the operation that would be sent
         * @param resource what it would be applied to
         * @throws PortException {@code UNAVAILABLE} if the permit no longer holds; nothing was sent
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
        /** {@code MetricSource.read}. */
        READ_METRICS(true),
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
        /** {@link Policy#ask} of every policy. */
        ASK_POLICIES(true),
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

        /** {@return the simple name of the port's interface, for example {@code TrafficRouter}} */
        public String port() {
            return switch (this) {
                case DESCRIBE, CHECK, LAUNCH, SCALE, MAKE_PRIMARY, RETIRE -> "ServiceRuntime";
                case READ_ROUTE, READ_HEALTH, READ_USERS, WRITE_ROUTE -> "TrafficRouter";
                case READ_ALARMS -> "AlarmSource";
                case READ_METRICS -> "MetricSource";
                case ASK_POLICIES -> "Policy";
                case READ_SCALE_IN, SUSPEND_SCALE_IN, RESTORE_SCALE_IN -> "AutoScalingGuard";
                case INVOKE_HOOK -> "LifecycleHook";
                case LISTEN -> "DeploymentListener";
                case APPEND, OPEN, SUBMIT, READ_JOURNAL, LIST, DUE, DELIVERED, UNDELIVERED, RENEW, CLAIM, RELEASE ->
                    "Journal";
            };
        }

        /** {@return the name of the port's method, for example {@code write}} */
        public String method() {
            return switch (this) {
                case READ_ROUTE, READ_ALARMS, READ_METRICS, READ_SCALE_IN, READ_JOURNAL -> "read";
                case READ_HEALTH -> "health";
                case READ_USERS -> "routesTo";
                case WRITE_ROUTE -> "write";
                case MAKE_PRIMARY -> "makePrimary";
                case SUSPEND_SCALE_IN -> "suspend";
                case RESTORE_SCALE_IN -> "restore";
                case INVOKE_HOOK -> "invoke";
                case ASK_POLICIES -> "ask";
                case LISTEN -> "onEvent";
                default -> name().toLowerCase(Locale.ROOT);
            };
        }

        /** {@return whether the method only reads} */
        public boolean reads() {
            return reads;
        }

        /**
         * {@return whether the method changes a route, a revision or scale-in. On each of these at most one call may
         * be in flight}
         */
        public boolean changesTheWorld() {
            return compareTo(WRITE_ROUTE) >= 0 && compareTo(RESTORE_SCALE_IN) <= 0;
        }

        /** {@return whether the method belongs to the journal} */
        public boolean isOfJournal() {
            return compareTo(APPEND) >= 0 && compareTo(RELEASE) <= 0;
        }
    }
}
