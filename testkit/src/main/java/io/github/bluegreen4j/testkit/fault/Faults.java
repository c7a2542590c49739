package io.github.bluegreen4j.testkit.fault;

import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualTime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Plans which calls of an engine go wrong, and how. Pass it to {@link io.github.bluegreen4j.testkit.time.VirtualCalls#fate}.
 * Several engines may share one plan; calls are then counted over all of them.
 *
 * <pre>{@code
 * faults.on(Operation.WRITE_ROUTE).nth(2).happens(Fault.ANSWER_LOST);
 * faults.on(Operation.READ_HEALTH).between(Duration.ofMinutes(3), Duration.ofMinutes(5)).happens(Fault.THROTTLED);
 * faults.on(Operation.INVOKE_HOOK).always().happens(Fault.HANGS);
 * }</pre>
 *
 * <p>If several plans match a call, the one that was planned first applies. A call that no plan matches is answered
 * normally. Not thread-safe: use it on the thread of the test.
 */
public final class Faults implements Function<CallRunner.PortCall<?>, Fate> {
    private final VirtualTime time;
    private final Map<Operation, List<Plan>> plans = new EnumMap<>(Operation.class);
    private final Map<Operation, Long> calls = new EnumMap<>(Operation.class);
    private final Set<Operation> ports = EnumSet.allOf(Operation.class);
    private BiConsumer<Fault, Operation> onStrike = (fault, operation) -> {};
    private final Map<Fault, Set<Operation>> planned = new EnumMap<>(Fault.class);
    private boolean over;

    /**
     * Creates a plan without faults.
     *
     * @param time the clock that {@link When#between} refers to
     */
    public Faults(VirtualTime time) {
        this.time = time;
    }

    /**
     * Declares operations that are never called in this test. {@link #on} refuses to plan a fault for them.
     *
     * @param missing the operations that are never called
     */
    public void without(Set<Operation> missing) {
        ports.removeAll(missing);
    }

    /**
     * Tells whether an operation can be called in this test.
     *
     * @param operation the operation of a port
     * @return false after {@link #without} named it
     */
    public boolean has(Operation operation) {
        return ports.contains(operation);
    }

    /**
     * Sets the listener that is called for every {@link Fault} when it strikes a call. It replaces the previous one.
     *
     * @param listener called on the thread of the test, before the fault takes effect
     */
    public void onStrike(BiConsumer<Fault, Operation> listener) {
        onStrike = listener;
    }

    /**
     * Begins to plan a fault of an operation.
     *
     * @param operation the operation whose calls go wrong
     * @return the choice of calls
     * @throws IllegalArgumentException if {@link #without} declared that the operation is never called
     */
    public When on(Operation operation) {
        if (!has(operation)) {
            throw new IllegalArgumentException("operation: \"" + operation + "\" is not allowed; allowed: " + ports
                    + ", since nothing here calls any other");
        }
        return new When(operation);
    }

    /**
     * Tells whether a fault is planned for an operation. Plans in the past count, too.
     *
     * @param fault the kind of fault
     * @param operation the operation
     * @return false if it was never planned, and after {@link #end}
     */
    public boolean plans(Fault fault, Operation operation) {
        return !over && planned.getOrDefault(fault, Set.of()).contains(operation);
    }

    /** Cancels all plans: from now on every call is answered normally. */
    public void end() {
        over = true;
    }

    /** Chooses the calls of an operation that go wrong. */
    public final class When {
        private final Operation operation;

        private When(Operation operation) {
            this.operation = operation;
        }

        /**
         * Chooses a single call, counted from the creation of the plan.
         *
         * @param nth 1 for the first call
         * @return the choice of the fault
         * @throws IllegalArgumentException if {@code nth} is below 1
         */
        public What nth(long nth) {
            if (nth < 1) {
                throw new IllegalArgumentException("nth: \"" + nth + "\" is not allowed; allowed: 1 or more");
            }
            return new What(operation, nth, nth, Duration.ZERO, FOR_EVER);
        }

        /**
         * Chooses a single call, counted from now on.
         *
         * @param nth 1 for the next call
         * @return the choice of the fault
         */
        public What next(long nth) {
            return nth(calls.getOrDefault(operation, 0L) + nth);
        }

        /**
         * Chooses all calls that start in an interval of time, both ends included.
         *
         * @param from the start of the interval, as time since the start of the virtual clock
         * @param to the end of the interval, as time since the start of the virtual clock
         * @return the choice of the fault
         * @throws IllegalArgumentException if {@code from} is after {@code to}
         */
        public What between(Duration from, Duration to) {
            if (from.compareTo(to) > 0) {
                throw new IllegalArgumentException("from: \"" + from + "\" is not allowed; allowed: not after " + to);
            }
            return new What(operation, 1, Long.MAX_VALUE, from, to);
        }

        /**
         * Chooses all calls.
         *
         * @return the choice of the fault
         */
        public What always() {
            return between(Duration.ZERO, FOR_EVER);
        }
    }

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** Chooses what happens to the calls. */
    public final class What {
        private final Operation operation;
        private final long first;
        private final long last;
        private final long from;
        private final long to;

        private What(Operation operation, long first, long last, Duration from, Duration to) {
            this.operation = operation;
            this.first = first;
            this.last = last;
            this.from = from.toNanos();
            this.to = to.toNanos();
        }

        /**
         * Plans a fault for the chosen calls.
         *
         * @param fault what goes wrong
         * @throws IllegalArgumentException if the fault is not possible for this operation, see {@link Fault#befalls}
         */
        public void happens(Fault fault) {
            if (!fault.befalls(operation)) {
                throw new IllegalArgumentException(
                        "fault: \"" + fault + "\" is not allowed for " + operation + "; allowed: " + fault.allowed());
            }
            planned.computeIfAbsent(fault, none -> EnumSet.noneOf(Operation.class))
                    .add(operation);
            becomes(fault.name(), nth -> {
                onStrike.accept(fault, operation);
                return fault.fate(operation, nth);
            });
        }

        /**
         * Plans a fate that no {@link Fault} describes.
         *
         * @param fate called when each of the chosen calls starts
         */
        public void becomes(Supplier<Fate> fate) {
            becomes("something else", nth -> fate.get());
        }

        private void becomes(String what, Function<Long, Fate> fate) {
            plans.computeIfAbsent(operation, key -> new ArrayList<>()).add(new Plan(this, what, fate));
        }

        private boolean concerns(long nth, long now) {
            return first <= nth && nth <= last && from <= now && now <= to;
        }
    }

    /** One plan, and how often it has struck. */
    private static final class Plan {
        private final What calls;
        private final String what;
        private final Function<Long, Fate> fate;
        private long strikes;

        Plan(What calls, String what, Function<Long, Fate> fate) {
            this.calls = calls;
            this.what = what;
            this.fate = fate;
        }

        @Override
        public String toString() {
            return what;
        }
    }

    @Override
    public Fate apply(CallRunner.PortCall<?> call) {
        Operation operation = call.operation();
        long nth = calls.merge(operation, 1L, Long::sum);
        List<Plan> concerning = plans.get(operation);
        if (over || concerning == null) {
            return Fate.answered();
        }
        long now = time.nanos();
        for (Plan plan : concerning) {
            if (plan.calls.concerns(nth, now)) {
                return plan.fate.apply(plan.strikes++);
            }
        }
        return Fate.answered();
    }

    @Override
    public String toString() {
        return plans.toString();
    }
}
