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
 * Which calls go wrong, and how: to be given to {@link io.github.bluegreen4j.testkit.time.VirtualCalls#fate}, of one engine or
 * of several.
 *
 * <pre>{@code
 * faults.on(Operation.WRITE_ROUTE).nth(2).happens(Fault.ANSWER_LOST);
 * faults.on(Operation.READ_HEALTH).between(Duration.ofMinutes(3), Duration.ofMinutes(5)).happens(Fault.THROTTLED);
 * faults.on(Operation.INVOKE_HOOK).always().happens(Fault.HANGS);
 * }</pre>
 *
 * What is planned first counts. To be used by one thread.
 */
public final class Faults implements Function<CallRunner.PortCall<?>, Fate> {
    private final VirtualTime time;
    private final Map<Operation, List<Plan>> plans = new EnumMap<>(Operation.class);
    private final Map<Operation, Count> calls = new EnumMap<>(Operation.class);
    private final Set<Operation> ports = EnumSet.allOf(Operation.class);
    private BiConsumer<Fault, Operation> onStrike = (fault, operation) -> {};
    private final Map<Fault, Set<Operation>> planned = new EnumMap<>(Fault.class);
    private boolean over;

    /** Nothing goes wrong yet. */
    public Faults(VirtualTime time) {
        this.time = time;
    }

    /** Says that these operations are never called: to plan a fault for one is a mistake. */
    public void without(Set<Operation> missing) {
        ports.removeAll(missing);
    }

    /** Whether these operations are ever called. */
    public boolean has(Operation operation) {
        return ports.contains(operation);
    }

    /** Somebody hears of every fault that befalls a call. */
    public void onStrike(BiConsumer<Fault, Operation> listener) {
        onStrike = listener;
    }

    /**
     * Begins to plan a fault.
     *
     * @throws IllegalArgumentException when nothing here ever calls that operation
     */
    public When on(Operation operation) {
        if (!has(operation)) {
            throw new IllegalArgumentException("operation: \"" + operation + "\" is not allowed; allowed: " + ports
                    + ", since nothing here calls any other");
        }
        return new When(operation);
    }

    /** Whether that is planned for an operation, and may still happen. */
    public boolean plans(Fault fault, Operation operation) {
        return !over && planned.getOrDefault(fault, Set.of()).contains(operation);
    }

    /** Nothing goes wrong any more. */
    public void end() {
        over = true;
    }

    /** Which calls of an operation. */
    public final class When {
        private final Operation operation;

        private When(Operation operation) {
            this.operation = operation;
        }

        /** Only the n-th one, from 1. */
        public What nth(long nth) {
            if (nth < 1) {
                throw new IllegalArgumentException("nth: \"" + nth + "\" is not allowed; allowed: 1 or more");
            }
            return new What(operation, nth, nth, Duration.ZERO, FOR_EVER);
        }

        /** The n-th one from now on, from 1. */
        public What next(long nth) {
            return nth(count(operation).calls + nth);
        }

        /** All that begin in that time, counted from the beginning. */
        public What between(Duration from, Duration to) {
            if (from.compareTo(to) > 0) {
                throw new IllegalArgumentException("from: \"" + from + "\" is not allowed; allowed: not after " + to);
            }
            return new What(operation, 1, Long.MAX_VALUE, from, to);
        }

        /** All of them, for ever. */
        public What always() {
            return between(Duration.ZERO, FOR_EVER);
        }
    }

    private static final Duration FOR_EVER = Duration.ofDays(36_500);

    /** What happens to them. */
    public final class What {
        private final Operation operation;
        private final long first;
        private final long last;
        private final Duration from;
        private final Duration to;

        private What(Operation operation, long first, long last, Duration from, Duration to) {
            this.operation = operation;
            this.first = first;
            this.last = last;
            this.from = from;
            this.to = to;
        }

        /**
         * That happens to them.
         *
         * @throws IllegalArgumentException when it cannot happen to this operation
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

        /** That becomes of them, asked when each begins: for what no {@link Fault} says. */
        public void becomes(Supplier<Fate> fate) {
            becomes("something else", nth -> fate.get());
        }

        private void becomes(String what, Function<Long, Fate> fate) {
            plans.computeIfAbsent(operation, key -> new ArrayList<>())
                    .add(new Plan(first, last, from.toNanos(), to.toNanos(), what, fate));
        }
    }

    /** How often an operation was called. */
    private static final class Count {
        private long calls;
    }

    private Count count(Operation operation) {
        return calls.computeIfAbsent(operation, none -> new Count());
    }

    /** Something planned, and how often it has happened. */
    private static final class Plan {
        private final long first;
        private final long last;
        private final long from;
        private final long to;
        private final String what;
        private final Function<Long, Fate> fate;
        private long strikes;

        Plan(long first, long last, long from, long to, String what, Function<Long, Fate> fate) {
            this.first = first;
            this.last = last;
            this.from = from;
            this.to = to;
            this.what = what;
            this.fate = fate;
        }

        boolean concerns(long nth, long now) {
            return first <= nth && nth <= last && from <= now && now <= to;
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
            if (plan.concerns(nth, now)) {
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
