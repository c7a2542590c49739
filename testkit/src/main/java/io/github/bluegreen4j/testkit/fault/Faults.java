package io.github.bluegreen4j.testkit.fault;

import io.github.bluegreen4j.spi.CallRunner;
import io.github.bluegreen4j.spi.CallRunner.Operation;
import io.github.bluegreen4j.testkit.time.Fate;
import io.github.bluegreen4j.testkit.time.VirtualTime;
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
    private final Map<Operation, Count> calls = new EnumMap<>(Operation.class);
    private final Set<Operation> ports = EnumSet.allOf(Operation.class);
    private BiConsumer<Fault, Operation> onStrike = (fault, operation) -> {};
    private final Map<Fault, Set<Operation>> planned = new EnumMap<>(Fault.class);
    private boolean over;

    /**
     * Creates a plan without faults.
     *
     * @param time the clock that {@link CallChoice#between} refers to; the plan starts with it
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
    public CallChoice<What> on(Operation operation) {
        if (!has(operation)) {
            throw new IllegalArgumentException("operation: \"" + operation + "\" is not allowed; allowed: " + ports
                    + ", since nothing here calls any other");
        }
        return new CallChoice<>(() -> count(operation).calls, range -> new What(operation, range));
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

    /** Chooses what happens to the calls. */
    public final class What {
        private final Operation operation;
        private final CallChoice.Range calls;

        private What(Operation operation, CallChoice.Range calls) {
            this.operation = operation;
            this.calls = calls;
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
            plans.computeIfAbsent(operation, key -> new ArrayList<>()).add(new Plan(calls, what, fate));
        }
    }

    /** The number of calls of an operation. */
    private static final class Count {
        private long calls;
    }

    private Count count(Operation operation) {
        return calls.computeIfAbsent(operation, none -> new Count());
    }

    /** One plan, and how often it has struck. */
    private static final class Plan {
        private final CallChoice.Range calls;
        private final String what;
        private final Function<Long, Fate> fate;
        private long strikes;

        Plan(CallChoice.Range calls, String what, Function<Long, Fate> fate) {
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
        long nth = ++count(operation).calls;
        List<Plan> concerning = plans.get(operation);
        if (over || concerning == null) {
            return Fate.answered();
        }
        long now = time.nanos();
        for (Plan plan : concerning) {
            if (plan.calls.includes(nth, now)) {
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
