package io.github.bluegreen4j.benchmarks.peer;

import org.springframework.messaging.Message;
import org.springframework.messaging.support.MessageBuilder;
import org.springframework.statemachine.StateMachine;
import org.springframework.statemachine.config.StateMachineBuilder;
import org.springframework.statemachine.config.configurers.StateConfigurer;
import reactor.core.publisher.Mono;

/**
 * Spring Statemachine. A machine is built once and goes round: to build one for each deployment would take most of the time. Each transition
 * checks a guard and runs an action.
 */
public final class SpringChain implements AutoCloseable {
    private static final Message<String> NEXT =
            MessageBuilder.withPayload("next").build();

    private final StateMachine<String, String> machine;
    private int transitions;

    /**
     * Builds the machine and starts it.
     *
     * @throws Exception if it cannot be built
     */
    public SpringChain() throws Exception {
        StateMachineBuilder.Builder<String, String> builder = StateMachineBuilder.builder();
        builder.configureConfiguration().withConfiguration().autoStartup(false);
        StateConfigurer<String, String> states = builder.configureStates().withStates();
        states.initial(Chain.STEPS.get(0));
        Chain.STEPS.forEach(states::state);
        for (int i = 0; i < Chain.STEPS.size(); i++) {
            builder.configureTransitions()
                    .withExternal()
                    .source(Chain.STEPS.get(i))
                    .target(Chain.STEPS.get((i + 1) % Chain.STEPS.size()))
                    .event("next")
                    .guard(context -> transitions >= 0)
                    .action(context -> transitions++);
        }
        machine = builder.build();
        machine.startReactively().block();
    }

    /** Goes through all states once; {@return the number of transitions} */
    public int run() {
        int before = transitions;
        for (int i = 0; i < Chain.STEPS.size(); i++) {
            machine.sendEvent(Mono.just(NEXT)).blockLast();
        }
        return transitions - before;
    }

    @Override
    public void close() {
        machine.stopReactively().block();
    }
}
