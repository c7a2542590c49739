package io.github.bluegreen4j.benchmarks.peer;

import com.alibaba.cola.statemachine.StateMachine;
import com.alibaba.cola.statemachine.builder.StateMachineBuilder;
import com.alibaba.cola.statemachine.builder.StateMachineBuilderFactory;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * COLA's state machine. It has no state of its own: the caller passes the state and receives the next one. Each transition checks a
 * condition and runs an action.
 */
public final class ColaChain {
    private static final AtomicInteger NUMBERS = new AtomicInteger();
    private static final String NEXT = "next";

    private final StateMachine<String, String, int[]> machine;

    /** Builds the machine: a state for each step, and one at the end. */
    public ColaChain() {
        StateMachineBuilder<String, String, int[]> builder = StateMachineBuilderFactory.create();
        for (int i = 0; i < Chain.STEPS.size(); i++) {
            builder.externalTransition()
                    .from(Chain.STEPS.get(i))
                    .to(i + 1 < Chain.STEPS.size() ? Chain.STEPS.get(i + 1) : "END")
                    .on(NEXT)
                    .when(context -> context[0] >= 0)
                    .perform((from, to, event, context) -> context[0]++);
        }
        machine = builder.build("chain-" + NUMBERS.incrementAndGet());
    }

    /** Goes through all states once; {@return the number of transitions} */
    public int run() {
        int[] context = new int[1];
        String state = Chain.STEPS.get(0);
        while (!state.equals("END")) {
            state = machine.fireEvent(state, NEXT, context);
        }
        return context[0];
    }
}
