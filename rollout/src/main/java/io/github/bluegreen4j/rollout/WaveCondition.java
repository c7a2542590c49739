package io.github.bluegreen4j.rollout;

import io.github.bluegreen4j.model.Given;
import io.github.bluegreen4j.model.PolicyAnswer;
import java.time.Instant;

/**
 * Decides whether a wave is good enough for the next one. The driver asks when all deployments of the wave have ended, or are held, and the
 * soak time is over. A no, an exception and silence are a wait, never an error: the driver asks again.
 * After a minute without an answer it interrupts the call.
 *
 * <p>It runs on a thread for user code. Implementations must be safe for use by many threads, and must not change anything.
 */
@FunctionalInterface
public interface WaveCondition {

    /**
     * What a condition is asked.
     *
     * @param rollout the id of the rollout
     * @param wave the wave, from 1
     * @param name its name
     * @param at now, by the driver's clock
     */
    record Question(String rollout, int wave, String name, Instant at) {
        /**
         * Checks that nothing is missing.
         *
         * @param rollout the id of the rollout
         * @param wave the wave
         * @param name its name
         * @param at now
         */
        public Question {
            Given.value("rollout", rollout);
            Given.value("name", name);
            Given.value("at", at);
        }
    }

    /**
     * Answers whether the wave is good enough.
     *
     * @param question which wave of which rollout, and the time to judge by
     * @return yes, no with the reason, or unknown with the reason
     */
    PolicyAnswer ask(Question question);
}
